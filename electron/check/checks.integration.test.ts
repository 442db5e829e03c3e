/** glxgears in real desktops of this machine, which has no GPU: what is seen, and that nothing outlives a check. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { canHide, loadResource, startLocalHost, type LocalHost, type LocalHostOptions } from '../../e2e/support/localHost';
import { Check, type CheckWish } from '../contract/check';
import type { Session, SessionWish } from '../contract/session';
import { createSessions, type Sessions } from '../session/sessions';
import { createChecks, type Checks } from './checks';

const WISH: SessionWish = { hostId: '0123456789ab', geometry: { width: 800, height: 600 }, depth: 24 };
const virtualgl = existsSync('/opt/VirtualGL/bin/vglrun');
const SMI = resolve(import.meta.dirname, '../../resources/test/bin/nvidia-smi');
const LLVMPIPE = /^llvmpipe /;

let host: LocalHost | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});

interface Place {
  readonly host: LocalHost;
  readonly checks: Checks;
  readonly session: Session;
  readonly sessions: Sessions;
  readonly latest: () => Check | undefined;
}

/** A desktop, and a way to check it. TigerVNC, which starts faster. */
async function place(options: Partial<LocalHostOptions> = {}, wish: Partial<SessionWish> = {}): Promise<Place> {
  const made = await startLocalHost({ user: 'gv-check', ...(canHide ? { hidden: ['/opt/TurboVNC'] } : {}), ...options });
  host = made;
  const connection = () => Promise.resolve(made);
  const sessions = createSessions({ connection, load: loadResource, now: Date.now });
  const session = await sessions.start({ ...WISH, ...wish });
  const checks = createChecks({ connection, load: loadResource, session: sessions.known, now: Date.now });
  let last: Check | undefined;
  checks.onChange((check) => {
    last = Check.parse(check);
  });
  return { host: made, checks, session, sessions, latest: () => last };
}

const wish = (session: Session, seconds: number): CheckWish => ({ sessionId: session.id, seconds });

const gears = (on: LocalHost): readonly number[] =>
  on.processes().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8') === 'glxgears\n';
    } catch {
      return false;
    }
  });

/** Check folders in ~/.gearview. */
const folders = (on: LocalHost): readonly string[] => readdirSync(join(on.home, '.gearview')).filter((name) => name.startsWith('check.'));

const until = (look: () => unknown, seconds = 20): Promise<void> =>
  vi.waitFor(() => expect(look()).toBeTruthy(), { timeout: seconds * 1000, interval: 30 });

test('on llvmpipe: renderer, libraries, region and frame rate, the verdict long before the end, and nothing left', async () => {
  const { host, checks, session, latest } = await place();
  await checks.run(wish(session, 6));
  await until(() => latest()?.verdict);
  expect(latest()).toMatchObject({ phase: { kind: 'running' }, verdict: { kind: 'software', renderer: expect.stringMatching(LLVMPIPE) } });
  await until(() => latest()?.region);
  const region = latest()?.region;
  expect(region).toMatchObject({ width: 300, height: 300 });
  expect((region?.x ?? -1) >= 0 && (region?.y ?? -1) >= 0 && (region?.x ?? 0) + 300 <= 800 && (region?.y ?? 0) + 300 <= 600).toBe(true);
  expect(gears(host)).toHaveLength(1);
  const environment = readFileSync(`/proc/${gears(host)[0]}/environ`, 'utf8').split('\0');
  expect(environment).toEqual(expect.arrayContaining(['vblank_mode=0', '__GL_SYNC_TO_VBLANK=0', `DISPLAY=:${session.display}`]));

  await until(() => latest()?.phase.kind === 'done');
  expect(latest()?.rendered).toHaveLength(1);
  expect(latest()?.rendered[0]?.fps).toBeGreaterThan(1);
  const evidence = latest()?.evidence ?? [];
  expect(evidence.map(({ kind, says }) => [kind, says])).toEqual([
    ['renderer', 'software'],
    ['libraries', 'software'],
    ['gpu-account', 'missing'],
    ['pixels', 'missing'],
  ]);
  expect(evidence[0]).toMatchObject({
    renderer: expect.stringMatching(LLVMPIPE),
    virtualgl: false,
    command: expect.stringContaining('glxgears -info'),
  });
  expect(gears(host)).toEqual([]);
  expect(folders(host)).toEqual([]);
});

test.skipIf(!virtualgl)(
  `through VirtualGL's EGL back end on llvmpipe${virtualgl ? '' : ' (not installed at /opt/VirtualGL)'}: software all the same`,
  async () => {
    const { checks, session, latest } = await place({}, { vglDevice: 'egl0' });
    const { id } = await checks.run(wish(session, 60));
    await until(() => latest()?.verdict);
    expect(latest()).toMatchObject({
      command: expect.stringContaining('/opt/VirtualGL/bin/vglrun -d egl0 '),
      verdict: { kind: 'software', renderer: expect.stringMatching(LLVMPIPE) },
      evidence: [
        { kind: 'renderer', virtualgl: true },
        { kind: 'libraries', libraries: expect.arrayContaining([expect.stringContaining('libvglfaker')]) },
      ],
    });
    checks.cancel(id);
    await until(() => latest()?.phase.kind === 'cancelled');
  },
);

test('a renderer string that Mesa was told to print does not become a GPU', async () => {
  const forged = { force_gl_renderer: 'Tesla V100-SXM2-16GB/PCIe/SSE2', force_gl_vendor: 'NVIDIA Corporation' };
  const { checks, session, latest } = await place({ env: forged });
  const { id } = await checks.run(wish(session, 60));
  await until(() => latest()?.verdict);
  expect(latest()?.evidence[0]).toMatchObject({ renderer: 'Tesla V100-SXM2-16GB/PCIe/SSE2', vendor: 'NVIDIA Corporation' });
  checks.pixels({
    checkId: id,
    delivered: { seconds: 1, fps: 25 },
    total: { seconds: 2, distinctFrames: 50, deliveredFps: 25, red: 0.18, green: 0.05, blue: 0.04, oneColour: false },
  });
  expect(latest()?.verdict).toEqual({
    kind: 'unproven',
    missing: [expect.stringContaining('Tesla V100'), expect.stringContaining('swrast_dri.so')],
  });
  checks.cancel(id);
  await until(() => latest()?.phase.kind === 'cancelled');
});

test('a desktop that was started by hand is checked on the device that the host would choose, here the CPU', async () => {
  const { host, checks, latest, sessions } = await place();
  await host.run('tigervncserver :65 -localhost yes -SecurityTypes None -- /usr/bin/openbox >/dev/null 2>&1');
  const foreign = (await sessions.list(WISH.hostId)).sessions.find(({ display }) => display === 65);
  expect(foreign?.vglDevice).toBeUndefined();
  const { id } = await checks.run({ sessionId: foreign?.id ?? '', seconds: 60 });
  await until(() => latest()?.verdict);
  expect(latest()?.command).toMatch(/^DISPLAY=:65 XAUTHORITY=\S+ vblank_mode=0 __GL_SYNC_TO_VBLANK=0 (stdbuf -oL )?glxgears /);
  expect(latest()?.verdict?.kind).toBe('software');
  checks.cancel(id);
  await until(() => latest()?.phase.kind === 'cancelled');
});

test.each([[['dash', '-s']], [['bash', '-s']], [['busybox', 'sh', '-s']]])('under %j a cancel ends glxgears on the host', async (shell) => {
  const { host, checks, session, latest } = await place({ shell });
  const { id } = await checks.run(wish(session, 60));
  await until(() => latest()?.verdict?.kind === 'software' && latest()?.region);
  expect(gears(host)).toHaveLength(1);
  checks.cancel(id);
  await until(() => gears(host).length === 0, 5);
  await until(() => folders(host).length === 0, 5);
  await until(() => latest()?.phase.kind === 'cancelled');
});

test('a desktop that ends takes its check with it', async () => {
  const { host, checks, session, latest } = await place();
  await checks.run(wish(session, 60));
  await until(() => gears(host).length === 1 && latest()?.verdict);
  process.kill(session.pid, 'SIGKILL');
  await until(() => latest()?.phase.kind === 'done');
  expect(gears(host)).toEqual([]);
  expect(latest()?.verdict?.kind).toBe('software');
});

test('a small desktop has the whole window on it', async () => {
  const { checks, session, latest } = await place({}, { geometry: { width: 200, height: 160 } });
  const { id } = await checks.run(wish(session, 60));
  await until(() => latest()?.region);
  const { x, y, width, height } = latest()?.region ?? { x: -1, y: -1, width: 0, height: 0 };
  expect(width).toBeGreaterThan(50);
  expect([x >= 0, y >= 0, x + width <= 200, y + height <= 160]).toEqual([true, true, true, true]);
  checks.cancel(id);
  await until(() => latest()?.phase.kind === 'cancelled');
});

test.each([
  ['an idle GPU', 'idle', 'software', 'No GPU moved while glxgears ran. GPU 0, NVIDIA A10: load 0 % → 0 %, memory 3 MiB → 3 MiB.'],
  ['no driver', 'no-driver', 'missing', expect.stringContaining('nvidia-smi failed: NVIDIA-SMI has failed because')],
])('nvidia-smi is asked where it is: %s', async (_name, mode, says, summary) => {
  const { checks, session, latest } = await place({ standIns: [SMI], env: { STAND_IN_SMI: mode } });
  await checks.run(wish(session, 6));
  await until(() => latest()?.evidence.some(({ kind }) => kind === 'gpu-account'));
  expect(latest()?.phase.kind).toBe('running');
  expect(latest()?.evidence.find(({ kind }) => kind === 'gpu-account')).toMatchObject({ says, summary });
  await until(() => latest()?.phase.kind === 'done');
  expect(latest()?.verdict?.kind).toBe('software');
});

describe.skipIf(!canHide)(`cannot run${canHide ? '' : ' (needs root and mount namespaces, to hide programs)'}`, () => {
  test('without glxgears: the sentence names the package', async () => {
    const { checks, session, latest } = await place({ hidden: ['/opt/TurboVNC', '/usr/bin/glxgears'] });
    await checks.run(wish(session, 6));
    await until(() => latest()?.phase.kind === 'failed');
    expect(latest()?.phase).toMatchObject({ failure: { code: 'check-failed', message: expect.stringContaining('mesa-utils') } });
  });

  test('where GL is missing: no-gl, with the reason', async () => {
    const program = `printf '%s\\n' '#!/bin/sh' 'echo "Error: no RGB GLX visual"; exit 1' >"$HOME/.empty/gears"`;
    const hide = `${program}; chmod 755 "$HOME/.empty/gears"; mount --bind "$HOME/.empty/gears" /usr/bin/glxgears`;
    const { checks, session, latest } = await place({ prepare: hide });
    await checks.run(wish(session, 6));
    await until(() => latest()?.phase.kind === 'done');
    expect(latest()?.verdict).toEqual({ kind: 'no-gl', why: 'Error: no RGB GLX visual' });
  });
});
