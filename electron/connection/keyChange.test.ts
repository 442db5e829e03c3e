import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyOf, openKeyBench, peerOf, type KeyBench } from '../../e2e/support/hostKeys';
import { fingerprintOf, keyText, knownLine } from './knownHosts';
import { randomartOf } from './randomart';

const [A, B, RSA, DSS] = [keyOf('a'), keyOf('b'), keyOf('c', 'ssh-rsa'), keyOf('d', 'ssh-dss')];
const host = peerOf();
const plain = peerOf({}, { port: 22 });

let bench: KeyBench;
beforeEach(() => {
  bench = openKeyBench();
});
afterEach(() => bench.end());

const text = (file = bench.own): string => readFileSync(file, 'utf8');
const changes = (peer = host): Promise<void> => expect(bench.keys.check(peer, B)).rejects.toMatchObject({ code: 'host-key-changed' });
const replace = (key = B): Promise<void> => bench.keys.replace(host.id, fingerprintOf(key));
const found = (name: string, file = bench.own): string => execFileSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' });

describe('a change', () => {
  test('is remembered with both keys, and where the old one stands', async () => {
    bench.known(`# first\n${knownLine('gpu1', 2222, A)}\n`);
    expect(bench.keys.change(host.id)).toBeUndefined();
    await changes();
    expect(bench.keys.change(host.id)).toEqual({
      hostId: host.id,
      hostName: 'GPU box 1',
      address: 'gpu1',
      port: 2222,
      shown: { keyType: 'ED25519', fingerprint: fingerprintOf(B), randomart: randomartOf(B) },
      onRecord: [{ keyType: 'ED25519', fingerprint: fingerprintOf(A), randomart: randomartOf(A), file: bench.own, line: 2 }],
    });
  });

  test('is forgotten once the host shows the old key again, or nothing is on record', async () => {
    bench.known(`${knownLine('gpu1', 2222, A)}\n`);
    await changes();
    await bench.keys.check(host, A);
    expect(bench.keys.change(host.id)).toBeUndefined();
    await changes();
    bench.known('');
    await expect(bench.keys.check(host, B)).rejects.toMatchObject({ code: 'host-key-unknown' });
    expect(bench.keys.change(host.id)).toBeUndefined();
    await expect(replace()).rejects.toMatchObject({ code: 'not-found' });
  });

  test('of a machine on the way is not forgotten because another one is as before', async () => {
    bench.known(`${knownLine('gpu1', 2222, A)}\n${knownLine('gate', 22, A)}\n`);
    await changes();
    await bench.keys.check(peerOf({}, { address: 'gate', port: 22 }), A);
    expect(bench.keys.change(host.id)).toMatchObject({ address: 'gpu1' });
  });
});

describe('replacing', () => {
  test('changes that one line; ssh-keygen and the next check agree, and the file before is kept', async () => {
    const before = `# first\n${knownLine('other', 22, A)}\n${knownLine('gpu1', 2222, A)} rack 3\n${knownLine('last', 22, A)}\n`;
    bench.known(before);
    await changes();
    await replace();
    expect(text()).toBe(before.replace(`[gpu1]:2222 ${keyText(A)}`, `[gpu1]:2222 ${keyText(B)}`));
    expect(found('[gpu1]:2222')).toContain(keyText(B));
    expect(text(`${bench.own}.old`)).toBe(before);
    expect(bench.keys.change(host.id)).toBeUndefined();
    expect(readdirSync(join(bench.home, '.ssh')).toSorted()).toEqual(['known_hosts', 'known_hosts.old']);
    await bench.keys.check(host, B);
    await expect(bench.keys.check(host, A)).rejects.toMatchObject({ code: 'host-key-changed' });
    expect(bench.asked).toEqual([]);
  });

  test('a hashed line, with every type that no longer applies', async () => {
    bench.known(`${knownLine('gpu1', 22, RSA, Buffer.alloc(20, 3))}\n${knownLine('gpu1', 22, A, Buffer.alloc(20, 4))}\n`);
    await changes(plain);
    await replace();
    expect(text()).toMatch(/^\|1\|\S+ ssh-ed25519 \S+\n$/);
    expect(found('gpu1')).toContain(keyText(B));
  });

  test('leaves keys that Gearview does not check, and markers', async () => {
    const rest = `${knownLine('gpu1', 22, DSS)}\n@revoked gpu1 ${keyText(RSA)}\n@cert-authority * ${keyText(A)}\n`;
    bench.known(`${rest}${knownLine('gpu1', 22, A)}\n`);
    await changes(plain);
    await replace();
    expect(text()).toBe(`${rest}${knownLine('gpu1', 22, B)}\n`);
  });

  test('in two files puts the new key in the first one', async () => {
    bench.known(`${knownLine('gpu1', 22, A)}\n`);
    bench.known(`# two\n${knownLine('gpu1', 22, A)}\n`, `${bench.own}2`);
    await changes(plain);
    await replace();
    expect([text(), text(`${bench.own}2`)]).toEqual([`${knownLine('gpu1', 22, B)}\n`, '# two\n']);
  });

  test('keeps a link, the mode and the owner', async () => {
    const real = join(bench.home, 'dotfiles', 'hosts');
    bench.known(`${knownLine('gpu1', 22, A)}\n`, real);
    chmodSync(real, 0o640);
    if (process.getuid?.() === 0) chownSync(real, 12, 34);
    const owner = (file: string): number[] => [statSync(file).uid, statSync(file).gid, statSync(file).mode];
    const before = owner(real);
    mkdirSync(join(bench.home, '.ssh'));
    symlinkSync(real, bench.own);
    await changes(plain);
    await replace();
    expect(lstatSync(bench.own).isSymbolicLink()).toBe(true);
    expect(text(real)).toBe(`${knownLine('gpu1', 22, B)}\n`);
    expect(owner(real)).toEqual(before);
    expect(text(`${real}.old`)).toBe(`${knownLine('gpu1', 22, A)}\n`);
  });

  test('hashes the new line when HashKnownHosts says so', async () => {
    bench.known(`${knownLine('gpu1', 2222, A)}\n`);
    await changes(peerOf({ hashKnownHosts: true }));
    await replace();
    expect(text()).toMatch(/^\|1\|/);
    await bench.keys.check(host, B);
  });

  test('a key that was trusted once happens in memory', async () => {
    bench.answer({ kind: 'host-key', accept: 'once' });
    await (await bench.keys.check(host, A)).keep();
    await changes();
    expect(bench.keys.change(host.id)?.onRecord).toMatchObject([{ line: 0, fingerprint: fingerprintOf(A) }]);
    await replace();
    await bench.keys.check(host, B);
    await expect(bench.keys.check(host, A)).rejects.toMatchObject({ code: 'host-key-changed' });
    expect(bench.asked).toHaveLength(1);
    expect(readdirSync(bench.home)).toEqual([]);
  });

  test('keeps what others wrote meanwhile, and keys that nobody was shown', async () => {
    bench.known(`${knownLine('gpu1', 22, A)}\n`);
    await changes(plain);
    bench.known(`# new\n${knownLine('gpu1', 22, RSA)}\n${knownLine('gpu1', 22, A)}\n`);
    await replace();
    expect(text()).toBe(`# new\n${knownLine('gpu1', 22, RSA)}\n${knownLine('gpu1', 22, B)}\n`);
  });
});

describe('not replaced is', () => {
  const before = `${knownLine('gpu1', 22, A)}\n`;
  beforeEach(() => bench.known(before));
  const untouched = (): void => {
    expect(text()).toBe(before);
    expect(readdirSync(join(bench.home, '.ssh'))).toEqual(['known_hosts']);
  };

  test('a key of a host that has not changed', async () => {
    await expect(replace()).rejects.toMatchObject({ code: 'not-found' });
    untouched();
  });

  test('by a key that the operator was not shown', async () => {
    await changes(plain);
    await expect(replace(RSA)).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('GPU box 1') });
    expect(bench.keys.change(host.id)).toBeDefined();
    untouched();
  });

  test('a line of the files for all users: it names the command for an administrator', async () => {
    const global = join(bench.home, 'etc', 'ssh_known_hosts');
    bench.known(`${knownLine('gpu1', 2222, A)}\n`, global);
    await changes();
    const command = `sudo ssh-keygen -R '[gpu1]:2222' -f ${global}`;
    expect(bench.keys.change(host.id)?.onRecord).toMatchObject([{ locked: expect.stringContaining(command) }]);
    await expect(replace()).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining(command) });
    expect(text(global)).toBe(`${knownLine('gpu1', 2222, A)}\n`);
    untouched();
  });
});

test('a line of the own file is replaced although the file for all users has the old key too', async () => {
  const global = join(bench.home, 'etc', 'ssh_known_hosts');
  for (const file of [bench.own, global]) bench.known(`${knownLine('gpu1', 22, A)}\n`, file);
  await changes(plain);
  await replace();
  expect(text(global)).toContain(keyText(A));
  await bench.keys.check(plain, B);
});

test('a line that went meanwhile is not made up again', async () => {
  bench.known(`${knownLine('gpu1', 22, A)}\n`);
  await changes(plain);
  bench.known('');
  await expect(replace()).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('connect again') });
  expect(text()).toBe('');
});
