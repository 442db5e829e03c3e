/** The work of a run: its steps one after the other, a fresh look whenever a recipe is complete, then a desktop that proves it. */
import { Failure } from '../../base/failure';
import type { RecipeName, SetUpPlan, SetUpStep } from '../../contract/setUp';
import { isToDo, type Ending, type Prepared, type RunContext } from './context';
import { checkFiles } from './files';
import { runStep } from './oneStep';
import { proveMode } from './proving';
import { takenBack, verified } from './verified';

/** Rejects with why the host could not be looked at afterwards. */
export async function inOrder(context: RunContext, { plan, jobs, home }: Prepared): Promise<Ending> {
  const { cancelled, current, deps, hostId, note, over, stop } = context;
  const todo = plan.steps.filter(isToDo);
  note('info', 'set-up begun', {
    run: context.runId,
    plan: plan.id,
    kind: plan.kind,
    mode: plan.wish?.mode,
    steps: todo.map(({ id }) => id).join(' '),
  });
  const damaged = await checkFiles(context, todo);
  if (damaged !== undefined) return damaged;
  for (const [at, step] of todo.entries()) {
    if (cancelled() !== undefined) return { kind: 'cancelled' };
    const job = jobs.get(step.id);
    // Checked before the run (agreed.ts).
    if (job === undefined) throw new Failure('internal', `${step.title} has nothing to run.`);
    context.phase('running');
    const ending = await runStep(context, home, { step, job, position: at + 1, of: todo.length });
    if (ending !== undefined) return ending;
    if (cancelled() !== undefined) return { kind: 'cancelled' };
    if (!isComplete(plan.kind, step, todo.slice(at + 1))) continue;
    if (GROUPS.has(step.recipe)) await over(() => deps.renew(hostId));
    const failure = await verify(context, jobs);
    if (failure !== undefined) return { kind: 'failed', failure };
  }
  const mode = current().plan.wish?.mode;
  if (mode !== undefined && cancelled() === undefined) await proveMode(deps, hostId, mode, { signal: stop, onProof: context.setProof });
  return { kind: cancelled() === undefined ? 'done' : 'cancelled' };
}

/** They change what a login may do from its begin on. */
const GROUPS: ReadonlySet<RecipeName> = new Set(['groups', 'gpu-access']);

/** What follows rests on a recipe; of an undo only the whole can be judged. */
const isComplete = (kind: SetUpPlan['kind'], { recipe }: SetUpStep, left: readonly SetUpStep[]): boolean =>
  kind === 'undo' ? left.length === 0 : left.every((step) => step.recipe !== recipe);

async function verify(context: RunContext, jobs: Prepared['jobs']): Promise<Failure | undefined> {
  context.phase('verifying');
  const { failure, ...seen } = await look(context, jobs);
  context.setPlan(seen);
  return failure;
}

async function look({ deps, hostId, hostName, over, current }: RunContext, jobs: Prepared['jobs']) {
  const { plan } = current();
  const { wish } = plan;
  if (wish !== undefined) return verified(hostName, plan, await over(() => deps.planAgain(hostId, wish)));
  const { journal } = await over((connection) => deps.standing(connection, hostId));
  const entries = new Map([...jobs].flatMap(([id, job]) => (job.kind === 'undo' ? [[id, job.entry] as const] : [])));
  return takenBack(hostName, plan, entries, new Set(journal.map(({ id }) => id)));
}
