import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isMade, makeFolder } from './cachedFolder';

let cache = '';
let folder = '';
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'cached-'));
  folder = join(cache, 'deep', 'runtime');
});
afterEach(() => rm(cache, { recursive: true }));

const withText = (text: string) => (place: string) => writeFile(join(place, 'file'), text);

test('a folder is there only once it is whole', async () => {
  expect(await isMade(folder, 'a')).toBe(false);
  await makeFolder(folder, 'a', async (place) => {
    await withText('one')(place);
    expect(await isMade(folder, 'a')).toBe(false);
  });
  expect(await isMade(folder, 'a')).toBe(true);
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('one');
});

test('one made from something else is replaced', async () => {
  await makeFolder(folder, 'a', withText('one'));
  expect(await isMade(folder, 'b')).toBe(false);
  await makeFolder(folder, 'b', withText('two'));
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('two');
});

test('two at once both succeed and leave one folder', async () => {
  await Promise.all([makeFolder(folder, 'a', withText('one')), makeFolder(folder, 'a', withText('one'))]);
  expect(await isMade(folder, 'a')).toBe(true);
  expect(await readdir(join(cache, 'deep'))).toEqual(['runtime']);
});

test('a failure leaves nothing behind and keeps the old one', async () => {
  await makeFolder(folder, 'a', withText('one'));
  await expect(makeFolder(folder, 'b', () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('one');
  expect(await readdir(join(cache, 'deep'))).toEqual(['runtime']);
});
