import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScriptRecord } from '../../connection/script';
import { Load } from '../../contract/probe';
import { loadOf, NOTHING, read, type Reading } from './reading';

const HOST = '0123456789ab';
const record = (key: string, ...values: string[]): ScriptRecord => ({ key, values });
const after = (...records: ScriptRecord[]): Reading => records.reduce(read, NOTHING);
const load = (...records: ScriptRecord[]): Load | undefined => loadOf(after(record('x', ''), ...records), HOST, 5);

describe('a Load', () => {
  test('is there once the X servers are known', () => {
    expect(loadOf(after(record('cpu', '5')), HOST, 5)).toBeUndefined();
    expect(loadOf(after(record('cpu', '5'), record('x', '')), HOST, 5)).toEqual({ hostId: HOST, at: 5, gpus: [], cpu: 5, xServers: [] });
  });

  test('holds what was said last of each thing', () => {
    expect(load(record('cpu', '5'), record('memory', '100 2000'), record('cpu', '10'), record('memory', '300 2000'))).toEqual({
      hostId: HOST,
      at: 5,
      gpus: [],
      cpu: 10,
      memoryUsed: 300,
      memoryTotal: 2000,
      xServers: [],
    });
  });

  test('has the X servers with and without a display', () => {
    expect(load(record('x', 'Xtigervnc 1 4711\nx11vnc - 4712\nrubbish\nXorg :0 1'))?.xServers).toEqual([
      { kind: 'Xtigervnc', display: 1, pid: 4711 },
      { kind: 'x11vnc', pid: 4712 },
    ]);
  });
});

describe('GPUs', () => {
  // Layout of nvidia-smi 535 and 550, `--format=csv,noheader,nounits`.
  const a10 = '0, NVIDIA A10, 17, 1024, 23028, 41, 61.23';
  const a100 = '1, NVIDIA A100-SXM4-80GB, [N/A], [N/A], [N/A], 33, [Not Supported]';

  test('are read line by line; what the driver does not tell is left out', () => {
    expect(load(record('gpu', `${a100}\n${a10}\nUnable to determine the device handle`))?.gpus).toEqual([
      { id: '0', name: 'NVIDIA A10', load: 17, memoryUsed: 1024, memoryTotal: 23028, temperature: 41, power: 61.23 },
      { id: '1', name: 'NVIDIA A100-SXM4-80GB', temperature: 33 },
    ]);
  });

  test('change one by one, in the order of their numbers', () => {
    const lines = [10, 2, 0].map((index) => record('gpu', `${index}, A, 0, 0, 10, 30, 5`));
    expect(load(...lines, record('gpu', '2, A, 99, 5, 10, 40, 50'))?.gpus.map(({ id, load }) => [id, load])).toEqual([
      ['0', 0],
      ['2', 99],
      ['10', 0],
    ]);
  });

  test('of nvidia-smi are gone with it, others stay', () => {
    expect(load(record('gpu', a10), record('gpu', 'card1, AMD GPU, 3, 1, 2, 30, 9'), record('smi-ended', ''))?.gpus).toMatchObject([
      { id: 'card1', load: 3 },
    ]);
  });

  test.each(['', '0', '0, A, 1, 2, 3, 4', 'GPU, A, 1, 2, 3, 4, 5', '-1, A, 1, 2, 3, 4, 5', 'cardX, A, 1, 2, 3, 4, 5'])(
    '“%s” is none',
    (line) => {
      expect(load(record('gpu', line))?.gpus).toEqual([]);
    },
  );

  test('values beyond all bounds are left out', () => {
    expect(load(record('gpu', '0, A, 101, -1, 1e99, 99999, -5'))?.gpus).toEqual([{ id: '0', name: 'A' }]);
  });
});

test('records that are not understood change nothing', () => {
  const reading = after(record('x', ''));
  for (const bad of [record('cpu', '101'), record('cpu'), record('memory', '5'), record('memory', 'a b'), record('step', 'x')]) {
    expect(read(reading, bad)).toBe(reading);
  }
});

test('whatever a host says is a Load that may cross to the page', () => {
  const number = fc.oneof(fc.nat().map(String), fc.string(), fc.constantFrom('[N/A]', '1e9', '-3', '99.5', '9'.repeat(30)));
  const gpu = fc.tuple(
    fc.oneof(fc.nat(40).map(String), fc.string()),
    fc.string({ maxLength: 400 }),
    number,
    number,
    number,
    number,
    number,
  );
  const server = fc.tuple(fc.string({ maxLength: 400 }), number, number).map((words) => words.join(' '));
  const text = (line: fc.Arbitrary<string>) => fc.array(line, { maxLength: 200 }).map((lines) => lines.join('\n'));
  const any = fc.oneof(
    text(gpu.map((fields) => fields.join(', '))).map((lines) => record('gpu', lines)),
    text(server).map((lines) => record('x', lines)),
    fc.tuple(number, number).map((words) => record('memory', words.join(' '))),
    number.map((value) => record('cpu', value)),
    fc.tuple(fc.constantFrom('gpu', 'x', 'cpu', 'memory'), fc.string()).map(([key, value]) => record(key, value)),
  );
  let gpus = 0;
  for (const records of fc.sample(fc.array(any, { maxLength: 8 }), 300)) {
    const told = Load.parse(load(...records));
    gpus += told.gpus.length;
  }
  expect(gpus).toBeGreaterThan(100);
});
