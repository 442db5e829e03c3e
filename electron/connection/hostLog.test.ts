import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog, type LogFile } from '../base/log';
import { LOG_ENTRIES, LogEntry } from '../contract/log';
import { createHostLogs, type HostLogs } from './hostLog';

const ONE = { id: '000000000001', name: 'One' };
const TWO = { id: '000000000002', name: 'Two' };

let folder: string;
let log: LogFile;
let logs: HostLogs;
const open = (): void => {
  log = openLog(join(folder, 'gearview.log'));
  logs = createHostLogs(log);
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-hostlog-'));
  open();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const events = (host = ONE): string[] => logs.list(host.id).map(({ event }) => event);
const ids = (host = ONE): number[] => logs.list(host.id).map(({ id }) => id);

describe('the log of a host', () => {
  test('has its own entries, each told once, with ids that grow by one', () => {
    const added: LogEntry[] = [];
    const end = logs.onAdded((entry) => added.push(entry));
    log.write('info', ONE, 'first', { n: 1, yes: true, text: 'a' });
    log.write('warn', TWO, 'other');
    log.write('info', undefined, 'of no host');
    log.write('error', ONE, 'second');
    expect(logs.list(ONE.id)).toEqual([
      {
        id: 0,
        at: expect.any(Number),
        level: 'info',
        hostId: ONE.id,
        event: 'first',
        fields: [
          ['n', '1'],
          ['yes', 'true'],
          ['text', 'a'],
        ],
      },
      { id: 1, at: expect.any(Number), level: 'error', hostId: ONE.id, event: 'second', fields: [] },
    ]);
    expect(added.map(({ hostId, event }) => [hostId, event])).toEqual([
      [ONE.id, 'first'],
      [TWO.id, 'other'],
      [ONE.id, 'second'],
    ]);
    end();
    log.write('info', ONE, 'third');
    expect(added).toHaveLength(3);
  });

  test('holds no secret, in no field', () => {
    log.secret('canary-1');
    log.write('error', { id: ONE.id, name: 'canary-1' }, 'canary-1 event', {
      a: 'x canary-1',
      b: 'password=canary-2',
      c: 'Authorization: Basic canary-3',
    });
    expect(JSON.stringify(logs.list(ONE.id))).not.toContain('canary');
    expect(logs.list(ONE.id)[0]?.fields).toEqual([
      ['a', 'x [redacted]'],
      ['b', 'password=[redacted]'],
      ['c', 'Authorization: [redacted]'],
    ]);
  });

  test('has nothing that a screen would obey (R67)', () => {
    log.write('info', ONE, '\u001b[2Jevent\nof two lines', { stderr: 'a\n\u001b]0;x\u0007', '\u202ename': '\u202e' });
    expect(logs.list(ONE.id)[0]).toMatchObject({
      event: '\\x1b[2Jevent of two lines',
      fields: [
        ['stderr', 'a\n\\x1b]0;x\\x07'],
        ['\\u202ename', '\\u202e'],
      ],
    });
  });

  test(`keeps the newest ${LOG_ENTRIES}`, () => {
    for (let index = 0; index < LOG_ENTRIES + 5; index++) log.write('info', ONE, `event ${index}`);
    expect(events()).toHaveLength(LOG_ENTRIES);
    expect(events()[0]).toBe('event 5');
    expect(ids()[0]).toBe(5);
    expect(ids().at(-1)).toBe(LOG_ENTRIES + 4);
  });

  test('and its entries stay within what a message may hold, however long they are', () => {
    const added: LogEntry[] = [];
    logs.onAdded((entry) => added.push(entry));
    const long = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${'n'.repeat(80)}${index}`, '\\'.repeat(5000)]));
    for (let index = 0; index < 200; index++) log.write('info', ONE, 'e'.repeat(1000), long);
    for (const entry of added) {
      expect(LogEntry.parse(entry)).toEqual(entry);
      expect(JSON.stringify(entry).length).toBeLessThan(256 * 1024);
    }
    expect(JSON.stringify(logs.list(ONE.id)).length).toBeLessThan(8 * 1024 * 1024);
    expect(ids().at(-1)).toBe(199);
    expect(ids().length).toBeGreaterThan(20);
  });

  test('survives a restart: what was before has ids below zero', () => {
    log.write('info', ONE, 'before 1');
    log.write('info', TWO, 'other');
    log.write('info', ONE, 'before 2', { n: 1 });
    open();
    log.write('info', ONE, 'after');
    expect(events()).toEqual(['before 1', 'before 2', 'after']);
    expect(ids()).toEqual([-2, -1, 0]);
    expect(logs.list(ONE.id)[1]?.fields).toEqual([['n', '1']]);
    log.write('info', ONE, 'later');
    expect(ids()).toEqual([-2, -1, 0, 1]);
    expect(events(TWO)).toEqual(['other']);
  });

  test('has no gap between before and now', () => {
    log.write('info', ONE, 'before');
    open();
    for (let index = 0; index < LOG_ENTRIES; index++) log.write('info', ONE, `event ${index}`);
    expect(ids().slice(0, 2)).toEqual([0, 1]);
    log.write('info', ONE, 'one more');
    expect(ids()[0]).toBe(1);
  });

  test('of a removed host is gone, and stays so', () => {
    log.write('info', ONE, 'before');
    open();
    log.write('info', ONE, 'now');
    const added: LogEntry[] = [];
    logs.onAdded((entry) => added.push(entry));
    logs.forget(ONE.id);
    log.write('info', ONE, 'its connection closed');
    expect(logs.list(ONE.id)).toEqual([]);
    expect(added).toEqual([]);
  });

  test('whose file is damaged is what could be read', async () => {
    await writeFile(join(folder, 'gearview.log'), '{"time":1}\nrubbish\n');
    open();
    log.write('info', ONE, 'now');
    expect(events()).toEqual(['now']);
  });
});
