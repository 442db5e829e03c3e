/** The same wish on several hosts: so many at a time, and whether a failure keeps others from beginning. */
import { expect, test, vi } from 'vitest';
import { Failure } from '../../base/failure';
import { fakeLoad } from '../../connection/fake';
import { bench, WISH } from './fixtures';
import { fakeHost, type FakeHost } from './fakeHost';
import { hasEnded } from './run';
import type { SetUps } from './setUps';

const IDS = ['000000000001', '000000000002', '000000000003', '000000000004'];

/** Four hosts whose first step waits for its end; nothing else is to do. */
function four() {
  const hosts = new Map<string, FakeHost>(IDS.map((id) => [id, fakeHost({ onJob: () => undefined })]));
  const on = (hostId: string): FakeHost => hosts.get(hostId) ?? fakeHost();
  const made = bench({
    shape: (step) => (step.id === 'base' ? step : { ...step, state: { kind: 'already', found: 'there' } }),
    deps: {
      load: fakeLoad,
      connection: (hostId) => on(hostId).connection(),
      hostName: async (hostId) => hostId,
    },
  });
  const { setUps, has } = made;
  const plans = () => Promise.all(IDS.map(async (hostId) => ({ hostId, planId: (await setUps.planSetUp(hostId, WISH)).id })));
  const endOf = async (hostId: string, status: number): Promise<void> => {
    if (status === 0) has.add('base');
    on(hostId).job('base')?.end(status);
    await vi.waitUntil(() => setUps.runs().some((run) => run.hostId === hostId && hasEnded(run)));
  };
  return { ...made, on, plans, endOf, kinds: () => kindsOf(setUps) };
}

const kindsOf = (setUps: SetUps): readonly string[] =>
  IDS.map((id) => setUps.runs().find(({ hostId }) => hostId === id)?.state.kind ?? '-');

test('no more than the limit run at a time; the others wait', async () => {
  const { setUps, plans, endOf, kinds, on } = four();
  const runs = await setUps.beginAll({ runs: await plans(), limit: 2, stopOnFailure: false });
  expect(runs.map(({ state }) => state.kind)).toEqual(['running', 'running', 'waiting', 'waiting']);
  expect(new Set(runs.map(({ batch }) => batch)).size).toBe(1);
  await vi.waitUntil(() => IDS.slice(0, 2).every((id) => on(id).begun.length === 1));
  await endOf(IDS[1] ?? '', 0);
  await vi.waitUntil(() => kinds()[2] === 'running');
  expect(kinds()).toEqual(['running', 'done', 'running', 'waiting']);
  await vi.waitUntil(() => on(IDS[2] ?? '').begun.length === 1);
  await endOf(IDS[0] ?? '', 7);
  await vi.waitUntil(() => kinds()[3] === 'running');
  await vi.waitUntil(() => on(IDS[3] ?? '').begun.length === 1);
  await endOf(IDS[2] ?? '', 0);
  await endOf(IDS[3] ?? '', 0);
  expect(kinds()).toEqual(['failed', 'done', 'done', 'done']);
});

test('after a failure no further host begins, where that is wished; those that run go on', async () => {
  const { setUps, plans, endOf, kinds, on } = four();
  await setUps.beginAll({ runs: await plans(), limit: 2, stopOnFailure: true });
  await vi.waitUntil(() => IDS.slice(0, 2).every((id) => on(id).begun.length === 1));
  await endOf(IDS[0] ?? '', 7);
  await vi.waitUntil(() => kinds()[3] === 'cancelled');
  expect(kinds()).toEqual(['failed', 'running', 'cancelled', 'cancelled']);
  await endOf(IDS[1] ?? '', 0);
  expect(on(IDS[2] ?? '').scripts()).toEqual([]);
  expect(kinds()).toEqual(['failed', 'done', 'cancelled', 'cancelled']);
});

test('one that is cancelled while it waits does not begin', async () => {
  const { setUps, plans, endOf, kinds, on } = four();
  const runs = await setUps.beginAll({ runs: await plans(), limit: 1, stopOnFailure: false });
  setUps.cancel(runs[1]?.id ?? '', 'after-step');
  expect(kinds()).toEqual(['running', 'cancelled', 'waiting', 'waiting']);
  await vi.waitUntil(() => on(IDS[0] ?? '').begun.length === 1);
  await endOf(IDS[0] ?? '', 0);
  await vi.waitUntil(() => kinds()[2] === 'running');
  expect(on(IDS[1] ?? '').scripts()).toEqual([]);
});

test('all begin, or none', async () => {
  const { setUps, plans, on } = four();
  const runs = await plans();
  const call = { limit: 4, stopOnFailure: false };
  await expect(setUps.beginAll({ ...call, runs: [...runs, { hostId: IDS[0] ?? '', planId: '00000000000f' }] })).rejects.toMatchObject({
    code: 'bad-input',
  });
  await expect(
    setUps.beginAll({ ...call, runs: runs.map((run, at) => (at === 3 ? { ...run, planId: '00000000000f' } : run)) }),
  ).rejects.toMatchObject({
    code: 'not-found',
  });
  expect([setUps.runs(), on(IDS[0] ?? '').scripts()]).toEqual([[], []]);
});

test('each host asks for its own password', async () => {
  const hosts = new Map(IDS.map((id) => [id, fakeHost({ sudo: { password: `right ${id}` } })]));
  const { setUps, asked, has, ended } = bench({
    deps: {
      connection: (hostId) => hosts.get(hostId)?.connection() ?? Promise.reject(new Failure('not-found', 'gone')),
      hostName: async (hostId) => hostId,
    },
    answer: ({ hostId }) => ({ kind: 'secret', value: `right ${hostId}`, remember: 'no' }),
  });
  const runs = await Promise.all(IDS.map(async (hostId) => ({ hostId, planId: (await setUps.planSetUp(hostId, WISH)).id })));
  for (const step of ['base', 'tigervnc', 'desktop']) has.add(step);
  const begun = await setUps.beginAll({ runs, limit: 16, stopOnFailure: true });
  for (const { id } of begun) expect((await ended(id)).state.kind).toBe('done');
  expect(asked.map(({ hostId }) => hostId).toSorted()).toEqual(IDS);
});
