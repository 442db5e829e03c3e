import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './jsonFile';

const shape = { version: 1, schema: z.strictObject({ version: z.literal(1), names: z.array(z.string()) }) };
const value = (...names: string[]) => ({ version: 1 as const, names });

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-json-'));
  file = join(folder, 'state', 'names.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was written is read again, from a private file in a private folder, with nothing left over', async () => {
  await writeJsonFile(file, shape, value('a'));
  expect(await readJsonFile(file, shape)).toEqual({ value: value('a') });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'state'))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(folder, 'state'))).toEqual(['names.json']);
});

test('no file is no value', async () => {
  expect(await readJsonFile(file, shape)).toEqual({ value: undefined });
});

describe('a file that cannot be understood is kept aside and the last good one used', () => {
  test.each([
    ['cut off', '{"version":1,"names":["b"'],
    ['empty', ''],
    ['garbage', '\0\0\0ELF'],
    ['of another shape', '{"version":1,"names":"b"}'],
    ['of no version', '[]'],
    ['with an unknown field', '{"version":1,"names":[],"more":1}'],
  ])('%s', async (_, text) => {
    await writeJsonFile(file, shape, value('a'));
    await writeJsonFile(file, shape, value('a', 'b'));
    await writeFile(file, text);
    expect(await readJsonFile(file, shape, () => 77)).toEqual({ value: value('a'), damaged: `${file}.corrupt-77` });
    expect(await readFile(`${file}.corrupt-77`, 'utf8')).toBe(text);
  });

  test('and the next write does not make it the backup', async () => {
    await writeJsonFile(file, shape, value('a'));
    await writeJsonFile(file, shape, value('b'));
    await writeFile(file, 'rubbish');
    await writeJsonFile(file, shape, value('c'));
    await writeFile(file, 'rubbish again');
    expect((await readJsonFile(file, shape)).value).toEqual(value('a'));
  });

  test('even when the file is gone altogether', async () => {
    await writeJsonFile(file, shape, value('a'));
    await writeJsonFile(file, shape, value('b'));
    await rm(file);
    expect(await readJsonFile(file, shape)).toEqual({ value: value('a') });
  });

  test('and nothing when there is no good one', async () => {
    await mkdir(join(folder, 'state'));
    await writeFile(file, '{');
    expect(await readJsonFile(file, shape, () => 5)).toEqual({ value: undefined, damaged: `${file}.corrupt-5` });
  });
});

test('a file of a newer version is refused and left alone', async () => {
  await mkdir(join(folder, 'state'));
  await writeFile(file, '{"version":2,"names":{}}');
  await expect(readJsonFile(file, shape)).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining('newer Gearview') });
  await expect(writeJsonFile(file, shape, value('a'))).rejects.toMatchObject({ code: 'storage' });
  expect(await readdir(join(folder, 'state'))).toEqual(['names.json']);
});

test('a folder that cannot be is a storage failure that says why', async () => {
  await writeFile(join(folder, 'state'), 'a file');
  await expect(writeJsonFile(file, shape, value('a'))).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining(file) });
});

test('a write that fails half way leaves the old file and no rest', async () => {
  await writeJsonFile(file, shape, value('a'));
  await mkdir(`${file}.bak`);
  await expect(writeJsonFile(file, shape, value('b'))).rejects.toMatchObject({ code: 'storage', retry: true });
  expect((await readJsonFile(file, shape)).value).toEqual(value('a'));
  expect((await readdir(join(folder, 'state'))).toSorted()).toEqual(['names.json', 'names.json.bak']);
});

test('a value that breaks the shape is never written', async () => {
  await writeJsonFile(file, shape, value('a'));
  // @ts-expect-error a number is no name
  await expect(writeJsonFile(file, shape, value(7))).rejects.toThrow('expected string');
  expect((await readJsonFile(file, shape)).value).toEqual(value('a'));
});

describe('a file of an older version', () => {
  const older = z.strictObject({ version: z.literal(1), name: z.string() });
  const newer = {
    version: 2,
    schema: z.strictObject({ version: z.literal(2), names: z.array(z.string()) }),
    older: older.transform(({ name }) => ({ version: 2 as const, names: [name] })),
  };

  test('is understood, and becomes the backup of the next', async () => {
    await mkdir(join(folder, 'state'));
    await writeFile(file, '{"version":1,"name":"a"}');
    expect(await readJsonFile(file, newer)).toEqual({ value: { version: 2, names: ['a'] } });
    await writeJsonFile(file, newer, { version: 2, names: ['b'] });
    await rm(file);
    expect(await readJsonFile(file, newer)).toEqual({ value: { version: 2, names: ['a'] } });
  });

  test('that is damaged is kept aside', async () => {
    await mkdir(join(folder, 'state'));
    await writeFile(file, '{"version":1}');
    expect(await readJsonFile(file, newer, () => 3)).toEqual({ value: undefined, damaged: `${file}.corrupt-3` });
  });
});
