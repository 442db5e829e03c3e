import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { endChild, endPids, isRunning } from '../support/children';
import { leftovers } from './leftovers';

const children: ChildProcess[] = [];
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => endChild(child, 100)));
});

/** A shell that says when it is ready, then waits. */
async function wait(setup = '', env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn('sh', ['-c', `${setup} echo ready; read -r line`], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], ...env },
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

test('a process that was started and still runs', async () => {
  const pid = await wait();
  expect(await leftovers({ pids: [pid], homes: [] }, 0)).toEqual([expect.stringMatching(new RegExp(`^${pid} sh -c`))]);
});

test('one that belongs to the run by its home alone', async () => {
  const pid = await wait('', { HOME: '/tmp/gv-home-of-this-test' });
  await wait('', { HOME: '/tmp/gv-home-of-this-test-2' });
  expect(await leftovers({ pids: [], homes: ['/tmp/gv-home-of-this-test'] }, 0)).toEqual([expect.stringMatching(`^${pid} `)]);
});

test('it waits for those that are about to end', async () => {
  const pid = await wait();
  const answer = leftovers({ pids: [pid], homes: [] });
  children[0]?.stdin?.end();
  expect(await answer).toEqual([]);
});

test('endPids ends one that ignores SIGTERM, and returns once it is gone', async () => {
  const pid = await wait("trap '' TERM;");
  await endPids([pid], 100);
  expect(isRunning(pid)).toBe(false);
});
