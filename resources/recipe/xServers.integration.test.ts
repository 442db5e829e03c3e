/** Cures that end X servers and clear away what they leave in /tmp, on real ones. */
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { endChild, isRunning, send } from '../../e2e/support/children';
import { canHide, isRoot, loadResource, type LocalHost } from '../../e2e/support/localHost';
import { runScript } from '../../electron/connection/script';
import { scriptsOf } from '../../electron/recipe/cure/remedies';
import { stepsOf } from '../../electron/recipe/cure/steps';
import { freeDisplay, patient, planned, pretend, SHELLS, states, told } from '../../e2e/support/cureHost';

interface XServer {
  readonly display: number;
  readonly pid: number;
  readonly lock: string;
  readonly socket: string;
}

async function xtigervnc(host: LocalHost): Promise<XServer> {
  const display = freeDisplay();
  const [lock, socket] = [`/tmp/.X${display}-lock`, `/tmp/.X11-unix/X${display}`];
  const options = `-geometry 64x48 -rfbport -1 -rfbunixpath "$HOME/rfb" -SecurityTypes None`;
  const pid = Number(await host.run(`Xtigervnc :${display} ${options} >/dev/null 2>&1 </dev/null & echo $!`));
  onTestFinished(() => [lock, socket].forEach((path) => rmSync(path, { force: true })));
  await vi.waitFor(() => expect([lock, socket, join(host.home, 'rfb')].every(existsSync)).toBe(true), 10_000);
  return { display, pid, lock, socket };
}

/** The same, killed: its files are left. */
async function killed(host: LocalHost): Promise<XServer> {
  const server = await xtigervnc(host);
  send(server.pid, 'SIGKILL');
  await vi.waitFor(() => expect(isRunning(server.pid)).toBe(false), 5000);
  return server;
}

const there = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

describe.each(SHELLS)('under %j, clear-x-files', (shell) => {
  test('removes what a killed X server left, and finds it gone the next time', async () => {
    const { host, ...on } = await patient({ shell });
    const { display, lock, socket } = await killed(host);
    expect(told(await planned(on, [host.home], 'clear-x-files', `:${display}`))).toEqual([`to-do rm -f ${lock}`, `to-do rm -f ${socket}`]);
    expect([lock, socket].map(there)).toEqual([true, true]);
    expect(states(await on.run('clear-x-files', `:${display}`))).toEqual(['done', 'done']);
    expect([lock, socket].map(there)).toEqual([false, false]);
    expect(states(await on.run('clear-x-files', `:${display}`))).toEqual(['already', 'already']);
  });

  test('leaves a display alone that has come to life since the plan', async () => {
    const { host, ...on } = await patient({ shell });
    const { display, lock, socket } = await killed(host);
    expect(states(await on.plan('clear-x-files', `${display}`))).toEqual(['to-do', 'to-do']);
    const pid = await pretend(host, 'Xorg');
    await host.run(`rm -f ${lock}; echo ${pid} >${lock}`);
    expect(told(await on.run('clear-x-files', `${display}`))).toEqual([
      `cannot: Display :${display} is alive: its X server Xorg runs as process ${pid}.`,
      `to-do rm -f ${socket}`,
    ]);
    expect([lock, socket].map(there)).toEqual([true, true]);
  });

  test('leaves a link alone that somebody put in place of the lock', async () => {
    const { host, ...on } = await patient({ shell });
    const { display, lock, socket } = await killed(host);
    await on.plan('clear-x-files', `${display}`);
    rmSync(lock);
    symlinkSync(join(host.home, 'rfb'), lock);
    expect(told(await on.run('clear-x-files', `${display}`))[0]).toBe(
      `cannot: ${lock} is reached by a symbolic link, which no X server makes.`,
    );
    expect([lock, socket].map(there)).toEqual([true, true]);
  });
});

test('clear-x-files takes a socket on which somebody listens for alive, whoever it is', async () => {
  const { plan } = await patient();
  const display = freeDisplay();
  const listener = createServer();
  await new Promise<void>((give) => listener.listen(`/tmp/.X11-unix/X${display}`, give));
  onTestFinished(() => void listener.close());
  expect(told(await plan('clear-x-files', `${display}`))).toEqual([
    `already rm -f /tmp/.X${display}-lock`,
    `cannot: Display :${display} is alive: somebody listens on its socket.`,
  ]);
});

test.skipIf(!canHide)('clear-x-files sees the listener in a container that shares the folder of sockets (needs root)', async () => {
  const { host, plan } = await patient();
  const display = freeDisplay();
  const socket = `/tmp/.X11-unix/X${display}`;
  const identity = ['setpriv', '--reuid', `${host.uid}`, '--clear-groups', '--'];
  const container = spawn('unshare', ['--net', ...identity, 'socat', `UNIX-LISTEN:${socket},fork`, 'EXEC:true'], { stdio: 'ignore' });
  onTestFinished(async () => {
    await endChild(container);
    rmSync(socket, { force: true });
  });
  await vi.waitFor(() => expect(existsSync(socket)).toBe(true), 5000);
  expect(told(await plan('clear-x-files', `${display}`))[1]).toBe(`cannot: Display :${display} is alive: somebody listens on its socket.`);
});

test.skipIf(!isRoot)('clear-x-files leaves the files of other users alone (needs root)', async () => {
  const { plan } = await patient();
  const display = freeDisplay();
  const lock = `/tmp/.X${display}-lock`;
  writeFileSync(lock, '999999999\n');
  onTestFinished(() => rmSync(lock));
  expect(told(await plan('clear-x-files', `${display}`))[0]).toBe(`cannot: ${lock} belongs to root.`);
});

describe.each(SHELLS)('under %j, end-x-server', (shell) => {
  test('ends an X proxy with its desktop, and finds it gone the next time', async () => {
    const { host, ...on } = await patient({ shell });
    const { pid, display, lock, socket } = await xtigervnc(host);
    expect(told(await on.plan('end-x-server', `${pid}`))).toEqual([
      `to-do kill -TERM ${pid}`,
      `to-do kill -KILL ${pid}`,
      `to-do rm -f ${lock}`,
      `to-do rm -f ${socket}`,
    ]);
    expect(isRunning(pid)).toBe(true);
    const { steps } = await on.run('end-x-server', `${pid}`);
    expect(steps.map(({ state }) => state.kind)).toEqual(['done', 'already', 'already', 'already']);
    expect(steps[0]?.title).toBe(`End Xtigervnc (process ${pid}) with its desktop :${display}`);
    expect([isRunning(pid), there(lock), there(socket)]).toEqual([false, false, false]);
    expect(states(await on.run('end-x-server', `${pid}`))).toEqual(['already', 'already']);
  });

  test('ends one by force that does not obey, and clears its files away', async () => {
    const { host, ...on } = await patient({ shell });
    const display = freeDisplay();
    const lock = `/tmp/.X${display}-lock`;
    const pid = await pretend(host, 'Xvnc', { args: `:${display}`, obeys: false });
    await host.run(`printf '%10d\\n' ${pid} >${lock}`);
    onTestFinished(() => rmSync(lock, { force: true }));
    await on.plan('end-x-server', `${pid}`);
    expect(states(await on.run('end-x-server', `${pid}`))).toEqual(['done', 'done', 'done', 'already']);
    expect([isRunning(pid), there(lock)]).toEqual([false, false]);
  });

  test('ends no other process under that number', async () => {
    const { host, ...on } = await patient({ shell });
    const pid = await pretend(host, 'x11vnc');
    const another = `cannot: Process ${pid} is another one by now; look at the host again.`;
    // The subject names a start time, or the plan saw one.
    expect(told(await on.plan('end-x-server', `${pid}.1`))).toEqual([another]);
    expect(told(await on.run('end-x-server', `${pid}.1`))).toEqual([another]);
    const records = await runScript(host, loadResource, scriptsOf('end-x-server'), {
      parameters: {
        CURE: 'end-x-server',
        SUBJECT: `${pid}`,
        MODE: 'run',
        AGREED: `kill -TERM ${pid}\nkill -KILL ${pid}`,
        IDENTITY: `${pid}.1`,
        X11_PERL: '',
        X11_PYTHON: '',
      },
      timeoutMs: 20_000,
    });
    expect(stepsOf(records)?.map(({ state }) => state)).toEqual([{ kind: 'cannot', why: another.slice('cannot: '.length) }]);
    expect(isRunning(pid)).toBe(true);
  });

  test('ends nothing that is no X proxy', async () => {
    const { host, ...on } = await patient({ shell });
    const pid = await pretend(host, 'tmux');
    await on.plan('end-x-server', `${pid}`);
    expect(told(await on.run('end-x-server', `${pid}`))).toEqual([
      `cannot: Process ${pid} (tmux) is no X proxy or VNC server of this user.`,
      `to-do kill -KILL ${pid}`,
    ]);
    expect(isRunning(pid)).toBe(true);
  });
});

test.skipIf(!isRoot)('end-x-server ends nothing of another user (needs root)', async () => {
  const [{ host }, other] = [await patient(), await patient()];
  const pid = await pretend(host, 'Xvnc');
  await other.plan('end-x-server', `${pid}`);
  expect(states(await other.run('end-x-server', `${pid}`))).toEqual(['cannot', 'to-do']);
  expect(isRunning(pid)).toBe(true);
});

test('nothing runs that nobody has seen', async () => {
  const { host, ...on } = await patient();
  const pid = await pretend(host, 'Xvnc');
  await expect(on.run('end-x-server', `${pid}`)).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('look at it again'),
  });
  expect(isRunning(pid)).toBe(true);
});
