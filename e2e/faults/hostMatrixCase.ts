/** One case of the matrix: files and options that are the same for the real ssh and for Gearview. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host, SshOptions } from '../../electron/contract/host';
import { run } from '../support/process';
import type { Sshd } from '../support/sshd';

export const KEY_TYPES = ['ed25519', 'rsa'] as const;

/** `type base64`. */
export interface Keys {
  readonly ed25519: string;
  readonly rsa: string;
  /** Keys of nobody. */
  readonly other: string;
  readonly otherRsa: string;
  readonly otherEcdsa: string;
}

type Verdict = 'accepts' | 'refuses';
type Text = (keys: Keys, port: number) => string;

export interface Case {
  readonly case: string;
  /** Of both; when they are not to agree `case` says why. */
  readonly expected: Verdict | { readonly ssh: Verdict; readonly gearview: Verdict };
  /** Content of the first user file, which is absent without it. */
  readonly user?: Text;
  readonly second?: Text;
  readonly global?: Text;
  readonly revoked?: Text;
  /** Hash the names of the first file with ssh-keygen. */
  readonly hashed?: boolean;
  readonly host?: Partial<Pick<Host, 'address' | 'port'>>;
  /** Besides the files. */
  readonly ssh?: SshOptions;
}

export interface Files {
  readonly folder: string;
  readonly ssh: SshOptions;
}

export async function keysOf(sshd: Sshd): Promise<Keys> {
  const folder = mkdtempSync(join(tmpdir(), 'gv-keys-'));
  const make = async (type: string, ...size: readonly string[]): Promise<string> => {
    const file = join(folder, type);
    await run('ssh-keygen', ['-q', '-t', type, ...size, '-N', '', '-f', file]);
    return readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
  };
  try {
    const [ed25519 = '', rsa = ''] = sshd.hostKeyLines.map((line) => line.split(' ').slice(1).join(' '));
    return { ed25519, rsa, other: await make('ed25519'), otherRsa: await make('rsa', '-b', '2048'), otherEcdsa: await make('ecdsa') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the files of a case; the same content for both, each in a folder of its own. */
export function writeFiles(folder: string, one: Case, keys: Keys, port: number): Files {
  const write = (name: string, text: Text | undefined): string => {
    const file = join(folder, name);
    if (text !== undefined) writeFileSync(file, text(keys, port));
    return file;
  };
  const first = write('known_hosts', one.user);
  if (one.hashed === true) execFileSync('ssh-keygen', ['-q', '-H', '-f', first], { stdio: 'ignore' });
  const userKnownHosts = [first, write('known_hosts2', one.second)];
  const globalKnownHosts = [write('ssh_known_hosts', one.global)];
  const revoked = one.revoked === undefined ? {} : { revokedHostKeys: write('revoked', one.revoked) };
  return { folder, ssh: { userKnownHosts, globalKnownHosts, ...revoked, ...one.ssh } };
}

/** The same options for the real ssh. */
export function configFor({ ssh = {}, auth }: Host): string {
  const files = (list: readonly string[] | undefined): string | undefined => (list === undefined ? undefined : list.join(' ') || 'none');
  const options: Record<string, string | undefined> = {
    HostKeyAlias: ssh.hostKeyAlias,
    UserKnownHostsFile: files(ssh.userKnownHosts),
    GlobalKnownHostsFile: files(ssh.globalKnownHosts),
    StrictHostKeyChecking: ssh.strictHostKeyChecking,
    HashKnownHosts: ssh.hashKnownHosts === undefined ? undefined : ssh.hashKnownHosts ? 'yes' : 'no',
    RevokedHostKeys: ssh.revokedHostKeys,
    BatchMode: 'yes',
    IdentitiesOnly: 'yes',
    IdentityFile: auth.kind === 'key' ? auth.path : 'none',
    ConnectTimeout: '10',
  };
  const lines = Object.entries(options).flatMap(([option, value]) => (value === undefined ? [] : [`${option} ${value}`]));
  return `${lines.join('\n')}\n`;
}
