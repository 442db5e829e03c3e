import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog, redact } from './log';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a line says when, how bad, which host and what, in a private file', async () => {
  const file = join(folder, 'logs', 'worker.log');
  const log = openLog(file, { now: () => Date.UTC(2026, 0, 2) });
  log.write('warn', 'GPU box 1', 'connection lost', { code: 'timeout', after: 12, retry: true });
  log.write('info', '-', 'two\nlines');
  const lines = (await readFile(file, 'utf8')).split('\n');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    time: '2026-01-02T00:00:00.000Z',
    level: 'warn',
    host: 'GPU box 1',
    event: 'connection lost',
    code: 'timeout',
    after: 12,
    retry: true,
  });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ event: 'two\nlines' });
  expect(lines).toHaveLength(3);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a registered secret reaches the file in no field', async () => {
  const file = join(folder, 'worker.log');
  const log = openLog(file);
  for (const secret of ['hunter2', 'hunter2 and more', 'quo"te\\', '']) log.secret(secret);
  log.write('error', 'host hunter2', 'event hunter2', { detail: 'x hunter2 and more y', other: 'quo"te\\' });
  const text = await readFile(file, 'utf8');
  expect(text).not.toMatch(/hunter2|and more|quo/);
  expect(JSON.parse(text)).toMatchObject({ event: 'event [redacted]', detail: 'x [redacted] y', other: '[redacted]' });
});

describe('what looks like a secret is taken out', () => {
  test.each([
    ['password=abc next', 'password=[redacted] next'],
    ['"password": "a b c", "x": 1', '"password": [redacted], "x": 1'],
    ["passphrase='x y' z", 'passphrase=[redacted] z'],
    ['Authorization: Basic dXNlcjpwYXNz rest', 'Authorization: [redacted] rest'],
    ['token: abc; more', 'token: [redacted]; more'],
    ['http://bob:hunter2@proxy:8080/', 'http://bob:[redacted]@proxy:8080/'],
    ['unix:1 MIT-MAGIC-COOKIE-1  0123456789abcdef0123456789abcdef', 'unix:1 MIT-MAGIC-COOKIE-1  [redacted]'],
    ['Full control one-time password: 12345678', 'Full control one-time password: [redacted]'],
    ['a -----BEGIN OPENSSH PRIVATE KEY-----\nAAA\nBBB\n-----END OPENSSH PRIVATE KEY----- b', 'a [redacted] b'],
    ['cut -----BEGIN RSA PRIVATE KEY-----\nAAA', 'cut [redacted]'],
  ])('%s', (text, clean) => {
    expect(redact(text, [])).toBe(clean);
  });

  test('and what does not is left', () => {
    for (const text of ['the password was refused', 'compass: north', 'display :1 1920x1080', 'SHA256:abc/def']) {
      expect(redact(text, [])).toBe(text);
    }
  });

  test('of a megabyte in less than 200 ms', () => {
    for (const text of [
      '-----BEGIN '.repeat(100_000),
      'password='.repeat(100_000),
      'one-time '.repeat(100_000),
      'x://y:'.repeat(160_000),
    ]) {
      const start = performance.now();
      redact(text, []);
      // A pattern that backtracks takes minutes.
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });
});

test('at its limit the file turns over once and never grows beyond', async () => {
  const file = join(folder, 'worker.log');
  const log = openLog(file, { sizeLimit: 1000 });
  for (let index = 0; index < 100; index++) log.write('info', '-', `event ${index}`);
  expect((await stat(file)).size).toBeLessThanOrEqual(1000);
  expect((await stat(`${file}.1`)).size).toBeLessThanOrEqual(1000);
  expect(await readFile(file, 'utf8')).toContain('event 99');
});

test('a value is cut at 4 KiB, and the size of an existing file counts', async () => {
  const file = join(folder, 'worker.log');
  await writeFile(file, 'x'.repeat(900));
  const log = openLog(file, { sizeLimit: 1000 });
  log.write('info', '-', 'y'.repeat(10_000));
  expect((await stat(`${file}.1`)).size).toBe(900);
  expect((await stat(file)).size).toBeLessThan(4300);
});

test('a log that cannot be written does not throw', async () => {
  await writeFile(join(folder, 'blocked'), '');
  const log = openLog(join(folder, 'blocked', 'worker.log'));
  expect(() => log.write('info', '-', 'lost')).not.toThrow();
});
