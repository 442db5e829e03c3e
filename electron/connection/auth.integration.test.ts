import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hostOf, inTurn, openLaptop, output, secret, type Laptop } from '../../e2e/support/laptop';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import type { Connection } from './connection';
import { createQuestions } from './questions';
import { passphraseKey } from './secrets';

let sshd: Sshd;
let folder: string;
let laptop: Laptop;
beforeAll(async () => {
  sshd = await startSshd();
  folder = mkdtempSync(join(tmpdir(), 'gv-keys-'));
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

const keyFile = (path: string) => ({ auth: { kind: 'key' as const, path } });
const keygen = (...args: string[]): string => execFileSync('ssh-keygen', ['-q', ...args], { encoding: 'utf8' });
/** A copy of the key that the server knows, as `change` makes it. */
function clientKey(name: string, change: (file: string) => void): string {
  const file = join(folder, name);
  copyFileSync(sshd.clientKeyPath, file);
  chmodSync(file, 0o600);
  change(file);
  return file;
}
const user = async (connection: Connection): Promise<string> => (await output(connection, 'id -un\n')).trim();

describe('with a key file', () => {
  test('logs in without a question', async () => {
    expect(await user(await laptop.connect(hostOf(sshd)))).toBe(sshd.user);
    expect(laptop.asked).toEqual([]);
  });

  test('~ is the home', async () => {
    copyFileSync(sshd.clientKeyPath, join(laptop.home, '.ssh', 'id'));
    expect(await user(await laptop.connect(hostOf(sshd, keyFile('~/.ssh/id'))))).toBe(sshd.user);
  });

  test('the wrong key is refused in words that name it, the user and what to check', async () => {
    const path = join(folder, 'wrong');
    keygen('-t', 'ed25519', '-N', '', '-f', path);
    await expect(laptop.connect(hostOf(sshd, keyFile(path)))).rejects.toMatchObject({
      code: 'auth-rejected',
      message: expect.stringMatching(
        new RegExp(`GPU box 1 refused the key ${path} for ${sshd.user}; .*authorized_keys.*accepts: publickey`),
      ),
    });
  });

  test('another user is refused', async () => {
    await expect(laptop.connect(hostOf(sshd, { user: 'nobody-here' }))).rejects.toMatchObject({ code: 'auth-rejected' });
  });

  test.each<[string, string, (file: string) => void]>([
    ['there is no such file', 'missing', (file) => rmSync(file)],
    ['public key', 'public', (file) => copyFileSync(`${sshd.clientKeyPath}.pub`, file)],
    ['not a private key', 'rubbish', (file) => writeFileSync(file, 'hello\n')],
    ['not a private key', 'empty', (file) => writeFileSync(file, '')],
    ['not a file', 'folder/.', (file) => rmSync(join(file, '..'), { recursive: true, force: true })],
    ['too large', 'large', (file) => writeFileSync(file, Buffer.alloc(300_000))],
  ])('a file that is of no use is told before anything is connected: %s (%s)', async (why, name, make) => {
    const path = name === 'folder/.' ? folder : clientKey(name, make);
    const before = sshd.connections();
    await expect(laptop.connect(hostOf(sshd, keyFile(path)))).rejects.toMatchObject({
      code: 'auth-unavailable',
      message: expect.stringContaining(why),
    });
    expect(sshd.connections()).toBe(before);
  });

  test('a relative path is refused', async () => {
    await expect(laptop.connect(hostOf(sshd, keyFile('id_ed25519')))).rejects.toMatchObject({
      message: expect.stringContaining('full path'),
    });
  });
});

describe('with a passphrase', () => {
  let path: string;
  beforeAll(() => {
    path = clientKey('locked', (file) => keygen('-p', '-P', '', '-N', 'open sesame', '-f', file));
  });

  test('asks for it, again after a wrong one, and logs in', async () => {
    laptop.answer(inTurn(secret('wrong'), secret('open sesame')));
    expect(await user(await laptop.connect(hostOf(sshd, keyFile(path))))).toBe(sshd.user);
    expect(laptop.asked).toMatchObject([
      { kind: 'secret', purpose: 'passphrase', subject: path, again: false },
      { kind: 'secret', purpose: 'passphrase', subject: path, again: true },
    ]);
    expect(laptop.secrets.size).toBe(0);
  });

  test('remembers it when wished, and asks no more', async () => {
    laptop.answer(inTurn(secret('open sesame', 'store')));
    await laptop.connect(hostOf(sshd, keyFile(path)));
    expect([...laptop.secrets]).toEqual([[passphraseKey(path), 'open sesame']]);
    await laptop.connect(hostOf(sshd, keyFile(path)));
    expect(laptop.asked).toHaveLength(1);
  });

  test('a remembered one that is wrong is dropped and asked for anew', async () => {
    laptop.secrets.set(passphraseKey(path), 'old');
    laptop.answer(inTurn(secret('open sesame')));
    await laptop.connect(hostOf(sshd, keyFile(path)));
    expect(laptop.asked).toMatchObject([{ again: true }]);
    expect(laptop.secrets.size).toBe(0);
  });

  test('three wrong ones, and a cancel, end the connection', async () => {
    laptop.answer(inTurn(secret('a'), secret('b'), secret('c'), secret('open sesame')));
    await expect(laptop.connect(hostOf(sshd, keyFile(path)))).rejects.toMatchObject({ code: 'auth-unavailable' });
    expect(laptop.asked).toHaveLength(3);
    laptop.answer(() => ({ kind: 'cancel' }));
    await expect(laptop.connect(hostOf(sshd, keyFile(path)))).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('a question that nobody answers ends the connection in words that say so', async () => {
    const questions = createQuestions(() => 0.05);
    await expect(laptop.connect(hostOf(sshd, keyFile(path)), { questions })).rejects.toMatchObject({
      code: 'cancelled',
      message: expect.stringMatching(new RegExp(`^Nobody answered the question for the passphrase of ${path} .*GPU box 1`)),
    });
    expect(questions.open()).toEqual([]);
  });

  test('a key that the host would not take asks for nothing', async () => {
    const foreign = join(folder, 'foreign');
    keygen('-t', 'ed25519', '-N', 'open sesame', '-f', foreign);
    await expect(laptop.connect(hostOf(sshd, keyFile(foreign)))).rejects.toMatchObject({
      code: 'auth-rejected',
      message: expect.stringContaining(`refused the key ${foreign}`),
    });
    expect(laptop.asked).toEqual([]);
  });
});
