import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hostOf, inTurn, openLaptop, output, secret, type Laptop } from '../../e2e/support/laptop';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import type { Connection } from './connection';
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
    ['PKCS#8', 'pkcs8', (file) => pkcs8(file)],
  ])('a file that is of no use is told before anything is connected: %s (%s)', async (why, name, make) => {
    const path = name === 'folder/.' ? folder : clientKey(name, make);
    const before = sshd.log();
    await expect(laptop.connect(hostOf(sshd, keyFile(path)))).rejects.toMatchObject({
      code: 'auth-unavailable',
      message: expect.stringContaining(why),
    });
    expect(sshd.log()).toBe(before);
  });

  test('a relative path is refused', async () => {
    await expect(laptop.connect(hostOf(sshd, keyFile('id_ed25519')))).rejects.toMatchObject({
      message: expect.stringContaining('full path'),
    });
  });
});

function pkcs8(file: string): void {
  rmSync(file);
  keygen('-t', 'rsa', '-b', '2048', '-m', 'PKCS8', '-N', '', '-f', file);
}

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
    laptop.answer(inTurn(secret('open sesame', true)));
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
});

describe('with an agent', () => {
  let agent: ChildProcess;
  let agentSocket: string;
  beforeAll(async () => {
    agentSocket = join(folder, 'agent');
    agent = spawn('ssh-agent', ['-D', '-a', agentSocket], { stdio: 'ignore' });
    await vi.waitUntil(() => existsSync(agentSocket));
  });
  afterAll(() => {
    agent.kill();
  });
  const add = (...args: string[]): void =>
    void execFileSync('ssh-add', ['-q', ...args], { env: { ...process.env, SSH_AUTH_SOCK: agentSocket } });
  const byAgent = { auth: { kind: 'agent' as const } };

  test('logs in with the key that fits, among others', async () => {
    const wrong = join(folder, 'wrong-in-agent');
    keygen('-t', 'ed25519', '-N', '', '-f', wrong);
    add('-D');
    add(wrong);
    await expect(laptop.connect(hostOf(sshd, byAgent), { agentSocket })).rejects.toMatchObject({
      code: 'auth-rejected',
      message: expect.stringContaining('the key of the SSH agent'),
    });
    add(sshd.clientKeyPath);
    expect(await user(await laptop.connect(hostOf(sshd, byAgent), { agentSocket }))).toBe(sshd.user);
    expect(laptop.asked).toEqual([]);
  });

  test.each([
    ['SSH_AUTH_SOCK', undefined],
    ['does not answer', '/nonexistent/agent'],
  ])('none there is told: %s', async (why, agentSocket) => {
    await expect(laptop.connect(hostOf(sshd, byAgent), { agentSocket })).rejects.toMatchObject({
      code: 'auth-unavailable',
      message: expect.stringContaining(why),
    });
  });

  test('an empty one is told', async () => {
    add('-D');
    await expect(laptop.connect(hostOf(sshd, byAgent), { agentSocket })).rejects.toMatchObject({
      code: 'auth-unavailable',
      message: expect.stringContaining('ssh-add'),
    });
  });

  test('the agent is never offered to the host', async () => {
    add(sshd.clientKeyPath);
    const connection = await laptop.connect(hostOf(sshd, byAgent), { agentSocket });
    const out = await output(connection, 'echo "agent=${SSH_AUTH_SOCK-none} display=${DISPLAY-none}"\n');
    expect(out).toBe('agent=none display=none\n');
  });
});
