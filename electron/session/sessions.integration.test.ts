/** Desktops of TigerVNC on this machine, for real: started, listed, reached, stopped, killed. */
import { connect } from 'node:net';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canHide, loadResource, startLocalHost, type LocalHost } from '../../e2e/support/localHost';
import { endPids, isRunning } from '../../e2e/support/children';
import type { Session, SessionsChanged } from '../contract/session';
import { createSessions, type Sessions } from './sessions';

const HOST_ID = '0123456789ab';
const WISH = { hostId: HOST_ID, geometry: { width: 1024, height: 700 }, depth: 24 as const };

const sessionsOn = (host: LocalHost): Sessions => createSessions({ connection: async () => host, load: loadResource, now: Date.now });

const folderOf = (host: LocalHost, { display }: Session): string => {
  const name = readFileSync('/proc/sys/kernel/hostname', 'utf8').trim();
  return join(host.home, '.gearview/sessions', `${name}:${display}`);
};

function comm(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined, seconds = 10): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.skipIf(!canHide)(`TigerVNC${canHide ? '' : ' (needs root and mount namespaces, to hide a TurboVNC that is installed)'}`, () => {
  let host: LocalHost;
  let sessions: Sessions;
  beforeEach(async () => {
    host = await startLocalHost({ user: 'gv-tigervnc', hidden: ['/opt/TurboVNC'] });
    sessions = sessionsOn(host);
  });
  afterEach(() => host.stop());

  test('a desktop starts checked, is listed by another instance of the app, and leaves nothing when it is stopped', async () => {
    const progress: string[] = [];
    const changes: SessionsChanged[] = [];
    sessions.onProgress(({ step }) => progress.push(step));
    sessions.onChange((change) => changes.push(change));

    const session = await sessions.start({ ...WISH, name: 'render “1” $(touch /tmp/gv-no) `id` <img onerror=1>' });

    expect(session).toMatchObject({
      xProxy: 'tigervnc',
      mode: 'software',
      vglDevice: 'none',
      geometry: WISH.geometry,
      depth: 24,
      ours: true,
      state: 'live',
      name: 'render “1” $(touch /tmp/gv-no) `id` <img onerror=1>',
      rfb: { kind: 'unix' },
    });
    expect(existsSync('/tmp/gv-no')).toBe(false);
    expect(Math.abs(session.startedAt - Date.now())).toBeLessThan(60_000);
    const steps = progress.filter((step) => !step.startsWith('Starting the X proxy on :') || step.endsWith(`:${session.display}`));
    expect(steps).toEqual([
      'Looking at the host',
      expect.stringContaining('the CPU draws'),
      'Checking the host',
      // On another display first, when a test beside this one was faster.
      `Starting the X proxy on :${session.display}`,
      expect.stringContaining('Waiting for the window manager'),
      'Checking that nobody else can enter',
    ]);
    expect(changes.at(-1)?.sessions).toEqual([session]);

    const folder = folderOf(host, session);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'rfb')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'xauth')).size).toBeGreaterThan(40);

    const another = sessionsOn(host);
    expect((await another.list(HOST_ID)).sessions).toEqual([session]);

    const reach = await another.reach(session.id);
    expect(reach).toEqual({ hostId: HOST_ID, target: { kind: 'unix', path: join(folder, 'rfb') }, transport: 'rfb' });
    const greeting = await new Promise((resolve, reject) => {
      const socket = connect(join(folder, 'rfb'));
      socket.once('data', (bytes) => resolve(bytes.toString('latin1')));
      socket.once('data', () => socket.destroy());
      socket.once('error', reject);
    });
    expect(greeting).toBe('RFB 003.008\n');

    await another.stop(session.id);
    expect(another.known(session.id)).toBeUndefined();
    expect(host.processes()).toEqual([]);
    expect([...host.xFiles(session.display), folder].filter((path) => existsSync(path))).toEqual([]);
    expect((await sessions.list(HOST_ID)).sessions).toEqual([]);
    // Ending what has ended is no error.
    await createStopped(host, session);
  });

  test('two starts at once get two displays, also from two apps', async () => {
    const other = sessionsOn(host);
    const [a, b, c] = await Promise.all([sessions.start(WISH), sessions.start(WISH), other.start(WISH)]);
    expect(new Set([a.display, b.display, c.display]).size).toBe(3);
    const listed = (await sessions.list(HOST_ID)).sessions;
    expect(listed.map(({ id }) => id).toSorted()).toEqual([a.id, b.id, c.id].toSorted());
    expect(listed.every(({ state, ours }) => state === 'live' && ours)).toBe(true);
  });

  test('listing often does not bar the desktop', async () => {
    const session = await sessions.start(WISH);
    for (let turn = 0; turn < 8; turn++) await sessions.list(HOST_ID);
    const again = await sessions.list(HOST_ID);
    expect(again.sessions).toEqual([session]);
    const { target } = await sessions.reach(session.id);
    const greeting = await new Promise<string>((resolve, reject) => {
      const socket = connect(target.kind === 'unix' ? target.path : '');
      socket.once('data', (bytes) => {
        resolve(bytes.toString('latin1'));
        socket.destroy();
      });
      socket.once('error', reject);
    });
    expect(greeting).toBe('RFB 003.008\n');
  });

  test('logging out of the desktop ends all of it', async () => {
    const session = await sessions.start(WISH);
    const openbox = host.processes().filter((pid) => comm(pid) === 'openbox');
    expect(openbox).toHaveLength(1);
    await endPids(openbox);
    await until('the X proxy ends with its window manager', () => (isRunning(session.pid) ? undefined : true));
    await until('the desktop is off the list', async () => ((await sessions.list(HOST_ID)).sessions.length === 0 ? true : undefined));
    expect(host.xFiles(session.display)).toEqual([]);
  });

  test('an X proxy that was killed is listed as dead, keeps its log, and is cleared away', async () => {
    const session = await sessions.start({ ...WISH, name: 'doomed' });
    process.kill(session.pid, 'SIGKILL');
    await until('it is gone', () => (isRunning(session.pid) ? undefined : true));
    const [dead] = (await sessions.list(HOST_ID)).sessions;
    expect(dead).toMatchObject({ id: session.id, state: 'dead', ours: true, rfb: { kind: 'none' } });
    expect(readFileSync(join(folderOf(host, session), 'x.log'), 'utf8')).toContain('TigerVNC');
    await expect(sessions.reach(session.id)).rejects.toMatchObject({ code: 'session-gone' });

    await sessions.stop(session.id);
    expect([...host.xFiles(session.display), folderOf(host, session)].filter((path) => existsSync(path))).toEqual([]);
    expect((await sessions.list(HOST_ID)).sessions).toEqual([]);
    // ssh-agent looks for its desktop every ten seconds, and hides whose it is.
    const others = () => host.processes().filter((pid) => comm(pid) !== 'ssh-agent');
    await until('its window manager is gone too', () => (others().length === 0 ? true : undefined));
    expect((await sessions.start({ ...WISH, display: session.display })).display).toBe(session.display);
  });

  test('an X proxy that hangs is listed as silent, and stops all the same', async () => {
    const session = await sessions.start(WISH);
    process.kill(session.pid, 'SIGSTOP');
    const [hung] = (await sessions.list(HOST_ID)).sessions;
    expect(hung).toMatchObject({ id: session.id, state: 'silent' });
    await sessions.stop(session.id);
    expect(isRunning(session.pid)).toBe(false);
    expect((await sessions.list(HOST_ID)).sessions).toEqual([]);
  });

  test('desktops that somebody started by hand are listed, opened and stopped', async () => {
    await host.run(
      'tigervncserver :61 -localhost yes -SecurityTypes None -geometry 800x600 -desktop "by hand: ü" -- /usr/bin/openbox >/dev/null 2>&1',
    );
    const { sessions: listed } = await sessions.list(HOST_ID);
    expect(listed).toHaveLength(1);
    const [session] = listed;
    expect(session).toMatchObject({
      display: 61,
      name: 'by hand: ü',
      ours: false,
      state: 'live',
      geometry: { width: 800, height: 600 },
      rfb: { kind: 'tcp' },
    });
    if (session === undefined) throw new Error('unreachable');
    expect(session.vglDevice).toBeUndefined();
    expect(await sessions.reach(session.id)).toMatchObject({ target: { kind: 'tcp', port: 5961 }, transport: 'rfb' });
    await sessions.stop(session.id);
    expect(isRunning(session.pid)).toBe(false);
    expect(host.xFiles(session.display)).toEqual([]);
  });

  test('a number that is taken is refused with who has it, and a wrong identity ends nothing', async () => {
    const session = await sessions.start({ ...WISH, display: 62 });
    await expect(sessions.start({ ...WISH, display: 62 })).rejects.toMatchObject({
      code: 'display-busy',
      message: expect.stringMatching(/Display :62 is taken by Xtigervnc \(process \d+\) of /),
    });
    // The same process under another start time is another desktop: a reused pid must never be ended.
    const forged = `${session.id.slice(0, session.id.lastIndexOf('.'))}.1`;
    const liar = createSessions({
      connection: async () => host,
      load: async (name) =>
        name === 'session/list.sh' ? (await loadResource(name)).replace('"$(start_of "$pid")"', '1') : loadResource(name),
      now: Date.now,
    });
    await liar.list(HOST_ID);
    await expect(liar.stop(forged)).rejects.toMatchObject({ code: 'session-gone' });
    expect(isRunning(session.pid)).toBe(true);
  });
});

/** A second app that stops what the first has stopped already. */
async function createStopped(host: LocalHost, session: Session): Promise<void> {
  const late = createSessions({
    connection: async () => host,
    load: loadResource,
    now: Date.now,
  });
  await expect(late.stop(session.id)).rejects.toMatchObject({ code: 'session-gone' });
}
