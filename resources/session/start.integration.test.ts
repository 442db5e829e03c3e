/** Desktops that must not start, and what is said then; run against a host whose programs and file systems are hidden or broken. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { canHide, loadResource, startLocalHost, type LocalHost, type LocalHostOptions } from '../../e2e/support/localHost';
import type { SessionWish } from '../../electron/contract/session';
import { logIn } from '../test/logIn';
import { createSessions, type Sessions } from '../../electron/session/sessions';

const HOST_ID = '0123456789ab';
const WISH: SessionWish = { hostId: HOST_ID, geometry: { width: 800, height: 600 }, depth: 24 };
const TURBOVNC = '/opt/TurboVNC';
const WINDOW_MANAGERS = ['/usr/share/xsessions', '/usr/bin/openbox-session', '/usr/bin/openbox', '/usr/bin/xterm'];

let host: LocalHost | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});

async function on(options: Partial<LocalHostOptions>): Promise<{ host: LocalHost; sessions: Sessions }> {
  const made = await startLocalHost({ user: 'gv-start', ...options, hidden: canHide ? [TURBOVNC, ...(options.hidden ?? [])] : [] });
  host = made;
  return { host: made, sessions: createSessions({ connection: async () => made, load: loadResource, now: Date.now }) };
}

/** Collects what every process of the host shows in its arguments and environment, until it is called. */
function watchArguments(on: LocalHost): () => string {
  const seen = new Set<string>();
  const look = (): void => {
    for (const pid of on.processes())
      for (const file of ['cmdline', 'environ'])
        try {
          seen.add(readFileSync(`/proc/${pid}/${file}`, 'latin1'));
        } catch {
          // It has ended meanwhile.
        }
  };
  const timer = setInterval(look, 5);
  return () => {
    clearInterval(timer);
    look();
    return [...seen].join('\n');
  };
}

/** A program in place of another, in this host's mount namespace only. */
const standIn = (path: string, script: string): string =>
  `printf '%s\\n' '#!/bin/sh' '${script}' >"$HOME/.empty/stand-in"; chmod 755 "$HOME/.empty/stand-in"; mount --bind "$HOME/.empty/stand-in" ${path}`;

/** It failed so, and left neither process nor files of a desktop. */
async function refused(options: Partial<LocalHostOptions>, wish: Partial<SessionWish>, expected: Record<string, unknown>): Promise<void> {
  const { host, sessions } = await on(options);
  await expect(sessions.start({ ...WISH, ...wish })).rejects.toMatchObject(expected);
  // ssh-agent looks for its desktop every ten seconds, and hides whose it is.
  expect(host.processes().filter((pid) => commandOf(pid) !== 'ssh-agent')).toEqual([]);
  const left = await host.run('ls -d "$HOME"/.gearview/sessions/*:* "$HOME"/.vnc/*.pid');
  expect(left).toBe('');
  const locks = readdirSync('/tmp').filter((name) => /^\.X\d+-lock$/.test(name) && statSync(`/tmp/${name}`).uid === host.uid);
  expect(locks).toEqual([]);
}

const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();

describe.skipIf(!canHide)(`a start that must fail${canHide ? '' : ' (needs root and mount namespaces, to hide and break things)'}`, () => {
  test('without an X proxy', () =>
    refused({ hidden: ['/usr/bin/Xtigervnc'] }, {}, { code: 'no-x-proxy', message: expect.stringContaining('TigerVNC; install one') }));

  test('without a window manager', () =>
    refused({ hidden: WINDOW_MANAGERS }, {}, { code: 'no-window-manager', message: expect.stringContaining('install xfce4, or openbox') }));

  test('with a window manager that the host lacks', () =>
    refused({}, { windowManager: 'mate' }, { code: 'no-window-manager', message: expect.stringContaining('mate is not installed') }));

  test('without the tools that the checks rest on', () =>
    refused(
      { hidden: ['/usr/bin/xprop'] },
      {},
      { code: 'session-failed', message: expect.stringMatching(/without xprop; install x11-utils/) },
    ));

  test('without a language that can speak to a socket', () =>
    refused(
      { hidden: ['/usr/bin/perl', '/usr/bin/python3'] },
      {},
      { code: 'session-failed', message: expect.stringContaining('without perl or python3; install perl') },
    ));

  test('in a home that cannot be written', () =>
    refused(
      { prepare: 'mount --bind "$HOME" "$HOME"; mount -o remount,bind,ro "$HOME"' },
      {},
      { code: 'session-failed', message: expect.stringMatching(/home directory \/.* is missing or not writable/) },
    ));

  test('in a home that is full', () =>
    refused(
      { prepare: 'mount -t tmpfs -o size=2m,mode=777 tmpfs "$HOME"' },
      {},
      { code: 'session-failed', message: expect.stringMatching(/gv-home-\S+ has less than 50 MiB free/) },
    ));

  test('with a full /tmp', () =>
    refused(
      { prepare: 'mount -t tmpfs -o size=2m,mode=1777 tmpfs /tmp; mkdir -p "$HOME"; mount -t tmpfs -o size=90m,mode=777 tmpfs "$HOME"' },
      {},
      { code: 'session-failed', message: expect.stringContaining('/tmp has less than 50 MiB free') },
    ));

  test('where somebody put a link in place of our folder', () =>
    refused(
      { prepare: 'mkdir "$HOME/elsewhere"; ln -s "$HOME/elsewhere" "$HOME/.gearview"; chown -h "$(stat -c %u "$HOME")" "$HOME/.gearview"' },
      {},
      { code: 'session-failed', message: expect.stringMatching(/\.gearview cannot be used: .* no link/) },
    ));

  test('on a device that VirtualGL cannot draw on', () =>
    refused(
      { hidden: ['/opt/VirtualGL'] },
      { vglDevice: 'egl7' },
      { code: 'session-failed', message: expect.stringContaining('VirtualGL is not installed') },
    ));

  test('when the X proxy dies, with its log', () =>
    refused(
      {
        prepare: standIn(
          '/usr/bin/Xtigervnc',
          'case $1 in -version) echo TigerVNC 1.12.0;; -help) ;; *) echo "Fatal server error: no gears" >&2; exit 1;; esac',
        ),
      },
      {},
      {
        code: 'session-failed',
        message: expect.stringContaining('X proxy'),
        detail: expect.stringContaining('Fatal server error: no gears'),
      },
    ));

  test('when the window manager dies, with ~/.xsession-errors', () =>
    refused(
      { prepare: standIn('/usr/bin/openbox-session', 'echo "no gears for the window manager" >&2; exit 1') },
      {},
      {
        code: 'session-failed',
        message: expect.stringContaining('window manager openbox ended at once'),
        detail: expect.stringContaining('no gears for the window manager'),
      },
    ));

  test.each([
    ['xhost +', 'everyone'],
    ['xhost +local:', 'every local user'],
    ['xhost +si:localuser:nobody', 'localuser:nobody'],
  ])('when a start-up file opens the display: %s', (command, who) =>
    refused(
      { prepare: standIn('/usr/bin/openbox-session', `${command}; exec /usr/bin/openbox`) },
      {},
      { code: 'session-unsafe', message: expect.stringContaining(`open to ${who}`) },
    ),
  );
});

test.skipIf(!canHide)('python3 sees an open display as well as perl', () =>
  refused(
    { hidden: ['/usr/bin/perl'], prepare: standIn('/usr/bin/openbox-session', 'xhost +si:localuser:nobody; exec /usr/bin/openbox') },
    {},
    { code: 'session-unsafe', message: expect.stringContaining('open to localuser:nobody') },
  ),
);

test.each(['perl x11.pl', '/usr/bin/python3 x11.py'])(
  '%s greets without being taken for a failed login, after five of which TigerVNC bars the socket',
  async (program) => {
    const { host } = await on({ hidden: [], standIns: ['x11.pl', 'x11.py'].map((name) => join(import.meta.dirname, name)) });
    const started = 'Xtigervnc :64 -rfbport -1 -rfbunixpath "$HOME/rfb" -rfbunixmode 0600 -SecurityTypes None >/dev/null 2>&1 &';
    const waited = 'until [ -S "$HOME/rfb" ]; do sleep 0.02; done';
    const greeted = `cd "$HOME/.bin"; for turn in 1 2 3 4 5 6 7 8; do ${program} greet "unix:$HOME/rfb"; done`;
    expect(await host.run(`${started} ${waited}; ${greeted}`)).toBe('RFB 003.008 1\n'.repeat(8));
  },
);

describe.skipIf(!canHide)('a start that finds another way', () => {
  test('python3 checks where there is no perl', async () => {
    const { sessions } = await on({ hidden: ['/usr/bin/perl'] });
    const session = await sessions.start(WISH);
    expect(session).toMatchObject({ state: 'live', geometry: WISH.geometry });
    expect((await sessions.list(HOST_ID)).sessions).toEqual([session]);
  });

  test('another display, when somebody was faster', async () => {
    const real = 'mkdir "$HOME/.empty/real"; cp /usr/bin/Xtigervnc "$HOME/.empty/real"';
    const rival = 'case $1 in -*) ;; *) mkdir "$HOME/lost" && echo "Server is already active for display 1" >&2 && exit 1;; esac';
    const script = `${rival}; exec "$HOME/.empty/real/Xtigervnc" "$@"`;
    const { host, sessions } = await on({ prepare: `${real}; ${standIn('/usr/bin/Xtigervnc', script)}` });
    const session = await sessions.start(WISH);
    expect(session).toMatchObject({ state: 'live', ours: true });
    expect(readdirSync(host.home)).toContain('lost');
  });

  test('a socket path that is too long becomes loopback TCP with a password of its own for every connect, in no argument or environment (R13)', async () => {
    const { host, sessions } = await on({ prepare: 'd="$HOME/$(printf %090d 0)"; mkdir -m 777 "$d"', env: {} });
    const long = `${host.home}/${'0'.repeat(90)}`;
    const far = createSessions({
      connection: async () => host,
      load: async (name) => (name === 'lib/prelude.sh' ? `HOME=${long}\n${await loadResource(name)}` : loadResource(name)),
      now: Date.now,
    });
    const shown = watchArguments(host);
    const session = await far.start(WISH);
    expect(session.rfb).toEqual({ kind: 'tcp' });
    const first = await far.reach(session.id);
    const second = await far.reach(session.id);
    const text = shown();
    const name = readFileSync('/proc/sys/kernel/hostname', 'utf8').trim();
    // The cookie is the last 16 bytes of an X authority entry (Xau(3)).
    const cookie = readFileSync(join(long, '.gearview/sessions', `${name}:${session.display}`, 'xauth'))
      .subarray(-16)
      .toString('hex');
    expect(text).toContain('-PasswordFile');
    for (const secret of [first.password ?? '', second.password ?? '', cookie]) {
      expect(secret.length).toBeGreaterThanOrEqual(8);
      expect(text).not.toContain(secret);
    }
    expect(first.target).toEqual({ kind: 'tcp', port: 5900 + session.display });
    expect(first.password).toMatch(/^[A-Za-z0-9]{8}$/);
    expect(second.password).not.toBe(first.password);
    expect(await logIn({ kind: 'tcp', port: 5900 + session.display }, first.password ?? '')).toBe(false);
    expect(await logIn({ kind: 'tcp', port: 5900 + session.display }, second.password ?? '')).toBe(true);
    await far.stop(session.id);
    expect((await sessions.list(HOST_ID)).sessions).toEqual([]);
    expect(host.processes()).toEqual([]);
  });

  test.each([[['bash', '-s']], [['busybox', 'sh', '-s']], [['dash', '-s']]])('under %j', async (shell) => {
    const { host, sessions } = await on({ shell });
    const session = await sessions.start({ ...WISH, name: 'ünter' });
    expect((await sessions.list(HOST_ID)).sessions).toEqual([session]);
    expect(session.name).toBe('ünter');
    await sessions.stop(session.id);
    expect((await sessions.list(HOST_ID)).sessions).toEqual([]);
    expect(host.processes()).toEqual([]);
  });
});
