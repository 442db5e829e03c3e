/** For tests of the page: steps, a plan of them, and its run. */
import type { SetUpPlan, SetUpRun, SetUpStep, SetUpWish } from '../../../electron/contract/setUp';

export const AT = Date.UTC(2026, 10, 26, 12);
export const RUN_ID = 'aaaaaaaaaaaa';
export const HOST_ID = '0123456789ab';

type State<K extends SetUpStep['state']['kind']> = Extract<SetUpStep['state'], { readonly kind: K }>;

export const TO_DO: State<'to-do'> = { kind: 'to-do' };
export const DONE: State<'done'> = { kind: 'done', ms: 12_000, found: 'virtualgl 3.1.4 is installed' };
export const RUNNING: State<'running'> = { kind: 'running', startedAt: AT, note: '', command: 0 };
export const FAILED: State<'failed'> = {
  kind: 'failed',
  ms: 3000,
  status: 100,
  why: 'apt-get could not fetch a package.',
  output: 'E: Failed to fetch http://mirror.example.com/x.deb',
};

export const PROVEN: Extract<SetUpRun['proof'], { readonly kind: 'proven' }> = {
  kind: 'proven',
  mode: 'host-egl',
  verdict: { kind: 'gpu', device: 'NVIDIA A10' },
  asExpected: true,
  sentence: 'glxgears is drawn by NVIDIA A10.',
  command: 'vglrun glxgears',
  ms: 5000,
};

export const step = (id: string, state: SetUpStep['state'], change: Partial<SetUpStep> = {}): SetUpStep => ({
  id,
  recipe: 'virtualgl',
  title: `Install ${id}`,
  commands: [`apt-get install -y ${id}`],
  files: [],
  uploads: [],
  changes: `Installs ${id}.`,
  undo: `Removes ${id}.`,
  root: true,
  seconds: 30,
  state,
  ...change,
});

const WISH: SetUpWish = {
  mode: 'host-egl',
  xProxy: 'turbovnc',
  desktop: 'xfce',
  benchmarks: false,
  driver: 'leave',
  engine: 'docker',
  joinDocker: false,
  restrictGpu: false,
  useFiles: true,
  offline: false,
  mirror: {},
};

/** An undo has no wish. */
export const plan = (steps: readonly SetUpStep[], change: Partial<SetUpPlan> = {}): SetUpPlan => ({
  id: 'bbbbbbbbbbbb',
  hostId: HOST_ID,
  kind: 'set-up',
  ...(change.kind === 'undo' ? {} : { wish: WISH }),
  system: 'Debian GNU/Linux 12 (bookworm)',
  user: 'anna',
  steps: [...steps],
  warnings: [],
  verifications: [],
  at: AT,
  ...change,
});

export const run = (steps: readonly SetUpStep[], change: Partial<SetUpRun> = {}, planned: Partial<SetUpPlan> = {}): SetUpRun => ({
  id: RUN_ID,
  hostId: HOST_ID,
  plan: plan(steps, planned),
  state: { kind: 'running' },
  startedAt: AT,
  lines: 0,
  ...change,
});
