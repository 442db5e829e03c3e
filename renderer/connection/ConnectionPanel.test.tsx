import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { events } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import { fakeWorker, type Fake } from '../base/fakePorts';
import { all, click, doing, mount, one, settle, unmountAll } from '../base/mount';
import { useHosts } from '../host/store';
import { ConnectionMark } from './ConnectionMark';
import { ConnectionPanel } from './ConnectionPanel';
import { useConnectionDialog } from './dialogs';
import { HOST } from './fixtures';
import { followConnections, useConnections } from './store';

const failure = { code: 'connection-lost', message: 'gpu1 has not answered for 9 s.' } as const;

let worker: Fake<typeof events>;
const calls = (): unknown[] => worker.calls.map(({ name, input }) => [name, input]);
const text = (): string => document.body.textContent ?? '';
const show = (state: ConnectionState): Promise<void> => doing(() => worker.emit('connection.changed', { hostId: HOST.id, state }));

beforeAll(followConnections);
beforeEach(async () => {
  useConnections.setState({ states: new Map(), questions: [] });
  useConnectionDialog.setState({ dialog: { kind: 'none' } });
  worker = fakeWorker();
  await settle();
  await mount(<ConnectionPanel host={HOST} idleText="Connect." />);
});
afterEach(async () => {
  await unmountAll();
  vi.useRealTimers();
});

test('a first try shows its step, and can be stopped', async () => {
  await show({ kind: 'connecting', step: 'Logging in' });
  expect(text()).toContain('Connecting to gpu1');
  expect(one('status').textContent).toBe('Logging in');
  expect(document.querySelector('ol')).toBeNull();
  await click('button', 'Stop');
  expect(calls()).toContainEqual(['connection.close', HOST.id]);
});

test('behind a jump host it shows the way, and how far it has come', async () => {
  await show({ kind: 'connecting', step: 'Logging in', hop: { name: 'gpu1', index: 2, count: 2 } });
  const hops = [...document.querySelectorAll('ol li')];
  expect(hops.map((hop) => [hop.textContent, hop.getAttribute('aria-current')])).toEqual([
    ['bastion, reached', null],
    ['gpu1, connecting', 'step'],
  ]);
  await show({ kind: 'connecting', step: 'Logging in', hop: { name: 'bastion', index: 1, count: 2 } });
  expect(document.querySelector('ol')?.textContent).toBe('bastion, connectinggpu1, not reached yet');
});

test('a try to come back says which one it is, and why the one before failed', async () => {
  await show({ kind: 'connecting', step: 'Logging in', again: { attempt: 3, failure } });
  expect(text()).toContain('Connection to gpu1 lost');
  expect(one('status').textContent).toBe('gpu1 has not answered for 9 s.');
  expect(text()).toContain('Try 3 · Logging in');
  await click('button', 'Stop trying');
  expect(calls()).toContainEqual(['connection.close', HOST.id]);
});

test('waiting and trying take turns in one card, whose words stay where they are', async () => {
  await show({ kind: 'lost', failure, retryAt: Date.now() + 60_000, attempts: 2 });
  const [heading, buttons] = [one('heading').textContent, all('button').map((button) => button.textContent)];
  await show({ kind: 'connecting', step: 'Logging in', again: { attempt: 3, failure } });
  expect(one('heading').textContent).toBe(heading);
  expect(all('button').map((button) => button.textContent)).toEqual(buttons);
});

test('while it waits, it counts down to the next try, quietly', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  await show({ kind: 'lost', failure, retryAt: Date.now() + 2400, attempts: 3 });
  expect(text()).toContain('Connection to gpu1 lost');
  const timer = document.querySelector('[role=timer]');
  expect(timer?.textContent).toBe('Next try in 3 s (try 4)');
  // A screen reader would speak each second of what is live.
  expect(timer?.closest('output, [role=alert], [role=status], [aria-live]')).toBeNull();
  await doing(() => vi.advanceTimersByTime(2000));
  expect(timer?.textContent).toBe('Next try in 1 s (try 4)');
  await doing(() => vi.advanceTimersByTime(1000));
  expect(timer?.textContent).toBe('Next try now (try 4)');
});

test('who waits can try at once, or give up', async () => {
  await show({ kind: 'lost', failure, retryAt: Date.now() + 3000 });
  await click('button', 'Retry now');
  expect(calls()).toContainEqual(['connection.open', HOST.id]);
  await click('button', 'Stop trying');
  expect(calls()).toContainEqual(['connection.close', HOST.id]);
});

test('where only the operator can help, what helps most comes first', async () => {
  await show({ kind: 'lost', failure: { code: 'auth-rejected', message: 'gpu1 refused alice.' } });
  expect(one('alert', 'Login refused').textContent).toContain('gpu1 refused alice.');
  expect(all('button').map((button) => button.textContent)).toEqual(['Edit host', 'Try again', 'Log']);
  await click('button', 'Edit host');
  expect(useHosts.getState().dialog).toEqual({ kind: 'edit', host: HOST });
  await click('button', 'Try again');
  expect(calls()).toContainEqual(['connection.open', HOST.id]);
  await show({ kind: 'lost', failure: { code: 'refused', message: 'Nothing listens.' } });
  expect(all('button').map((button) => button.textContent)).toEqual(['Try again', 'Edit host', 'Log']);
});

test('a changed host key is compared, and there is no way around it', async () => {
  await show({ kind: 'lost', failure: { code: 'host-key-changed', message: 'gpu1 shows another key.' } });
  expect(all('button').map((button) => button.textContent)).toEqual(['Compare keys…', 'Try again', 'Log']);
  await click('button', 'Compare keys…');
  expect(useConnectionDialog.getState().dialog).toEqual({ kind: 'keys', host: HOST });
});

test('a connection says quietly over which hosts it goes', async () => {
  await mount(<ConnectionMark state={{ kind: 'ready', since: 0, via: ['bastion', 'inner'] }} />);
  expect(one('status').textContent).toBe('Connectedvia bastion, inner');
});
