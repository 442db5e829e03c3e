import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Question } from '../contract/connection';
import type { Host } from '../contract/host';
import { openHostKeys, type HostKeys } from './hostKey';
import { fingerprintOf, knownLine } from './knownHosts';
import { createQuestions } from './questions';

const string = (text: string): Buffer => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]);
const keyOf = (letter: string, type = 'ssh-ed25519'): Buffer => Buffer.concat([string(type), string(letter.repeat(32))]);
const [A, B, RSA, DSS] = [keyOf('a'), keyOf('b'), keyOf('c', 'ssh-rsa'), keyOf('d', 'ssh-dss')];
const host: Host = { id: '0123456789ab', name: 'GPU box 1', address: 'gpu1', port: 2222, user: 'alice', auth: { kind: 'agent' } };

let home: string;
let own: string;
let asked: Question[];
let answer: Answer;
let keys: HostKeys;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gv-home-'));
  own = join(home, '.ssh', 'known_hosts');
  asked = [];
  answer = { kind: 'cancel' };
  const questions = createQuestions();
  questions.onAsked((question) => {
    asked.push(question);
    questions.answer(question.id, answer);
  });
  keys = openHostKeys({ home, questions, etc: join(home, 'etc') });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function known(text: string, file = own): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

describe('a key on record', () => {
  test.each(['.ssh/known_hosts', '.ssh/known_hosts2', 'etc/ssh_known_hosts', 'etc/ssh_known_hosts2'])(
    'in %s passes without a question',
    async (file) => {
      known(knownLine('gpu1', 2222, A), join(home, file));
      expect((await keys.check(host, A)).fingerprint).toBe(fingerprintOf(A));
      expect(asked).toEqual([]);
    },
  );

  test('under the name without the port passes too, and another one there says nothing', async () => {
    known(knownLine('gpu1', 22, A));
    await keys.check(host, A);
    await expect(keys.check(host, B)).rejects.toMatchObject({ code: 'host-key-unknown' });
    expect(asked).toHaveLength(1);
  });

  test('under the name without the port is no proof when the port has another key', async () => {
    known(`${knownLine('gpu1', 2222, B)}\n${knownLine('gpu1', 22, A)}\n`);
    await expect(keys.check(host, A)).rejects.toMatchObject({ code: 'host-key-changed' });
  });

  test('may be one of several', async () => {
    known(`${knownLine('gpu1', 2222, B)}\n${knownLine('gpu1', 2222, RSA)}\n${knownLine('gpu1', 2222, A)}`);
    await keys.check(host, A);
    expect(await keys.typesOf(host)).toEqual(['ssh-ed25519', 'ssh-rsa']);
  });
});

describe('an unknown key', () => {
  test('is shown with its fingerprint and not accepted by default; nothing is written', async () => {
    await expect(keys.check(host, A)).rejects.toMatchObject({ code: 'host-key-unknown', message: expect.stringContaining('GPU box 1') });
    expect(asked).toMatchObject([
      {
        kind: 'host-key',
        hostId: host.id,
        hostName: 'GPU box 1',
        address: 'gpu1',
        port: 2222,
        keyType: 'ED25519',
        fingerprint: fingerprintOf(A),
      },
    ]);
    expect(readdirSync(home)).toEqual([]);
  });

  test('accepted once passes again until the end, for this host and port and key only', async () => {
    answer = { kind: 'host-key', accept: 'once' };
    await (await keys.check(host, A)).keep();
    answer = { kind: 'cancel' };
    await expect(keys.check(host, A)).resolves.toMatchObject({ fingerprint: fingerprintOf(A) });
    expect(asked).toHaveLength(1);
    await expect(keys.check({ ...host, port: 22 }, A)).rejects.toMatchObject({ code: 'host-key-unknown' });
    await expect(keys.check({ ...host, address: 'gpu2' }, A)).rejects.toMatchObject({ code: 'host-key-unknown' });
    await expect(keys.check(host, B)).rejects.toMatchObject({
      code: 'host-key-changed',
      message: expect.stringContaining('replace the old key'),
    });
    expect(readdirSync(home)).toEqual([]);
  });

  test('is not kept before the host proved that it owns it', async () => {
    answer = { kind: 'host-key', accept: 'save' };
    await keys.check(host, A);
    expect(readdirSync(home)).toEqual([]);
    answer = { kind: 'cancel' };
    await expect(keys.check(host, A)).rejects.toMatchObject({ code: 'host-key-unknown' });
  });

  test('saved is found by ssh-keygen, in a private file of a private folder', async () => {
    answer = { kind: 'host-key', accept: 'save' };
    await (await keys.check(host, A)).keep();
    expect(execFileSync('ssh-keygen', ['-F', '[gpu1]:2222', '-f', own], { encoding: 'utf8' })).toContain(A.toString('base64'));
    expect(statSync(own).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, '.ssh')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(home, '.ssh'))).toEqual(['known_hosts']);
    await keys.check(host, A);
    expect(asked).toHaveLength(1);
  });

  test('saved repairs a missing last newline and changes nothing else', async () => {
    const before = `# mine\r\n${knownLine('other', 22, B)}`;
    known(before);
    answer = { kind: 'host-key', accept: 'save' };
    await (await keys.check(host, A)).keep();
    expect(readFileSync(own, 'utf8')).toBe(`${before}\n${knownLine('gpu1', 2222, A)}\n`);
  });

  test('saved is hashed when the file has hashed names', async () => {
    known(`${knownLine('other', 22, B, Buffer.alloc(20, 3))}\n`);
    answer = { kind: 'host-key', accept: 'save' };
    await (await keys.check(host, A)).keep();
    expect(readFileSync(own, 'utf8')).not.toContain('gpu1');
    expect(execFileSync('ssh-keygen', ['-F', '[gpu1]:2222', '-f', own], { encoding: 'utf8' })).toContain('line 2');
  });

  test('several saved at once all arrive, past the lock of a program that died', async () => {
    answer = { kind: 'host-key', accept: 'save' };
    known('', `${own}.lock`);
    utimesSync(`${own}.lock`, 1, 1);
    const accepted = await Promise.all(Array.from({ length: 10 }, (_, index) => keys.check({ ...host, port: 3000 + index }, A)));
    await Promise.all(accepted.map((one) => one.keep()));
    expect(readFileSync(own, 'utf8').trim().split('\n')).toHaveLength(10);
    expect(readdirSync(join(home, '.ssh'))).toEqual(['known_hosts']);
  });

  test('that cannot be saved is a failure, not a silent “once”', async () => {
    answer = { kind: 'host-key', accept: 'save' };
    const accepted = await keys.check(host, A);
    writeFileSync(join(home, '.ssh'), 'in the way');
    await expect(accepted.keep()).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining(own) });
  });

  test.each([
    ['certificate authority', `@cert-authority * ${knownLine('x', 22, A).slice(2)}`],
    ['only a key of type ssh-dss', knownLine('gpu1', 2222, DSS)],
    ['no entry', knownLine('other', 22, A)],
  ])('says why it is asked: %s', async (reason, text) => {
    known(text);
    await expect(keys.check(host, B)).rejects.toMatchObject({ code: 'host-key-unknown' });
    expect(asked).toMatchObject([{ reason: expect.stringContaining(reason) }]);
  });

  test('is no key any more when the question is withdrawn', async () => {
    await expect(keys.check(host, A, AbortSignal.abort())).rejects.toMatchObject({ code: 'host-key-unknown' });
    expect(asked).toEqual([]);
  });
});

describe('a changed key', () => {
  test('is refused without a question, with both fingerprints, the line, and how to remove it', async () => {
    known(`# first\n${knownLine('gpu1', 2222, A)}\n`);
    answer = { kind: 'host-key', accept: 'save' };
    const failure = keys.check(host, B);
    await expect(failure).rejects.toMatchObject({ code: 'host-key-changed' });
    const { message } = await failure.then(
      () => ({ message: '' }),
      (error: Error) => error,
    );
    for (const part of ['GPU box 1', fingerprintOf(A), fingerprintOf(B), `${own}:2`, "ssh-keygen -R '[gpu1]:2222'"])
      expect(message).toContain(part);
    expect(asked).toEqual([]);
  });

  test('of another type counts as changed too', async () => {
    known(knownLine('gpu1', 2222, RSA));
    await expect(keys.check(host, A)).rejects.toMatchObject({ code: 'host-key-changed' });
  });

  test('in another file names that file in the command', async () => {
    known(knownLine('gpu1', 22, A), join(home, 'etc', 'ssh_known_hosts'));
    await expect(keys.check({ ...host, port: 22 }, B)).rejects.toMatchObject({
      message: expect.stringContaining(`ssh-keygen -R gpu1 -f ${join(home, 'etc', 'ssh_known_hosts')}`),
    });
  });

  test('the command removes it', async () => {
    known(`${knownLine('gpu1', 2222, A, Buffer.alloc(20, 3))}\n`);
    await expect(keys.check(host, B)).rejects.toMatchObject({ code: 'host-key-changed' });
    execFileSync('ssh-keygen', ['-R', '[gpu1]:2222', '-f', own], { stdio: 'ignore' });
    await expect(keys.check(host, B)).rejects.toMatchObject({ code: 'host-key-unknown' });
  });
});

describe('a revoked key is refused', () => {
  test.each([
    ['by name', '[gpu1]:2222'],
    ['for all', '*'],
    ['by the name without port', 'gpu1'],
  ])('%s, even when another line accepts it', async (_, pattern) => {
    known(`${knownLine('gpu1', 2222, A)}\n@revoked ${pattern} ${knownLine('x', 22, A).slice(2)}\n`);
    answer = { kind: 'host-key', accept: 'save' };
    await expect(keys.check(host, A)).rejects.toMatchObject({
      code: 'host-key-unverifiable',
      message: expect.stringContaining(`${own}:2`),
    });
    expect(asked).toEqual([]);
  });
});

describe('known_hosts that cannot be read refuses everything', () => {
  test.each<[string, () => void]>([
    ['a folder', () => mkdirSync(own, { recursive: true })],
    [
      'a link to itself',
      () => {
        mkdirSync(join(home, '.ssh'));
        symlinkSync(own, own);
      },
    ],
    ['more than 10 MB', () => known('#'.repeat(10 * 1024 * 1024 + 1))],
    ['.ssh is a file', () => writeFileSync(join(home, '.ssh'), '')],
  ])('%s', async (_, make) => {
    make();
    answer = { kind: 'host-key', accept: 'once' };
    await expect(keys.check(host, A)).rejects.toMatchObject({ code: 'host-key-unverifiable', message: expect.stringContaining(own) });
    await expect(keys.typesOf(host)).rejects.toMatchObject({ code: 'host-key-unverifiable' });
    expect(asked).toEqual([]);
  });

  test('10 MB exactly are read', async () => {
    const line = knownLine('gpu1', 2222, A);
    known(`${'#'.repeat(10 * 1024 * 1024 - line.length - 1)}\n${line}`);
    await expect(keys.check(host, A)).resolves.toBeDefined();
  });

  test('of a large file the line is named rightly, and other work goes on meanwhile', async () => {
    const hashed = `${knownLine('other', 22, B, Buffer.alloc(20, 3))}\n`;
    const before = Math.floor((2 * 1024 * 1024) / hashed.length);
    known(`${hashed.repeat(before)}${knownLine('gpu1', 2222, A)}\n`);
    const start = performance.now();
    let [last, longest] = [start, 0];
    const turn = (): void => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    };
    const repeat = (): void => {
      turn();
      timer = setImmediate(repeat);
    };
    let timer = setImmediate(repeat);
    await expect(keys.check(host, B)).rejects.toMatchObject({ message: expect.stringContaining(`${own}:${before + 1})`) });
    clearImmediate(timer);
    turn();
    // Eight pieces: no single one takes half of the time.
    expect(longest).toBeLessThan((last - start) / 2);
  });
});
