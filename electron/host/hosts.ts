/** The operator's hosts: added, imported from ~/.ssh/config and following it, edited, ordered, removed, and kept in one file. */
import { randomBytes } from 'node:crypto';
import { Failure } from '../base/failure';
import { readJsonFile, writeJsonFile } from '../base/jsonFile';
import { createLimiter } from '../base/limiter';
import type { Log } from '../base/log';
import { HOST_LIMIT, HostDraft, HostLabels, type Host, type HostId, type HostProposals } from '../contract/host';
import { detached } from './detached';
import { HostsFile, type Own, type StoredHost } from './hostsFile';
import { wayTo } from './jumps';
import { labelsOf, listed, loginOf, settled, twinOf } from './listing';
import { imported, proposalsOf } from './proposals';
import type { Reading, SshConfig } from './sshConfig/sshConfig';

export interface Hosts {
  list(): Promise<readonly Host[]>;
  /** Rejects with `not-found`. */
  get(id: HostId): Promise<Host>;
  /** Adds the host, or replaces the one with the draft's id in its place. Rejects with `bad-input`, `not-found` or `storage`. */
  save(draft: HostDraft): Promise<Host>;
  /** Changes only what is noted about it. Rejects with `bad-input`, `not-found` or `storage`. */
  label(id: HostId, labels: HostLabels): Promise<Host>;
  /** Puts it in front of `before`, or at the end. Rejects with `not-found` or `storage`. */
  move(id: HostId, before?: HostId): Promise<void>;
  /** A host that follows ~/.ssh/config becomes one of its own, with the values of now; one of its own stays. Rejects with `not-found` or `storage`. */
  detach(id: HostId): Promise<Host>;
  /** Rejects with `not-found`. */
  remove(id: HostId): Promise<void>;
  /** What ~/.ssh/config offers now. */
  proposals(): Promise<HostProposals>;
  /** Adds those that are not in the list yet, all or none, and returns them. Rejects with `bad-input` or `storage`. */
  importAliases(aliases: readonly string[]): Promise<readonly Host[]>;
  /** Where a hosts file that could not be understood was kept aside, known once the list was read. */
  damaged(): string | undefined;
  /** Called after every change, of the list or of ~/.ssh/config, with the hosts as they now are. Returns what ends it. */
  onChange(listener: (hosts: readonly Host[]) => void): () => void;
  /** Ends the watching of ~/.ssh/config. */
  close(): void;
}

export interface HostsOptions {
  readonly log?: Log;
  /** Without it nothing is offered, and what follows it keeps its last login. */
  readonly config?: SshConfig;
}

interface Now {
  readonly stored: readonly StoredHost[];
  readonly reading: Reading | undefined;
  readonly hosts: readonly Host[];
}

export function openHosts(file: string, { log, config }: HostsOptions = {}): Hosts {
  const limit = createLimiter();
  const listeners = new Set<(hosts: readonly Host[]) => void>();
  const configFile = config?.file ?? '~/.ssh/config';
  let now: Now | undefined;
  let damaged: string | undefined;

  const inTurn = <T>(job: () => Promise<T>): Promise<T> => limit(file, job);
  const view = (stored: readonly StoredHost[], reading: Reading | undefined): Now => ({
    stored,
    reading,
    hosts: listed(stored, reading, configFile),
  });

  async function load(): Promise<Now> {
    const reading = await config?.current();
    if (now !== undefined && now.reading === reading) return now;
    return await follow(now?.stored ?? (await read()), reading);
  }

  async function read(): Promise<readonly StoredHost[]> {
    const found = await readJsonFile(file, HostsFile);
    damaged = found.damaged ?? damaged;
    if (found.damaged !== undefined) log?.write('warn', undefined, 'hosts file damaged', { keptAs: found.damaged });
    return found.value?.hosts ?? [];
  }

  /** The files changed: what follows them changes, also on the disk when it can be written. */
  async function follow(stored: readonly StoredHost[], reading: Reading | undefined): Promise<Now> {
    const before = now?.hosts;
    const next = settled(stored, reading);
    now = view(next, reading);
    if (next !== stored) {
      try {
        await write(next);
      } catch (error) {
        log?.write('warn', undefined, 'hosts file not written', { why: Failure.from(error).message });
      }
    }
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(now.hosts)) tell(now.hosts);
    return now;
  }

  const write = (stored: readonly StoredHost[]): Promise<void> => writeJsonFile(file, HostsFile, { version: 2, hosts: [...stored] });
  const tell = (hosts: readonly Host[]): void => {
    for (const listener of listeners) listener(hosts);
  };

  async function store(stored: readonly StoredHost[], reading: Reading | undefined): Promise<Now> {
    await write(stored);
    now = view(stored, reading);
    tell(now.hosts);
    return now;
  }

  const stopFollowing = config?.onChange(() => {
    inTurn(load).catch((error: unknown) => log?.write('warn', undefined, 'hosts not read', { why: Failure.from(error).message }));
  });

  async function change(id: HostId, edit: (host: StoredHost, at: Now) => StoredHost): Promise<Host> {
    const at = await load();
    const edited = edit(find(at.stored, id), at);
    const { hosts } = await store(
      at.stored.map((host) => (host.id === id ? edited : host)),
      at.reading,
    );
    return find(hosts, id);
  }

  return {
    list: () => inTurn(async () => (await load()).hosts),
    get: (id) => inTurn(async () => find((await load()).hosts, id)),
    save: (draft) =>
      inTurn(async () => {
        const at = await load();
        const { id: given, ...fields } = HostDraft.parse(draft);
        const id = given ?? newId(at.stored);
        const host: Own = { kind: 'own', ...fields, id };
        const old = given === undefined ? undefined : find(at.stored, given);
        if (old?.kind === 'following')
          throw new Failure('bad-input', `“${old.name}” follows ${configFile}; edit it there, or detach it from the file first.`);
        // How the key of a detached host is looked up belongs to its address.
        if (old?.ssh !== undefined && old.address === host.address && old.port === host.port) host.ssh = old.ssh;
        if (given === undefined) refuseTooMany(at.stored.length + 1);
        const stored = old === undefined ? [...at.stored, host] : at.stored.map((each) => (each.id === id ? host : each));
        refuseJump(host, stored, at.reading);
        refuseTwin(view(stored, at.reading).hosts, id);
        return find((await store(stored, at.reading)).hosts, id);
      }),
    label: (id, labels) => inTurn(() => change(id, (host) => ({ ...withoutLabels(host), ...labelsOf(HostLabels.parse(labels)) }))),
    move: (id, before) =>
      inTurn(async () => {
        const { stored, reading } = await load();
        const host = find(stored, id);
        if (before === id) return;
        const others = stored.filter((each) => each !== host);
        const place = before === undefined ? others.length : others.indexOf(find(others, before));
        await store(others.toSpliced(place, 0, host), reading);
      }),
    detach: (id) => inTurn(() => change(id, (host, { stored, reading }) => (host.kind === 'own' ? host : detached(host, stored, reading)))),
    remove: (id) =>
      inTurn(async () => {
        const { stored, reading } = await load();
        find(stored, id);
        await store(
          stored.filter((host) => host.id !== id),
          reading,
        );
      }),
    proposals: () =>
      inTurn(async () => {
        const { hosts, reading } = await load();
        return await proposalsOf(reading, hosts, configFile);
      }),
    importAliases: (aliases) =>
      inTurn(async () => {
        const { stored, reading, hosts } = await load();
        const added = imported(aliases, reading, hosts, configFile).map((host) => ({ ...host, id: newId(stored) }));
        if (added.length === 0) return [];
        refuseTooMany(stored.length + added.length);
        const after = await store([...stored, ...added], reading);
        return added.map(({ id }) => find(after.hosts, id));
      }),
    damaged: () => damaged,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      stopFollowing?.();
      config?.close();
    },
  };
}

function find<T extends { readonly id: HostId }>(hosts: readonly T[], id: HostId): T {
  const host = hosts.find((each) => each.id === id);
  if (host === undefined) throw new Failure('not-found', 'This host is not in the list any more.');
  return host;
}

function newId(hosts: readonly { readonly id: HostId }[]): HostId {
  const id = randomBytes(6).toString('hex');
  return hosts.some((host) => host.id === id) ? newId(hosts) : id;
}

function withoutLabels<T extends StoredHost>(host: T): T {
  const { group: _group, tags: _tags, colour: _colour, notes: _notes, ...rest } = host;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only optional fields were left out
  return rest as T;
}

function refuseTooMany(count: number): void {
  if (count > HOST_LIMIT) throw new Failure('bad-input', `Gearview keeps at most ${HOST_LIMIT} hosts; remove some first.`);
}

/** A circle or a way too long is shown with the host; a text that can mean no host at all is refused. */
function refuseJump(host: Own, hosts: readonly StoredHost[], reading: Reading | undefined): void {
  const way = wayTo(host, { hosts, reading, following: ({ last }) => last });
  if (way.kind === 'problem' && way.wrong) throw new Failure('bad-input', way.why, { fields: { jump: way.why } });
}

/** Two entries for one login would share its connection and its desktops. */
function refuseTwin(hosts: readonly Host[], id: HostId): void {
  const host = find(hosts, id);
  const twin = twinOf(hosts, host);
  if (twin === undefined) return;
  const sentence = `“${twin.name}” is already ${loginOf(host)}; edit that one instead.`;
  throw new Failure('bad-input', sentence, { fields: { address: sentence.slice(0, 400) } });
}
