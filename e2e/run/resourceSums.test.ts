import { expect, test } from 'vitest';
import { openResources } from '../../electron/connection/resources';
import { join } from 'node:path';
import { ROOT } from './folders';
import { resourceSums } from './resourceSums';

const sums = resourceSums(ROOT);

test('R48: every script that is sent has a checksum, by which it is loaded', async () => {
  expect(Object.keys(sums)).toEqual(
    expect.arrayContaining(['lib/prelude.sh', 'session/start.sh', 'session/x11.pl', 'recipe/set-up/survey.sh']),
  );
  const load = openResources(join(ROOT, 'resources'), sums);
  for (const name of Object.keys(sums)) expect((await load(name)).length).toBeGreaterThan(0);
});

test('tests and pictures are none of it', () => {
  expect(Object.keys(sums).filter((name) => /\.(ts|png)$/.test(name))).toEqual([]);
});
