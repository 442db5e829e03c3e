/** Set-ups whose end is proven: the planner, the survey and the package files joined with desktops and their checks. */
import type { Connection, LoadScript } from '../connection/connection';
import type { Questions } from '../connection/questions';
import type { Facts } from '../contract/probe';
import type { RunOutput, SetUpRun } from '../contract/setUp';
import { estimated } from '../recipe/estimate';
import type { PackageStore } from '../recipe/packages/store';
import { checkHere, upload } from '../recipe/packages/upload';
import { distributionOf } from '../recipe/plan/distribution';
import { planSetUp, questionsOf } from '../recipe/plan/setUpPlan';
import { openLastWishes } from '../recipe/run/lastWishes';
import { createSetUps, type SetUps } from '../recipe/run/setUps';
import { surveyOf } from '../recipe/survey';
import { abilityOf } from '../session/ability';
import type { Sessions } from '../session/sessions';
import type { Checks } from './checks';
import { createProver } from './proof';

export interface ProvenSetUpsDeps {
  readonly connection: (hostId: string) => Promise<Connection>;
  readonly load: LoadScript;
  /** Asks the host anew. */
  readonly look: (hostId: string) => Promise<Facts>;
  readonly sessions: Pick<Sessions, 'list' | 'start' | 'stop'>;
  readonly checks: Pick<Checks, 'run' | 'cancel' | 'onChange'>;
  readonly packages: Pick<PackageStore, 'list' | 'path'>;
  readonly ask: Questions['ask'];
  /** As the operator calls it. */
  readonly hostName: (hostId: string) => Promise<string>;
  readonly laptop: { readonly user: string; readonly name: string };
  /** Keeps the last wish of each host. */
  readonly wishesFile: string;
  /** Ends what holds the GPU open, until the run has ended. */
  readonly quiet: (hostId: string) => void;
  /** Logs in anew. */
  readonly renew: (hostId: string) => Promise<unknown>;
  readonly onRun: (run: SetUpRun) => void;
  readonly onOutput: (output: RunOutput) => void;
}

export function createProvenSetUps(deps: ProvenSetUpsDeps): SetUps {
  const { connection, load, look, packages } = deps;
  const prover = createProver({ sessions: deps.sessions, checks: deps.checks, now: Date.now });
  return createSetUps({
    connection,
    load,
    look,
    questionsOf,
    planSetUp,
    async survey(hostId, facts, questions) {
      const distribution = distributionOf(facts);
      // Nothing is planned for one that is not known, so nothing has to be asked in its own way.
      const manager = 'unknown' in distribution ? 'apt' : distribution.manager;
      return surveyOf(await connection(hostId), load, manager, questions);
    },
    estimate: async (hostId, planned) => estimated(await connection(hostId), load, planned),
    files: () => packages.list(),
    checkFile: async (file, signal) => checkHere(file, await packages.path(file.sha256), signal),
    upload: async (over, home, file, given) => upload(over, load, home, file, await packages.path(file.sha256), given),
    async prove(hostId, mode, { signal, onStep }) {
      const display = mode === 'host-glx' ? abilityOf(await look(hostId)).threeDServer : undefined;
      return prover.prove({ hostId, mode, ...(display === undefined ? {} : { display }) }, onStep, signal);
    },
    quiet: async (hostId) => deps.quiet(hostId),
    renew: deps.renew,
    ask: deps.ask,
    hostName: deps.hostName,
    laptop: deps.laptop,
    wishes: openLastWishes(deps.wishesFile),
    now: Date.now,
    wait,
    onRun: deps.onRun,
    onOutput: deps.onOutput,
  });
}

/** Resolves then, or when the signal aborts. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
