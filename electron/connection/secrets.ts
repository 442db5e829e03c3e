/** Remembered passwords and passphrases: for this run or in the system's key store, under names that bind each to what it opens. */
import { createHash } from 'node:crypto';
import { Failure } from '../base/failure';
import type { Log } from '../base/log';
import type { Events, secretCalls } from '../contract';
import type { Answer, RememberedSecret } from '../contract/connection';
import type { Hop, Host } from '../contract/host';
import type { SecretStore } from '../contract/main';
import type { Client } from '../ipc/client';
import { keyFilesOf } from './keyFile';

/** The system's key store, which only the main process can reach. */
export interface SecretVault {
  /** Whether this system has a safe place for secrets. */
  store(): Promise<SecretStore>;
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Names only. */
  list(): Promise<readonly string[]>;
}

/** How long a secret is remembered. */
export type Remember = Extract<Answer, { kind: 'secret' }>['remember'];

export interface Secrets {
  /** Whether secrets can be stored; a place that does not answer is none. */
  store(): Promise<SecretStore>;
  /** What is remembered; a place that cannot be read is as good as empty, for the operator can still be asked. */
  read(name: string): Promise<string | undefined>;
  /** Remembers a secret that was right; a login does not fail because it cannot be kept. */
  keep(name: string, value: string, how: Remember): Promise<void>;
  /** Forgets a secret that was wrong. */
  forget(name: string): Promise<void>;
  /** What is remembered to reach this host: its passwords, those of its jump hosts, and the passphrases of all their key files. */
  list(host: Host): Promise<readonly RememberedSecret[]>;
  /** Forgets one that `list` named. Rejects with `not-found`, or with why it could not be removed. */
  forgetOne(host: Host, id: string): Promise<void>;
  /** After a host was removed or edited: forgets what it needed and none of the hosts of now needs. Rejects with why one could not be removed. */
  forgetHost(before: Host, now: readonly Host[]): Promise<void>;
}

type Login = Pick<Hop, 'user' | 'address' | 'port'>;

const loginOf = ({ user, address, port }: Login): string => `${user}@${address.toLowerCase()}:${port}`;

/** Bound to the login and to the key the host proved to own: an edited host or another key finds nothing. */
export const passwordKey = (login: Login, fingerprint: string): string => `password ${loginOf(login)} ${fingerprint}`;

/** A passphrase never leaves this computer: it is bound to the file that it opens. */
export const passphraseKey = (path: string): string => `passphrase ${path}`;

export interface SecretsOptions {
  readonly vault: SecretVault;
  /** `~` of the paths of key files. */
  readonly home: string;
  readonly log?: Log | undefined;
}

export function openSecrets({ vault, home, log }: SecretsOptions): Secrets {
  /** Until the app ends, by name. */
  const run = new Map<string, string>();

  async function attempt(job: () => Promise<void>, event: string): Promise<void> {
    try {
      await job();
    } catch (error) {
      log?.write('warn', undefined, event, { why: Failure.from(error).message });
    }
  }

  const storeOf = async (): Promise<SecretStore> => {
    try {
      return await vault.store();
    } catch (error) {
      return { kind: 'absent', why: Failure.from(error).message.slice(0, 400) };
    }
  };

  /** Every name of this host's. Without a store what was once stored is not listed, for it cannot be read either. */
  async function namesOf(host: Host): Promise<readonly string[]> {
    const stored = (await storeOf()).kind === 'available' ? await vault.list() : [];
    const used = usedBy(host, home);
    return [...new Set([...run.keys(), ...stored])].filter(used);
  }

  async function drop(name: string): Promise<void> {
    run.delete(name);
    await vault.remove(name);
  }

  return {
    store: storeOf,
    async read(name) {
      const kept = run.get(name);
      if (kept !== undefined) return kept;
      return await vault.read(name).catch(() => undefined);
    },
    async keep(name, value, how) {
      if (how === 'no') return;
      // Without a store, for this run is all that can be done.
      if (how === 'run' || (await storeOf()).kind === 'absent') run.set(name, value);
      else {
        await attempt(async () => {
          await vault.write(name, value);
          run.delete(name);
        }, 'a secret could not be kept');
      }
    },
    forget: (name) => attempt(() => drop(name), 'a wrong secret could not be removed'),
    list: async (host) =>
      (await namesOf(host)).map((name) => ({ id: idOf(name), ...described(name), where: run.has(name) ? 'run' : 'store' })),
    async forgetOne(host, id) {
      const name = (await namesOf(host)).find((each) => idOf(each) === id);
      if (name === undefined) throw new Failure('not-found', `${host.name} has no such remembered secret any more.`);
      await drop(name);
    },
    async forgetHost(before, now) {
      const needed = now.map((host) => usedBy(host, home));
      for (const name of await namesOf(before)) if (!needed.some((use) => use(name))) await drop(name);
    },
  };
}

/** Whether a name is one of what this host needs. */
function usedBy(host: Host, home: string): (name: string) => boolean {
  const peers = [host, ...(host.via ?? [])];
  const passphrases = new Set(peers.flatMap((peer) => keyFilesOf(peer.auth, home).map(passphraseKey)));
  const passwords = peers.map((peer) => `password ${loginOf(peer)} `);
  return (name) => passphrases.has(name) || passwords.some((start) => name.startsWith(start));
}

/** Stable, and tells nothing. */
const idOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 12);

function described(name: string): Pick<RememberedSecret, 'purpose' | 'subject'> {
  const [word = '', ...rest] = name.split(' ');
  if (word === 'passphrase') return { purpose: 'passphrase', subject: rest.join(' ').slice(0, 1024) };
  return { purpose: 'password', subject: (rest[0] ?? '').replace(/:22$/, '') };
}

/** The vault behind main's port. */
export function vaultOver(main: Pick<Client<typeof secretCalls, Events>, 'call'>): SecretVault {
  return {
    store: () => main.call('secret.store', undefined),
    read: (key) => main.call('secret.read', key),
    write: (key, value) => main.call('secret.write', { key, value }),
    remove: (key) => main.call('secret.remove', key),
    list: () => main.call('secret.list', undefined),
  };
}
