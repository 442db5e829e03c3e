import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeTextFile } from './textFile';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-text-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a text is written for its owner alone, in place of what was there, and leaves nothing beside it', async () => {
  const file = join(folder, 'bundle.txt');
  await writeFile(file, 'old', { mode: 0o644 });
  await writeTextFile(file, 'new ä\n');
  expect(await readFile(file, 'utf8')).toBe('new ä\n');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['bundle.txt']);
});

test('one that cannot be written says why, and leaves nothing behind', async () => {
  await mkdir(join(folder, 'taken'));
  await writeFile(join(folder, 'plain'), '');
  const storage = (why: string): object => ({ code: 'storage', message: expect.stringContaining(why) });
  await expect(writeTextFile(join(folder, 'taken'), 'x')).rejects.toMatchObject(storage('it is a folder'));
  await expect(writeTextFile(join(folder, 'plain', 'x.txt'), 'x')).rejects.toMatchObject(storage('a part of its path is not a folder'));
  await expect(writeTextFile(join(folder, 'absent', 'x.txt'), 'x')).rejects.toMatchObject(storage('could not be written'));
  expect((await readdir(folder)).toSorted()).toEqual(['plain', 'taken']);
});
