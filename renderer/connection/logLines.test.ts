import { expect, test } from 'vitest';
import type { LogEntry } from '../../electron/contract/log';
import { TextFile } from '../../electron/contract/log';
import { joinEntries, logFileName, logText, matchingEntries, MOST_ENTRIES } from './logLines';

const entry = (id: number, more: Partial<LogEntry> = {}): LogEntry => ({
  id,
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  level: 'info',
  hostId: '0123456789ab',
  event: 'script ran',
  fields: [],
  ...more,
});
const ids = (entries: readonly LogEntry[]): number[] => entries.map(({ id }) => id);

test('every word must be there, in event, name or value; letters alike', () => {
  const entries = [entry(1, { fields: [['command', 'exec /bin/sh -s']] }), entry(2), entry(3, { event: 'Connected' })];
  expect(ids(matchingEntries(entries, 'SCRIPT  sh', 'all'))).toEqual([1]);
  expect(ids(matchingEntries(entries, 'connected', 'all'))).toEqual([3]);
  expect(matchingEntries(entries, ' ', 'all')).toBe(entries);
});

test('a level means that one or worse', () => {
  const entries = [entry(1), entry(2, { level: 'warn' }), entry(3, { level: 'error' })];
  expect(ids(matchingEntries(entries, '', 'warn'))).toEqual([2, 3]);
  expect(ids(matchingEntries(entries, '', 'error'))).toEqual([3]);
});

test('as text each entry is one line, whatever its values hold', () => {
  const fields: LogEntry['fields'] = [
    ['rc', '0'],
    ['out', 'a\nb "c"'],
  ];
  expect(logText([entry(1, { level: 'warn', fields })], 1000)).toBe('2026-01-02T03:04:05.000Z warn  script ran rc=0 out="a\\nb \\"c\\""\n');
});

test('a text that is too long loses its beginning, and says so', () => {
  const entries = Array.from({ length: 100 }, (_, id) => entry(id, { event: `event ${id}` }));
  const text = logText(entries, 400);
  expect(text.length).toBeLessThanOrEqual(400);
  expect(text.startsWith('(the earliest')).toBe(true);
  expect(text.endsWith('event 99\n')).toBe(true);
});

test.each(['gpu1', '计算 ../../etc/passwd', 'x'.repeat(128)])('the file for %s has a name that may be saved', (name) => {
  expect(TextFile.safeParse({ name: logFileName({ name }), text: '' }).success).toBe(true);
});

test('what came while it was asked for is there once, and only so many are kept', () => {
  expect(ids(joinEntries([entry(1), entry(2)], [entry(2), entry(3)]))).toEqual([1, 2, 3]);
  const many = Array.from({ length: MOST_ENTRIES }, (_, at) => entry(at + 1));
  expect(joinEntries(many, [entry(MOST_ENTRIES + 1)])).toHaveLength(MOST_ENTRIES);
  expect(joinEntries(many, [entry(MOST_ENTRIES + 1)])[0]?.id).toBe(2);
});
