/** Runs that are begun, and held where a test needs them: before their packages come. */
import type { SetUpPlan, SetUpRun } from '../../electron/contract/setUp';
import { endOf } from './setUpEnd';
import { WISH, type App, type SetUpHost } from './setUpHost';
import { until } from './until';

export const planned = ({ setUps, host }: App): Promise<SetUpPlan> => setUps.planSetUp(host.id, WISH);

/** Of that plan, or of a new one. */
export async function begun(app: App, plan?: SetUpPlan): Promise<SetUpRun> {
  const { id, hostId } = plan ?? (await planned(app));
  return app.setUps.begin({ hostId, planId: id });
}

/** Resolves once the run waits for a package; `release` lets packages go. */
export async function held({ proxy }: SetUpHost, app: App): Promise<{ readonly id: string; readonly release: () => void }> {
  const release = proxy.hold();
  const before = proxy.asked.length;
  const { id } = await begun(app);
  await until('a package is asked for', () => {
    const [run] = app.setUps.runs();
    if (run?.endedAt !== undefined) throw new Error(`Nothing was asked for: ${endOf(run)}`);
    return proxy.asked.slice(before).find((path) => path.endsWith('.deb'));
  });
  return { id, release };
}

/** What an app sees of runs that others left: owner, step and what became of it; and who holds the host. */
export async function left({ setUps, host }: App): Promise<string> {
  const { lock, unfinished } = await setUps.standing(host.id);
  const runs = unfinished.map(
    ({ owner, stepId, position, of, step, wish }) =>
      `${owner}, ${stepId} ${position}/${of}, ${step}${JSON.stringify(wish) === JSON.stringify(WISH) ? '' : ', another wish'}`,
  );
  return `${runs.join('; ') || 'nothing left'}; ${lock === undefined ? 'free' : `locked by ${lock.owner}`}`;
}
