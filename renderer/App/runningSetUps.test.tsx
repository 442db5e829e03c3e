import { useEffect } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Running } from '../base/Strip';
import { fakeWorker } from '../base/fakePorts';
import { dismiss, useNotices } from '../base/notices';
import { doing, mount, settle, unmountAll } from '../base/mount';
import { HOST } from '../connection/fixtures';
import { useHosts } from '../host/store';
import { closeMany, showBatch, useMany } from '../recipe/many/many';
import { DONE, run, RUNNING, step, TO_DO } from '../recipe/run/runFixtures';
import { followSetUps, setUpOf, takeRun, useSetUps } from '../recipe/setUpStore';
import { showTab, useCentre } from '../session/centre';
import { followRunEnds } from './runEnds';
import { useRunning } from './useRunning';

const BATCH = 'dddddddddddd';
const other = { ...HOST, id: 'ffffffffffff', name: 'gpu2' };
const one = run([step('a', DONE, { seconds: 10 }), step('b', RUNNING, { seconds: 30 })]);
const two = run([step('a', TO_DO)], { id: 'cccccccccccc', hostId: other.id, state: { kind: 'waiting' } }, { hostId: other.id });
let running: readonly Running[] = [];

function Probe() {
  const now = useRunning();
  useEffect(() => void (running = now), [now]);
  return null;
}

followSetUps();
followRunEnds();
beforeEach(async () => {
  useHosts.setState({ list: { kind: 'ready', hosts: [HOST, other] }, selected: undefined });
  fakeWorker();
  await settle();
  await mount(<Probe />);
});
afterEach(async () => {
  await unmountAll();
  closeMany();
  showTab('desktops');
  useSetUps.setState({ hosts: new Map(), runs: [] });
  useHosts.setState({ selected: undefined });
  for (const { id } of useNotices.getState().notices) dismiss(id);
});

const strip = (): (string | undefined)[][] => running.map(({ what, step }) => [what, step]);
const told = (): string[] => useNotices.getState().notices.map(({ text, kind }) => `${kind}: ${text}`);

test('a set-up is in the strip with its share and step, also while it waits, until it has ended', async () => {
  await doing(() => takeRun(one));
  expect(strip()).toEqual([['Setting up gpu1', '25 % · Step 2 of 2: Install b']]);
  await doing(() => takeRun({ ...one, state: { kind: 'reconnecting', since: 0 } }));
  expect(strip()).toEqual([['Setting up gpu1', 'Reconnecting · Step 2 of 2: Install b']]);
  await doing(() => takeRun({ ...one, state: { kind: 'waiting' } }));
  expect(strip()).toEqual([['Setting up gpu1', 'Waits for its turn']]);
  await doing(() => takeRun({ ...one, state: { kind: 'done' } }));
  expect(strip()).toEqual([]);
});

test('it leads to that host’s run', async () => {
  await doing(() => takeRun(one));
  await doing(() => running[0]?.show());
  expect([useHosts.getState().selected, useCentre.getState().tab, setUpOf(HOST.id).shownRun]).toEqual([HOST.id, 'set-up', one.id]);
});

test('those begun together share a line, which leads to all of them', async () => {
  await doing(() => {
    takeRun({ ...one, batch: BATCH });
    takeRun({ ...two, batch: BATCH });
  });
  expect(strip()).toEqual([['Setting up 2 hosts', '14 % · 0 ended']]);
  await doing(() => running[0]?.show());
  expect(useMany.getState().many).toEqual({ kind: 'runs', batch: BATCH });
});

test('an end is told to who looks elsewhere, and to nobody who sees it', async () => {
  const end = (ended: typeof one): Promise<void> =>
    doing(() => {
      takeRun({ ...ended, state: { kind: 'running' } });
      takeRun({ ...ended, state: { kind: 'cancelled' } });
    });
  await end(one);
  expect(told()).toEqual(['info: Set-up of gpu1 is stopped.']);
  await doing(() => {
    useHosts.setState({ selected: HOST.id });
    showTab('set-up');
  });
  await end(one);
  expect(told()).toHaveLength(1);
  await end(two);
  expect(told()).toEqual(['info: Set-up of gpu1 is stopped.', 'info: Set-up of gpu2 is stopped.']);
  for (const { id } of useNotices.getState().notices) dismiss(id);
  await doing(() => showBatch(BATCH));
  await end({ ...two, batch: BATCH });
  expect(told()).toEqual([]);
});
