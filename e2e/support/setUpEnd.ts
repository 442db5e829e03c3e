/** What became of set-ups, in words for a table. */
import type { SetUpPlan, SetUpRun } from '../../electron/contract/setUp';
import type { Box } from './box';
import { stepsOf, type App, type SetUpHost } from './setUpHost';

/** `done; proven`, or what there is instead. */
export function endOf({ state, proof, plan }: SetUpRun): string {
  const end = state.kind === 'failed' ? `failed: ${state.failure.message}` : state.kind;
  if (proof?.kind === 'proven') return `${end}; ${proof.asExpected ? 'proven' : proof.sentence}`;
  return `${end}; ${proof === undefined ? stepsOf(plan).replaceAll('\n', ', ') : JSON.stringify(proof)}`;
}

/** Steps with their states, but for those that had nothing to do. */
export const stepStates = ({ plan }: SetUpRun): string =>
  plan.steps
    .filter(({ state }) => state.kind !== 'already')
    .map(({ id, state }) => `${id} ${state.kind}`)
    .join(', ');

/** Steps that are to do; and those that cannot be done, which say so. */
export const toDo = ({ steps }: Pick<SetUpPlan, 'steps'>): string =>
  steps
    .filter(({ state }) => state.kind !== 'already')
    .map(({ id, state }) => (state.kind === 'to-do' ? id : `${id} ${state.kind}`))
    .join(', ') || 'all already';

/** What dpkg did since the box began, in order: `install xterm:amd64`. */
export const packageActions = (box: Box): Promise<readonly string[]> =>
  linesOf(box, `awk '$3 ~ /^(install|upgrade|configure|remove|purge)$/ { print $3, $4 }' /var/log/dpkg.log`);

/** `nothing twice`, or what was: a package, a step in the host's journal, or a job of a step. */
export async function twice(box: Box): Promise<string> {
  const found = [
    ...repeated(await packageActions(box)),
    ...repeated(await linesOf(box, 'ls /var/lib/gearview/journal | cut -c 6-')),
    ...(await linesOf(box, 'find /home -name log.old')),
  ];
  return found.length === 0 ? 'nothing twice' : `twice: ${found.join(', ')}`;
}

const linesOf = async (box: Box, line: string): Promise<readonly string[]> =>
  (await box.asRoot(line)).split('\n').filter((each) => each !== '');

const repeated = (all: readonly string[]): readonly string[] => all.filter((each, at) => all.indexOf(each) < at);

/** Takes everything back: `undone, as before`, or how the host is unlike its listing of before. */
export async function takenBack(app: App, host: SetUpHost, before: readonly string[]): Promise<string> {
  const { id, hostId } = await app.setUps.planUndo(app.host.id);
  const { state } = await app.ended((await app.setUps.begin({ hostId, planId: id })).id);
  return `${state.kind === 'done' ? 'undone' : state.kind}, ${unlike(before, await host.listing()) || 'as before'}`;
}

/** The lines that only one of two listings has; empty when they are the same. */
export function unlike(one: readonly string[], other: readonly string[]): string {
  const only = (mine: readonly string[], others: readonly string[], sign: string): readonly string[] => {
    const known = new Set(others);
    return mine.filter((line) => !known.has(line)).map((line) => `${sign} ${line}`);
  };
  return [...only(one, other, '-'), ...only(other, one, '+')].join('\n');
}
