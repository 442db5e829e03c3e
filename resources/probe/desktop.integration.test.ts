/** The questions about X servers and desktops, asked of this machine for real, with real desktops and real faults on it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endChild, isRunning } from '../../e2e/support/children';
import { canHide, isRoot, loadResource, startLocalHost, type LocalHost, type LocalHostOptions } from '../../e2e/support/localHost';
import { runScript } from '../../electron/connection/script';
import type { Answer } from '../../electron/contract/probe/answer';
import { DesktopFacts } from '../../electron/contract/probe/desktop';
import { desktopFacts } from '../../electron/probe/desktop';
import { rawsOf } from '../../electron/probe/raws';
import { createSessions } from '../../electron/session/sessions';

const MINE = ['probe/xServers.sh', 'probe/vncFiles.sh', 'probe/desktop.sh'];
const PARTS = ['lib/process.sh', 'lib/software.sh', 'session/desktops.sh', 'probe/ask.sh', ...MINE];
const MAIN = 'main() {\n\tslow_desktop | {\n\t\task_x_servers\n\t\task_desktop\n\t\tcat\n\t}\n}\n\nmain\n';
const SHELLS = [
  ['dash', '-s'],
  ['bash', '-s'],
  ['busybox', 'sh', '-s'],
];
const RESOURCES = resolve(import.meta.dirname, '..');
const RECORDED = resolve(import.meta.dirname, '../../electron/probe/recorded');
const HOST_ID = '0123456789ab';
const WISH = { hostId: HOST_ID, geometry: { width: 800, height: 600 }, depth: 24 as const };
const TURBOVNC = '/opt/TurboVNC';
const hostName = readFileSync('/proc/sys/kernel/hostname', 'utf8').trim();
const sent = (name: string): string => (name === 'main' ? MAIN : readFileSync(join(RESOURCES, name), 'utf8'));

let host: LocalHost | undefined;
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await endChild(child);
  await host?.stop();
  host = undefined;
});

async function on(options: Partial<LocalHostOptions> = {}): Promise<LocalHost> {
  host = await startLocalHost({ user: 'gv-probe', ...options, ...(canHide ? { hidden: [TURBOVNC, ...(options.hidden ?? [])] } : {}) });
  return host;
}

async function look(at: LocalHost): Promise<{ facts: DesktopFacts; answers: readonly Answer[] }> {
  const [X11_PERL = '', X11_PYTHON = ''] = await Promise.all(['session/x11.pl', 'session/x11.py'].map(loadResource));
  const load = async (name: string): Promise<string> => sent(name);
  const records = await runScript(at, load, [...PARTS, 'main'], { parameters: { X11_PERL, X11_PYTHON }, timeoutMs: 20_000 });
  const raws = rawsOf(records);
  const facts = desktopFacts(raws);
  expect(DesktopFacts.parse(facts)).toEqual(facts);
  return { facts, answers: raws.answers() };
}

/** Starts an X proxy by itself, and waits until it listens. */
async function startX(on: LocalHost, display: number, more = ''): Promise<number> {
  const socket = `/tmp/.X11-unix/X${display}`;
  const started = `Xtigervnc :${display} -rfbport -1 -rfbunixpath "$HOME/rfb${display}" -SecurityTypes None ${more} >/dev/null 2>&1 & pid=$!`;
  const out = await on.run(`${started}; for turn in $(seq 500); do [ -S ${socket} ] && break; sleep 0.02; done; echo $pid`);
  expect(on.xFiles(display)).toContain(socket);
  return Number(out);
}

function plant(on: LocalHost, path: string, text: string): string {
  const file = join(on.home, path);
  const folder = dirname(file);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  if (isRoot) for (const each of [folder, file]) chownSync(each, on.uid, statSync(on.home).gid);
  return file;
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  for (let turn = 0; isRunning(pid); turn++) {
    if (turn > 500) throw new Error(`process ${pid} does not end`);
    await new Promise((give) => setTimeout(give, 20));
  }
}

test('shellcheck has nothing to say, neither of the whole nor of its parts', () => {
  for (const text of [['lib/prelude.sh', ...PARTS, 'main'].map(sent).join('\n'), ...MINE.map(sent)]) {
    const { stdout, status } = spawnSync('shellcheck', ['-'], { input: text, encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  }
});

test('a screen locker counts until it ends, whether or not its parent collects it', async () => {
  const made = await on();
  const start = `cp /bin/sleep xscreensaver; setsid sh -c './xscreensaver infinity & echo $! >pid; exec sleep infinity'`;
  await made.run(`${start} >/dev/null 2>&1 </dev/null & until grep -qsx xscreensaver "/proc/$(cat pid)/comm"; do sleep 0.02; done`);
  expect((await look(made)).facts.lockers).toEqual(['xscreensaver']);
  await made.run('kill "$(cat pid)"; until grep -q "^State:.Z" "/proc/$(cat pid)/status"; do sleep 0.02; done');
  expect((await look(made)).facts.lockers).toEqual([]);
});

describe.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))('under %s', (_name, shell) => {
  test('a host that never had a desktop is understood whole, without a fault', async () => {
    const { facts, answers } = await look(await on({ shell }));
    expect(answers.filter(({ state, name }) => state === 'unreadable' && name !== 'seats')).toEqual([]);
    expect(answers).toHaveLength(22);
    expect(facts).toMatchObject({ desktops: [], vncFiles: [], logHits: [], lockers: [] });
    expect(facts.xProxies).toMatchObject([{ kind: 'tigervnc', path: '/usr/bin/Xtigervnc' }]);
    expect(facts.windowManagers).toContainEqual({ id: 'openbox', name: 'Openbox' });
    expect(facts.tools?.present).toEqual(expect.arrayContaining(['xprop', 'setsid', 'flock']));
  });

  test('a desktop that Gearview started is described as it is', async () => {
    const made = await on({ shell, env: { XDG_RUNTIME_DIR: '/proc/1' } });
    const sessions = createSessions({ connection: async () => made, load: loadResource, now: Date.now });
    const { display, pid } = await sessions.start(WISH);
    const { facts } = await look(made);
    expect(facts.desktops).toEqual([
      {
        display,
        pid,
        unlisted: false,
        windowManager: true,
        openToOthers: false,
        dbus: true,
        preloadsVirtualgl: false,
        runtimeDir: { path: '/proc/1', usable: false },
      },
    ]);
    expect(facts.xServers?.find((server) => server.pid === pid)).toMatchObject({
      kind: 'Xtigervnc',
      own: true,
      elsewhere: false,
      display,
      zombie: false,
      stopped: false,
      turbovnc: false,
      securityTypes: ['none'],
      listens: [],
      nodes: [],
      noreset: true,
      xtestOff: false,
    });
    expect(facts.xLocks?.filter((lock) => lock.display === display)).toMatchObject([
      { kind: 'lock', own: true, pid, alive: true },
      { kind: 'socket', own: true, alive: true },
    ]);
  });

  test('what a killed X server leaves is dead, and pid files are told apart', async () => {
    const made = await on({ shell });
    const [dead, bare] = [await startX(made, 71), await startX(made, 72)];
    await killed(dead);
    const sleeper = Number(await made.run('sleep 600 >/dev/null 2>&1 & echo $!'));
    const files = [
      plant(made, `.vnc/${hostName}:71.pid`, `${dead}\n`),
      plant(made, `.vnc/${hostName}:73.pid`, `${sleeper}\n`),
      plant(made, '.vnc/old-name:72.pid', `${bare}\n`),
      plant(made, `.vnc/${hostName}:74.pid`, `${bare}\n`),
    ];
    plant(made, `.vnc/${hostName}:75.pid`, 'not a number\n');
    const { facts } = await look(made);
    const lock = (display: number) => facts.xLocks?.filter((each) => each.display === display).map(({ kind, alive }) => `${kind} ${alive}`);
    expect(lock(71)).toEqual(['lock false', 'socket false']);
    expect(lock(72)).toEqual(['lock true', 'socket true']);
    expect(facts.vncFiles?.toSorted((a, b) => files.indexOf(a.path) - files.indexOf(b.path))).toEqual([
      { path: files[0], host: hostName, display: 71, pid: dead, runs: 'nothing' },
      { path: files[1], host: hostName, display: 73, pid: sleeper, runs: 'other', comm: 'sleep' },
      { path: files[2], host: 'old-name', display: 72, pid: bare, runs: 'proxy' },
      // It is another display's.
      { path: files[3], host: hostName, display: 74, pid: bare, runs: 'other', comm: 'Xtigervnc' },
    ]);
    expect(facts.desktops).toEqual([{ display: 72, pid: bare, unlisted: true, windowManager: false, openToOthers: false }]);
  });

  test('a stopped X server is named, and holds nothing up', async () => {
    const made = await on({ shell });
    const pid = await startX(made, 71);
    process.kill(pid, 'SIGSTOP');
    const { facts } = await look(made);
    expect(facts.xServers?.find((server) => server.pid === pid)).toMatchObject({ stopped: true, zombie: false });
    expect(facts.desktops).toEqual([{ display: 71, pid, unlisted: true }]);
  });

  test('logs say what went wrong, as TurboVNC, TigerVNC, VirtualGL and Xorg were recorded', async () => {
    const made = await on({ shell });
    const recorded = (name: string): string => readFileSync(join(RECORDED, `${name}.txt`), 'utf8');
    const wm = plant(made, `.vnc/${hostName}:7.log`, recorded('turbovnc/start_wm_missing'));
    const limit = plant(made, `.vnc/${hostName}:8.log`, recorded('turbovnc/session_limit_1'));
    const errors = plant(made, '.xsession-errors', recorded('turbovnc/start_vgl__TVNC_VGLRUN_env_is_ignored_by_3.3'));
    plant(made, `.vnc/${hostName}:9.log`, recorded('turbovnc/log_after_start'));
    const old = plant(made, '.local/state/tigervnc/old:1.log', 'No space left on device\n');
    await made.run(`touch -d '5 days ago' '${old}'`);
    const now = await made.run("LC_ALL=C date '+%d/%m/%Y %T'");
    const ours = plant(
      made,
      `.gearview/sessions/${hostName}:3/desktop.log`,
      `${now}xterm: disk: Disk quota exceeded\nKilling Xvnc process ID 3\n`,
    );
    const xorg = plant(made, '.local/share/xorg/Xorg.5.log', recorded('xorg/Xorg__no_config_no_gpu'));

    const { facts } = await look(made);
    expect(facts.logHits?.find(({ kind, path }) => kind === 'killed-at-once' && path === ours)?.text).toBe(
      'xterm: disk: Disk quota exceeded; then: Killing Xvnc process ID 3',
    );
    expect(facts.logHits?.map(({ path, kind }) => `${kind} ${path}`).toSorted()).toEqual(
      [
        `disk-full ${ours}`,
        `killed-at-once ${ours}`,
        `no-window-manager ${wm}`,
        `session-limit ${limit}`,
        `vgl-no-display ${errors}`,
      ].toSorted(),
    );
    expect(facts.logHits?.find(({ kind }) => kind === 'vgl-no-display')?.text).toBe('[VGL] ERROR: Could not open display :0.');
    expect(Math.abs((facts.logHits?.[0]?.at ?? 0) - Date.now())).toBeLessThan(60_000);
    const said = facts.xorgErrors?.filter(({ path }) => path === xorg).map(({ text }) => text);
    expect(said).toContain('(EE) no screens found(EE)');
    expect(said?.filter((text) => text.includes('(NI)') || text.replaceAll('(EE)', '').trim() === '')).toEqual([]);
  });

  test('a start file that starts nothing', async () => {
    const made = await on({ shell });
    const path = plant(made, '.vnc/xstartup', '#!/bin/sh\n# startxfce4 &\n');
    expect((await look(made)).facts.xstartup).toEqual({ path, executable: false, starts: false });
  });
});

test('a pipe in place of a lock does not stop the look', async () => {
  const made = await on();
  await made.run('mkfifo /tmp/.X79-lock');
  try {
    const { facts } = await look(made);
    expect(facts.xLocks?.filter(({ display }) => display === 79)).toEqual([]);
  } finally {
    await made.run('rm /tmp/.X79-lock');
  }
});

test.skipIf(!canHide)('python3 looks as well as perl', async () => {
  const made = await on({ hidden: ['/usr/bin/perl'] });
  const pid = await startX(made, 71, '-ac');
  expect((await look(made)).facts.desktops).toEqual([{ display: 71, pid, unlisted: true, windowManager: false, openToOthers: true }]);
});

describe.skipIf(!canHide)(`in another network namespace${canHide ? '' : ' (needs root and namespaces)'}`, () => {
  beforeEach(() => on());

  test('an X server is elsewhere, and its socket in the shared folder is alive all the same', async () => {
    const made = host;
    if (made === undefined) throw new Error('unreachable');
    const identity = ['--reuid', `${made.uid}`, '--regid', `${statSync(made.home).gid}`, '--clear-groups', '--'];
    const x = ['Xtigervnc', ':78', '-rfbport', '-1', '-rfbunixpath', join(made.home, 'rfb'), '-SecurityTypes', 'None'];
    const child = spawn('unshare', ['--net', 'setpriv', ...identity, ...x], { stdio: 'ignore', env: { ...process.env, HOME: made.home } });
    children.push(child);
    await made.run('for turn in $(seq 500); do [ -S /tmp/.X11-unix/X78 ] && break; sleep 0.02; done');
    const { facts } = await look(made);
    expect(facts.xServers?.find(({ pid }) => pid === child.pid)).toMatchObject({ display: 78, own: true, elsewhere: true });
    expect(facts.desktops).toEqual([]);
    expect(facts.xLocks?.find(({ display, kind }) => display === 78 && kind === 'socket')).toMatchObject({ alive: true });
  });
});

const turbovnc = existsSync(join(TURBOVNC, 'bin/vncserver'));
describe.skipIf(!turbovnc)(`TurboVNC${turbovnc ? '' : ' (not installed at /opt/TurboVNC)'}`, () => {
  test('its version, its own list and its policy', async () => {
    const made = await startLocalHost({ user: 'gv-probe' });
    host = made;
    const sessions = createSessions({ connection: async () => made, load: loadResource, now: Date.now });
    const { display, pid } = await sessions.start(WISH);
    const { facts } = await look(made);
    expect(facts.xProxies?.[0]).toMatchObject({ kind: 'turbovnc', version: expect.stringMatching(/^\d+\.\d+/) });
    expect(facts.turbovnc?.listed).toEqual([display]);
    expect(facts.xServers?.find((server) => server.pid === pid)).toMatchObject({ kind: 'Xvnc', turbovnc: true, listens: [] });
    expect(facts.desktops).toMatchObject([{ display, unlisted: false, windowManager: true, openToOthers: false }]);
  });
});
