/** Opens an encrypted key file: with the passphrase that is remembered, or one that the operator enters. */
import type { ParsedKey } from 'ssh2';
import { askSecret, type AskContext } from './askSecret';
import { unlock, type KeyFile } from './keyFile';
import { passphraseKey } from './secrets';

/** Wrong passphrases before the file is given up. */
const TRIES = 3;

/** The key; undefined when every passphrase was wrong. Rejects with `cancelled`. */
export async function openKeyFile(context: AskContext, file: KeyFile): Promise<ParsedKey | undefined> {
  if (file.kind === 'ready') return file.key;
  const { secrets, log } = context;
  const name = passphraseKey(file.path);
  const kept = await secrets.read(name);
  if (kept !== undefined) {
    log?.secret(kept);
    const key = unlock(file, kept);
    if (key !== undefined) return key;
    await secrets.forget(name);
  }
  for (let asked = 0; asked < TRIES; asked++) {
    const again = asked > 0 || kept !== undefined;
    const { value, remember } = await askSecret(context, { purpose: 'passphrase', subject: file.path, again });
    const key = unlock(file, value);
    if (key === undefined) continue;
    await secrets.keep(name, value, remember);
    return key;
  }
  return undefined;
}
