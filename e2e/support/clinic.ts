/** The doctor before a real host: looks at it as the worker does, and cures what can be cured. */
import type { Connection, LoadScript } from '../../electron/connection/connection';
import type { Check } from '../../electron/contract/check';
import type { Finding } from '../../electron/contract/doctor';
import type { LogEntry } from '../../electron/contract/log';
import type { Facts } from '../../electron/contract/probe';
import type { ModeChoice } from '../../electron/contract/session';
import { diagnose } from '../../electron/probe/doctor/diagnose';
import { ENTRIES } from '../../electron/probe/doctor/entries';
import { createProbes } from '../../electron/probe/probes';
import { createCures } from '../../electron/recipe/cure/cures';
import { rankModes } from '../../electron/session/chooser';
import { loadScript } from './laptop';
import type { Table } from './table';

export interface Examined {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly modes: readonly ModeChoice[];
  /** Milliseconds from the question to the findings. */
  readonly ms: number;
}

export interface Circumstances {
  readonly checks?: readonly Check[];
  readonly log?: readonly LogEntry[];
  readonly way?: 'forward' | 'relay';
  readonly load?: LoadScript;
}

const HOST_ID = '0123456789ab';

export async function examine(
  connection: Connection,
  { checks = [], log = [], way = connection.wayTo({ kind: 'unix', path: '' }), load = loadScript }: Circumstances = {},
): Promise<Examined> {
  const began = performance.now();
  const facts = await createProbes({ connection: async () => connection, load, now: Date.now }).look(HOST_ID);
  const findings = diagnose({ facts, checks, log, way }, ENTRIES);
  return { facts, findings, modes: rankModes(facts, findings), ms: Math.round(performance.now() - began) };
}

/** `D18 :3, D45` in the order of their importance. */
export const idsOf = ({ findings }: Pick<Examined, 'findings'>): string => findings.map(({ key }) => key).join(', ') || 'nothing found';

/** Runs the cure of the finding, where it is a plan; resolves with `cured` once the re-test does not find it any more. */
export async function cureAndLookAgain(connection: Connection, finding: Finding, circumstances: Circumstances = {}): Promise<string> {
  if (finding.cure.kind !== 'plan') return `its cure is ${finding.cure.kind}: ${finding.cure.text}`;
  const cures = createCures({ connection: async () => connection, load: circumstances.load ?? loadScript });
  // A run holds itself to the plan that was agreed to.
  await cures.plan(HOST_ID, finding.cure.cure);
  const { steps } = await cures.run(HOST_ID, finding.cure.cure);
  const failed = steps.find(({ state }) => state.kind !== 'done' && state.kind !== 'already');
  if (failed !== undefined) return `${failed.title}: ${JSON.stringify(failed.state)}`;
  const { findings } = await examine(connection, circumstances);
  return findings.some(({ key }) => key === finding.key) ? `still found: ${finding.key}` : 'cured';
}

export interface Planted {
  readonly case: string;
  /** The entry that is to be found. */
  readonly id: string;
  /** Its subject, where that is known beforehand. */
  readonly subject?: string;
  /** A part of its title or cause, where an entry has several shapes. */
  readonly says?: string;
  readonly on: Connection;
  /** The finding is to be gone after its cure. */
  readonly cured?: boolean;
  /** For a cure that is no plan: does what it says. The finding is to be gone, seen through the connection that this gives. */
  readonly mend?: (finding: Finding) => Promise<Connection>;
  readonly circumstances?: Circumstances;
}

/** A row of the doctor's table: the planted fault is found, and cured or mended where that is wanted. */
export async function found(table: Table, planted: Planted): Promise<void> {
  const { case: title, id, subject, says = '', on, cured = false, mend, circumstances } = planted;
  const key = subject === undefined ? id : `${id} ${subject}`;
  const expected = cured ? `${key}: cured` : mend === undefined ? key : `${key}: mended by hand`;
  await table.row(title, expected, async () => {
    const examined = await examine(on, circumstances);
    const finding = examined.findings.find(
      (each) => (subject === undefined ? each.id === id : each.key === key) && `${each.title} ${each.cause}`.includes(says),
    );
    if (finding === undefined) return { got: `not found among: ${idsOf(examined)}` };
    const others = examined.findings.filter((each) => each !== finding);
    const besides = others.length === 0 ? '' : `, besides ${idsOf({ findings: others })}`;
    const outcome = await treated(finding, planted);
    return { got: `${key}: ${outcome}${besides}`, seen: finding.title, cured: outcome };
  });
}

async function treated(finding: Finding, { on, cured = false, mend, circumstances }: Planted): Promise<string> {
  if (cured) return await cureAndLookAgain(on, finding, circumstances);
  if (mend === undefined) return finding.cure.kind;
  const { findings } = await examine(await mend(finding), circumstances);
  return findings.some(({ key }) => key === finding.key) ? `still found: ${finding.key}` : 'mended by hand';
}

/** The commands that the operator would copy. */
export const commandsOf = ({ cure }: Finding): string => (cure.kind === 'command' ? cure.commands.join('; ') : '');
