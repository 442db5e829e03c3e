import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Facts } from '../../contract/probe';
import { xServer, type Change } from '../../probe/doctor/fixtures';
import { AMD, contextOf, saidOf, stepIn, type Given } from './gpuFixtures';
import { linesOf } from './judged';
import type { PlanContext } from './recipe';
import { xorg } from './xorg';

const wish = { mode: 'host-xorg' } as const;
const server = (given: Given = {}) => stepIn(xorg, contextOf({ wish, ...given }), 'xorg-server');
const xorgAt = (own: Partial<NonNullable<Facts['desktop']['xServers']>[number]>): Change => ({
  desktop: { xServers: [xServer({ kind: 'Xorg', display: 0, user: 'root', own: false, auth: '/run/x', ...own })] },
});
const SEATED = { display: 10, pci: '/etc/gearview/xorg-0000-07-00.0.conf', auth: '/run/gearview/xauth-10' };

/** The host as it is once the step was done. */
function afterwards(context: PlanContext): PlanContext {
  const { task } = stepIn(xorg, context, 'xorg-server');
  const sums = task.files.map(({ path, text }) => [path, createHash('sha256').update(text).digest('hex')] as const);
  return {
    ...context,
    facts: { ...context.facts, desktop: { ...context.facts.desktop, ...xorgAt(SEATED).desktop } },
    survey: {
      ...context.survey,
      files: new Map([...sums, [SEATED.pci, '']]),
      services: new Map([['gearview-xorg-10.service', { enabled: true, active: true }]]),
    },
  };
}

test('on NVIDIA: flags, a unit, nvidia-xconfig, and the service', () => {
  const step = server();
  expect(saidOf(step)).toBe('to-do');
  expect(step.task.files.map(({ path, mode }) => `${mode} ${path}`)).toEqual([
    '0644 /etc/gearview/xorg-0000-07-00.0.conf.d/10-server.conf',
    '0644 /etc/systemd/system/gearview-xorg-10.service',
  ]);
  expect(linesOf(step)).toEqual([
    'nvidia-xconfig --force-generate -o /etc/gearview/xorg-0000-07-00.0.conf --no-probe-all-gpus --only-one-x-screen ' +
      '--busid=PCI:7@0:0:0 --virtual=1920x1080 --depth=24 --allow-empty-initial-configuration --use-display-device=None --no-sli ' +
      '--no-base-mosaic --include-implicit-metamodes --mode-debug',
    'systemctl daemon-reload',
    'systemctl enable --now gearview-xorg-10.service',
  ]);
  expect(step.task.undo).toEqual([['systemctl', 'disable', '--now', 'gearview-xorg-10.service']]);
});

test('on AMD: a configuration of its own, and no nvidia-xconfig', () => {
  const step = server({ change: AMD });
  const [config] = step.task.files;
  expect(config?.path).toBe('/etc/gearview/xorg-0000-03-00.0.conf');
  expect(config?.text).toContain('Driver "modesetting"\n    BusID "PCI:3@0:0:0"');
  expect(linesOf(step)).toEqual(['systemctl daemon-reload', 'systemctl enable --now gearview-xorg-10.service']);
  expect(xorg.steps(contextOf({ wish, change: AMD })).map(({ id }) => id)).toEqual(['xorg-packages', 'xorg-server']);
});

test('the second of two GPUs has its own display, files and service', () => {
  const second = { pci: '0000:0a:00.0', vendor: 'nvidia', name: 'A10', driver: 'nvidia' } as const;
  const { facts } = contextOf();
  const two = { gpu: { pci: [...(facts.gpu.pci ?? []), second] } };
  const step = server({ change: two, wish: { ...wish, gpu: second.pci } });
  expect(linesOf(step).join('\n')).toMatch(/--busid=PCI:10@0:0:0 [\s\S]*gearview-xorg-11\.service/);
  // What is known to be on the other one is in nobody's way.
  const onFirst = { ...two, ...xorgAt({ pci: 'PCI:7:0:0' }) };
  expect(saidOf(server({ change: onFirst, wish: { ...wish, gpu: second.pci } }))).toBe('to-do');
  expect(saidOf(server({ change: onFirst, wish }))).toMatch(/^cannot: Xorg :0 of root .*would turn it black/);
});

test('once it runs, everything is there already', () => {
  const after = afterwards(contextOf({ wish }));
  expect(saidOf(stepIn(xorg, after, 'xorg-server'))).toBe('already: gearview-xorg-10.service runs Xorg on :10.');
  expect(xorg.verify(after)[0]).toMatchObject({ ok: true, got: 'Xorg :10 of root' });
  expect(xorg.verify(contextOf({ wish }))[0]).toMatchObject({ ok: false, got: 'no Xorg' });
});

test('a server that died, and one of another login, are not taken for done', () => {
  const after = afterwards(contextOf({ wish }));
  const dead = { ...after, facts: { ...after.facts, desktop: { ...after.facts.desktop, xServers: [] } } };
  expect(saidOf(stepIn(xorg, dead, 'xorg-server'))).toBe('to-do');
  const other = { ...after, facts: { ...after.facts, login: { ...after.facts.login, uid: 1001 } } };
  expect(saidOf(stepIn(xorg, other, 'xorg-server'))).toMatch(/^cannot: An earlier set-up began an Xorg .* another login/);
});

describe('it is refused', () => {
  test.each<readonly [string, Given, RegExp]>([
    ['a display manager', { change: { desktop: { displayManager: { name: 'gdm3', active: true } } } }, /gdm3 runs.*disable --now gdm3/],
    [
      'a Wayland desktop',
      { change: { desktop: { seats: [{ user: 'anna', type: 'wayland', display: '', greeter: false }] } } },
      /Wayland desktop of anna/,
    ],
    ['an Xorg whose GPU cannot be seen', { change: xorgAt({}) }, /Xorg :0 of root \(pid 4242\) has the GPU/],
    ['an Xorg in a container', { change: xorgAt({ elsewhere: true, display: 20 }) }, /Xorg :20/],
    ['its display taken', { change: { desktop: { xServers: [xServer({ display: 10 })] } } }, /:10 is taken by Xvnc of op/],
    ['Enterprise Linux 10', { release: 'rocky 10.0' }, /no Xorg any more/],
    ['no systemd', { change: { system: { init: 'tini' } } }, /does not run systemd/],
    ['a container', { change: { system: { virtualisation: 'docker' } } }, /This host is a container/],
    [
      'no driver that works',
      { change: { nvidia: { smi: { kind: 'failed', failure: 'mismatch', text: '' } }, gpu0: { memoryTotal: undefined } } },
      /driver does not work/,
    ],
    [
      'nouveau',
      { change: { gpu: { pci: [{ pci: '0000:07:00.0', vendor: 'nvidia', name: 'A10', driver: 'nouveau' }] } } },
      /the driver nouveau/,
    ],
    ['a divided GPU', { change: { gpu0: { mig: true } } }, /MIG is on/],
    ['no such GPU', { wish: { ...wish, gpu: '0000:0b:00.0' } }, /no GPU at 0000:0b:00.0/],
    ['an unknown user', { change: { login: { uid: undefined } } }, /Which user this login is/],
  ])('with %s', (_name, given, why) => {
    const step = server(given);
    expect(saidOf(step)).toMatch(new RegExp(`^cannot: .*${why.source}`));
    expect(step.task.commands).toEqual([]);
  });
});

test('for VirtualGL an Xorg that the login may draw on is enough, and no x11vnc is installed', () => {
  const glx = { mode: 'host-glx' } as const;
  const change = { ...xorgAt({}), virtualgl: { xauthKey: 'readable' } } as const;
  const facts = { ...contextOf().facts, desktop: { ...contextOf().facts.desktop, virtualgl: VIRTUALGL } };
  expect(xorg.steps(contextOf({ facts, change, wish: glx })).map(saidOf)).toEqual([
    'already: Xorg runs on :0 (pid 4242), and this login may draw on it.',
  ]);
  expect(linesOf(stepIn(xorg, contextOf({ wish: glx }), 'xorg-packages'))[0]).toMatch(/ install xserver-xorg-core$/);
  expect(linesOf(stepIn(xorg, contextOf({ wish }), 'xorg-packages'))[0]).toMatch(/ install xserver-xorg-core x11vnc$/);
  expect(xorg.steps(contextOf({ wish: { mode: 'host-egl' } }))).toEqual([]);
});

const VIRTUALGL = {
  version: '3.1.4',
  inLoaderPath: true,
  group: false,
  inGroup: false,
  groupPending: false,
  xauthKey: 'readable',
  restricted: false,
} as const;

describe('NVIDIA’s part of Xorg', () => {
  const part = (given: Given) => stepIn(xorg, contextOf({ wish, ...given }), 'xorg-nvidia');
  const debian: Given = { change: { system: { packages: { 'nvidia-driver': '550.163.01-2' } } } };
  const ubuntu: Given = {
    release: 'ubuntu 22.04',
    change: { system: { packages: { 'libnvidia-compute-550-server': '550.163.01-0ubuntu1' } } },
  };

  test('Debian: pinned to the version of the module that runs', () => {
    expect(linesOf(part(debian))[0]).toMatch(/ install 'xserver-xorg-video-nvidia=550\.163\.01\*' nvidia-xconfig$/);
  });

  test('Ubuntu: of the branch that is installed, with the tool from the package of nvidia-smi', () => {
    expect(linesOf(part(ubuntu))[0]).toMatch(
      / install 'xserver-xorg-video-nvidia-550-server=550\.163\.01\*' 'nvidia-utils-550-server=550\.163\.01\*'$/,
    );
  });

  test('is never another version: that would replace the driver', () => {
    const candidates = new Map([['xserver-xorg-video-nvidia', '550.163.010-1']]);
    expect(saidOf(part({ ...debian, survey: { candidates } }))).toMatch(
      /^cannot: .*have xserver-xorg-video-nvidia 550\.163\.010-1.*replace/,
    );
    expect(saidOf(part({ ...debian, survey: { candidates: new Map([['xserver-xorg-video-nvidia', '550.163.01-2']]) } }))).toBe('to-do');
  });

  test('is left to the driver’s own installer, or to hands, where packages do not have it', () => {
    expect(saidOf(part({}))).toMatch(/^cannot: .*did not come from packages/);
    expect(saidOf(part({ release: 'rocky 9.6', change: { system: { packages: { 'nvidia-driver': '550.163.01-1' } } } }))).toMatch(
      /^cannot: .*nvidia-xconfig of that version from NVIDIA’s repository/,
    );
  });

  test('is found by its files', () => {
    const files = new Map([
      ['/usr/lib64/xorg/modules/drivers/nvidia_drv.so', 'a'],
      ['/usr/bin/nvidia-xconfig', 'b'],
    ]);
    expect(saidOf(part({ release: 'rocky 9.6', survey: { files } }))).toMatch(/^already: \/usr\/lib64\/xorg/);
  });
});
