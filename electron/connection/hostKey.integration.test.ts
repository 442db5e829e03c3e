import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Failure } from '../base/failure';
import { hostOf, openLaptop, type Laptop } from '../../e2e/support/laptop';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';

const KEYS = ['ed25519', 'rsa'] as const;
let sshd: Sshd;
let laptop: Laptop;
beforeAll(async () => {
  sshd = await startSshd({ keys: KEYS, options: ['LogLevel DEBUG1'] });
});
afterAll(() => sshd.stop());
beforeEach(() => {
  laptop = openLaptop();
});
afterEach(() => laptop.end());

const knownHosts = (): string => readFileSync(join(laptop.home, '.ssh', 'known_hosts'), 'utf8');

const literal = (text: string): string => text.replaceAll(/[/+]/g, '\\$&');

/** What the server logged while `job` ran. */
async function logged(job: () => Promise<unknown>): Promise<string> {
  const before = sshd.log().length;
  await job();
  return sshd.log().slice(before);
}

describe('an unknown host', () => {
  test('R4 is asked about, and before the answer it hears nothing of the user', async () => {
    let meanwhile = '';
    const log = await logged(async () => {
      laptop.answer(() => {
        meanwhile = sshd.log();
        return { kind: 'cancel' };
      });
      await expect(laptop.connect(hostOf(sshd))).rejects.toMatchObject({ code: 'host-key-unknown' });
    });
    expect(laptop.asked).toMatchObject([{ kind: 'host-key', fingerprint: sshd.hostKeyFingerprint, keyType: 'ED25519', port: sshd.port }]);
    for (const text of [log, meanwhile.slice(-log.length)]) {
      expect(text).toContain('SSH2_MSG_KEXINIT received');
      expect(text).not.toMatch(new RegExp(`userauth|${sshd.user}|Failed|Accepted`));
    }
    expect(() => knownHosts()).toThrow('ENOENT');
  });

  test('accepted and saved is not asked about again', async () => {
    laptop.answer(() => ({ kind: 'host-key', accept: 'save' }));
    (await laptop.connect(hostOf(sshd))).close();
    expect(knownHosts()).toBe(`${sshd.hostKeyLine}\n`);
    (await laptop.connect(hostOf(sshd))).close();
    expect(laptop.asked).toHaveLength(1);
    expect(laptop.steps.slice(0, 3)).toEqual(['Connecting to 127.0.0.1', 'Checking the host key', `Logging in as ${sshd.user}`]);
  });

  test('accepted once is asked about again after a restart', async () => {
    laptop.answer(() => ({ kind: 'host-key', accept: 'once' }));
    (await laptop.connect(hostOf(sshd))).close();
    (await laptop.connect(hostOf(sshd))).close();
    expect(laptop.asked).toHaveLength(1);
    expect(() => knownHosts()).toThrow('ENOENT');
    const restarted = openLaptop();
    await expect(restarted.connect(hostOf(sshd))).rejects.toMatchObject({ code: 'host-key-unknown' });
    restarted.end();
  });

  test('is left when the operator cancels the connection instead of answering', async () => {
    const stop = new AbortController();
    laptop.answer(() => {
      queueMicrotask(() => stop.abort(new Failure('cancelled', 'Stopped.')));
      return undefined;
    });
    await expect(laptop.connect(hostOf(sshd), {}, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(laptop.environment.questions.open()).toEqual([]);
  });
});

test('R7 of several keys the one on record is asked for', async () => {
  const rsa = sshd.hostKeyLines[KEYS.indexOf('rsa')] ?? '';
  expect(rsa).toContain('ssh-rsa');
  laptop.know(rsa);
  const log = await logged(() => laptop.connect(hostOf(sshd)));
  expect(laptop.asked).toEqual([]);
  expect(log).toContain('rsa-sha2-512');
});

test('R5 a changed key ends the connection with both fingerprints, and the host hears nothing of the user', async () => {
  const other = await sshdForTest();
  laptop.know(other.hostKeyLine.replace(String(other.port), String(sshd.port)));
  const log = await logged(async () => {
    await expect(laptop.connect(hostOf(sshd))).rejects.toMatchObject({
      code: 'host-key-changed',
      message: expect.stringMatching(new RegExp(`${literal(other.hostKeyFingerprint)}.*${literal(sshd.hostKeyFingerprint)}`)),
    });
  });
  expect(laptop.asked).toEqual([]);
  expect(log).not.toContain('userauth');
});

test('a revoked key ends the connection although another line accepts it', async () => {
  laptop.know(sshd.hostKeyLine, `@revoked * ${sshd.hostKeyLine.split(' ').slice(1).join(' ')}`);
  await expect(laptop.connect(hostOf(sshd))).rejects.toMatchObject({ code: 'host-key-unverifiable' });
  expect(laptop.asked).toEqual([]);
});

test('unreadable known_hosts: there is not even a connection', async () => {
  mkdirSync(join(laptop.home, '.ssh', 'known_hosts'));
  laptop.answer(() => ({ kind: 'host-key', accept: 'once' }));
  const before = sshd.connections();
  await expect(laptop.connect(hostOf(sshd))).rejects.toMatchObject({ code: 'host-key-unverifiable' });
  expect(sshd.connections()).toBe(before);
  expect(before).toBeGreaterThan(0);
});

test('a key that cannot be saved ends the connection before the login', async () => {
  laptop.answer(() => {
    rmSync(join(laptop.home, '.ssh'), { recursive: true });
    writeFileSync(join(laptop.home, '.ssh'), 'in the way');
    return { kind: 'host-key', accept: 'save' };
  });
  const log = await logged(() => expect(laptop.connect(hostOf(sshd))).rejects.toMatchObject({ code: 'storage' }));
  expect(log).not.toContain('userauth-request');
});

test('R8 only strong algorithms are offered, and strict key exchange is on', async () => {
  const verbose = await sshdForTest({ options: ['LogLevel DEBUG3'] });
  laptop.know(verbose.hostKeyLine);
  (await laptop.connect(hostOf(verbose))).close();
  const [, offered = ''] = /peer client KEXINIT proposal([\s\S]*?)first_kex_follows/.exec(verbose.log()) ?? [];
  expect(offered).toContain('KEX algorithms: curve25519-sha256,');
  expect(offered).toContain('kex-strict-c-v00@openssh.com');
  expect(offered).toMatch(/compression ctos: none\b.*\n.*compression stoc: none\b/);
  expect(offered).not.toMatch(/sha1\b|-cbc|zlib|ssh-rsa|ssh-dss|hmac-sha2-256,|umac|group1-/);
  expect(verbose.log()).toContain('will use strict KEX ordering');
});

test('a host that offers only SHA-1 is refused in words', async () => {
  const old = await sshdForTest({ keys: ['rsa'], options: ['HostKeyAlgorithms ssh-rsa'] });
  await expect(laptop.connect(hostOf(old))).rejects.toMatchObject({ code: 'not-ssh', message: expect.stringContaining('host key type') });
});

test('a changed key can be replaced by the one that was shown, and then the real ssh accepts it too', async () => {
  const other = await sshdForTest();
  laptop.know(other.hostKeyLine.replace(String(other.port), String(sshd.port)));
  await expect(laptop.connect(hostOf(sshd))).rejects.toMatchObject({ code: 'host-key-changed' });
  const { hostKeys } = laptop.environment;
  const change = hostKeys.change(hostOf(sshd).id);
  expect(change).toMatchObject({
    shown: { fingerprint: sshd.hostKeyFingerprint },
    onRecord: [{ fingerprint: other.hostKeyFingerprint, line: 1 }],
  });
  await hostKeys.replace(hostOf(sshd).id, sshd.hostKeyFingerprint);
  (await laptop.connect(hostOf(sshd))).close();
  expect(laptop.asked).toEqual([]);
  expect(knownHosts()).toBe(`${sshd.hostKeyLine}\n`);
});

test('a key that cannot be saved can be trusted once on the next try', async () => {
  // A folder stands where the lock would be: a full disk is in knownHostsFile.integration.test.ts.
  mkdirSync(join(laptop.home, '.ssh', 'known_hosts.lock'));
  const slow = new Date(0);
  utimesSync(join(laptop.home, '.ssh', 'known_hosts.lock'), slow, slow);
  laptop.answer(() => ({ kind: 'host-key', accept: 'save' }));
  await expect(laptop.connect(hostOf(sshd))).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining('trust it once') });
  laptop.answer(() => ({ kind: 'host-key', accept: 'once' }));
  (await laptop.connect(hostOf(sshd))).close();
  expect(() => knownHosts()).toThrow('ENOENT');
});
