import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyOf, openKeyBench, peerOf, type KeyBench } from '../../e2e/support/hostKeys';
import type { SshOptions } from '../contract/host';
import { fingerprintOf, keyText, knownLine } from './knownHosts';
import { randomartOf } from './randomart';

const [A, B, DSS] = [keyOf('a'), keyOf('b'), keyOf('d', 'ssh-dss')];

let bench: KeyBench;
beforeEach(() => {
  bench = openKeyBench();
});
afterEach(() => bench.end());

const inHome = (name: string): string => join(bench.home, name);
const check = (ssh: SshOptions, key = A) => bench.keys.check(peerOf(ssh), key);
const save = async (ssh: SshOptions, key = A): Promise<void> => {
  bench.answer({ kind: 'host-key', accept: 'save' });
  await (await check(ssh, key)).keep();
};

describe('HostKeyAlias', () => {
  test('is looked up without the port, and the address then says nothing', async () => {
    bench.known(`cluster ${keyText(A)}\n${knownLine('gpu1', 2222, B)}\n${knownLine('gpu1', 22, B)}\n`);
    await check({ hostKeyAlias: 'Cluster' });
    expect(await bench.keys.typesOf(peerOf({ hostKeyAlias: 'Cluster' }))).toEqual(['ssh-ed25519']);
    await expect(check({ hostKeyAlias: 'cluster' }, B)).rejects.toMatchObject({
      code: 'host-key-changed',
      message: expect.stringContaining('ssh-keygen -R cluster'),
    });
    await expect(check({ hostKeyAlias: 'other' }, B)).rejects.toMatchObject({ code: 'host-key-unknown' });
    expect(bench.asked).toMatchObject([{ address: 'gpu1', port: 2222, reason: expect.stringContaining('other') }]);
  });

  test.each(['cluster', 'my cluster', '*'])('is saved under its name alone: %s', async (hostKeyAlias) => {
    await save({ hostKeyAlias });
    await check({ hostKeyAlias });
    expect(bench.asked).toHaveLength(1);
    const found = execFileSync('ssh-keygen', ['-F', hostKeyAlias, '-f', bench.own], { encoding: 'utf8' });
    expect(found).toContain(keyText(A));
    await expect(check({})).resolves.toBeDefined();
    expect(bench.asked).toHaveLength(2);
  });
});

describe('UserKnownHostsFile', () => {
  test('several: all are read, the first is written', async () => {
    const userKnownHosts = ['one', 'deep/two'].map(inHome);
    bench.known(knownLine('gpu1', 2222, A), inHome('deep/two'));
    await check({ userKnownHosts });
    await save({ userKnownHosts, hostKeyAlias: 'x' });
    expect(bench.asked).toMatchObject([{ file: inHome('one') }]);
    expect(readFileSync(inHome('one'), 'utf8')).toBe(`x ${keyText(A)}\n`);
    expect(existsSync(bench.own)).toBe(false);
  });

  test.each<[string, readonly string[]]>([
    ['none', []],
    ['/dev/null', ['/dev/null']],
  ])('%s: the question has no file, and the key is trusted once', async (_, userKnownHosts) => {
    await save({ userKnownHosts: [...userKnownHosts] });
    expect(bench.asked).toHaveLength(1);
    expect(bench.asked[0]).not.toHaveProperty('file');
    await check({ userKnownHosts: [...userKnownHosts] });
    await expect(check({ userKnownHosts: [...userKnownHosts] }, B)).rejects.toMatchObject({ code: 'host-key-changed' });
    expect(bench.asked).toHaveLength(1);
    expect(existsSync('/dev/null.lock')).toBe(false);
  });
});

test('GlobalKnownHostsFile none and another one', async () => {
  bench.known(knownLine('gpu1', 2222, A), inHome('etc/ssh_known_hosts'));
  await expect(check({ globalKnownHosts: [] })).rejects.toMatchObject({ code: 'host-key-unknown' });
  await expect(check({ globalKnownHosts: [inHome('all')] })).rejects.toMatchObject({ code: 'host-key-unknown' });
  bench.known(knownLine('gpu1', 2222, A), inHome('all'));
  await check({ globalKnownHosts: [inHome('all')] });
});

describe('StrictHostKeyChecking', () => {
  test('ask: the question has the picture and the file', async () => {
    await expect(check({ strictHostKeyChecking: 'ask' })).rejects.toMatchObject({ code: 'host-key-unknown' });
    expect(bench.asked).toMatchObject([{ fingerprint: fingerprintOf(A), randomart: randomartOf(A), file: bench.own }]);
  });

  test('yes: an unknown key is refused with the file and the option, without a question', async () => {
    await expect(check({ strictHostKeyChecking: 'yes' })).rejects.toMatchObject({
      code: 'host-key-unknown',
      message: expect.stringMatching(new RegExp(`GPU box 1.*${bench.own}.*StrictHostKeyChecking yes`)),
    });
    expect(bench.asked).toEqual([]);
  });

  test.each([
    ['accept-new', /ssh-keygen -R '\[gpu1\]:2222'$/],
    ['no', /without passwords and forwarding/],
  ] as const)('%s: an unknown key is saved without a question, a changed one refused', async (strict, reason) => {
    const accepted = await check({ strictHostKeyChecking: strict });
    expect(existsSync(bench.own)).toBe(false);
    await accepted.keep();
    expect(readFileSync(bench.own, 'utf8')).toBe(`${knownLine('gpu1', 2222, A)}\n`);
    await expect(check({ strictHostKeyChecking: strict }, B)).rejects.toMatchObject({
      code: 'host-key-changed',
      message: expect.stringMatching(reason),
    });
    expect(bench.asked).toEqual([]);
  });

  test('accept-new without a file is refused, as ssh does', async () => {
    await expect(check({ strictHostKeyChecking: 'accept-new', userKnownHosts: [] })).rejects.toMatchObject({
      code: 'host-key-unknown',
      message: expect.stringContaining('UserKnownHostsFile is none'),
    });
  });

  test('accept-new with /dev/null remembers nothing', async () => {
    const ssh: SshOptions = { strictHostKeyChecking: 'accept-new', userKnownHosts: ['/dev/null'] };
    await (await check(ssh)).keep();
    await (await check(ssh, B)).keep();
    expect(bench.asked).toEqual([]);
  });

  test('accept-new that cannot save trusts until the end, and then notices a change', async () => {
    const ssh: SshOptions = { strictHostKeyChecking: 'accept-new' };
    const accepted = await check(ssh);
    writeFileSync(inHome('.ssh'), 'in the way');
    await accepted.keep();
    bench.known('', inHome('two'));
    const elsewhere = { ...ssh, userKnownHosts: [inHome('two')] };
    await check(elsewhere);
    await expect(check(elsewhere, B)).rejects.toMatchObject({ code: 'host-key-changed' });
  });

  test('accept-new does not take a key beside one of a type that Gearview cannot check', async () => {
    bench.known(knownLine('gpu1', 2222, DSS));
    await expect(check({ strictHostKeyChecking: 'accept-new' })).rejects.toMatchObject({ code: 'host-key-unknown' });
    expect(bench.asked).toHaveLength(1);
  });
});

test.each<[boolean | undefined, boolean, boolean]>([
  [true, false, true],
  [false, true, false],
  [undefined, true, true],
  [undefined, false, false],
])('HashKnownHosts %s in a file that hashes: %s', async (hashKnownHosts, hashes, hashed) => {
  bench.known(`${knownLine('other', 22, B, hashes ? Buffer.alloc(20, 3) : undefined)}\n`);
  await save(hashKnownHosts === undefined ? {} : { hashKnownHosts });
  expect(readFileSync(bench.own, 'utf8').split('\n')[1]?.startsWith('|1|')).toBe(hashed);
});

describe('RevokedHostKeys', () => {
  const revoked = (text: string | Buffer): SshOptions => {
    writeFileSync(inHome('revoked'), text);
    return { revokedHostKeys: inHome('revoked') };
  };
  beforeEach(() => bench.known(knownLine('gpu1', 2222, A)));

  test('refuses the keys listed and no other', async () => {
    await expect(check(revoked(`# gone\n\n  ${keyText(B)}\n${keyText(A)} old\r\n`))).rejects.toMatchObject({
      code: 'host-key-unverifiable',
      message: expect.stringMatching(/GPU box 1.*revoked.*do not connect/),
    });
    await check(revoked(`${keyText(B)}\n`));
    await check(revoked(''));
    expect(bench.asked).toEqual([]);
  });

  test.each<[string, string | Buffer]>([
    ['KRL', Buffer.from('SSHKRL\n\0\0\0\0\x01')],
    ['line 2 is not a public key', `${keyText(B)}\nrubbish\n`],
    ['line 1 is not a public key', `ssh-rsa ${A.toString('base64')}\n`],
  ])('that cannot be understood refuses everything: %s', async (why, text) => {
    await expect(check(revoked(text))).rejects.toMatchObject({ code: 'host-key-unverifiable', message: expect.stringContaining(why) });
    expect(bench.asked).toEqual([]);
  });

  test('a real list of ssh-keygen -k is recognised', async () => {
    writeFileSync(inHome('a.pub'), `${keyText(A)}\n`);
    execFileSync('ssh-keygen', ['-q', '-k', '-f', inHome('krl'), inHome('a.pub')]);
    await expect(check({ revokedHostKeys: inHome('krl') })).rejects.toMatchObject({ message: expect.stringContaining('KRL') });
  });

  test('that is missing refuses everything', async () => {
    await expect(check({ revokedHostKeys: inHome('nowhere') })).rejects.toMatchObject({ code: 'host-key-unverifiable' });
  });
});
