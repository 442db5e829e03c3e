/** The app's package files that steps take. */
import { Failure } from '../../base/failure';
import type { PackageFile, SetUpStep } from '../../contract/setUp';
import type { Ending, RunContext } from './context';

type Context = Pick<RunContext, 'deps' | 'hostName' | 'setStep' | 'stop'>;

/** Rejects with `not-found`. */
export async function filesOf({ deps, hostName }: Context, { uploads, title }: SetUpStep): Promise<readonly PackageFile[]> {
  const known = await deps.files();
  return uploads.map((sha256) => {
    const found = known.find((file) => file.sha256 === sha256);
    if (found === undefined)
      throw new Failure(
        'not-found',
        `${hostName}: A package file of ${title} is not in the app any more; add it again, and look at the plan.`,
      );
    return found;
  });
}

/** Before anything is done as root (R47): undefined when all of them are what was added, else how the run ends. Never rejects. */
export async function checkFiles(context: Context, steps: readonly SetUpStep[]): Promise<Exclude<Ending, { kind: 'done' }> | undefined> {
  for (const step of steps.filter(({ uploads }) => uploads.length > 0)) {
    try {
      for (const file of await filesOf(context, step)) await context.deps.checkFile(file, context.stop);
    } catch (error) {
      const failure = Failure.from(error);
      if (failure.code === 'cancelled') return { kind: 'cancelled' };
      context.setStep(step.id, { kind: 'failed', ms: 0, status: -1, why: failure.message.slice(0, 1024), output: '' });
      return { kind: 'failed', failure };
    }
  }
  return undefined;
}
