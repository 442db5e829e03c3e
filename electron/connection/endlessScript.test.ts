import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeConnection, fakeLoad, type FakeAnswer } from './fake';
import { AnswerReader, runScript, type ScriptRecord } from './script';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A script that runs until it is stopped, and what it says. */
function start(answer: FakeAnswer | Promise<FakeAnswer> = {}) {
  let say: (...record: [string, ...string[]]) => void = () => undefined;
  const seen: ScriptRecord[] = [];
  const stop = new AbortController();
  const connection = fakeConnection({ answer: async () => ({ hold: true, live: (more) => (say = more), ...(await answer) }) });
  const running = runScript(connection, fakeLoad, 'probe/watch.sh', {
    timeoutMs: 5000,
    endless: true,
    keepStdin: true,
    onRecord: (record) => seen.push(record),
    signal: stop.signal,
  });
  running.catch(() => undefined);
  return { connection, running, seen, stop, say: (size: number) => say('a', 'x'.repeat(size)) };
}

/** Base64 makes four bytes of three. */
const HALF_MIB = 393_216;

test('runs on for as long as it is wanted, keeps no records, and leaves the log to its caller', async () => {
  const { connection, running, seen, stop, say } = start({ records: [['first']] });
  for (let hour = 0; hour < 10; hour++) {
    await vi.advanceTimersByTimeAsync(3_600_000);
    say(1);
  }
  await vi.advanceTimersByTimeAsync(1);
  expect(seen).toHaveLength(11);
  expect(connection.openShells()).toBe(1);
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect([connection.openShells(), connection.notes]).toEqual([0, []]);
});

test('resolves with nothing when it ends by itself', async () => {
  const { running } = start({ records: [['first']], hold: false });
  await vi.advanceTimersByTimeAsync(10);
  expect(await running).toEqual([]);
});

test('has to begin in time', async () => {
  const { running } = start(new Promise(() => undefined));
  await vi.advanceTimersByTimeAsync(5001);
  await expect(running).rejects.toMatchObject({ code: 'timeout' });
});

test('may say much in a long time, but no more than 1 MiB in 10 s', async () => {
  const { running, seen, say } = start();
  for (let times = 1; times <= 6; times++) {
    await vi.advanceTimersByTimeAsync(10_001);
    say(HALF_MIB);
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(seen).toHaveLength(6);
  say(HALF_MIB);
  say(HALF_MIB);
  await vi.advanceTimersByTimeAsync(1);
  await expect(running).rejects.toMatchObject({ code: 'script-noise', message: expect.stringContaining('1 MiB') });
});

test('a line that never ends counts until it is too long, however slowly it comes', () => {
  const reader = new AnswerReader('ab', () => undefined);
  reader.push(Buffer.from('GV-ab-BEGIN\n'));
  const slowly = (): void => {
    for (let times = 0; times < 5; times++) {
      reader.push(Buffer.alloc(300_000, 'x'));
      reader.renew();
    }
  };
  expect(slowly).toThrow('1 MiB');
});
