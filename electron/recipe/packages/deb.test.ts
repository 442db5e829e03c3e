import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDeb } from '../../../e2e/support/packageFiles';
import { bytesOf, readingFile } from './bytes';
import { readDeb } from './deb';

const PACKINGS = ['none', 'gzip', 'xz', 'zstd'] as const;
let folder: string;
const debs = new Map<string, Buffer>();

const FIELDS = [
  'Pre-Depends: libc6 (>= 2.36)',
  'Depends: default-mta | mail-transport-agent (>= 1), libfoo (<< 3),',
  ' perl:any,',
  '\tpython3-foo (= 1:2~rc1-1+b2)',
  'Recommends: not-this',
  'Provides: virtual-one, virtual-two (= 1.0)',
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gv-debs-'));
  for (const packing of PACKINGS) {
    const file = join(folder, `${packing}.deb`);
    makeDeb(file, 'lib-test+1.0', {
      packing,
      fields: FIELDS,
      version: '1:2.0~rc1-1+b2',
      architecture: 'amd64',
      control: { postinst: '#!/bin/sh\n' },
    });
    debs.set(packing, readFileSync(file));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const debOf = (packing: string): Buffer => debs.get(packing) ?? Buffer.alloc(0);

/** An archive of ar(1), of members by name. */
const ar = (...members: readonly (readonly [string, Buffer])[]): Buffer =>
  Buffer.concat([
    Buffer.from('!<arch>\n'),
    ...members.flatMap(([name, data]) => [
      Buffer.from(
        `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(data.length).padEnd(10)}\`\n`,
      ),
      data,
      Buffer.alloc(data.length % 2, '\n'),
    ]),
  ]);

/** A tar entry. */
function entry(name: string, data: Buffer, type = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(type, 156);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}
const BINARY = ['debian-binary', Buffer.from('2.0\n')] as const;
const CONTROL = Buffer.from('Package: a1\nVersion: 1\nArchitecture: all\n');

describe('readDeb', () => {
  test.each(PACKINGS)('reads a package of dpkg-deb, packed with %s', async (packing) => {
    expect(await readDeb(bytesOf(debOf(packing)))).toEqual({
      format: 'deb',
      name: 'lib-test+1.0',
      version: '1:2.0~rc1-1+b2',
      architecture: 'amd64',
      depends: [['libc6'], ['default-mta', 'mail-transport-agent'], ['libfoo'], ['perl'], ['python3-foo']],
      provides: ['virtual-one', 'virtual-two'],
    });
  });

  test('reads a file, and no more of it than it needs', async () => {
    const file = join(folder, 'xz.deb');
    let most = 0;
    const facts = await readingFile(file, (bytes) =>
      readDeb({
        ...bytes,
        read(at, length) {
          most = Math.max(most, at + length);
          return bytes.read(at, length);
        },
      }),
    );
    expect(facts?.name).toBe('lib-test+1.0');
    expect(most).toBeLessThan(statSync(file).size);
  });

  test('finds the control file among other members and entries', async () => {
    const tar = Buffer.concat([
      entry('./', Buffer.alloc(0), '5'),
      entry('./control', Buffer.from('a link'), '2'),
      entry('./conffiles', Buffer.from('/etc/x\n')),
      entry('./control', CONTROL),
    ]);
    const bytes = ar(BINARY, ['_gpgorigin', Buffer.from('odd')], ['control.tar.gz', gzipSync(tar)], ['data.tar', Buffer.alloc(0)]);
    expect(await readDeb(bytesOf(bytes))).toMatchObject({ name: 'a1' });
  });

  test('leaves out what only builds have, and what is no name', async () => {
    const text = `${CONTROL.toString()}depends: libfoo:any(<< 3) [amd64 !arm64] <!nocheck>,, \${shlibs:Depends}, b | ../c,\n\tlast\n\nDepends: other\n`;
    const bytes = ar(BINARY, ['control.tar', entry('control', Buffer.from(text.replaceAll('\n', '\r\n')))]);
    expect((await readDeb(bytesOf(bytes)))?.depends).toEqual([['libfoo'], ['b'], ['last']]);
  });

  test('has limits', async () => {
    const bomb = gzipSync(Buffer.alloc(5 * 1024 * 1024), { level: 9 });
    expect(await readDeb(bytesOf(ar(BINARY, ['control.tar.gz', bomb])))).toBeUndefined();
    const large = entry('./control', Buffer.concat([CONTROL, Buffer.alloc(5 * 1024 * 1024, ' ')]));
    expect(await readDeb(bytesOf(ar(BINARY, ['control.tar', large])))).toBeUndefined();
    const many = Array.from({ length: 9 }, (_, index) => [`_${index}`, Buffer.alloc(0)] as const);
    expect(await readDeb(bytesOf(ar(BINARY, ...many, ['control.tar', entry('control', CONTROL)])))).toBeUndefined();
    const groups = Buffer.from(`${CONTROL.toString()}Depends: ${Array.from({ length: 9000 }, (_, index) => `p${index}`).join(', ')}\n`);
    expect((await readDeb(bytesOf(ar(BINARY, ['control.tar', entry('control', groups)]))))?.depends).toHaveLength(500);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['an ar archive without debian-binary first', ar(['control.tar', entry('control', CONTROL)], BINARY)],
    ['no control archive', ar(BINARY, ['data.tar', Buffer.alloc(0)])],
    ['no control file', ar(BINARY, ['control.tar', entry('other', CONTROL)])],
    ['another packing', ar(BINARY, ['control.tar.lzma', entry('control', CONTROL)])],
    ['no name', ar(BINARY, ['control.tar', entry('control', Buffer.from('Version: 1\nArchitecture: all\n'))])],
    ['a name that is a path', ar(BINARY, ['control.tar', entry('control', Buffer.from('Package: ../x\nVersion: 1\nArchitecture: all\n'))])],
    [
      'a version with a space',
      ar(BINARY, ['control.tar', entry('control', Buffer.from('Package: ab\nVersion: 1 2\nArchitecture: all\n'))]),
    ],
    ['an entry longer than its archive', ar(BINARY, ['control.tar', entry('x', Buffer.alloc(3000)).subarray(0, 1024)])],
    ['a member longer than the file', ar(BINARY, ['control.tar', entry('control', CONTROL)]).subarray(0, 700)],
  ])('makes nothing of %s', async (_what, bytes) => {
    expect(await readDeb(bytesOf(bytes))).toBeUndefined();
  });

  test.each(PACKINGS)('never throws, whatever became of a package packed with %s', async (packing) => {
    const whole = debOf(packing);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        fc.option(fc.nat(whole.length), { nil: undefined }),
        async (flips, end) => {
          const damaged = Buffer.from(whole.subarray(0, end));
          for (const [at, value] of flips) if (at < damaged.length) damaged[at] = value;
          const facts = await readDeb(bytesOf(damaged));
          expect(facts === undefined || /^[A-Za-z0-9]/.test(facts.name)).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('takes no more memory with each damaged package', async () => {
    const damaged = PACKINGS.map((packing) => {
      const bytes = Buffer.from(debOf(packing));
      bytes[220] = (bytes[220] ?? 0) ^ 0xff;
      return bytes;
    });
    const all = [...damaged, ...debs.values()];
    const readAll = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) for (const bytes of all) await readDeb(bytesOf(bytes));
    };
    await readAll(5);
    const before = process.memoryUsage().rss;
    await readAll(50);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });
});
