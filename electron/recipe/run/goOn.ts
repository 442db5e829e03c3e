/** A run that another app began and left: what is known of it, and its work here: to follow the step that it reached. */
import type { SetUpRun, UnfinishedRun } from '../../contract/setUp';
import type { Ending, RunContext } from './context';
import { runStep } from './oneStep';
import { recipeOf } from './recipeOf';

/** `startedAt`: here. Its plan has only the step that it reached, and nothing of what that does. */
export function leftRun(hostId: string, { id, wish, stepId, title, since }: UnfinishedRun, user: string, startedAt: number): SetUpRun {
  const step: SetUpRun['plan']['steps'][number] | undefined =
    stepId === undefined
      ? undefined
      : {
          id: stepId,
          recipe: recipeOf(stepId),
          title,
          commands: [],
          files: [],
          uploads: [],
          changes: '',
          undo: '',
          root: false,
          seconds: 0,
          state: { kind: 'to-do' },
        };
  return {
    id,
    hostId,
    plan: {
      id,
      hostId,
      kind: 'set-up',
      ...(wish === undefined ? {} : { wish }),
      system: '',
      user,
      steps: step === undefined ? [] : [step],
      warnings: [],
      verifications: [],
      at: since,
    },
    state: { kind: 'running' },
    left: true,
    startedAt,
    lines: 0,
  };
}

/** Ends with the step; the page then plans the wish anew. */
export async function goOn(context: RunContext, { position, of }: UnfinishedRun): Promise<Ending> {
  const [step] = context.current().plan.steps;
  const ending = step === undefined ? undefined : await runStep(context, '', { step, position, of });
  return ending ?? { kind: 'done' };
}
