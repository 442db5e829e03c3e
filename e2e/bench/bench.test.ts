import { describe, expect, test } from 'vitest';
import { benchOptions } from './options';
import { median, Row, rowsOf, tableOf, type Measured } from './rows';

describe('arguments', () => {
  const read = (...args: string[]) => benchOptions(args, ['connection', 'screen']);

  test('none: every bench, five runs, no file', () => {
    expect(read()).toEqual({ names: ['connection', 'screen'], list: false, runs: 5 });
  });

  test('name benches, runs and a file', () => {
    expect(read('--only', 'screen', '--json', 'a/b.json', '--runs', '7')).toEqual({
      names: ['screen'],
      list: false,
      runs: 7,
      json: 'a/b.json',
    });
    expect(read('--only=screen', '--only=connection').names).toEqual(['connection', 'screen']);
    expect(read('--list').list).toBe(true);
  });

  test.each([
    [['--only', 'gpu'], 'There is no bench gpu; there is connection, screen.'],
    [['--only'], 'Usage'],
    [['--fast'], '--fast'],
    [['connection'], 'Usage'],
    [['--runs', '0'], '--runs takes'],
    [['--runs', '2.5'], '--runs takes'],
    [['--json', ''], '--json takes'],
  ])('%j is refused in one sentence', (args, part) => {
    expect(() => read(...args)).toThrow(new RegExp(`^[^\n]*${part}[^\n]*$`));
  });
});

describe('rows', () => {
  const quantities = [
    { name: 'Stream', unit: 'MB/s' },
    { name: 'Ready', unit: 'ms' },
  ] as const;

  test('a median is the middle one, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([10, 9, 100])).toBe(10);
    expect(() => median([])).toThrow('no median');
  });

  test('hold medians and their ratio, ours over theirs', () => {
    const ours = [400, 380, 10].map((value) => ({ Stream: value, Ready: 50 }));
    const theirs = [200, 190, 900].map((value) => ({ Stream: value, Ready: 100 }));
    const rows = rowsOf(quantities, ours, theirs);
    expect(rows).toEqual([
      { name: 'Stream', unit: 'MB/s', gearview: 380, peer: 200, ratio: 1.9, runs: 3 },
      { name: 'Ready', unit: 'ms', gearview: 50, peer: 100, ratio: 0.5, runs: 3 },
    ]);
    for (const row of rows) expect(Row.parse(row)).toEqual(row);
    expect(rowsOf(quantities, ours, theirs, ' in Electron')[0]?.name).toBe('Stream in Electron');
  });

  test('a value that is missing or no measurement ends the bench', () => {
    const cases: Measured[] = [{ Stream: 1 }, { Stream: 1, Ready: 0 }, { Stream: Number.NaN, Ready: 1 }];
    for (const bad of cases) {
      expect(() => rowsOf(quantities, [bad], [{ Stream: 1, Ready: 1 }])).toThrow('not measured');
      expect(() => rowsOf(quantities, [{ Stream: 1, Ready: 1 }], [bad])).toThrow('not measured');
    }
    expect(() => rowsOf(quantities, [], [])).toThrow('no median');
  });

  test('are a table for a person', () => {
    expect(tableOf([{ name: 'Stream', unit: 'MB/s', gearview: 380, peer: 200, ratio: 1.9, runs: 5 }])).toBe(
      ['        unit  Gearview  peer  ratio  runs', 'Stream  MB/s       380   200   1.90     5'].join('\n'),
    );
  });
});
