/** Cures on a host that only answers: what is sent for a plan and for its run, and in which order. */
import { expect, test } from 'vitest';
import { fakeConnection, fakeLoad, type FakeAnswer } from '../../connection/fake';
import { Plan } from '../../contract/recipe';
import { createCures } from './cures';

const HOST = '0123456789ab';
const CURE = { name: 'end-x-server', subject: '4711' } as const;
const PLANNED: FakeAnswer = {
  records: [
    ['identity', '4711.99'],
    ['step-plan', 'End it', 'kill -TERM 4711', 'user', 'to-do', ''],
    ['step-plan', 'End it by force', 'kill -KILL 4711', 'user', 'to-do', ''],
  ],
};

function on(answer: (mode: string) => FakeAnswer | Promise<FakeAnswer> = () => PLANNED) {
  const host = fakeConnection({ hostName: 'box', answer: ({ parameters }) => answer(parameters['MODE'] ?? '') });
  return { host, ...createCures({ connection: async () => host, load: fakeLoad }) };
}

test('a run is held to the commands and processes of the latest plan', async () => {
  const { host, plan, run } = on();
  const planned = await plan(HOST, CURE);
  expect(Plan.parse(planned)).toEqual(planned);
  expect(planned).toMatchObject({ hostId: HOST, cure: CURE, undo: expect.stringContaining('cannot be taken back') });
  await run(HOST, CURE);
  const common = { CURE: 'end-x-server', SUBJECT: '4711', X11_PERL: '# script session/x11.pl' };
  expect(host.sent.map(({ name, parameters }) => ({ name, parameters }))).toMatchObject([
    { name: 'recipe/cure.sh', parameters: { ...common, MODE: 'plan', AGREED: '', IDENTITY: '' } },
    { name: 'recipe/cure.sh', parameters: { ...common, MODE: 'run', AGREED: 'kill -TERM 4711\nkill -KILL 4711', IDENTITY: '4711.99' } },
  ]);
});

test('without a plan of the same cure for the same subject on the same host nothing runs', async () => {
  const { host, plan, run } = on();
  await plan(HOST, CURE);
  await expect(run(HOST, { ...CURE, subject: '4712' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(run('ba9876543210', CURE)).rejects.toMatchObject({ code: 'not-found', message: expect.stringMatching(/^box: /) });
  expect(host.sent).toHaveLength(1);
});

test('a subject that is none never reaches a host', async () => {
  const { host, plan, run } = on();
  for (const ask of [plan, run]) await expect(ask(HOST, { ...CURE, subject: '$(id)' })).rejects.toMatchObject({ code: 'bad-input' });
  expect(host.sent).toEqual([]);
});

test('a plan that hides something is none', async () => {
  const { plan, run } = on(() => ({ records: [['step-plan', 'End it', 'kill \u202e4711', 'user', 'to-do', '']] }));
  await expect(plan(HOST, CURE)).rejects.toMatchObject({ code: 'script-failed', message: expect.stringMatching(/^box: .*exactly/) });
  await expect(run(HOST, CURE)).rejects.toMatchObject({ code: 'not-found' });
});

test('a host does one thing at a time, and another host meanwhile its own', async () => {
  const host = fakeConnection({ hostName: 'box', answer: () => PLANNED });
  let open: () => void = () => undefined;
  const gate = new Promise<void>((give) => (open = give));
  const asked: string[] = [];
  const cures = createCures({
    connection: async (hostId) => {
      asked.push(hostId);
      if (asked.length === 1) await gate;
      return host;
    },
    load: fakeLoad,
  });
  const waiting = [cures.plan(HOST, CURE), cures.plan(HOST, { name: 'stop-lockers', subject: '' })];
  await cures.plan('ba9876543210', CURE);
  expect(asked).toEqual([HOST, 'ba9876543210']);
  open();
  await Promise.all(waiting);
  expect(asked).toEqual([HOST, 'ba9876543210', HOST]);
});

test('a run tells which step it is at, and rejects as cancelled when it is stopped', async () => {
  const records: FakeAnswer['records'] = [
    ['step-plan', 'End it', 'kill -TERM 4711', 'user', 'to-do', ''],
    ['step-end', 'done', '0', ''],
    ['step-plan', 'End it by force', 'kill -KILL 4711', 'user', 'to-do', ''],
  ];
  const { plan, run, stop } = on((mode) => (mode === 'plan' ? PLANNED : { records, hold: true }));
  await plan(HOST, CURE);
  const seen: string[] = [];
  const ran = run(HOST, CURE, (soFar) => {
    seen.push(soFar.steps.map(({ state }) => state.kind).join(' '));
    if (soFar.steps.length === 2) stop(HOST, CURE);
  });
  await expect(ran).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen).toEqual(['running', 'done', 'done running']);
});
