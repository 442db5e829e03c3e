import { expect, test } from 'vitest';
import type { Finding } from '../../electron/contract/doctor';
import { answers, facts, finding, host } from './fixtures';
import { differs, fleetRow, majorities, sorted, type FleetRow } from './fleet';
import { fleetCsv, fleetMarkdown } from './fleetText';

interface Given {
  readonly kernel?: string;
  readonly findings?: readonly Finding[];
  readonly isKnown?: boolean;
  readonly mode?: string;
}

function row(name: string, { kernel = '6.8', findings, isKnown = true, mode }: Given = {}): FleetRow {
  const { system } = facts();
  return fleetRow({
    host: host(name),
    state: { word: 'Connected', shape: 'good', isConnected: true },
    facts: isKnown ? facts({ system: { ...system, kernel: { release: kernel, architecture: 'x86_64' } } }) : undefined,
    diagnosis: findings === undefined ? undefined : { hostId: host(name).id, findings: [...findings] },
    mode,
  });
}
const names = (rows: readonly FleetRow[]): string[] => rows.map(({ host: { name } }) => name);

test('a row holds what a host is', () => {
  expect(row('a', { mode: 'VirtualGL EGL' }).values).toEqual({
    os: 'Ubuntu 24.04.3 LTS',
    kernel: '6.8',
    gpus: '2 × NVIDIA A10',
    driver: '550.163.01',
    virtualgl: '3.1.4',
    turbovnc: '3.3.1',
    tigervnc: '1.13.1',
    docker: '27.5.1',
    mode: 'VirtualGL EGL',
  });
});

test('what is not installed is a value; what is not known is none', () => {
  const absent = fleetRow({
    host: host('a'),
    state: { word: 'Connected', shape: 'good', isConnected: true },
    facts: facts({
      desktop: { xProxies: [] },
      container: {},
      gpu: { nvidia: { gpus: [] }, pci: [] },
      answers: answers().map((answer) => (['virtualgl', 'nvidia-module'].includes(answer.name) ? { ...answer, state: 'absent' } : answer)),
    }),
    diagnosis: undefined,
    mode: undefined,
  }).values;
  expect(absent).toMatchObject({ virtualgl: 'Not installed', turbovnc: 'Not installed', driver: 'Not installed', gpus: 'None' });
  expect(absent.docker).toBeUndefined();
  expect(Object.values(row('b', { isKnown: false }).values).every((value) => value === undefined)).toBe(true);
});

test('a value that differs from what more than half have is marked, with what those have', () => {
  const rows = [row('a'), row('b'), row('c', { kernel: '5.15' }), row('d', { isKnown: false })];
  const found = majorities(rows);
  expect([...found]).toEqual([['kernel', { value: '6.8', count: 2, of: 3 }]]);
  expect(rows.map((each) => differs(each, 'kernel', found)?.value)).toEqual([undefined, undefined, '6.8', undefined]);
  expect(rows.map((each) => differs(each, 'os', found))).toEqual([undefined, undefined, undefined, undefined]);
});

test('without a majority nobody is the odd one', () => {
  expect(majorities([row('a', { kernel: '1' }), row('b', { kernel: '2' })]).size).toBe(0);
  expect(majorities([]).size).toBe(0);
});

test('versions sort as numbers, equal ones keep their order, and what is not known comes last either way', () => {
  const rows = [row('a', { kernel: '6.10' }), row('b', { isKnown: false }), row('c', { kernel: '6.8' }), row('d', { kernel: '6.10' })];
  expect(names(sorted(rows, { column: 'kernel', descending: false }))).toEqual(['c', 'a', 'd', 'b']);
  expect(names(sorted(rows, { column: 'kernel', descending: true }))).toEqual(['a', 'd', 'c', 'b']);
  expect(names(sorted(rows, { column: 'host', descending: true }))).toEqual(['d', 'c', 'b', 'a']);
});

test('problems sort by gravity, then number; notes are none', () => {
  const rows = [
    row('two', { findings: [finding('D16'), finding('D18')] }),
    row('unjudged'),
    row('blocked', { findings: [finding('D09', { severity: 'blocks' })] }),
    row('noted', { findings: [finding('D24', { severity: 'note' })] }),
  ];
  expect(names(sorted(rows, { column: 'problems', descending: true }))).toEqual(['blocked', 'two', 'noted', 'unjudged']);
  expect(rows.map(({ mark }) => mark?.words)).toEqual(['2 problems', undefined, '1 problem', undefined]);
  expect(rows.map(({ mark }) => mark?.shape)).toEqual(['warn', undefined, 'bad', undefined]);
});

test('CSV quotes what needs it, and nothing from a host becomes a formula', () => {
  const [head, first, second] = fleetCsv([row('a,"b"', { kernel: '=cmd()' }), row('c', { isKnown: false, findings: [] })]).split('\r\n');
  expect(head).toBe('Host,State,Problems,System,Kernel,GPUs,Driver,VirtualGL,TurboVNC,TigerVNC,Docker,Best mode');
  expect(first).toBe(`"a,""b""",Connected,,Ubuntu 24.04.3 LTS,'=cmd(),2 × NVIDIA A10,550.163.01,3.1.4,3.3.1,1.13.1,27.5.1,`);
  expect(second).toBe('c,Connected,0,,,,,,,,,');
});

test('Markdown keeps its columns whatever a host says', () => {
  const lines = fleetMarkdown([row('a|b', { kernel: '<img>' })]).split('\n');
  expect(lines[0]).toMatch(/^\| Host \| State \|/);
  expect(lines[1]).toBe(`|${' --- |'.repeat(12)}`);
  expect(lines[2]).toContain(String.raw`| a\|b | Connected |  | Ubuntu 24.04.3 LTS | \<img\> |`);
});
