import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hostOf, openLaptop, output, type Laptop } from '../../e2e/support/laptop';
import { descendants } from '../../e2e/support/process';
import { send as signalTo } from '../../e2e/support/children';
import type { Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import type { Connection, SendSource } from './connection';

let laptop: Laptop;
let folder: string;
let bigFile: string;
let bigSum: string;
const BIG = 100 * 1024 * 1024;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gv-send-'));
  bigFile = join(folder, 'big');
  const bytes = randomBytes(BIG);
  writeFileSync(bigFile, bytes);
  bigSum = createHash('sha256').update(bytes).digest('hex');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  laptop = openLaptop();
});
afterEach(() => laptop.end());

const big = (): SendSource => ({ size: BIG, stream: () => createReadStream(bigFile, { highWaterMark: 256 * 1024 }) });
const small = (text: string): SendSource => ({ size: Buffer.byteLength(text), stream: () => Readable.from([Buffer.from(text)]) });
const sumOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const modeOf = (file: string): string => (statSync(file).mode & 0o7777).toString(8);

async function connectTo(sshd: Sshd): Promise<Connection> {
  laptop.know(sshd.hostKeyLine);
  return await laptop.connect(hostOf(sshd));
}

/** How a file travels, by what sshd offers. */
const WAYS = {
  'over SFTP': ['Subsystem sftp internal-sftp'],
  'without SFTP': [],
  'with an SFTP server that is not installed': ['Subsystem sftp /nowhere/sftp-server'],
  'with an SFTP server that prints something else': ['Subsystem sftp /bin/echo "Welcome to this machine, dear user"'],
} as const;

describe.each(Object.entries(WAYS))('%s', (_way, options) => {
  test('100 MB arrive as they were, in a new folder of the user alone', async () => {
    const sshd = await sshdForTest({ options });
    const connection = await connectTo(sshd);
    const path = join(sshd.home, 'new', 'big file.deb');
    const seen: number[] = [];
    await connection.send(big(), path, { mode: 0o640, onProgress: (bytes) => seen.push(bytes) });
    expect(sumOf(path)).toBe(bigSum);
    expect([modeOf(path), modeOf(join(sshd.home, 'new'))]).toEqual(['640', '700']);
    expect(readdirSync(join(sshd.home, 'new'))).toEqual(['big file.deb']);
    expect(seen.at(-1)).toBe(BIG);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('where sshd allows one session at a time, files and commands take turns', async () => {
    const sshd = await sshdForTest({ options: [...options, 'MaxSessions 1'] });
    const connection = await connectTo(sshd);
    const said = await Promise.all([
      connection.send(small('one'), join(sshd.home, 'one'), { mode: 0o600 }),
      output(connection, 'echo hello\n'),
      connection.send(small('two'), join(sshd.home, 'two'), { mode: 0o600 }),
      output(connection, 'echo again\n'),
    ]);
    expect(said).toEqual([undefined, 'hello\n', undefined, 'again\n']);
    expect(['one', 'two'].map((name) => readFileSync(join(sshd.home, name), 'utf8'))).toEqual(['one', 'two']);
  });

  test('an empty file, one in place of another, and a name with shell characters', async () => {
    const sshd = await sshdForTest({ options });
    const connection = await connectTo(sshd);
    const path = join(sshd.home, `it's "$(touch x)" -rf`);
    await connection.send(small('before'), path, { mode: 0o644 });
    await connection.send(small(''), path, { mode: 0o600 });
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['', '600']);
    expect(readdirSync(sshd.home).filter((name) => !name.startsWith('.'))).toEqual([`it's "$(touch x)" -rf`]);
  });

  test('stopped half-way leaves nothing, and the connection goes on', async () => {
    const sshd = await sshdForTest({ options });
    const connection = await connectTo(sshd);
    const stop = new AbortController();
    const path = join(sshd.home, 'packages', 'big.deb');
    const sending = connection.send(big(), path, {
      mode: 0o600,
      signal: stop.signal,
      onProgress: (bytes) => bytes > BIG / 4 && stop.abort(),
    });
    await expect(sending).rejects.toMatchObject({ code: 'cancelled' });
    // The shell over there removes its part when it finds its input ended.
    await expect.poll(() => readdirSync(join(sshd.home, 'packages'))).toEqual([]);
    expect(await output(connection, 'echo alive\n')).toBe('alive\n');
  });

  test('a file that is shorter or longer than it said is not kept', async () => {
    const sshd = await sshdForTest({ options });
    const connection = await connectTo(sshd);
    for (const size of [4, 400_000]) {
      const sending = connection.send({ ...small('longer than four'), size }, join(sshd.home, 'file'), { mode: 0o600 });
      await expect(sending).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining('changed while it was sent') });
    }
    await expect.poll(() => readdirSync(sshd.home).filter((name) => name.startsWith('file'))).toEqual([]);
  });

  test('a file that cannot be read here, and a place that cannot be written there', async () => {
    const sshd = await sshdForTest({ options });
    const connection = await connectTo(sshd);
    const gone = { size: 1, stream: () => createReadStream(join(folder, 'gone')) };
    await expect(connection.send(gone, join(sshd.home, 'x'), { mode: 0o600 })).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('could not be read'),
    });
    await expect(connection.send(small('x'), '/etc/gearview-test', { mode: 0o600 })).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringMatching(/\/etc\/gearview-test could not be written|could not write \/etc\/gearview-test.*permission/),
    });
    await expect(connection.send(small('x'), 'relative/path', { mode: 0o600 })).rejects.toMatchObject({ code: 'bad-input' });
    expect(existsSync('/etc/gearview-test')).toBe(false);
  });

  test('a link that dies in between leaves no file of that name', async () => {
    const sshd = await sshdForTest({ options });
    const connection = await connectTo(sshd);
    const path = join(sshd.home, 'packages', 'big.deb');
    let killed = false;
    const sending = connection.send(big(), path, {
      mode: 0o600,
      onProgress(bytes) {
        if (bytes < BIG / 4 || killed) return;
        killed = true;
        for (const pid of descendants(sshd.pid)) signalTo(pid, 'SIGKILL');
      },
    });
    await expect(sending).rejects.toMatchObject({ code: 'connection-lost' });
    expect(killed).toBe(true);
    expect(existsSync(path)).toBe(false);
  });
});

test('an SFTP server that never says a word is not waited for long', async () => {
  const sshd = await sshdForTest({ options: ['Subsystem sftp /bin/sleep 100'] });
  const connection = await connectTo(sshd);
  await connection.send(small('here'), join(sshd.home, 'file'), { mode: 0o600 });
  expect(readFileSync(join(sshd.home, 'file'), 'utf8')).toBe('here');
});

test('a host without SFTP is asked for it once', async () => {
  const sshd = await sshdForTest({ options: ['LogLevel VERBOSE'] });
  const connection = await connectTo(sshd);
  for (const name of ['a', 'b', 'c']) await connection.send(small(name), join(sshd.home, name), { mode: 0o600 });
  expect(sshd.log().match(/subsystem request for sftp/g)).toHaveLength(1);
});
