/** Set-ups on a fake host, with a plan of three steps of which the host says itself what is done: for tests. */
import { vi } from 'vitest';
import { fakeLoad } from '../../connection/fake';
import type { NewQuestion, Outcome } from '../../connection/questions';
import { SetUpRun, type PackageFile, type RunOutput, type SetUpPlan, type SetUpStep, type SetUpWish } from '../../contract/setUp';
import { healthySoftware } from '../../probe/doctor/fixtures';
import { commandLine } from '../plan/commandLine';
import { wishOf } from '../plan/fixtures';
import type { Task } from '../plan/recipe';
import type { PlannedSetUp } from '../plan/setUpPlan';
import { fakeHost, type FakeHost, type FakeHostOptions } from './fakeHost';
import { hasEnded } from './run';
import { createSetUps, type SetUps, type SetUpsDeps } from './setUps';

export const HOST = '0123456789ab';
export const OTHER = 'ba9876543210';
/** What a bare host without a GPU gets. */
export const WISH: SetUpWish = wishOf({ mode: 'software', xProxy: 'tigervnc', desktop: 'openbox' });
export const FILE: PackageFile = {
  sha256: 'a'.repeat(64),
  fileName: 'virtualgl_3.1.4_amd64.deb',
  format: 'deb',
  name: 'virtualgl',
  version: '3.1.4',
  architecture: 'amd64',
  size: 1000,
  depends: [],
  provides: [],
};

const TASK: Task = {
  files: [{ path: '/etc/a', mode: '0644', text: 'a\n' }],
  commands: [['apt-get', 'install', 'two words']],
  undo: [['true']],
};
export const STEPS = ['base', 'tigervnc', 'desktop'] as const;

export interface Bench {
  readonly setUps: SetUps;
  readonly host: FakeHost;
  /** Steps that the host has already. */
  readonly has: Set<string>;
  /** Every run as it was told, and all output. */
  readonly told: SetUpRun[];
  readonly outputs: RunOutput[];
  readonly asked: NewQuestion[];
  readonly planned: string[];
  /** Plans, begins, and gives the run's id. */
  readonly begin: (hostId?: string) => Promise<string>;
  readonly run: (id: string) => SetUpRun;
  /** Resolves when the run has ended. */
  readonly ended: (id: string) => Promise<SetUpRun>;
  readonly stepKinds: (id: string) => readonly string[];
  /** All that left the worker, and all that the host's log has, as text. */
  readonly everything: () => string;
}

export interface BenchOptions extends Omit<FakeHostOptions, 'answers'> {
  readonly answers?: FakeHostOptions['answers'];
  readonly deps?: Partial<SetUpsDeps>;
  /** What the operator answers to each question. */
  readonly answer?: (question: NewQuestion, signal: AbortSignal | undefined) => Outcome | Promise<Outcome>;
  /** Changes the plan before it is remembered. */
  readonly shape?: (step: SetUpStep) => SetUpStep;
  /** Steps that a look finds undone even though they ended well. */
  readonly stubborn?: readonly string[];
  readonly verifications?: SetUpPlan['verifications'];
  readonly wish?: SetUpWish;
  readonly taskOf?: (stepId: string) => Task;
}

export function bench(options: BenchOptions = {}): Bench {
  const {
    stubborn = [],
    shape = (step) => step,
    verifications = [],
    wish = WISH,
    taskOf = () => TASK,
    onJob = (job) => job.end(0),
  } = options;
  const has = new Set<string>();
  const told: SetUpRun[] = [];
  const outputs: RunOutput[] = [];
  const asked: NewQuestion[] = [];
  const planned: string[] = [];
  const host = fakeHost({
    ...options,
    onJob(job) {
      onJob({
        ...job,
        end(status) {
          if (status === 0 && !stubborn.includes(job.stepId)) has.add(job.stepId);
          job.end(status);
        },
      });
    },
  });
  const planSetUp: SetUpsDeps['planSetUp'] = ({ hostId, id, now, wish }): PlannedSetUp => {
    planned.push(id);
    const steps = STEPS.map((recipe) =>
      shape({
        id: recipe,
        recipe,
        title: `Install ${recipe}`,
        commands: taskOf(recipe).commands.map(commandLine),
        files: taskOf(recipe).files,
        uploads: [],
        changes: 'Packages.',
        undo: 'Removes them.',
        root: true,
        seconds: 30,
        state: has.has(recipe) ? { kind: 'already', found: `${recipe} 1.0` } : { kind: 'to-do' },
      }),
    );
    const plan = {
      id,
      hostId,
      kind: 'set-up',
      wish,
      system: 'Debian 12',
      user: 'op',
      steps,
      warnings: [],
      verifications,
      at: now,
    } as const;
    return {
      plan: structuredClone<SetUpPlan>({ ...plan, steps, verifications, warnings: [] }),
      tasks: new Map(STEPS.map((id) => [id, taskOf(id)])),
    };
  };
  const setUps = createSetUps({
    connection: host.connection,
    load: fakeLoad,
    look: async () => healthySoftware(),
    survey: async () => ({ packages: new Map(), files: new Map(), groups: new Map(), services: new Map(), others: [], free: new Map() }),
    estimate: async (_, given) => given,
    questionsOf: () => ({ packages: [], files: [], groups: [], services: [] }),
    planSetUp,
    files: async () => [FILE],
    checkFile: async () => undefined,
    upload: async () => undefined,
    prove: async (_, mode) => ({ kind: 'left-out', why: `proved ${mode}` }),
    quiet: async () => undefined,
    renew: async () => undefined,
    ask: async (question, signal) => {
      asked.push(question);
      return (await options.answer?.(question, signal)) ?? { kind: 'cancel' };
    },
    hostName: async () => 'box',
    laptop: { user: 'anna', name: 'laptop' },
    now: () => Date.now(),
    wait: host.wait,
    wishes: { of: async () => undefined, keep: async () => undefined, forget: async () => undefined },
    // As they cross to the page: what breaks the contract throws here.
    onRun: (run) => void told.push(SetUpRun.parse(structuredClone(run))),
    onOutput: (output) => void outputs.push(structuredClone(output)),
    ...options.deps,
  });
  const run = (id: string): SetUpRun => {
    const found = setUps.runs().find((each) => each.id === id);
    if (found === undefined) throw new Error('no such run');
    return found;
  };
  return {
    setUps,
    host,
    has,
    told,
    outputs,
    asked,
    planned,
    async begin(hostId = HOST) {
      const plan = await setUps.planSetUp(hostId, wish);
      return (await setUps.begin({ hostId, planId: plan.id })).id;
    },
    run,
    async ended(id) {
      await vi.waitUntil(() => hasEnded(run(id)), { timeout: 5000, interval: 2 });
      return run(id);
    },
    stepKinds: (id) => run(id).plan.steps.map(({ state }) => state.kind),
    everything: () =>
      JSON.stringify([told, outputs, setUps.runs(), setUps.runs().map(({ id }) => setUps.output(id, 0)), host.notes(), asked]),
  };
}
