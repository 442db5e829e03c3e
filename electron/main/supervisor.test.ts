import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { WorkerState } from '../contract/main';
import { supervise, type Started } from './supervisor';

interface FakeProcess extends Started {
  die(code: number): void;
  answers: boolean;
  killed: boolean;
}

function fakeProcess(): FakeProcess {
  let exited: (code: number) => void = () => undefined;
  const process: FakeProcess = {
    answers: true,
    killed: false,
    ping: () => (process.answers ? Promise.resolve() : new Promise(() => undefined)),
    kill() {
      process.killed = true;
      exited(0);
    },
    onExit(listener) {
      exited = listener;
    },
    die: (code) => exited(code),
  };
  return process;
}

function setUp() {
  const started: FakeProcess[] = [];
  const states: WorkerState[] = [];
  const supervisor = supervise({
    start() {
      const process = fakeProcess();
      started.push(process);
      return process;
    },
    onState: (state) => states.push(state),
    now: () => Date.now(),
    heartbeatMs: 1000,
  });
  return { started, states, supervisor };
}

const last = <T>(list: readonly T[]): T => {
  const value = list.at(-1);
  if (value === undefined) throw new Error('the list is empty');
  return value;
};

describe('supervisor', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('says running once the process answers', async () => {
    const { states } = setUp();
    await vi.advanceTimersByTimeAsync(0);
    expect(states).toEqual([{ kind: 'running' }]);
  });

  test('starts a dead process anew', async () => {
    const { started, states } = setUp();
    await vi.advanceTimersByTimeAsync(0);
    last(started).die(9);
    expect(states.at(-1)).toEqual({ kind: 'restarting', attempt: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toHaveLength(2);
    expect(states.at(-1)).toEqual({ kind: 'running' });
  });

  test('gives up after too many deaths in a minute, and starts again when asked', async () => {
    const { started, states, supervisor } = setUp();
    for (let i = 0; i < 4; i++) last(started).die(1);
    expect(started).toHaveLength(4);
    expect(last(states)).toMatchObject({ kind: 'failed' });
    supervisor.restart();
    await vi.advanceTimersByTimeAsync(0);
    expect(started).toHaveLength(5);
    expect(last(states)).toEqual({ kind: 'running' });
  });

  test('deaths far apart do not add up', async () => {
    const { started, states } = setUp();
    for (let i = 0; i < 6; i++) {
      await vi.advanceTimersByTimeAsync(61_000);
      last(started).die(1);
    }
    expect(started).toHaveLength(7);
    expect(states.some((state) => state.kind === 'failed')).toBe(false);
  });

  test('notices a hang, and that it recovered', async () => {
    const { started, states } = setUp();
    await vi.advanceTimersByTimeAsync(0);
    const process = last(started);
    process.answers = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(last(states)).toEqual({ kind: 'unresponsive' });
    process.answers = true;
    await vi.advanceTimersByTimeAsync(1000);
    expect(last(states)).toEqual({ kind: 'running' });
  });

  test('a planned end is not a crash', async () => {
    const { started, states, supervisor } = setUp();
    await vi.advanceTimersByTimeAsync(0);
    supervisor.stop();
    expect(last(started).killed).toBe(true);
    expect(started).toHaveLength(1);
    expect(last(states)).toEqual({ kind: 'running' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
