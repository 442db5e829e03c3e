/** The operator's hosts: added, edited, removed, and kept in one file. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../base/failure';
import { readJsonFile, writeJsonFile } from '../base/jsonFile';
import { createLimiter } from '../base/limiter';
import type { Log } from '../base/log';
import { Host, HOST_LIMIT, HostDraft, type HostId } from '../contract/host';

export interface Hosts {
  list(): Promise<readonly Host[]>;
  /** Rejects with `not-found`. */
  get(id: HostId): Promise<Host>;
  /** Adds the host, or replaces the one with the draft's id in its place. Rejects with `bad-input`, `not-found` or `storage`. */
  save(draft: HostDraft): Promise<Host>;
  /** Rejects with `not-found`. */
  remove(id: HostId): Promise<void>;
  /** Called after every change with the hosts as they now are. Returns what ends it. */
  onChange(listener: (hosts: readonly Host[]) => void): () => void;
}

const HostsFile = {
  version: 1,
  schema: z.strictObject({ version: z.literal(1), hosts: z.array(Host).max(HOST_LIMIT) }),
} as const;

export function openHosts(file: string, log?: Log): Hosts {
  const limit = createLimiter();
  const listeners = new Set<(hosts: readonly Host[]) => void>();
  let known: readonly Host[] | undefined;

  const inTurn = <T>(job: () => Promise<T>): Promise<T> => limit(file, job);

  async function load(): Promise<readonly Host[]> {
    if (known !== undefined) return known;
    const { value, damaged } = await readJsonFile(file, HostsFile);
    if (damaged !== undefined) log?.write('warn', '-', 'hosts file damaged', { keptAs: damaged });
    known = value?.hosts ?? [];
    return known;
  }

  async function store(hosts: readonly Host[]): Promise<void> {
    await writeJsonFile(file, HostsFile, { version: 1, hosts: [...hosts] });
    known = hosts;
    for (const listener of listeners) listener(hosts);
  }

  return {
    list: () => inTurn(load),
    get: (id) => inTurn(async () => find(await load(), id)),
    save: (draft) =>
      inTurn(async () => {
        const hosts = await load();
        const host: Host = { ...HostDraft.parse(draft), id: draft.id ?? newId(hosts) };
        if (draft.id !== undefined) find(hosts, draft.id);
        else if (hosts.length >= HOST_LIMIT)
          throw new Failure('bad-input', `Gearview keeps at most ${HOST_LIMIT} hosts; remove one first.`);
        refuseTwin(hosts, host);
        await store(draft.id === undefined ? [...hosts, host] : hosts.map((old) => (old.id === host.id ? host : old)));
        return host;
      }),
    remove: (id) =>
      inTurn(async () => {
        const hosts = await load();
        find(hosts, id);
        await store(hosts.filter((host) => host.id !== id));
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function find(hosts: readonly Host[], id: HostId): Host {
  const host = hosts.find((each) => each.id === id);
  if (host === undefined) throw new Failure('not-found', 'This host is not in the list any more.');
  return host;
}

function newId(hosts: readonly Host[]): HostId {
  const id = randomBytes(6).toString('hex');
  return hosts.some((host) => host.id === id) ? newId(hosts) : id;
}

/** Two entries for one login would share its connection and its desktops. */
function refuseTwin(hosts: readonly Host[], host: Host): void {
  const login = (each: Host): string => `${each.user}@${each.address.toLowerCase()}:${each.port}`;
  const twin = hosts.find((each) => each.id !== host.id && login(each) === login(host));
  if (twin === undefined) return;
  const sentence = `“${twin.name}” is already ${login(host)}; edit that one instead.`;
  throw new Failure('bad-input', sentence, { fields: { address: sentence } });
}
