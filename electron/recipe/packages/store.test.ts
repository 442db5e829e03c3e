import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { makeDeb, rpmBytes } from '../../../e2e/support/packageFiles';
import type { PackageFile } from '../../contract/setUp';
import { openPackages } from './store';

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gv-store-'));
  cache = join(folder, 'profile', 'packages');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const sumOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function deb(name: string, options: Parameters<typeof makeDeb>[2] & { readonly as?: string } = {}): string {
  const file = join(folder, options.as ?? `${name}_1.0_all.deb`);
  makeDeb(file, name, options);
  return file;
}
function rpm(name: string, version = '1.0'): string {
  const file = join(folder, `${name}-${version}-1.x86_64.rpm`);
  writeFileSync(file, rpmBytes(name, { version }));
  return file;
}
const names = (files: readonly PackageFile[]): string[] => files.map(({ name, version }) => `${name} ${version}`);
/** Folders and files of the cache beside the list. */
const kept = (): string[] => readdirSync(cache).filter((name) => !name.startsWith('index.json'));

describe('add', () => {
  test('keeps files, for this user alone, and says what they are', async () => {
    const store = openPackages(cache);
    const [first, second] = [deb('virtualgl', { fields: ['Depends: libegl1'] }), rpm('turbovnc')];
    const { added, refused } = await store.add([first, second]);
    expect(refused).toEqual([]);
    expect(added).toMatchObject([
      {
        format: 'deb',
        name: 'virtualgl',
        fileName: 'virtualgl_1.0_all.deb',
        sha256: sumOf(first),
        size: statSync(first).size,
        depends: [['libegl1']],
      },
      { format: 'rpm', name: 'turbovnc', fileName: 'turbovnc-1.0-1.x86_64.rpm', sha256: sumOf(second), architecture: 'x86_64' },
    ]);
    const place = await store.path(sumOf(first));
    expect(place).toBe(join(cache, sumOf(first), 'virtualgl_1.0_all.deb'));
    expect(readFileSync(place)).toEqual(readFileSync(first));
    expect([statSync(place).mode & 0o777, statSync(cache).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(names(await openPackages(cache).list())).toEqual(['turbovnc 1.0-1', 'virtualgl 1.0']);
  });

  test('takes what lies right in a folder, and nothing below', async () => {
    const below = join(folder, 'usb', 'below');
    mkdirSync(below, { recursive: true });
    deb('one', { as: 'usb/one.deb' });
    deb('two', { as: 'usb/below/two.deb' });
    writeFileSync(join(folder, 'usb', 'README.txt'), 'read me');
    const { added, refused } = await openPackages(cache).add([join(folder, 'usb')]);
    expect([names(added), refused]).toEqual([['one 1.0'], []]);
  });

  test('the same file twice is one, also under another name', async () => {
    const store = openPackages(cache);
    const file = deb('one');
    const copy = join(folder, 'copy.deb');
    writeFileSync(copy, readFileSync(file));
    const { added } = await store.add([file, copy, file]);
    expect(names(added)).toEqual(['one 1.0']);
    expect((await store.add([copy])).added).toEqual(added);
    expect([names(await store.list()), kept()]).toEqual([['one 1.0'], [sumOf(file)]]);
  });

  test('one that was damaged here is made whole again', async () => {
    const store = openPackages(cache);
    const file = deb('one');
    const [{ sha256 } = { sha256: '' }] = (await store.add([file])).added;
    const place = await store.path(sha256);
    writeFileSync(place, 'damaged');
    await store.add([file]);
    expect(sumOf(place)).toBe(sha256);
  });

  test.each([
    ['a text', 'notes.txt', 'hello', 'Only .deb and .rpm files can be used.'],
    ['a .deb that is none', 'fake.deb', 'hello', 'It is no Debian package that can be installed, or it is damaged.'],
    ['an .rpm that is none', 'fake.rpm', 'hello', 'It is no RPM package that can be installed, or it is damaged.'],
    ['an empty one', 'empty.deb', '', 'It is no Debian package that can be installed, or it is damaged.'],
  ])('refuses %s with a sentence, and goes on', async (_what, name, text, why) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    const { added, refused } = await openPackages(cache).add([file, deb('one')]);
    expect([names(added), refused]).toEqual([['one 1.0'], [{ fileName: name, why }]]);
    expect(kept()).toHaveLength(1);
  });

  test('refuses what is not there, a folder without packages, a pipe of that name, and more than 1 GiB', async () => {
    const [empty, large, loop] = [join(folder, 'empty'), join(folder, 'large.deb'), join(folder, 'loop.deb')];
    mkdirSync(empty);
    symlinkSync(loop, loop);
    writeFileSync(large, '');
    truncateSync(large, 1024 * 1024 * 1024 + 1);
    const { added, refused } = await openPackages(cache).add([join(folder, 'gone.deb'), empty, '/dev/null', large, loop]);
    expect(added).toEqual([]);
    expect(refused).toEqual([
      { fileName: 'gone.deb', why: 'It is not there.' },
      { fileName: 'empty', why: 'There are no .deb or .rpm files right in this folder.' },
      { fileName: 'null', why: 'Only .deb and .rpm files can be used.' },
      { fileName: 'large.deb', why: 'It is larger than 1 GiB.' },
      { fileName: 'loop.deb', why: expect.stringMatching(/could not be read/) },
    ]);
    expect(kept()).toEqual([]);
  });

  test('a name that is not safe everywhere is made anew', async () => {
    const store = openPackages(cache);
    const files = [
      deb('one', { as: 'one (1).deb' }),
      deb('two', { as: 'two_1%3a2.0_all.deb', version: '1:2.0' }),
      deb('three', { as: `-rf ${'x'.repeat(190)}.deb` }),
      deb('four', { as: 'four.rpm' }),
    ];
    const { added } = await store.add(files);
    expect(added.map(({ fileName }) => fileName)).toEqual([
      'one_1.0_all.deb',
      'two_1-2.0_all.deb',
      'three_1.0_all.deb',
      'four_1.0_all.deb',
    ]);
  });
});

describe('what is kept', () => {
  test('is told of each change, the newest version first', async () => {
    const store = openPackages(cache);
    const told: string[][] = [];
    store.onChange((files) => told.push(names(files)));
    await store.add([rpm('a', '1.9'), rpm('a', '1.10')]);
    const [newest] = await store.list();
    await store.remove(newest?.sha256 ?? '');
    expect(told).toEqual([['a 1.9-1'], ['a 1.10-1', 'a 1.9-1'], ['a 1.9-1']]);
    expect(kept()).toHaveLength(1);
  });

  test('is not found once it was removed', async () => {
    const store = openPackages(cache);
    const [file] = (await store.add([deb('one')])).added;
    await store.remove(file?.sha256 ?? '');
    await expect(store.path(file?.sha256 ?? '')).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.remove(file?.sha256 ?? '')).rejects.toMatchObject({ code: 'not-found' });
    expect([await store.list(), kept()]).toEqual([[], []]);
  });

  test('leaves out what has vanished, and clears what was left half copied', async () => {
    const [one, two] = (await openPackages(cache).add([deb('one'), deb('two')])).added;
    rmSync(join(cache, one?.sha256 ?? ''), { recursive: true });
    writeFileSync(join(cache, 'incoming.0123456789ab.tmp'), 'half');
    expect(names(await openPackages(cache).list())).toEqual(['two 1.0']);
    expect(kept()).toEqual([two?.sha256]);
  });

  test('survives a damaged list by its backup', async () => {
    const store = openPackages(cache);
    await store.add([deb('one')]);
    await store.add([deb('two')]);
    writeFileSync(join(cache, 'index.json'), '{');
    expect(names(await openPackages(cache).list())).toEqual(['one 1.0']);
    expect(existsSync(join(cache, 'index.json'))).toBe(false);
  });
});
