import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { HOST, OTHER, WISH } from './fixtures';
import { openLastWishes } from './lastWishes';

async function file(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gv-wishes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'set-up-wishes.json');
}

test('the last wish of each host outlives the app', async () => {
  const path = await file();
  const wishes = openLastWishes(path);
  expect(await wishes.of(HOST)).toBeUndefined();
  const other = { ...WISH, mode: 'host-egl' } as const;
  await Promise.all([wishes.keep(HOST, WISH), wishes.keep(OTHER, WISH), wishes.keep(HOST, other)]);
  const again = openLastWishes(path);
  expect([await again.of(HOST), await again.of(OTHER)]).toEqual([other, WISH]);
  await again.forget(HOST);
  expect([await wishes.of(HOST), await wishes.of(OTHER)]).toEqual([undefined, WISH]);
});

test('a file that cannot be understood is as good as none', async () => {
  const path = await file();
  await writeFile(path, '{"version":1,"wishes":{"x":1}}');
  const wishes = openLastWishes(path);
  expect(await wishes.of(HOST)).toBeUndefined();
  await wishes.keep(HOST, WISH);
  expect(await wishes.of(HOST)).toEqual(WISH);
});
