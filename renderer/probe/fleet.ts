/** Hosts side by side: the values of each, which of them differ from the majority, and their order. */
import type { Diagnosis } from '../../electron/contract/doctor';
import type { Host } from '../../electron/contract/host';
import type { Facts } from '../../electron/contract/probe';
import type { QuestionName } from '../../electron/contract/probe/answer';
import type { XProxyKind } from '../../electron/contract/session';
import type { Shape } from '../base/StatusShape';
import { problemMark, problemsIn, type ProblemMark } from './problems';
import { probeTexts as texts } from './texts';

export const COMPARED = ['os', 'kernel', 'gpus', 'driver', 'virtualgl', 'turbovnc', 'tigervnc', 'docker', 'mode'] as const;
export type Compared = (typeof COMPARED)[number];
export type Column = 'host' | 'state' | Compared | 'problems';
/** Problems first of all values: they are seen without scrolling. */
export const COLUMNS: readonly Column[] = ['host', 'state', 'problems', ...COMPARED];

export interface FleetRow {
  readonly host: Host;
  readonly state: string;
  readonly shape: Shape;
  /** Epoch ms of the last look; undefined: never. */
  readonly seen: number | undefined;
  readonly isConnected: boolean;
  /** Undefined: not known. */
  readonly values: Readonly<Record<Compared, string | undefined>>;
  /** Undefined while not judged. */
  readonly problems: readonly { readonly severity: 'blocks' | 'harms' | 'note' }[] | undefined;
  readonly mark: ProblemMark | undefined;
}

export interface FleetSource {
  readonly host: Host;
  readonly state: { readonly word: string; readonly shape: Shape; readonly isConnected: boolean };
  readonly facts: Facts | undefined;
  readonly diagnosis: Diagnosis | undefined;
  /** The best mode that is possible, in words. */
  readonly mode: string | undefined;
}

export function fleetRow({ host, state, facts, diagnosis, mode }: FleetSource): FleetRow {
  return {
    host,
    state: state.word,
    shape: state.shape,
    isConnected: state.isConnected,
    seen: facts?.at,
    values: { ...(facts === undefined ? NOTHING : valuesOf(facts)), mode },
    problems: diagnosis === undefined ? undefined : problemsIn(diagnosis),
    mark: problemMark(diagnosis),
  };
}

type FactValues = Readonly<Record<Exclude<Compared, 'mode'>, string | undefined>>;
const NOTHING: FactValues = {
  os: undefined,
  kernel: undefined,
  gpus: undefined,
  driver: undefined,
  virtualgl: undefined,
  turbovnc: undefined,
  tigervnc: undefined,
  docker: undefined,
};

function valuesOf(facts: Facts): FactValues {
  const { system, gpu, desktop, container } = facts;
  const isAbsent = (name: QuestionName): boolean => facts.answers.some((answer) => answer.name === name && answer.state === 'absent');
  const orAbsent = (value: string | undefined, name: QuestionName): string | undefined =>
    value ?? (isAbsent(name) ? texts.notInstalled : undefined);
  const proxy = (kind: XProxyKind): string | undefined =>
    desktop.xProxies === undefined
      ? orAbsent(undefined, 'x-proxies')
      : (desktop.xProxies.find((each) => each.kind === kind)?.version ?? texts.notInstalled);
  return {
    os: system.os?.name,
    kernel: system.kernel?.release,
    gpus: gpuText(facts),
    driver: orAbsent(gpu.nvidia.moduleLoaded ?? (gpu.nvidia.smi?.kind === 'ok' ? gpu.nvidia.smi.driver : undefined), 'nvidia-module'),
    virtualgl: orAbsent(desktop.virtualgl?.version, 'virtualgl'),
    turbovnc: proxy('turbovnc'),
    tigervnc: proxy('tigervnc'),
    docker: orAbsent(container.docker?.version, 'docker'),
  };
}

/** `2 × NVIDIA A10`, `None`. */
function gpuText({ gpu }: Facts): string | undefined {
  const names =
    gpu.nvidia.gpus.length > 0
      ? gpu.nvidia.gpus.map(({ name }) => name)
      : gpu.pci?.filter(({ vendor }) => REAL.has(vendor)).map(({ name }) => name);
  if (names === undefined) return undefined;
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.length === 0 ? texts.none : [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)).join(', ');
}

const REAL: ReadonlySet<string> = new Set(['nvidia', 'amd', 'intel']);

export interface Majority {
  readonly value: string;
  readonly count: number;
  /** Hosts of which the value is known. */
  readonly of: number;
}

/** The value that more than half of the hosts have, where others have another one. */
export function majorities(rows: readonly FleetRow[]): ReadonlyMap<Compared, Majority> {
  return new Map(
    COMPARED.flatMap((column) => {
      const known = rows.flatMap(({ values }) => values[column] ?? []);
      const counts = new Map<string, number>();
      for (const value of known) counts.set(value, (counts.get(value) ?? 0) + 1);
      const most = [...counts].find(([, count]) => count * 2 > known.length);
      return most === undefined || counts.size < 2 ? [] : [[column, { value: most[0], count: most[1], of: known.length }] as const];
    }),
  );
}

/** The majority that a row's value differs from. */
export function differs(row: FleetRow, column: Compared, found: ReadonlyMap<Compared, Majority>): Majority | undefined {
  const [value, majority] = [row.values[column], found.get(column)];
  return value === undefined || majority === undefined || value === majority.value ? undefined : majority;
}

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

const NATURAL = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Many and grave ones first. */
const weight = ({ problems }: FleetRow): number =>
  problems === undefined ? -1 : problems.reduce((sum, { severity }) => sum + (severity === 'blocks' ? 1000 : 1), 0);

function textOf(row: FleetRow, column: Exclude<Column, 'problems'>): string | undefined {
  if (column === 'host') return row.host.name;
  return column === 'state' ? row.state : row.values[column];
}

/** What is not known comes last either way; equal ones keep the operator's own order. */
export function sorted(rows: readonly FleetRow[], { column, descending }: Order): readonly FleetRow[] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    if (column === 'problems') return (weight(a) - weight(b)) * sign;
    const [one, other] = [textOf(a, column), textOf(b, column)];
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    return NATURAL.compare(one, other) * sign;
  });
}
