import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changed, HOST_ID, healthyFacts } from './doctor/fixtures';
import { openHistories, type Histories } from './history';

let folder: string;
let histories: Histories;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gv-history-'));
  histories = openHistories(join(folder, 'facts'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const later = (release: string, at: number) => ({
  ...changed(healthyFacts(), { system: { kernel: { release, architecture: 'x86_64' } } }),
  at,
});

test('a host that was never looked at has none', async () => {
  expect(await histories.list(HOST_ID)).toEqual({ hostId: HOST_ID, snapshots: [] });
});

test('changes are kept in their order, the same twice once, also when they come at once', async () => {
  await Promise.all([later('6.1', 1), later('6.1', 2), later('6.2', 3)].map((facts) => histories.note(facts)));
  const { snapshots } = await openHistories(join(folder, 'facts')).list(HOST_ID);
  expect(snapshots.map(({ at, values }) => [at, values.kernel])).toEqual([
    [1, '6.1'],
    [3, '6.2'],
  ]);
});

test('the oldest give way after a hundred', async () => {
  for (let at = 1; at <= 103; at++) await histories.note(later(`6.${at}`, at));
  const { snapshots } = await histories.list(HOST_ID);
  expect([snapshots.length, snapshots[0]?.at, snapshots.at(-1)?.at]).toEqual([100, 4, 103]);
});

test('a damaged file is kept aside and its backup read', async () => {
  await histories.note(later('6.1', 1));
  await histories.note(later('6.2', 2));
  writeFileSync(join(folder, 'facts', `${HOST_ID}.json`), '{"version": 1, "snap');
  expect((await histories.list(HOST_ID)).snapshots.map(({ at }) => at)).toEqual([1]);
  expect(readdirSync(join(folder, 'facts')).some((name) => name.includes('.corrupt-'))).toBe(true);
});

test('a host that is removed leaves no file, and takes nobody else’s', async () => {
  await histories.note(later('6.1', 1));
  await histories.note({ ...later('6.2', 2), hostId: 'ffffffffffff' });
  await histories.note(later('6.3', 3));
  await histories.forget(HOST_ID);
  expect(readdirSync(join(folder, 'facts'))).toEqual(['ffffffffffff.json']);
});

test('where nothing can be written it says which file', async () => {
  writeFileSync(join(folder, 'file'), '');
  chmodSync(join(folder, 'file'), 0o400);
  await expect(openHistories(join(folder, 'file')).note(healthyFacts())).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining(HOST_ID),
  });
});
