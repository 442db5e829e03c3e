/** Whether a plan may begin: it does what was shown and nothing else, and the operator meant this host. */
import { Failure } from '../../base/failure';
import type { SetUpPlan } from '../../contract/setUp';
import { commandLine } from '../plan/commandLine';
import { isToDo, type Prepared } from './context';

/** Throws `internal` when a step would do something else than its lines and files say. */
export function checkShown({ plan, jobs }: Prepared): void {
  for (const step of plan.steps.filter(isToDo)) {
    const job = jobs.get(step.id);
    const isShown =
      job !== undefined &&
      (job.kind === 'undo' ||
        JSON.stringify([job.task.commands.map(commandLine), job.task.files]) === JSON.stringify([step.commands, step.files]));
    if (!isShown)
      throw new Failure('internal', `“${step.title}” would not run exactly as it was shown, so nothing was begun.`, { detail: step.id });
  }
}

/** Throws `bad-input` when a step needs the host's name typed (R53), and it was not. */
export function checkTyped({ steps }: SetUpPlan, hostName: string, typed: string | undefined): void {
  if (typed?.trim() === hostName.trim() || !steps.some((step) => isToDo(step) && step.confirm !== undefined)) return;
  const sentence = `Type ${hostName} to confirm this plan.`;
  throw new Failure('bad-input', sentence, { fields: { typed: sentence.slice(0, 400) } });
}
