import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog, type LogLine } from './log';
import { redact } from './redact';

const HOST = { id: '0123456789ab', name: 'GPU box 1' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a line says when, how bad, which host and what, in a private file', async () => {
  const file = join(folder, 'logs', 'worker.log');
  const log = openLog(file, { now: () => Date.UTC(2026, 0, 2) });
  log.write('warn', HOST, 'connection lost', { code: 'timeout', after: 12, retry: true });
  log.write('info', undefined, 'two\nlines');
  const lines = (await readFile(file, 'utf8')).split('\n');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    time: '2026-01-02T00:00:00.000Z',
    level: 'warn',
    host: 'GPU box 1',
    hostId: '0123456789ab',
    event: 'connection lost',
    fields: { code: 'timeout', after: 12, retry: true },
  });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ host: '-', event: 'two\nlines' });
  expect(lines).toHaveLength(3);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a registered secret reaches the file in no field', async () => {
  const file = join(folder, 'worker.log');
  const log = openLog(file);
  for (const secret of ['hunter2', 'hunter2 and more', 'quo"te\\', '']) log.secret(secret);
  log.write('error', { id: '0123456789ab', name: 'host hunter2' }, 'event hunter2', { detail: 'x hunter2 and more y', other: 'quo"te\\' });
  const text = await readFile(file, 'utf8');
  expect(text).not.toMatch(/hunter2|and more|quo/);
  expect(JSON.parse(text)).toMatchObject({
    host: 'host [redacted]',
    event: 'event [redacted]',
    fields: { detail: 'x [redacted] y', other: '[redacted]' },
  });
  expect(log.redact('so hunter2 it is')).toBe('so [redacted] it is');
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
  for (let index = 0; index < 100; index++) log.write('info', undefined, `event ${index}`);
  expect((await stat(file)).size).toBeLessThanOrEqual(1000);
  expect((await stat(`${file}.1`)).size).toBeLessThanOrEqual(1000);
  expect(await readFile(file, 'utf8')).toContain('event 99');
});

test('of a long value the beginning and the end are kept, and no half of a secret', async () => {
  const file = join(folder, 'worker.log');
  const log = openLog(file);
  log.secret('hunter2');
  const lines: LogLine[] = [];
  log.onEntry((line) => lines.push(line));
  for (let at = 0; at < 20; at++)
    log.write('info', undefined, 'x', { long: `begin ${'x'.repeat(1010 + at)}hunter2${'y'.repeat(5000)} end` });
  for (const { fields } of lines) {
    expect(fields['long']).toHaveLength(4096);
    expect(fields['long']).toMatch(/^begin [^]*\n…\n[^]* end$/);
    expect(fields['long']).not.toMatch(/hunter|unter2/);
  }
  log.write('info', undefined, 'x', { long: 'z'.repeat(4096) });
  expect(lines.at(-1)?.fields['long']).toBe('z'.repeat(4096));
});

test('a value is cut at 4 KiB, and the size of an existing file counts', async () => {
  const file = join(folder, 'worker.log');
  await writeFile(file, 'x'.repeat(900));
  const log = openLog(file, { sizeLimit: 1000 });
  log.write('info', undefined, 'y'.repeat(10_000));
  expect((await stat(`${file}.1`)).size).toBe(900);
  expect((await stat(file)).size).toBeLessThan(4300);
});

test('a log that cannot be written does not throw', async () => {
  await writeFile(join(folder, 'blocked'), '');
  const log = openLog(join(folder, 'blocked', 'worker.log'));
  expect(() => log.write('info', undefined, 'lost')).not.toThrow();
});

describe('what is written', () => {
  test('is told to whoever listens, without secrets, even when the file cannot be written', async () => {
    await writeFile(join(folder, 'blocked'), '');
    const log = openLog(join(folder, 'blocked', 'worker.log'), { now: () => 1000 });
    log.secret('hunter2');
    const lines: LogLine[] = [];
    const end = log.onEntry((line) => lines.push(line));
    log.write('warn', HOST, 'tried hunter2', { why: 'hunter2', times: 2, absent: undefined });
    expect(lines).toEqual([{ at: 1000, level: 'warn', host: HOST, event: 'tried [redacted]', fields: { why: '[redacted]', times: 2 } }]);
    end();
    log.write('info', HOST, 'again');
    expect(lines).toHaveLength(1);
    expect(log.earlier()).toEqual([]);
  });

  test('is there again after a restart, and only what was there before it', () => {
    const file = join(folder, 'worker.log');
    openLog(file, { now: () => 1000 }).write('info', HOST, 'first', { n: 1, event: 'a field of that name' });
    openLog(file, { now: () => 2000 }).write('error', undefined, 'second');
    const log = openLog(file);
    log.write('info', HOST, 'third');
    expect(log.earlier()).toEqual([
      { at: 1000, level: 'info', host: HOST, event: 'first', fields: { n: 1, event: 'a field of that name' } },
      { at: 2000, level: 'error', host: undefined, event: 'second', fields: {} },
    ]);
  });

  test('is found when the file turned over since, and gone when it did so twice', () => {
    const file = join(folder, 'worker.log');
    const before = openLog(file);
    before.write('info', HOST, 'before');
    const log = openLog(file, { sizeLimit: 330 });
    log.write('info', HOST, 'one');
    log.write('info', HOST, 'two');
    expect(log.earlier().map(({ event }) => event)).toEqual(['before']);
    for (let index = 0; index < 10; index++) log.write('info', HOST, 'more');
    expect(log.earlier()).toEqual([]);
  });

  test('is read back from at most a megabyte, and rubbish is passed over', async () => {
    const file = join(folder, 'worker.log');
    const line = `${JSON.stringify({ time: new Date(0).toISOString(), level: 'info', host: 'a', hostId: HOST.id, event: 'x'.repeat(100), fields: {} })}\n`;
    await writeFile(file, `${line.repeat(20_000)}{"time":"never"}\nrubbish\n{"cut":`);
    const earlier = openLog(file).earlier();
    expect(earlier.length * line.length).toBeGreaterThan(1_000_000);
    expect(earlier.length * line.length).toBeLessThanOrEqual(1024 * 1024);
    expect(new Set(earlier.map(({ event }) => event))).toEqual(new Set(['x'.repeat(100)]));
  });
});

describe('a secret', () => {
  test('is found in a text, but not in the mark that stands for it', () => {
    const log = openLog(join(folder, 'worker.log'));
    for (const secret of ['act', '.*', 'a|b']) log.secret(secret);
    expect(log.redact('act .* a|b x')).toBe('[redacted] [redacted] [redacted] x');
    expect(log.holdsSecret(log.redact('act .* a|b x'))).toBe(false);
    expect(log.holdsSecret('an act')).toBe(true);
  });
});
