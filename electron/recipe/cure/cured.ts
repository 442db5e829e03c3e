/** Runs a cure, looks at the host again, and says whether the finding is gone. */
import type { z } from 'zod';
import type { Diagnosis } from '../../contract/doctor';
import type { CureCall, Cured, Plan } from '../../contract/recipe';
import type { Cures } from './cures';

export interface CuredDeps {
  readonly cures: Pick<Cures, 'run'>;
  /** Asks the host anew, and examines it. */
  readonly look: (hostId: string) => Promise<Diagnosis | undefined>;
  readonly onProgress: (soFar: Plan) => void;
}

/** Rejects with why the cure or the look at the host afterwards failed; steps that failed are in the plan. */
export async function cureAndLook({ cures, look, onProgress }: CuredDeps, { hostId, cure, key }: z.infer<typeof CureCall>): Promise<Cured> {
  const plan = await cures.run(hostId, cure, onProgress);
  const found = (await look(hostId))?.findings ?? [];
  return { plan, gone: !found.some((finding) => finding.key === key) };
}
