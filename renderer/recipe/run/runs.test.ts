import { expect, test } from 'vitest';
import type { SetUpRun } from '../../../electron/contract/setUp';
import { AT, DONE, FAILED, plan, PROVEN, run, RUNNING, step, TO_DO } from './runFixtures';
import {
  endWords,
  expectedSeconds,
  positionOf,
  roughly,
  runWords,
  shareDone,
  stepNow,
  stripStep,
  timeWords,
  titleOf,
  workOf,
} from './runs';

const already = step('base', { kind: 'already', found: 'all there' }, { seconds: 100 });
const done = step('a', DONE, { seconds: 10 });
const running = step('b', RUNNING, { seconds: 30 });
const toDo = step('c', TO_DO, { seconds: 0 });
const proving: SetUpRun['proof'] = { kind: 'running', step: 'Running glxgears' };
const unheld = { verifications: [{ recipe: 'groups' as const, command: 'id', expected: 'video', got: 'anna', ok: false }] };

test('what was found done before is no work of the run', () => {
  expect(workOf(plan([already, done, toDo])).map(({ id }) => id)).toEqual(['a', 'c']);
  expect(expectedSeconds(plan([already, done, running]))).toBe(40);
});

test('the share goes by expected time; a step that cannot tell counts as nothing yet', () => {
  const part = (value: number) => step('b', { ...RUNNING, part: value }, { seconds: 30 });
  expect(shareDone(plan([already, done, running]))).toBe(10 / 40);
  expect(shareDone(plan([already, done, part(0.5)]))).toBe(25 / 40);
  expect(shareDone(plan([done, toDo]))).toBe(10 / 11);
  expect(shareDone(plan([already]))).toBe(1);
});

test('the place among the work, also where it stopped', () => {
  expect(positionOf(plan([already, done, running, toDo]))).toEqual({ at: 2, of: 3 });
  expect(positionOf(plan([already, done, step('b', FAILED), toDo]))).toEqual({ at: 2, of: 3 });
  expect(positionOf(plan([done, toDo]))).toEqual({ at: 1, of: 2 });
  expect(stepNow(plan([done, toDo]))).toBeUndefined();
});

test('times: of about how many while it runs, the whole afterwards', () => {
  expect(roughly(0)).toBe('about 1 s');
  expect(timeWords(run([done, running]), AT + 35_000)).toBe('35 s of about 40 s');
  expect(timeWords(run([done, running]), AT + 65_000)).toBe('1 min 5 s');
  expect(timeWords(run([done], { state: { kind: 'done' }, endedAt: AT + 3000 }), AT + 65_000)).toBe('3 s');
  expect(timeWords(run([done]), AT - 5000)).toBe('0 s of about 10 s');
});

const failure = { code: 'script-failed', message: 'No room on gpu1.' } as const;

test.each<[string, SetUpRun, [string, string, string]]>([
  ['waiting', run([toDo], { state: { kind: 'waiting' } }), ['idle', 'Waiting', 'Waits for its turn']],
  ['running', run([done, running]), ['busy', 'Running', 'Step 2 of 2: Install b']],
  ['before its first step', run([toDo]), ['busy', 'Running', 'Preparing']],
  ['with a note', run([step('b', { ...RUNNING, note: 'Waiting for apt' })]), ['busy', 'Running', 'Install b: Waiting for apt']],
  ['reconnecting', run([running], { state: { kind: 'reconnecting', since: AT } }), ['warn', 'Reconnecting', 'Step 1 of 1: Install b']],
  ['stopping', run([running], { state: { kind: 'cancelling', how: 'now' } }), ['busy', 'Stopping', 'The step is being ended']],
  ['verifying', run([done], { state: { kind: 'verifying' } }), ['busy', 'Verifying', 'Looking whether everything is as it should be']],
  ['proving', run([done], { state: { kind: 'verifying' }, proof: proving }), ['busy', 'Proving', 'Running glxgears']],
  ['proven again', run([done], { state: { kind: 'done' }, proof: proving }), ['busy', 'Proving', 'Running glxgears']],
  ['failed', run([step('b', FAILED)], { state: { kind: 'failed', failure } }), ['bad', 'Failed', 'No room on gpu1.']],
  [
    'stopped',
    run([done, step('b', { kind: 'cancelled', ms: 1 })], { state: { kind: 'cancelled' } }),
    ['idle', 'Stopped', 'Step 2 of 2: Install b'],
  ],
  ['done without proof', run([done], { state: { kind: 'done' } }), ['good', 'Done', '']],
  ['proven', run([done], { state: { kind: 'done' }, proof: PROVEN }), ['good', 'Proven', '']],
  ['not as expected', run([done], { state: { kind: 'done' }, proof: { ...PROVEN, asExpected: false } }), ['warn', 'Not as expected', '']],
  [
    'proven, but not all holds',
    run([done], { state: { kind: 'done' }, proof: PROVEN }, unheld),
    ['warn', 'Done', '1 verification does not hold'],
  ],
  [
    'done, but no desktop came up',
    run([done], { state: { kind: 'done' }, proof: { kind: 'failed', failure } }),
    ['warn', 'Not proven', ''],
  ],
  ['undone', run([done], { state: { kind: 'done' } }, { kind: 'undo' }), ['good', 'Removed', '']],
])('a run that is %s', (_, of, [shape, word, at]) => {
  expect(runWords(of)).toEqual({ shape, word, step: at });
});

test('the strip tells the share only while steps run', () => {
  expect(stripStep(run([done, running]))).toBe('25 % · Step 2 of 2: Install b');
  expect(stripStep(run([toDo], { state: { kind: 'waiting' } }))).toBe('Waits for its turn');
  expect(stripStep(run([running], { state: { kind: 'reconnecting', since: AT } }))).toBe('Reconnecting · Step 1 of 1: Install b');
  expect(stripStep(run([done], { state: { kind: 'done' }, proof: proving }))).toBe('Running glxgears');
});

test.each<[SetUpRun, string, 'info' | 'bad']>([
  [run([done], { state: { kind: 'done' }, proof: PROVEN }), 'gpu1 is set up, and proven.', 'info'],
  [run([done], { state: { kind: 'done' } }), 'gpu1 is set up.', 'info'],
  [run([done], { state: { kind: 'done' }, left: true }), 'The step that was left on gpu1 has ended. See what is left to do.', 'info'],
  [
    run([done], { state: { kind: 'done' }, proof: { ...PROVEN, asExpected: false, sentence: 'Drawn by llvmpipe.' } }),
    'gpu1 is set up, but not as expected. Drawn by llvmpipe.',
    'bad',
  ],
  [
    run([done], { state: { kind: 'done' }, proof: PROVEN }, unheld),
    'gpu1 is set up, but not as expected. 1 verification does not hold.',
    'bad',
  ],
  [run([done], { state: { kind: 'failed', failure } }), 'Set-up of gpu1 failed: No room on gpu1.', 'bad'],
  [run([done], { state: { kind: 'failed', failure } }, { kind: 'undo' }), 'Removing changes from gpu1 failed: No room on gpu1.', 'bad'],
  [run([done], { state: { kind: 'cancelled' } }), 'Set-up of gpu1 is stopped.', 'info'],
  [run([done], { state: { kind: 'done' } }, { kind: 'undo' }), 'Gearview’s changes on gpu1 are removed.', 'info'],
])('the end of run %#', (ended, text, kind) => {
  expect(endWords(ended, 'gpu1')).toEqual({ text, kind });
});

test('a run is called by how it stands', () => {
  const stopped = run([done], { state: { kind: 'cancelled' } });
  expect(titleOf(stopped, 'gpu1')).toBe('Set-up of gpu1 was stopped');
  expect(titleOf(run([done], { state: { kind: 'done' } }), 'gpu1')).toBe('gpu1 is set up');
  // One step of it says nothing of the rest.
  expect(titleOf(run([done], { state: { kind: 'done' }, left: true }), 'gpu1')).toBe('Setting up gpu1');
});
