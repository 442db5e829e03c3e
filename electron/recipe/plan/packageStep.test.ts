/** Steps that install packages, on hosts where something of them is there. */
import { describe, expect, test } from 'vitest';
import { desktop } from './desktop';
import { contextOf, saidOf, stepIn } from './gpuFixtures';

const seen = { windowManagers: [{ id: 'openbox', name: 'Openbox', path: '/usr/bin/openbox' }] };
const FOUND = 'already: Openbox is there.';

const said = (packages: readonly string[], broken: readonly string[], given: { readonly offline?: boolean } = {}): string =>
  saidOf(
    stepIn(
      desktop,
      contextOf({
        change: { desktop: seen, system: { brokenPackages: [...broken] } },
        wish: { desktop: 'openbox', ...given },
        survey: { packages: new Map(packages.map((name) => [name, '1'])) },
      }),
      'desktop',
    ),
  );

describe('a desktop that is seen', () => {
  test.each([
    ['under other names than its packages have', [], ['vim'], FOUND],
    ['with some of its packages', ['openbox'], [], 'to-do'],
    ['with packages that are half installed', [], ['openbox', 'xterm'], 'to-do'],
    ['among more half installed packages than are known', [], Array.from({ length: 32 }, (_, at) => `lib${at}`), 'to-do'],
  ])('%s', (_, packages, broken, expected) => {
    expect(said(packages, broken)).toBe(expected);
  });

  test('is enough where the rest of it cannot be had', () => {
    expect(said(['openbox'], [], { offline: true })).toBe(FOUND);
  });
});
