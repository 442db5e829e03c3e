/** A run whose steps are real jobs of a real login: the link dies under it, it is stopped, and another app goes on with it. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { hostOf, loadScript, openLaptop } from '../../../e2e/support/laptop';
import { ssh } from '../../../e2e/support/ssh';
import { sshdForTest } from '../../../e2e/support/sshdForTest';
import { Failure } from '../../base/failure';
import type { Connection } from '../../connection/connection';
import type { Task } from '../plan/recipe';
import { bench, HOST, STEPS, type Bench } from './fixtures';

/** It says that it began, counts how often it did, and waits for a file. */
const taskOf = (id: string): Task => ({
  files: [],
  commands: [['sh', '-c', `echo "${id} of $(id -un)"; echo x >>~/${id}.begun; until [ -e ~/${id}.go ]; do sleep 0.05; done; echo over`]],
  undo: [],
});

interface OnHost {
  /** An app; each has its own runs. */
  readonly app: () => Bench;
  readonly run: (command: string) => Promise<string>;
  /** The link dies, and cannot be made again until `back`. */
  readonly drop: () => void;
  readonly back: () => void;
}

async function onHost(): Promise<OnHost> {
  const sshd = await sshdForTest({ user: 'gv-set-up' });
  const laptop = openLaptop();
  onTestFinished(() => laptop.end());
  laptop.know(sshd.hostKeyLine);
  let current: Promise<Connection> | undefined;
  let isAway = false;
  async function connection(): Promise<Connection> {
    if (isAway) throw new Failure('connection-lost', 'The link is down.', { retry: true });
    current ??= laptop.connect(hostOf(sshd));
    return await current;
  }
  return {
    app: () =>
      bench({
        shape: (step) => ({ ...step, root: false }),
        taskOf,
        deps: { connection, load: loadScript, wait: (ms) => new Promise((resolve) => void setTimeout(resolve, Math.min(ms, 50))) },
      }),
    run: async (command) => (await ssh(sshd, command)).trim(),
    drop() {
      isAway = true;
      void current?.then((open) => open.close());
      current = undefined;
    },
    back() {
      isAway = false;
    },
  };
}

const printed = ({ setUps }: Bench, id: string, line: string): Promise<unknown> =>
  vi.waitUntil(() => setUps.output(id, 0).lines.includes(line), { timeout: 20_000 });
const stateIs = ({ run }: Bench, id: string, kind: string): Promise<unknown> =>
  vi.waitUntil(() => run(id).state.kind === kind, { timeout: 20_000 });

test('a link that dies in each step changes nothing: each runs once, and all of its output is there', async () => {
  const { app, run, drop, back } = await onHost();
  const here = app();
  const id = await here.begin();
  for (const step of STEPS) {
    await printed(here, id, `${step} of gv-set-up`);
    drop();
    await stateIs(here, id, 'reconnecting');
    await run(`touch ~/${step}.go; until [ -s ~/.gearview/set-up/${id}/${step}/rc ]; do sleep 0.05; done`);
    here.has.add(step);
    back();
  }
  await vi.waitUntil(() => here.run(id).endedAt !== undefined, { timeout: 20_000 });
  expect(here.run(id).state).toEqual({ kind: 'done' });
  expect(here.setUps.output(id, 0).lines.filter((line) => !/^[$#] /.test(line))).toEqual(
    STEPS.flatMap((step) => [`${step} of gv-set-up`, 'over']),
  );
  expect(await run('cat ~/*.begun | wc -l')).toBe('3');
  expect(await run(`cut -d ' ' -f 1 ~/.gearview/set-up/${id}/ended`)).toBe('done');
  expect((await here.setUps.standing(HOST)).unfinished).toEqual([]);
}, 60_000);

test('a run that is stopped ends its command on the host', async () => {
  const { app, run } = await onHost();
  const here = app();
  const id = await here.begin();
  await printed(here, id, 'base of gv-set-up');
  here.setUps.cancel(id, 'now');
  await vi.waitUntil(() => here.run(id).endedAt !== undefined, { timeout: 30_000 });
  expect([here.run(id).state.kind, ...here.stepKinds(id)]).toEqual(['cancelled', 'cancelled', 'to-do', 'to-do']);
  expect(await run('pgrep -u "$(id -u)" -f base.go | grep -v "^$$\\$" | wc -l')).toBe('0');
}, 60_000);

test('another app finds what was left, follows it to its end, and then nothing is left', async () => {
  const { app, run, drop, back } = await onHost();
  const here = app();
  const id = await here.begin();
  await printed(here, id, 'base of gv-set-up');
  // This app is killed: nobody follows any more.
  drop();
  await stateIs(here, id, 'reconnecting');
  here.setUps.cancel(id, 'after-step');
  back();
  const there = app();
  const { unfinished } = await there.setUps.standing(HOST);
  expect(unfinished).toMatchObject([
    { id, owner: 'anna@laptop', stepId: 'base', title: 'Install base', position: 1, of: 3, step: 'running' },
  ]);
  await there.setUps.resume(HOST, id);
  await printed(there, id, 'base of gv-set-up');
  await run('touch ~/base.go');
  await vi.waitUntil(() => there.run(id).endedAt !== undefined && here.run(id).endedAt !== undefined, { timeout: 20_000 });
  expect([there.run(id).state.kind, ...there.stepKinds(id)]).toEqual(['done', 'done']);
  expect(await run('cat ~/*.begun | wc -l')).toBe('1');
  expect((await there.setUps.standing(HOST)).unfinished).toEqual([]);
}, 60_000);
