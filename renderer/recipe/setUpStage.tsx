/** For tests of the page: the set-up of a connected host on a stage, with a worker that answers as it is told. */
import type { Failure, calls, events, mainEvents } from '../../electron/contract';
import { SetUpWish, type SetUpPlan, type SetUpStanding, type SetUpStep } from '../../electron/contract/setUp';
import type { Handlers } from '../../electron/ipc/serve';
import { fakeMain, fakeWorker, type Fake } from '../base/fakePorts';
import { click, mount, settle, unmountAll } from '../base/mount';
import { useConnections } from '../connection/store';
import { useHosts } from '../host/store';
import { facts, host, HOST_ID } from '../probe/fixtures';
import { useProbes } from '../probe/store';
import { usePackages } from './packages/packageStore';
import { plan, run, RUNNING, step, TO_DO } from './run/runFixtures';
import type { ModeOption } from './setUp';
import { followSetUps, useSetUps } from './setUpStore';
import { SetUpView } from './SetUpView';

const gpu1 = host('gpu1', { id: HOST_ID });
export const mode = (name: ModeOption['mode'], rank: ModeOption['rank']): ModeOption => ({
  mode: name,
  name: `Mode ${name}`,
  rank,
  why: `Why ${name}.`,
  needs: '',
});
export const MODES = [
  mode('host-egl', 'recommended'),
  mode('container-egl', 'possible'),
  { ...mode('host-dri3', 'impossible'), needs: 'Buy one.' },
];
export const WISH = SetUpWish.parse(plan([]).wish);
export const NOTHING_LEFT: SetUpStanding = { hostId: HOST_ID, unfinished: [], journal: [] };
const slots = { renderVerdict: () => null, onNewDesktop: () => undefined, onSetUp: () => undefined };

interface Answers {
  plan: (wish: SetUpWish) => SetUpPlan | Promise<SetUpPlan>;
  /** Why no run begins. */
  refusal: Failure | undefined;
  standing: SetUpStanding;
  lastWish: SetUpWish | undefined;
}

export interface Stage {
  readonly answers: Answers;
  readonly main: Fake<typeof mainEvents>;
  worker: Fake<typeof events>;
  readonly handlers: Partial<Handlers<typeof calls>>;
  called(call: string): unknown[];
}

let followed = false;

export async function openStage(): Promise<Stage> {
  const answers: Answers = {
    plan: (wish) => plan([step('base', { kind: 'already', found: 'xauth 1.1' }), step('virtualgl', TO_DO)], { wish }),
    refusal: undefined,
    standing: NOTHING_LEFT,
    lastWish: undefined,
  };
  if (!followed) followSetUps();
  followed = true;
  useConnections.setState({ states: new Map([[HOST_ID, { kind: 'ready', since: 0 }]]) });
  useHosts.setState({ list: { kind: 'ready', hosts: [gpu1] } });
  useProbes.setState({ hosts: new Map([[HOST_ID, { facts: facts() }]]) });
  const handlers: Partial<Handlers<typeof calls>> = {
    'recipe.lastWish': () => answers.lastWish,
    'recipe.standing': () => answers.standing,
    'recipe.planSetUp': ({ wish }) => answers.plan(wish),
    'recipe.begin': () => {
      if (answers.refusal !== undefined) throw answers.refusal;
      return run([step('virtualgl', RUNNING)]);
    },
    'recipe.resume': () => run([step('virtualgl', RUNNING)]),
  };
  const stage: Stage = {
    answers,
    handlers,
    main: fakeMain(),
    worker: fakeWorker(handlers),
    called: (call) => stage.worker.calls.filter(({ name }) => name === call).map(({ input }) => input),
  };
  await settle();
  return stage;
}

export async function closeStage(): Promise<void> {
  await unmountAll();
  useSetUps.setState({ hosts: new Map(), runs: [] });
  usePackages.setState({ files: [], adding: false, refused: [] });
  useProbes.setState({ hosts: new Map() });
  useConnections.setState({ states: new Map() });
  useHosts.setState({ list: { kind: 'loading' } });
}

export async function show(modes: readonly ModeOption[] | undefined = MODES): Promise<void> {
  await mount(<SetUpView host={gpu1} modes={modes} slots={slots} />);
  await settle();
}

/** The plan of these steps, or of what the stage answers. */
export async function showPlan(stage: Stage, ...steps: SetUpStep[]): Promise<void> {
  if (steps.length > 0) stage.answers.plan = (wish) => plan(steps, { wish });
  await show();
  await click('button', 'Show the plan');
}
