/** Remembered passwords and passphrases: where they are kept, and the names that bind each to what it opens. */
import { Failure } from '../base/failure';
import type { Log } from '../base/log';
import type { Events, secretCalls } from '../contract';
import type { Host } from '../contract/host';
import type { SecretStore } from '../contract/main';
import type { Client } from '../ipc/client';

export interface Secrets {
  /** Whether this system has a safe place for them. */
  store(): Promise<SecretStore>;
  read(key: string): Promise<string | undefined>;
  write(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** Bound to the login and to the key the host proved to own: an edited host or another key finds nothing. */
export const passwordKey = (host: Host, fingerprint: string): string =>
  `password ${host.user}@${host.address.toLowerCase()}:${host.port} ${fingerprint}`;

/** A passphrase never leaves this computer: it is bound to the file that it opens. */
export const passphraseKey = (path: string): string => `passphrase ${path}`;

/** What is remembered; a place that cannot be read is as good as empty, for the operator can still be asked. */
export async function remembered(secrets: Secrets, key: string): Promise<string | undefined> {
  try {
    return await secrets.read(key);
  } catch {
    return undefined;
  }
}

/** Forgets a secret that was wrong. */
export async function forget(secrets: Secrets, key: string, log: Log | undefined): Promise<void> {
  await attempt(() => secrets.remove(key), 'a wrong secret could not be removed', log);
}

/** Remembers a secret that was right; a login does not fail because it cannot be kept. */
export async function keep(secrets: Secrets, key: string, value: string, log: Log | undefined): Promise<void> {
  await attempt(() => secrets.write(key, value), 'a secret could not be kept', log);
}

async function attempt(job: () => Promise<void>, event: string, log: Log | undefined): Promise<void> {
  try {
    await job();
  } catch (error) {
    log?.write('warn', '-', event, { why: Failure.from(error).message });
  }
}

/** Whether secrets can be kept; a place that does not answer is none. */
export async function storeOf(secrets: Secrets): Promise<SecretStore> {
  try {
    return await secrets.store();
  } catch (error) {
    return { kind: 'absent', why: Failure.from(error).message.slice(0, 400) };
  }
}

/** The system's safe place, which only the main process can reach. */
export function secretsOver(main: Pick<Client<typeof secretCalls, Events>, 'call'>): Secrets {
  return {
    store: () => main.call('secret.store', undefined),
    read: (key) => main.call('secret.read', key),
    write: (key, value) => main.call('secret.write', { key, value }),
    remove: (key) => main.call('secret.remove', key),
  };
}
