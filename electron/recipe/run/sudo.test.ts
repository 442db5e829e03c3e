/** Root rights of a run: the password is asked once, kept for the run alone, and never told to anybody. */
import { expect, test, vi } from 'vitest';
import type { Outcome } from '../../connection/questions';
import { bench, STEPS } from './fixtures';
import { createRootPassword } from './rootPassword';

const CANARY = 'canary ü $(id) 4711';
const secret = (value: string): Outcome => ({ kind: 'secret', value, remember: 'no' });

test('the password is asked once for all steps, and is in nothing that is told or noted', async () => {
  const { begin, ended, asked, host, everything } = bench({
    sudo: { password: CANARY },
    answer: () => secret(CANARY),
    onJob(job) {
      job.mark('command', '0');
      // A program that prints what it read.
      job.print(`echo ${CANARY}\n`);
      job.mark('waiting', `for ${CANARY}`);
      job.end(job.stepId === 'desktop' ? 1 : 0);
    },
  });
  const end = await ended(await begin());
  expect(end.state.kind).toBe('failed');
  expect(host.begun).toEqual([...STEPS]);
  expect(asked).toEqual([{ kind: 'secret', hostId: end.hostId, hostName: 'box', purpose: 'sudo', subject: 'op@box', again: false }]);
  expect(host.scripts()).toEqual(['launch.sh', ...STEPS.flatMap(() => ['launch.sh', 'follow.sh']), 'finish.sh']);
  expect(
    host
      .sent()
      .map(({ parameters }) => parameters['PASSWORD_COMES'])
      .filter((comes) => comes !== undefined),
  ).toEqual(['', 'yes', 'yes', 'yes']);
  expect(everything()).toContain('echo [redacted]');
  expect(everything()).not.toContain('canary');
  expect(JSON.stringify(host.sent())).not.toContain('canary');
});

test('a wrong one is asked for again, and three wrong ones end the run', async () => {
  const right = bench({
    sudo: { password: CANARY },
    answer: ({ ...question }) => secret('again' in question && question.again ? CANARY : 'canary no'),
  });
  expect((await right.ended(await right.begin())).state.kind).toBe('done');
  expect(right.asked.map((question) => 'again' in question && question.again)).toEqual([false, true]);

  const wrong = bench({ sudo: { password: CANARY }, answer: () => secret('canary no') });
  const end = await wrong.ended(await wrong.begin());
  expect(wrong.asked).toHaveLength(3);
  expect(wrong.host.begun).toEqual([]);
  expect(end).toMatchObject({
    state: { kind: 'failed', failure: { code: 'auth-rejected', message: expect.stringContaining('three times') } },
  });
  expect(end.plan.steps.map(({ state }) => state.kind)).toEqual(['failed', 'to-do', 'to-do']);
  expect(wrong.everything()).not.toContain('canary');
});

test('an operator who does not want to type it cancels the run', async () => {
  const { begin, ended } = bench({ sudo: { password: CANARY } });
  const end = await ended(await begin());
  expect([end.state.kind, ...end.plan.steps.map(({ state }) => state.kind)]).toEqual(['cancelled', 'cancelled', 'to-do', 'to-do']);
});

test('one who does not answer lets it fail, with what to do', async () => {
  const { begin, ended } = bench({ sudo: { password: CANARY }, answer: () => ({ kind: 'cancel', unansweredFor: 300 }) });
  expect((await ended(await begin())).state).toMatchObject({
    kind: 'failed',
    failure: { message: expect.stringContaining('within 300 s') },
  });
});

test('a run that is stopped while it asks takes the question back', async () => {
  const { setUps, begin, ended, asked } = bench({
    sudo: { password: CANARY },
    answer: (_, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => resolve({ kind: 'cancel' }))),
  });
  const id = await begin();
  await vi.waitUntil(() => asked.length === 1);
  setUps.cancel(id, 'now');
  expect((await ended(id)).state.kind).toBe('cancelled');
});

test.each([
  ['denied', /op may not use sudo/],
  ['nosudo', /no sudo, and op is not root/],
  ['needtty', /wants a terminal.*requiretty/],
  ['odd', /gave no root rights/],
])('sudo that says %s ends the run with what to do', async (sudo, message) => {
  const { begin, ended, host, asked } = bench({ sudo });
  const end = await ended(await begin());
  expect(end.state).toMatchObject({ kind: 'failed', failure: { message: expect.stringMatching(message) } });
  expect(end.state).toMatchObject({
    failure: { message: expect.stringMatching(/^box: .*copy the commands.*This step changed nothing\.$/) },
  });
  expect([host.begun, asked]).toEqual([[], []]);
});

test('steps of the login need no root', async () => {
  const { begin, ended, asked, host } = bench({ sudo: { password: CANARY }, shape: (step) => ({ ...step, root: false }) });
  expect((await ended(await begin())).state.kind).toBe('done');
  expect([asked, host.sent()[0]?.parameters['AS']]).toEqual([[], 'user']);
});

test('it is filled with zeros when it is refused, and at the end', async () => {
  const password = createRootPassword({ ask: async () => secret(CANARY), hostId: 'a', hostName: 'box', user: 'op' });
  const { signal } = new AbortController();
  for (const forget of [password.refuse, password.end]) {
    await password.ask(signal);
    const bytes = password.value();
    expect(bytes?.toString()).toBe(CANARY);
    expect(password.hide(`it is ${CANARY}.`)).toBe('it is [redacted].');
    forget();
    expect(bytes?.every((byte) => byte === 0)).toBe(true);
    expect([password.value(), password.hide(CANARY)]).toEqual([undefined, CANARY]);
  }
});

test.each(['', 'two\nlines', 'a\0b', 'a\r'])('what sudo could not read as one line counts as wrong, and is not sent', async (value) => {
  const ask = vi.fn(async () => secret(value));
  const password = createRootPassword({ ask, hostId: 'a', hostName: 'box', user: 'op' });
  await expect(password.ask(new AbortController().signal)).rejects.toMatchObject({ code: 'auth-rejected' });
  expect(ask).toHaveBeenCalledTimes(3);
});

test('a short one is not searched for in what a host prints', async () => {
  const password = createRootPassword({ ask: async () => secret('abc'), hostId: 'a', hostName: 'box', user: 'op' });
  await password.ask(new AbortController().signal);
  expect(password.hide('abc')).toBe('abc');
});
