/** Desktops of TurboVNC on this machine, for real, where it is installed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { isRunning } from '../../e2e/support/children';
import { canHide, loadResource, startLocalHost, type LocalHost, type LocalHostOptions } from '../../e2e/support/localHost';
import type { SessionWish } from '../../electron/contract/session';
import { createSessions, type Sessions } from '../../electron/session/sessions';
import { logIn } from '../test/logIn';

const HOST_ID = '0123456789ab';
const WISH: SessionWish = { hostId: HOST_ID, geometry: { width: 1280, height: 800 }, depth: 24 };
const installed = existsSync('/opt/TurboVNC/bin/vncserver');
const virtualgl = existsSync('/opt/VirtualGL/bin/vglrun');

let host: LocalHost | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});

async function on(options: Partial<LocalHostOptions> = {}): Promise<{ host: LocalHost; sessions: Sessions }> {
  const made = await startLocalHost({ user: 'gv-turbovnc', ...options });
  host = made;
  return { host: made, sessions: createSessions({ connection: async () => made, load: loadResource, now: Date.now }) };
}

/** A policy of the host's administrator. */
const policy = (text: string): string =>
  `printf '%s\\n' '${text}' >"$HOME/.empty/policy"; mount --bind "$HOME/.empty/policy" /opt/TurboVNC/etc/turbovncserver-security.conf`;

const leftOf = (host: LocalHost): readonly string[] =>
  readdirSync(join(host.home, '.vnc')).filter((name) => /\.(pid|uds|udspath)$/.test(name));

describe.skipIf(!installed)(`TurboVNC${installed ? '' : ' (not installed at /opt/TurboVNC)'}`, () => {
  test('is preferred, starts on a private socket without TCP, and leaves nothing when it is stopped', async () => {
    const { host, sessions } = await on();
    const session = await sessions.start({ ...WISH, name: 'a "quoted" $(name)' });
    expect(session).toMatchObject({
      xProxy: 'turbovnc',
      mode: 'software',
      ours: true,
      state: 'live',
      name: 'a "quoted" $(name)',
      geometry: WISH.geometry,
      depth: 24,
      rfb: { kind: 'unix' },
    });
    const reach = await sessions.reach(session.id);
    expect(reach).toMatchObject({ target: { kind: 'unix', path: expect.stringMatching(/\/\.vnc\/.*_\d+\.uds$/) }, transport: 'websocket' });
    expect(reach.password).toBeUndefined();
    expect(readFileSync(`/proc/${session.pid}/cmdline`, 'utf8').split('\0')).toContain('-maxclipboard');
    expect((await sessions.list(HOST_ID)).sessions).toEqual([session]);
    // Its own list knows the desktop too.
    expect(await host.run('/opt/TurboVNC/bin/vncserver -sessionlist')).toMatch(
      new RegExp(`^1\\t5\\t:${session.display}\\t${session.pid}\\t`),
    );

    await sessions.stop(session.id);
    expect(isRunning(session.pid)).toBe(false);
    expect(leftOf(host)).toEqual([]);
    expect(await host.run('xauth -q list')).not.toContain(`:${session.display} `);
    expect(host.xFiles(session.display)).toEqual([]);
    expect((await sessions.list(HOST_ID)).sessions).toEqual([]);
    expect(host.processes()).toEqual([]);
  });

  test.skipIf(!virtualgl)(
    `draws its desktop through VirtualGL on the device that was chosen${virtualgl ? '' : ' (not installed at /opt/VirtualGL)'}`,
    async () => {
      const { host, sessions } = await on();
      const { offer } = await sessions.list(HOST_ID);
      expect(offer.virtualgl).toMatch(/^\d+\./);
      const device = offer.vglDevices[0]?.device;
      expect(device).toBe('egl0');
      const session = await sessions.start({ ...WISH, vglDevice: 'egl0' });
      expect(session).toMatchObject({ mode: 'host-egl', vglDevice: 'egl0' });
      const openbox = host.processes().find((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8') === 'openbox\n');
      expect(readFileSync(`/proc/${openbox}/environ`, 'utf8').split('\0')).toEqual(
        expect.arrayContaining(['VGL_ISACTIVE=1', 'VGL_DISPLAY=egl0']),
      );
      expect((await sessions.list(HOST_ID)).sessions).toEqual([session]);
      await expect(sessions.start({ ...WISH, vglDevice: 'egl7' })).rejects.toMatchObject({
        code: 'session-failed',
        message: expect.stringContaining('VirtualGL cannot draw on egl7'),
      });
    },
  );

  test('a window manager without session file is started all the same', async () => {
    const { sessions } = await on();
    const session = await sessions.start({ ...WISH, windowManager: 'xterm' });
    expect(session.state).toBe('live');
  });

  test('one started by hand is listed and reached with a one-time password', async () => {
    const { host, sessions } = await on();
    await host.run('/opt/TurboVNC/bin/vncserver :71 -securitytypes otp -localhost -wm openbox -name "by hand" >/dev/null 2>&1');
    const [session] = (await sessions.list(HOST_ID)).sessions;
    expect(session).toMatchObject({ display: 71, name: 'by hand', ours: false, xProxy: 'turbovnc', state: 'live', rfb: { kind: 'tcp' } });
    const first = await sessions.reach(session?.id ?? '');
    const second = await sessions.reach(session?.id ?? '');
    expect(first.password).toMatch(/^\d{8}$/);
    expect(await logIn(second.target, first.password ?? '')).toBe(false);
    expect(await logIn(second.target, second.password ?? '')).toBe(true);
    await sessions.stop(session?.id ?? '');
    expect(isRunning(session?.pid ?? 0)).toBe(false);
    expect(leftOf(host)).toEqual([]);
  });

  test('one that was killed is listed as dead and cleared away', async () => {
    const { host, sessions } = await on();
    const session = await sessions.start(WISH);
    process.kill(session.pid, 'SIGKILL');
    while (isRunning(session.pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    const [dead] = (await sessions.list(HOST_ID)).sessions;
    expect(dead).toMatchObject({ id: session.id, state: 'dead', xProxy: 'turbovnc' });
    await sessions.stop(session.id);
    expect(leftOf(host)).toEqual([]);
    expect((await sessions.list(HOST_ID)).sessions).toEqual([]);
    expect((await sessions.start({ ...WISH, display: session.display })).display).toBe(session.display);
  });
});

describe.skipIf(!installed || !canHide)(
  `TurboVNC under a policy${installed && canHide ? '' : ' (needs TurboVNC, root and mount namespaces)'}`,
  () => {
    test('that forbids None: one-time passwords on the private socket', async () => {
      const { sessions } = await on({ prepare: policy('permitted-security-types = x509plain, otp') });
      const session = await sessions.start(WISH);
      const reach = await sessions.reach(session.id);
      expect(reach.target.kind).toBe('unix');
      expect(await logIn(reach.target, reach.password ?? '')).toBe(true);
    });

    test('that permits neither: says so', async () => {
      const { sessions } = await on({ prepare: policy('permitted-security-types = x509plain') });
      await expect(sessions.start(WISH)).rejects.toMatchObject({
        code: 'session-failed',
        message: expect.stringContaining('permits TurboVNC only x509plain'),
      });
    });

    test('that limits the size: the real size is told', async () => {
      const { sessions } = await on({ prepare: policy('max-desktop-size = 1024x768') });
      expect((await sessions.start(WISH)).geometry).toEqual({ width: 1024, height: 768 });
    });

    test('in a home that vncserver cannot handle', async () => {
      const { host } = await on();
      const odd = createSessions({
        connection: async () => host,
        load: async (name) =>
          name === 'lib/prelude.sh' ? `HOME="$HOME/a b"\nmkdir -p "$HOME"\n${await loadResource(name)}` : loadResource(name),
        now: Date.now,
      });
      await expect(odd.start(WISH)).rejects.toMatchObject({
        code: 'session-failed',
        message: expect.stringContaining('blank or special character'),
      });
    });
  },
);
