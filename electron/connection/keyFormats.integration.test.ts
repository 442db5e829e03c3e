/** Key files as ssh-keygen and OpenSSL write them, against a real sshd. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hostOf, inTurn, openLaptop, output, secret, type Laptop } from '../../e2e/support/laptop';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { readKey } from './keyFormats';

let sshd: Sshd;
let folder: string;
let laptop: Laptop;
beforeAll(async () => {
  sshd = await startSshd();
  folder = mkdtempSync(join(tmpdir(), 'gv-formats-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sshd.stop();
});
beforeEach(() => {
  laptop = openLaptop();
  laptop.know(sshd.hostKeyLine);
});
afterEach(() => laptop.end());

const PASSPHRASE = 'open sesame';
let keys = 0;

/** A key that the server knows; without its public half beside it. */
function newKey(type: string, format: string, passphrase: string): string {
  const path = join(folder, `key-${(keys += 1)}`);
  const bits = type === 'rsa' ? ['-b', '2048'] : [];
  execFileSync('ssh-keygen', ['-q', '-t', type, ...bits, ...(format === '' ? [] : ['-m', format]), '-N', passphrase, '-f', path]);
  allow(readFileSync(`${path}.pub`, 'utf8'));
  rmSync(`${path}.pub`);
  return path;
}

/** ssh-keygen writes no Ed25519 key in this format; OpenSSL does. */
function newPkcs8(type: 'ed25519', passphrase: string): string {
  const { privateKey } = generateKeyPairSync(type);
  const path = join(folder, `key-${(keys += 1)}`);
  const locked = passphrase === '' ? {} : { cipher: 'aes-256-cbc', passphrase };
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem', ...locked }), { mode: 0o600 });
  const x = Buffer.from(privateKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  allow(`ssh-ed25519 ${Buffer.concat([Buffer.from('0000000b7373682d6564323535313900000020', 'hex'), x]).toString('base64')}\n`);
  return path;
}

const allow = (line: string): void => appendFileSync(join(dirname(sshd.clientKeyPath), 'authorized_keys'), line);
const logIn = async (path: string): Promise<string> =>
  (await output(await laptop.connect(hostOf(sshd, { auth: { kind: 'key', path } })), 'id -un\n')).trim();

describe.each([
  ['ed25519', ''],
  ['ecdsa', ''],
  ['rsa', ''],
  ['rsa', 'PEM'],
  ['ecdsa', 'PEM'],
  ['rsa', 'PKCS8'],
  ['ecdsa', 'PKCS8'],
  ['ed25519', 'of OpenSSL'],
])('%s %s', (type, format) => {
  const make = (passphrase: string): string =>
    format === 'of OpenSSL' ? newPkcs8('ed25519', passphrase) : newKey(type, format, passphrase);

  test('logs in', async () => {
    expect(await logIn(make(''))).toBe(sshd.user);
    expect(laptop.asked).toEqual([]);
  });

  test('with a passphrase, asked again after a wrong one', async () => {
    const path = make(PASSPHRASE);
    laptop.answer(inTurn(secret('wrong'), secret(PASSPHRASE)));
    expect(await logIn(path)).toBe(sshd.user);
    expect(laptop.asked).toMatchObject([
      { purpose: 'passphrase', subject: path, again: false },
      { purpose: 'passphrase', subject: path, again: true },
    ]);
  });
});

describe('what cannot be used is said with what to do', () => {
  const pem = (key: KeyObject): Buffer => Buffer.from(key.export({ type: 'pkcs8', format: 'pem' }));
  test.each<[string, Buffer, RegExp]>([
    ['PuTTY, version 3', Buffer.from('PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n'), /puttygen KEYFILE -O private-openssh/],
    ['PuTTY, a type that ssh2 does not read', Buffer.from('PuTTY-User-Key-File-2: ssh-ed25519\nEncryption: none\n'), /puttygen/],
    ['another kind', pem(generateKeyPairSync('ed448').privateKey), /kind \(ed448\) is not used for SSH/],
    ['a curve that SSH has not', pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey), /kind \(ec\) is not used/],
    ['damaged PKCS#8', Buffer.from('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'), /damaged/],
    ['damaged OpenSSH', Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n'), /malformed/],
    ['nothing', Buffer.alloc(0), /not a private key/],
  ])('%s', (_name, text, why) => {
    const read = readKey(text);
    expect(read).toMatchObject({ kind: 'unusable', why: expect.stringMatching(why) });
  });

  test('a security key’s file points to the agent, before any passphrase is asked for', () => {
    const field = (text: string): Buffer => {
      const bytes = Buffer.alloc(4 + text.length);
      bytes.writeUInt32BE(text.length);
      bytes.write(text, 4);
      return bytes;
    };
    const blob = field('sk-ssh-ed25519@openssh.com');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(blob.length);
    const one = Buffer.from([0, 0, 0, 1]);
    const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), field('aes256-ctr'), field('bcrypt'), field('salt'), one, length, blob]);
    const text = `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
    expect(readKey(Buffer.from(text))).toMatchObject({ kind: 'unusable', why: expect.stringContaining('through the agent') });
  });

  test('a file that may not be read names the permission', async () => {
    const path = newKey('ed25519', '', '');
    const blocked = join(folder, 'blocked');
    execFileSync('mkdir', ['-p', blocked]);
    chmodSync(path, 0o000);
    // root reads everything, so a folder in place of the file stands for what cannot be read.
    const used = process.getuid?.() === 0 ? blocked : path;
    await expect(logIn(used)).rejects.toMatchObject({ code: 'auth-unavailable', message: expect.stringContaining(used) });
  });
});
