import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { Failure } from '../base/failure';
import { secretCalls } from '../contract';
import { SecretKey } from '../contract/main';
import type { Host } from '../contract/host';
import { createClient } from '../ipc/client';
import { eventTargetPort } from '../ipc/port';
import { serve } from '../ipc/serve';
import { forget, keep, passphraseKey, passwordKey, remembered, secretsOver, storeOf } from './secrets';

const wrap = (port: MessageChannel['port1']) =>
  eventTargetPort({
    postMessage: (message) => port.postMessage(message),
    addEventListener: (type, listener) => void port.on(type, (data: unknown) => listener({ data })),
    start: () => port.start(),
    close: () => port.close(),
  });

const host: Host = { id: '0123456789ab', name: 'A', address: 'GPU1.example', port: 22, user: 'alice', auth: { kind: 'password' } };

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
  expect(passwordKey({ ...host, name: 'renamed', address: 'gpu1.EXAMPLE' }, 'SHA256:a')).toBe(names[0]);
  const longest = passwordKey({ ...host, user: 'u'.repeat(64), address: 'a'.repeat(253), port: 65535 }, `SHA256:${'x'.repeat(43)}`);
  for (const name of [...names, longest, passphraseKey(`/${'p'.repeat(1023)}`)]) expect(SecretKey.parse(name)).toBe(name);
});

test('they are read, written and removed where the main process keeps them', async () => {
  const kept = new Map<string, string>();
  const { port1, port2 } = new MessageChannel();
  serve(wrap(port2), secretCalls, {
    'secret.store': () => ({ kind: 'absent' as const, why: 'no keyring' }),
    'secret.read': (key) => kept.get(key),
    'secret.write': ({ key, value }) => void kept.set(key, value),
    'secret.remove': (key) => void kept.delete(key),
  });
  const client = createClient(wrap(port1), secretCalls, {});
  const secrets = secretsOver(client);
  expect(await secrets.store()).toEqual({ kind: 'absent', why: 'no keyring' });
  await secrets.write('k', 'v');
  expect(await secrets.read('k')).toBe('v');
  await secrets.remove('k');
  expect(await secrets.read('k')).toBeUndefined();
  port1.close();
});

test('a place that fails loses nothing but the remembering', async () => {
  const broken = (): never => {
    throw new Failure('secrets-unavailable', 'The keyring is locked.');
  };
  const secrets = { store: broken, read: broken, write: () => Promise.reject(new Error('no')), remove: broken };
  const logged: string[] = [];
  const log = { write: (...line: unknown[]) => void logged.push(String(line[2])), secret: () => undefined };
  expect(await remembered(secrets, 'k')).toBeUndefined();
  expect(await storeOf(secrets)).toEqual({ kind: 'absent', why: 'The keyring is locked.' });
  await keep(secrets, 'k', 'v', log);
  await forget(secrets, 'k', log);
  expect(logged).toEqual(['a secret could not be kept', 'a wrong secret could not be removed']);
});
