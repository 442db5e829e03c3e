/** The calls of set-ups, and of the package files for them. */
import type { z } from 'zod';
import type { calls } from '../../contract';
import type { PackageFile, PackagesAdded } from '../../contract/setUp';
import type { Handlers } from '../../ipc/serve';
import type { SetUps } from './setUps';

/** Where the app keeps package files. */
export interface PackageShelf {
  list(): Promise<readonly PackageFile[]>;
  add(paths: readonly string[]): Promise<z.infer<typeof PackagesAdded>>;
  remove(sha256: string): Promise<void>;
}

type SetUpCalls =
  | 'planSetUp'
  | 'planUndo'
  | 'begin'
  | 'beginAll'
  | 'cancel'
  | 'prove'
  | 'runs'
  | 'output'
  | 'standing'
  | 'resume'
  | 'dismiss'
  | 'lastWish'
  | 'packages'
  | 'addPackages'
  | 'removePackage';

export const setUpHandlers = (setUps: SetUps, packages: PackageShelf): Pick<Handlers<typeof calls>, `recipe.${SetUpCalls}`> => ({
  'recipe.planSetUp': ({ hostId, wish }) => setUps.planSetUp(hostId, wish),
  'recipe.planUndo': ({ hostId, entries }) => setUps.planUndo(hostId, entries),
  'recipe.begin': (call) => setUps.begin(call),
  'recipe.beginAll': async (batch) => [...(await setUps.beginAll(batch))],
  'recipe.cancel': ({ runId, how }) => nothing(setUps.cancel(runId, how)),
  'recipe.prove': (runId) => nothing(setUps.prove(runId)),
  'recipe.runs': () => [...setUps.runs()],
  'recipe.output': ({ runId, from }) => setUps.output(runId, from),
  'recipe.standing': (hostId) => setUps.standing(hostId),
  'recipe.resume': ({ hostId, runId }) => setUps.resume(hostId, runId),
  'recipe.dismiss': ({ hostId, runId }) => nothing(setUps.dismiss(hostId, runId)),
  'recipe.lastWish': (hostId) => setUps.lastWish(hostId),
  'recipe.packages': async () => [...(await packages.list())],
  'recipe.addPackages': (paths) => packages.add(paths),
  'recipe.removePackage': (sha256) => nothing(packages.remove(sha256)),
});

async function nothing(done: unknown): Promise<undefined> {
  await done;
  return undefined;
}
