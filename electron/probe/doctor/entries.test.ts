import { expect, test } from 'vitest';
import { z } from 'zod';
import { Cure, EntryId, Finding } from '../../contract/doctor';
import { diagnose } from './diagnose';
import { ENTRIES } from './entries';
import { healthyFacts, healthySoftware } from './fixtures';
import { seenOf } from './seenFixtures';

/** D76 was given up. */
const IDS = Array.from({ length: 80 }, (_, at) => `D${String(at + 1).padStart(2, '0')}`).filter((id) => id !== 'D76');

test('every fault of the table has one entry', () => {
  expect(ENTRIES.map(({ id }) => id).toSorted()).toEqual(IDS);
});

test.each(ENTRIES.map((entry) => [entry.id, entry] as const))('%s says all that a finding has to say', (_id, entry) => {
  const Told = z.object({
    id: EntryId,
    title: Finding.shape.title.min(8),
    cause: Finding.shape.cause.min(8),
    source: Finding.shape.source.min(3),
    severity: Finding.shape.severity,
    cure: Cure,
  });
  expect(Told.safeParse(entry).error).toBeUndefined();
  expect(entry.cure.text.length).toBeGreaterThan(8);
  // A sentence: the page puts others behind it.
  expect(entry.cause).toMatch(/[.?!”]$/);
  expect(entry.title).not.toMatch(/\.$/);
});

test('what an entry explains is another entry', () => {
  const wrong = ENTRIES.filter(({ id, explains = [] }) => explains.includes(id) || explains.some((each) => !IDS.includes(each)));
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test('no two entries explain each other, not even by way of others', () => {
  const symptoms = new Map(ENTRIES.map(({ id, explains = [] }) => [id, explains]));
  const reached = (id: string, from: ReadonlySet<string> = new Set()): ReadonlySet<string> =>
    (symptoms.get(id) ?? []).reduce<ReadonlySet<string>>(
      (all, each) => (all.has(each) ? all : reached(each, new Set([...all, each]))),
      from,
    );
  const circles = ENTRIES.filter(({ id }) => reached(id).has(id));
  expect(circles.map(({ id }) => id)).toEqual([]);
});

test.each([
  ['with a GPU', healthyFacts(), []],
  // That is no fault of it, and worth a note.
  ['without one', healthySoftware(), ['D78']],
])('a healthy host %s has nothing to be cured', (_name, facts, expected) => {
  for (const way of [undefined, 'forward'] as const)
    expect(diagnose(seenOf(facts, { way }), ENTRIES).map(({ id }) => id)).toEqual(expected);
});
