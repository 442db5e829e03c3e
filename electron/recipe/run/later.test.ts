/** What other apps left on a host: found, followed to its end, or dismissed; and what can be taken back. */
import { expect, test, vi } from 'vitest';
import type { FakeAnswer } from '../../connection/fake';
import { SetUpStanding } from '../../contract/setUp';
import { bench, HOST, WISH } from './fixtures';
import { standingOf } from './standing';

const RUN = 'abcdefabcdef';
const unfinished = (...change: readonly string[]): readonly [string, ...string[]] => [
  'unfinished',
  RUN,
  'bob@desk',
  '1764000000',
  JSON.stringify(WISH),
  'virtualgl',
  'Install VirtualGL',
  '4',
  '9',
  'running',
  ...change,
];
const STANDING: FakeAnswer = {
  records: [
    ['lock', 'bob@desk', '1764000000', 'Install VirtualGL'],
    unfinished(),
    ['journal', '0001-base', 'Install base', '1764000000', 'bob'],
  ],
};

test('how a host stands is read from what it says', async () => {
  const { setUps } = bench({ answers: { 'standing.sh': () => STANDING } });
  const standing = await setUps.standing(HOST);
  expect(SetUpStanding.parse(standing)).toEqual({
    hostId: HOST,
    lock: { owner: 'bob@desk', since: 1_764_000_000_000, title: 'Install VirtualGL' },
    unfinished: [
      {
        id: RUN,
        owner: 'bob@desk',
        since: 1_764_000_000_000,
        wish: WISH,
        stepId: 'virtualgl',
        title: 'Install VirtualGL',
        position: 4,
        of: 9,
        step: 'running',
      },
    ],
    journal: [{ id: '0001-base', title: 'Install base', at: 1_764_000_000_000, user: 'bob' }],
  });
});

test.each<[string, readonly string[]]>([
  ['nothing', []],
  ['a wish that is none', [RUN, 'x', 'soon', '{"mode":"best"}', 'Not a step', 't', '-1', 'x', 'odd']],
  ['a wish that is no JSON', [RUN, '\u202ex'.repeat(400), '99999999999999999', '{', '', '\n'.repeat(3000), '9'.repeat(20), '', 'ended']],
])('a host that says %s breaks nothing', (_, values) => {
  const standing = standingOf(HOST, [
    { key: 'unfinished', values },
    { key: 'lock', values: [] },
    { key: 'journal', values: values.map((value) => value.repeat(9)) },
    ...Array.from({ length: 300 }, (_, at) => ({ key: 'journal', values: [`${at}`] })),
  ]);
  expect(SetUpStanding.parse(standing)).toEqual(standing);
  expect(standing.unfinished.every(({ wish, stepId }) => wish === undefined && stepId === undefined)).toBe(true);
  expect(standing.journal.at(-1)?.id).toBe('299');
});

test.each([
  [0, 'done', 'done'],
  [9, 'failed', 'failed'],
  [130, 'cancelled', 'cancelled'],
])('a step that another app left is followed to its end %i', async (status, state, step) => {
  const mark = 'f'.repeat(32);
  const log = `${mark}\tcommand\t${Buffer.from('0').toString('base64')}\nhello\n`;
  const { setUps, ended, host } = bench({
    answers: {
      'standing.sh': () => STANDING,
      'follow.sh': () => ({
        records: [
          ['log', `${log.length}`, log],
          ['end', `${status}`],
        ],
      }),
    },
  });
  const run = await setUps.resume(HOST, RUN);
  expect(run).toMatchObject({
    id: RUN,
    hostId: HOST,
    plan: { wish: WISH, steps: [{ id: 'virtualgl', recipe: 'virtualgl', title: 'Install VirtualGL' }] },
  });
  const end = await ended(RUN);
  expect([end.state.kind, end.plan.steps[0]?.state.kind]).toEqual([state, step]);
  expect(setUps.output(RUN, 0).lines).toEqual(['# Install VirtualGL', 'hello']);
  expect(host.scripts()).toEqual(['standing.sh', 'follow.sh', 'finish.sh']);
  expect(host.sent()[1]?.parameters).toEqual({ RUN, STEP: 'virtualgl', OFFSET: '0' });
});

test('what is gone or runs here is not left', async () => {
  const { setUps, ended, begin, host } = bench({
    onJob: () => undefined,
    answers: { 'standing.sh': () => ({ records: [['unfinished', ...ownRun()]] }) },
  });
  let own = '';
  const ownRun = (): [string, ...string[]] => [own, 'anna@laptop', '1', '', 'base', 'Install base', '1', '3', 'running'];
  await expect(setUps.resume(HOST, RUN)).rejects.toMatchObject({ code: 'not-found' });
  own = await begin();
  expect((await setUps.standing(HOST)).unfinished).toEqual([]);
  expect(await setUps.resume(HOST, own)).toMatchObject({ id: own, plan: { steps: { length: 3 } } });
  await vi.waitUntil(() => host.scripts().includes('follow.sh'));
  setUps.cancel(own, 'now');
  await ended(own);
});

test('dismissed is noted on the host', async () => {
  const { setUps, host } = bench();
  await setUps.dismiss(HOST, RUN);
  expect(host.sent().map(({ name, parameters }) => [name, parameters])).toEqual([['recipe/set-up/finish.sh', { RUN, STATE: 'dismissed' }]]);
});

const about = (title: string): string =>
  [
    '#about',
    `title ${Buffer.from(title).toString('base64')}`,
    'step base',
    'at 1764000000',
    'user op',
    '#of 4',
    '#ended',
    '0',
    '#of 1',
  ].join('\n');

test('an undo runs entries of the journal, and looks whether they are gone', async () => {
  let journal: readonly string[] = ['0001-base', '0002-tigervnc'];
  const stays = new Set(['0001-base']);
  const { setUps, ended, host } = bench({
    answers: {
      'journalPlan.sh': () => ({
        records: [['self', 'user', 'sudo', 'dpkg'], ...journal.map((id): [string, ...string[]] => ['entry', id, about(id)])],
      }),
      'standing.sh': () => ({ records: journal.map((id): [string, ...string[]] => ['journal', id, id, '1', 'op']) }),
    },
    onJob(job) {
      job.mark('left', '/etc/a', 'It changed since.');
      job.mark('kept', 'libx11', 'xterm needs it.');
      const entry = host.sent().at(-1)?.parameters['ENTRY'] ?? '';
      if (!stays.has(entry)) journal = journal.filter((id) => id !== entry);
      job.end(0);
    },
  });
  const plan = await setUps.planUndo(HOST);
  expect(plan).toMatchObject({ kind: 'undo', user: 'op' });
  expect(plan.steps).toHaveLength(2);
  const one = await setUps.planUndo(HOST, ['0002-tigervnc']);
  expect(one.steps).toHaveLength(1);
  const first = await ended((await setUps.begin({ hostId: HOST, planId: one.id })).id);
  expect(first).toMatchObject({ state: { kind: 'done' } });
  expect(first.proof).toBeUndefined();
  expect(first.plan.steps[0]?.state).toMatchObject({
    kind: 'done',
    found: 'Taken back. /etc/a was left as it is: It changed since. The package libx11 was kept: xterm needs it.',
  });
  const launched = host.sent().find(({ name }) => name?.endsWith('launch.sh') === true)?.parameters;
  expect(launched).toMatchObject({ ENTRY: '0002-tigervnc', TASK: '', WISH: '', WORK: expect.stringContaining('undo.sh') });

  const rest = await setUps.planUndo(HOST);
  const second = await ended((await setUps.begin({ hostId: HOST, planId: rest.id })).id);
  expect(second.state).toMatchObject({ kind: 'failed', failure: { message: expect.stringContaining('journal still has it') } });
});
