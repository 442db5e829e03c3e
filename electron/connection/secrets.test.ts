import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { vaultIn } from '../../e2e/support/laptop';
import { Failure } from '../base/failure';
import { secretCalls } from '../contract';
import { SecretKey } from '../contract/main';
import type { Host } from '../contract/host';
import { createClient } from '../ipc/client';
import { eventTargetPort } from '../ipc/port';
import { serve } from '../ipc/serve';
import { openSecrets, passphraseKey, passwordKey, vaultOver, type Secrets, type SecretVault } from './secrets';

const wrap = (port: MessageChannel['port1']) =>
  eventTargetPort({
    postMessage: (message) => port.postMessage(message),
    addEventListener: (type, listener) => void port.on(type, (data: unknown) => listener({ data })),
    start: () => port.start(),
    close: () => port.close(),
  });

const host: Host = { id: '0123456789ab', name: 'A', address: 'GPU1.example', port: 22, user: 'alice', auth: { kind: 'password' } };
const home = '/home/alice';

test('a password is bound to user, address, port and host key, a passphrase to its file', () => {
  const names = [
    passwordKey(host, 'SHA256:a'),
    passwordKey(host, 'SHA256:b'),
    passwordKey({ ...host, user: 'bob' }, 'SHA256:a'),
    passwordKey({ ...host, address: 'gpu2' }, 'SHA256:a'),
    passwordKey({ ...host, port: 2222 }, 'SHA256:a'),
    passphraseKey('/home/alice/.ssh/id'),
  ];
  expect(new Set(names).size).toBe(names.length);
  const renamed: Host = { ...host, name: 'renamed', address: 'gpu1.EXAMPLE' };
  expect(passwordKey(renamed, 'SHA256:a')).toBe(names[0]);
  const longest = passwordKey({ user: 'u'.repeat(64), address: 'a'.repeat(253), port: 65535 }, `SHA256:${'x'.repeat(43)}`);
  for (const name of [...names, longest, passphraseKey(`/${'p'.repeat(1023)}`)]) expect(SecretKey.parse(name)).toBe(name);
});

test('they are read, written, listed and removed where the main process keeps them', async () => {
  const kept = new Map<string, string>();
  const { port1, port2 } = new MessageChannel();
  serve(wrap(port2), secretCalls, {
    'secret.store': () => ({ kind: 'available' as const }),
    'secret.read': (key) => kept.get(key),
    'secret.write': ({ key, value }) => void kept.set(key, value),
    'secret.remove': (key) => void kept.delete(key),
    'secret.list': () => [...kept.keys()],
  });
  const vault = vaultOver(createClient(wrap(port1), secretCalls, {}));
  expect(await vault.store()).toEqual({ kind: 'available' });
  await vault.write('k', 'v');
  expect(await vault.read('k')).toBe('v');
  expect(await vault.list()).toEqual(['k']);
  await vault.remove('k');
  expect(await vault.read('k')).toBeUndefined();
  port1.close();
});

describe('remembering', () => {
  test('not at all, for this run, or in the store', async () => {
    const stored = new Map<string, string>();
    const secrets = openSecrets({ vault: vaultIn(stored), home });
    await secrets.keep('a', '1', 'no');
    await secrets.keep('b', '2', 'run');
    await secrets.keep('c', '3', 'store');
    expect(await Promise.all(['a', 'b', 'c'].map((name) => secrets.read(name)))).toEqual([undefined, '2', '3']);
    expect([...stored]).toEqual([['c', '3']]);
    await secrets.forget('b');
    await secrets.forget('c');
    expect(await Promise.all(['b', 'c'].map((name) => secrets.read(name)))).toEqual([undefined, undefined]);
    expect(stored.size).toBe(0);
  });

  test('without a store it is for this run, whatever was wished', async () => {
    const stored = new Map<string, string>();
    const vault: SecretVault = { ...vaultIn(stored), store: () => Promise.resolve({ kind: 'absent', why: 'no keyring' }) };
    const secrets = openSecrets({ vault, home });
    await secrets.keep(passwordKey(host, 'SHA256:a'), '1', 'store');
    expect(stored.size).toBe(0);
    expect(await secrets.list(host)).toMatchObject([{ where: 'run' }]);
  });

  test('a place that fails loses nothing but the remembering', async () => {
    const broken = (): Promise<never> => Promise.reject(new Failure('secrets-unavailable', 'The keyring is locked.'));
    const logged: string[] = [];
    const log = { write: (...line: unknown[]) => void logged.push(String(line[2])), secret: () => undefined };
    const vault: SecretVault = { store: broken, read: broken, write: broken, remove: broken, list: broken };
    const secrets = openSecrets({ vault, home, log });
    expect(await secrets.read('k')).toBeUndefined();
    expect(await secrets.store()).toEqual({ kind: 'absent', why: 'The keyring is locked.' });
    await secrets.forget('k');
    expect(await secrets.list(host)).toEqual([]);
    const full = openSecrets({ vault: { ...vaultIn(new Map()), write: broken }, home, log });
    await full.keep('k', 'v', 'store');
    expect(logged).toEqual(['a wrong secret could not be removed', 'a secret could not be kept']);
  });
});

describe('the list of a host', () => {
  const bastion = { name: 'bastion', address: 'bastion', port: 2222, user: 'al', auth: { kind: 'key' as const, path: '~/.ssh/work' } };
  const behind: Host = { ...host, via: [bastion] };
  const other: Host = { ...host, id: 'ba9876543210', address: 'gpu2', auth: { kind: 'auto' }, via: [bastion] };
  const all = {
    own: passwordKey(host, 'SHA256:a'),
    hop: passwordKey(bastion, 'SHA256:b'),
    file: passphraseKey('/home/alice/.ssh/work'),
    usual: passphraseKey('/home/alice/.ssh/id_rsa'),
    foreign: passwordKey({ ...host, address: 'gpu1.example.org' }, 'SHA256:a'),
    longer: passwordKey({ ...host, port: 220 }, 'SHA256:a'),
  };
  async function filled(): Promise<Secrets> {
    const secrets = openSecrets({ vault: vaultIn(new Map(Object.values(all).map((name) => [name, 'canary']))), home });
    await secrets.keep(all.hop, 'canary', 'run');
    await secrets.keep(all.file, 'canary', 'store');
    return secrets;
  }
  const subjects = async (secrets: Secrets, of: Host): Promise<string[]> =>
    (await secrets.list(of)).map(({ subject }) => subject).toSorted();

  test('has its own passwords, those of its jump hosts and the passphrases of their files, never the secret', async () => {
    const list = await (await filled()).list(behind);
    expect(list.toSorted((a, b) => a.subject.localeCompare(b.subject))).toEqual([
      { id: expect.stringMatching(/^[0-9a-f]{12}$/), purpose: 'passphrase', subject: '/home/alice/.ssh/work', where: 'store' },
      { id: expect.any(String), purpose: 'password', subject: 'al@bastion:2222', where: 'run' },
      { id: expect.any(String), purpose: 'password', subject: 'alice@gpu1.example', where: 'store' },
    ]);
    expect(new Set(list.map(({ id }) => id)).size).toBe(3);
    expect(JSON.stringify(list)).not.toContain('canary');
  });

  test('each can be forgotten, and only through the host that has it', async () => {
    const secrets = await filled();
    const [one] = await secrets.list(host);
    await expect(secrets.forgetOne(other, one?.id ?? '')).rejects.toMatchObject({ code: 'not-found' });
    await secrets.forgetOne(host, one?.id ?? '');
    expect(await secrets.list(host)).toEqual([]);
    expect(await secrets.read(all.own)).toBeUndefined();
    expect(await secrets.read(all.longer)).toBe('canary');
    await expect(secrets.forgetOne(host, one?.id ?? '')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a removed host takes along what only it needed', async () => {
    const secrets = await filled();
    await secrets.forgetHost(behind, [other]);
    expect(await subjects(secrets, behind)).toEqual(['/home/alice/.ssh/work', 'al@bastion:2222']);
    await secrets.forgetHost(other, []);
    expect(await subjects(secrets, other)).toEqual([]);
    expect(await secrets.read(all.hop)).toBeUndefined();
    expect(await secrets.read(all.foreign)).toBe('canary');
  });

  test('an edited host keeps what it still needs, and its old password is gone', async () => {
    const secrets = await filled();
    await secrets.forgetHost(behind, [{ ...behind, port: 2200 }]);
    expect(await subjects(secrets, behind)).toEqual(['/home/alice/.ssh/work', 'al@bastion:2222']);
    expect(await secrets.read(all.own)).toBeUndefined();
  });
});
