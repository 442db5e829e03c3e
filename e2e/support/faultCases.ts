/** Faults planted in facts, and what one of the doctor's entries says of them: tables for tests. */
import { describe, expect, test } from 'vitest';
import { Diagnosis, type Cure, type Finding } from '../../electron/contract/doctor';
import { Facts } from '../../electron/contract/probe';
import type { QuestionName } from '../../electron/contract/probe/answer';
import { diagnose } from '../../electron/probe/doctor/diagnose';
import type { Entry, Seen } from '../../electron/probe/doctor/entry';
import { healthyFacts, healthySoftware } from '../../electron/probe/doctor/fixtures';
import { seenOf } from '../../electron/probe/doctor/seenFixtures';
import { checkSubject } from '../../electron/recipe/cure/remedies';

export interface FaultCase {
  readonly id: string;
  /** What is wrong, in a few words. */
  readonly fault: string;
  readonly seen: Seen;
  readonly confidence: Finding['confidence'];
  /** Empty when left out. */
  readonly subject?: string;
  readonly severity?: Finding['severity'];
  /** Questions whose answers are shown, in their order; '' for what was seen by other means. */
  readonly from: readonly (QuestionName | '')[];
  /** Somewhere in the evidence. */
  readonly shows: string | RegExp;
  /** `words`, a command, or the plan's `name subject`. */
  readonly cure: string;
}

/** As the page would get it: what does not fit the contract throws. */
export function examined(entries: readonly Entry[], id: string, seen: Seen): readonly Finding[] {
  const entry = entries.find((each) => each.id === id);
  if (entry === undefined) throw new Error(`There is no entry ${id}.`);
  return Diagnosis.parse({ hostId: seen.facts.hostId, findings: diagnose(seen, [entry]) }).findings;
}

export function curesOf(cure: Cure): string {
  switch (cure.kind) {
    case 'plan':
      return `${cure.cure.name} ${cure.cure.subject}`.trim();
    case 'command':
      return cure.commands.join('; ');
    case 'words':
      return 'words';
  }
}

/** Each fault gives exactly one finding, of its own entry; a healthy host and one that told nothing give none. */
export function testFaults(entries: readonly Entry[], cases: readonly FaultCase[]): void {
  test.each(cases)('$id: $fault', ({ id, seen, confidence, subject = '', severity, from, shows, cure }) => {
    const findings = examined(entries, id, seen);
    expect(findings).toHaveLength(1);
    const [found] = findings;
    expect(found).toMatchObject({ id, subject, confidence, ...(severity === undefined ? {} : { severity }) });
    expect(found?.evidence.map((each) => each.from ?? '')).toEqual(from);
    expect(found?.evidence.map(({ text }) => text).join('\n')).toMatch(shows);
    expect(found === undefined ? '' : curesOf(found.cure)).toBe(cure);
    if (found?.cure.kind === 'plan') checkSubject(found.cure.cure);
    const asked = found?.evidence.filter((each) => each.from !== undefined) ?? [];
    expect(asked.map(({ command }) => command)).toEqual(asked.map((each) => `ask ${each.from}`));
  });

  test('every entry has such a case', () => {
    expect([...new Set(cases.map(({ id }) => id))].toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
  });

  describe.each(entries.map((entry) => [entry.id, entry] as const))('%s is not found', (id, entry) => {
    test('on a healthy host with a GPU', () => expect(examined([entry], id, seenOf(healthyFacts()))).toEqual([]));
    test('on a healthy host without one', () => expect(examined([entry], id, seenOf(healthySoftware()))).toEqual([]));
    test('where nothing could be read', () => {
      const nothing = { answers: [], system: {}, gpu: { nvidia: { gpus: [] } }, gl: {}, desktop: {}, container: {}, login: {} };
      expect(examined([entry], id, seenOf({ ...healthyFacts(), ...nothing }))).toEqual([]);
    });
  });

  test.each(cases)('$id: hostile names stay out of commands ($fault)', ({ id, seen }) => {
    const findings = examined(entries, id, { ...seen, facts: Facts.parse(spoiled(seen.facts)) });
    const commands = findings.flatMap(({ cure }) => (cure.kind === 'command' ? cure.commands : []));
    expect(commands.filter((command) => !/^[A-Za-z0-9._:/=* +@|-]+$/.test(command))).toEqual([]);
    // Throws at a subject that its recipe would refuse.
    for (const { cure } of findings) if (cure.kind === 'plan') checkSubject(cure.cure);
  });
}

const HOSTILE = ' $(id -u)`id`;"\'\\ \u{202e}';
/** Values that are not a host's own words. */
const CLOSED =
  /^(kind|place|runs|of|packageManager|allow\w+|family|hostId|name|command|from|state|pci|device|vendor|type|failure|selinux|sudo|xauthKey|smi)$/;

/** Every text of a host with what a shell could take for its own, as long as the contract lets it be. */
function spoiled(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return CLOSED.test(key) ? value : `${value}${HOSTILE}${'x'.repeat(256)}`.slice(0, 256);
  if (Array.isArray(value)) return value.map((each) => spoiled(each, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoiled(each, name)]));
}
