/** The password of a desktop that wants one, had anew for each connect. */
import type { ScriptRecord } from '../connection/script';
import type { Access } from './xProxy';
import { fromOctal, obfuscate, octalEscapes, randomPassword, reveal } from './vncPassword';

/** Runs reach.sh for that desktop. */
export type AskHost = (parameters: {
  readonly METHOD: 'otp' | 'read' | 'write';
  readonly CODED: string;
}) => Promise<readonly ScriptRecord[]>;

/** `ours`: the password file may be written; otherwise it is read. Undefined when there is none to be had. */
export async function passwordFor(access: Access, ours: boolean, ask: AskHost): Promise<string | undefined> {
  if (access.kind === 'one-time-password') return first(await ask({ METHOD: 'otp', CODED: '' }), 'password');
  if (access.kind !== 'password-file') return undefined;
  if (!ours) return reveal(fromOctal(first(await ask({ METHOD: 'read', CODED: '' }), 'file') ?? ''));
  const fresh = randomPassword();
  await ask({ METHOD: 'write', CODED: octalEscapes(obfuscate(fresh)) });
  return fresh;
}

const first = (records: readonly ScriptRecord[], key: string): string | undefined =>
  records.find((record) => record.key === key)?.values[0];
