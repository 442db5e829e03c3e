/** Passwords and passphrases, encrypted by the system's own key store (Electron safeStorage). Never stored where that is not safe. */
import { safeStorage } from 'electron';
import { z } from 'zod';
import { Failure } from '../base/failure';
import { readJsonFile, writeJsonFile } from '../base/jsonFile';
import { createLimiter } from '../base/limiter';
import { SecretKey, SecretText, type SecretStore } from '../contract/main';
import type { Handlers } from '../ipc/serve';
import type { secretCalls } from '../contract';

const SecretFile = {
  version: 1,
  schema: z.strictObject({ version: z.literal(1), secrets: z.record(SecretKey, z.base64().max(16384)) }),
} as const;

/** Whether secrets can be kept: Chromium's `basic_text` back end encrypts with a key that everybody knows, so it counts as no (R20). */
export function secretStore(): SecretStore {
  if (!safeStorage.isEncryptionAvailable()) return { kind: 'absent', why: 'The system offers no key store to encrypt with.' };
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') {
    return {
      kind: 'absent',
      why: 'No keyring (GNOME Keyring or KWallet) is running, so a stored password could be read by anyone with the file.',
    };
  }
  return { kind: 'available' };
}

export function secretHandlers(file: string): Handlers<typeof secretCalls> {
  // One writer at a time: two answers at once must not lose each other's secret.
  const limit = createLimiter();
  const load = async (): Promise<Record<string, string>> => (await readJsonFile(file, SecretFile)).value?.secrets ?? {};
  const change = (edit: (secrets: Record<string, string>) => void): Promise<undefined> =>
    limit(file, async () => {
      const secrets = await load();
      edit(secrets);
      await writeJsonFile(file, SecretFile, { version: 1, secrets });
      return undefined;
    });

  return {
    'secret.store': () => secretStore(),
    async 'secret.read'(key) {
      if (secretStore().kind !== 'available') return undefined;
      const coded = (await load())[key];
      if (coded === undefined) return undefined;
      try {
        return SecretText.parse(safeStorage.decryptString(Buffer.from(coded, 'base64')));
      } catch {
        // The keyring was replaced: the secret is lost and will be asked for again.
        return undefined;
      }
    },
    'secret.write'({ key, value }) {
      const store = secretStore();
      if (store.kind !== 'available') throw new Failure('secrets-unavailable', `The secret was not stored. ${store.why}`);
      return change((secrets) => {
        secrets[key] = safeStorage.encryptString(value).toString('base64');
      });
    },
    'secret.remove': (key) => change((secrets) => void delete secrets[key]),
    'secret.list': async () => Object.keys(await load()),
  };
}
