import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Diagnosis } from '../contract/doctor';
import type { LogEntry } from '../contract/log';
import type { Facts } from '../contract/probe';
import { createDiagnoses } from './diagnoses';
import type { Entry, Seen } from './doctor/entry';
import { HOST_ID, healthyFacts } from './doctor/fixtures';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const entry = (id: number, event: string): LogEntry => ({ id, at: id, level: 'warn', hostId: HOST_ID, event, fields: [] });

function diagnoses({ facts = healthyFacts(), log = [] }: { facts?: Facts | undefined; log?: LogEntry[] } = {}) {
  const seen: Seen[] = [];
  const state = { facts: facts as Facts | undefined, log, found: true };
  const entries: Entry[] = [
    {
      id: 'D18',
      title: 'A display number is taken by nobody',
      cause: 'A lock was left behind.',
      severity: 'harms',
      cure: { kind: 'words', text: 'Remove it.' },
      source: 'test',
      detect(each) {
        seen.push(each);
        return state.found ? [{ subject: ':3', confidence: 'certain', evidence: [{ command: '', text: 'x' }] }] : [];
      },
    },
  ];
  const made = createDiagnoses({ entries, facts: () => state.facts, checks: () => [], log: () => state.log, way: () => undefined });
  const told: Diagnosis[] = [];
  made.onChange((diagnosis) => told.push(diagnosis));
  return { made, told, seen, state };
}

test('a host that was not looked at has no diagnosis', () => {
  const { made, state, told } = diagnoses();
  state.facts = undefined;
  expect(made.renew(HOST_ID)).toBeUndefined();
  expect([made.list(), told]).toEqual([[], []]);
});

test('is told when it differs from the one before, and only then', () => {
  const { made, told, state } = diagnoses();
  expect(made.renew(HOST_ID)?.findings.map(({ key }) => key)).toEqual(['D18 :3']);
  made.renew(HOST_ID);
  state.found = false;
  made.renew(HOST_ID);
  expect(told.map(({ findings }) => findings.length)).toEqual([1, 0]);
});

test('what comes at once is examined once, a moment later', () => {
  const { made, seen } = diagnoses();
  for (let time = 0; time < 5; time++) made.renewSoon(HOST_ID);
  expect(seen).toHaveLength(0);
  vi.advanceTimersByTime(1000);
  expect(seen).toHaveLength(1);
});

test('a host that was removed is not examined any more', () => {
  const { made, seen } = diagnoses();
  made.renew(HOST_ID);
  made.renewSoon(HOST_ID);
  made.forget(HOST_ID);
  vi.advanceTimersByTime(1000);
  expect([seen.length, made.list()]).toEqual([1, []]);
});

test('sees of the log only what came since this connection began', () => {
  const log = [
    entry(-1, 'of an earlier run'),
    entry(0, 'connected'),
    entry(1, 'refused'),
    entry(2, 'connected'),
    entry(3, 'screen closed'),
  ];
  const { made, seen } = diagnoses({ log });
  made.renew(HOST_ID);
  expect(seen[0]?.log.map(({ event }) => event)).toEqual(['connected', 'screen closed']);
});
