import { useEffect } from 'react';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { events } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import { fakeWorker, type Fake } from '../base/fakePorts';
import { doing, mount, settle, unmountAll } from '../base/mount';
import { HOST } from '../connection/fixtures';
import { followConnections, useConnections } from '../connection/store';
import { useHosts } from '../host/store';
import { useRunning } from './useRunning';
import type { Running } from '../base/Strip';

const failure = { code: 'connection-lost', message: 'Gone.' } as const;
let worker: Fake<typeof events>;
let running: readonly Running[] = [];

function Probe() {
  const now = useRunning();
  useEffect(() => void (running = now), [now]);
  return null;
}

beforeAll(followConnections);
beforeEach(async () => {
  useConnections.setState({ states: new Map(), questions: [] });
  useHosts.setState({ list: { kind: 'ready', hosts: [HOST] } });
  worker = fakeWorker();
  await settle();
  await mount(<Probe />);
});
afterEach(unmountAll);

test.each<[ConnectionState, [string, string?][]]>([
  [{ kind: 'ready', since: 0 }, []],
  [{ kind: 'lost', failure }, []],
  [{ kind: 'connecting', step: 'Logging in' }, [['Connecting to gpu1', 'Logging in']]],
  [{ kind: 'connecting', step: 'Logging in', again: { attempt: 2, failure } }, [['Reconnecting to gpu1', 'Try 2 · Logging in']]],
  [{ kind: 'lost', failure, retryAt: 5, attempts: 2 }, [['Reconnecting to gpu1', 'Waits for try 3']]],
])('the strip of %j', async (state, shown) => {
  await doing(() => worker.emit('connection.changed', { hostId: HOST.id, state }));
  expect(running.map(({ what, step }) => [what, step])).toEqual(shown);
  running[0]?.stop?.run();
  await settle();
  expect(worker.calls.filter(({ name }) => name === 'connection.close')).toHaveLength(shown.length);
});
