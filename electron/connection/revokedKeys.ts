/** The file of RevokedHostKeys: public keys that are never accepted, one per line (ssh_config(5)). */
import { readFile } from 'node:fs/promises';
import { Failure } from '../base/failure';
import { reasonOf } from '../base/jsonFile';
import { typeOf } from './knownHosts';

/** Whether the file has the key. Rejects with `host-key-unverifiable` when it cannot be read or understood: as ssh, we then trust no key. */
export async function isRevoked(file: string, key: Buffer): Promise<boolean> {
  const refuse = (why: string, cause?: unknown): Failure =>
    new Failure(
      'host-key-unverifiable',
      `${file}, the list of revoked host keys (RevokedHostKeys), cannot be used, so no host key can be checked: ${why}.`,
      { retry: true, cause },
    );
  const text = await readFile(file, 'latin1').catch((error: unknown) => {
    throw refuse(reasonOf(error), error);
  });
  if (text.startsWith('SSHKRL\n'))
    throw refuse('it is a binary revocation list (KRL), which Gearview cannot read; list the public keys as text');
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.trim();
    if (words === '' || words.startsWith('#')) continue;
    const [type = '', coded = ''] = words.split(/[ \t]+/, 2);
    const revoked = Buffer.from(coded, 'base64');
    if (typeOf(revoked) !== type) throw refuse(`line ${index + 1} is not a public key`);
    if (revoked.equals(key)) return true;
  }
  return false;
}
