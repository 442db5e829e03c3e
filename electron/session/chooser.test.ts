import { describe, expect, test } from 'vitest';
import type { Finding } from '../contract/doctor';
import type { Facts } from '../contract/probe';
import { Mode, ModeChoices } from '../contract/session';
import { changed, healthyFacts, healthySoftware, xServer, node, type Change } from '../probe/doctor/fixtures';
import { rankAfterSetUp, rankModes } from './chooser';

const ranked = (facts: Facts, findings: readonly Finding[] = []) => rankModes(facts, findings);
const of = (facts: Facts, mode: Mode, findings: readonly Finding[] = []) => ranked(facts, findings).find((choice) => choice.mode === mode);
const recommended = (facts: Facts) =>
  ranked(facts)
    .filter(({ rank }) => rank === 'recommended')
    .map(({ mode }) => mode);

test.each([
  ['a healthy NVIDIA host', healthyFacts()],
  ['a host without GPU', healthySoftware()],
  [
    'a host of which nothing is known',
    { ...healthyFacts(), system: {}, gpu: { nvidia: { gpus: [] } }, gl: {}, desktop: {}, container: {}, login: {} },
  ],
])('%s: every mode once, possible ones first, each with its reason', (_name, facts) => {
  const choices = ranked(facts);
  expect(choices.map(({ mode }) => mode).toSorted()).toEqual(Mode.options.toSorted());
  expect(choices.map(({ rank }) => rank).join(' ')).toMatch(/^(recommended ?)?(possible ?)*(impossible ?)*$/);
  for (const choice of choices) expect(choice.why).toMatch(/^\w.*\.$/);
  expect(ModeChoices.safeParse({ hostId: '0123456789ab', choices, afterSetUp: [...rankAfterSetUp(facts, [])] }).success).toBe(true);
});

const AMD: Change = {
  gpu: {
    pci: [{ pci: '0000:03:00.0', vendor: 'amd', name: 'Navi 21', driver: 'amdgpu' }],
    nodes: [node('/dev/dri/renderD128', '660', 'render')],
  },
  nvidia: { gpus: [], smi: undefined },
  gl: { eglDevices: [{ device: 'egl0', renderer: 'AMD Radeon RX 6800 (navi21)' }] },
};
const amd = changed(changed(healthyFacts(), { nvidia: { gpus: [], smi: undefined } }), {
  ...AMD,
  gpu: { ...AMD.gpu, nvidia: { gpus: [] } },
});

describe('what is recommended', () => {
  test.each([
    ['NVIDIA with VirtualGL and an EGL device', healthyFacts(), 'host-egl'],
    ['NVIDIA without VirtualGL, but with containers', changed(healthyFacts(), { desktop: { virtualgl: undefined } }), 'container-egl'],
    ['AMD with a recent X proxy', amd, 'host-dri3'],
    [
      'AMD with an X proxy too old for DRI3',
      changed(amd, { desktop: { xProxies: [{ kind: 'tigervnc', version: '1.12.0', path: '/usr/bin/Xtigervnc' }] } }),
      'host-egl',
    ],
    ['no GPU', healthySoftware(), 'software'],
  ] as const)('%s', (_name, facts, mode) => {
    expect(recommended(facts)).toEqual([mode]);
  });

  test('nothing where there is neither X proxy nor container', () => {
    expect(
      recommended(changed(healthyFacts(), { desktop: { xProxies: [] }, container: { docker: undefined, toolkit: undefined } })),
    ).toEqual([]);
  });
});

describe('what is impossible says why, and what would help', () => {
  test.each([
    ['host-egl', { desktop: { virtualgl: undefined } }, /VirtualGL is not installed/, /Install VirtualGL/],
    [
      'host-egl',
      { gl: { eglDevices: [{ device: 'egl0', renderer: 'llvmpipe (LLVM 15)' }] } },
      /no GPU among its EGL devices/,
      /EGL driver/,
    ],
    ['host-egl', { nvidia: { smi: { kind: 'failed', failure: 'mismatch', text: '' } } }, /driver does not work/, /Mend the driver/],
    ['host-egl', { desktop: { windowManagers: [] } }, /no window manager/, /Xfce/],
    ['host-glx', {}, /No 3D X server/, /use EGL/],
    ['container-egl', { container: { docker: undefined, podman: undefined } }, /Neither Docker nor Podman/, /Install/],
    [
      'host-xorg',
      { desktop: { xServers: [xServer({ kind: 'Xorg', display: 0, turbovnc: false })] } },
      /turn the first one black/,
      /VirtualGL with EGL/,
    ],
    [
      'host-xorg',
      { system: { os: { id: 'rocky', version: '10.0', name: 'Rocky Linux 10', family: 'redhat' } } },
      /no Xorg/,
      /distribution/,
    ],
    ['host-dri3', {}, /no AMD or Intel GPU/, /^$/],
    ['pod-egl', {}, /not a node/, /^$/],
  ] satisfies readonly (readonly [Mode, Change, RegExp, RegExp])[])('%s', (mode, change, why, needs) => {
    const choice = of(changed(healthyFacts(), change), mode);
    expect(choice).toMatchObject({ rank: 'impossible', why: expect.stringMatching(why), needs: expect.stringMatching(needs) });
  });

  test('what could not be read is not claimed', () => {
    const unread = changed(changed(healthyFacts(), { nvidia: { gpus: [] } }), { gpu: { pci: undefined, nvidia: { gpus: [] } } });
    expect(of(unread, 'host-egl')?.why).toBe('It could not be read whether this host has a GPU.');
    expect(of(healthySoftware(), 'host-egl')?.why).toBe('There is no GPU in this host.');
  });

  test('names the doctor’s entries that were found, and no others', () => {
    const finding: Finding = {
      key: 'D67',
      id: 'D67',
      subject: '',
      title: 'VirtualGL is missing.',
      cause: 'It is not installed.',
      severity: 'blocks',
      confidence: 'certain',
      evidence: [{ command: '', text: 'x' }],
      cure: { kind: 'words', text: 'Install it.' },
      source: 'test',
      explains: [],
    };
    const facts = changed(healthyFacts(), { desktop: { virtualgl: undefined } });
    expect(of(facts, 'host-egl', [finding, { ...finding, id: 'D18' }])?.blockedBy).toEqual(['D67']);
    expect(of(facts, 'host-egl')?.blockedBy).toEqual([]);
  });
});

test('a 3D X server on the host makes the GLX back end possible, one in a container does not', () => {
  const server = xServer({ kind: 'Xorg', display: 0, turbovnc: false, own: false });
  const withServer = (elsewhere: boolean) => changed(healthyFacts(), { desktop: { xServers: [{ ...server, elsewhere }] } });
  expect(of(withServer(false), 'host-glx')).toMatchObject({ rank: 'possible', why: expect.stringContaining('Xorg runs on :0') });
  expect(of(withServer(true), 'host-glx')?.rank).toBe('impossible');
});

test('the Xorg that a set-up made is no hindrance for its mode', () => {
  const server = xServer({ kind: 'Xorg', display: 10, turbovnc: false, own: false });
  const tools = { xorg: { version: '21.1', nvidiaDriver: true }, x11vnc: '0.9.16' };
  const withServer = (auth: string) => of(changed(healthyFacts(), { desktop: { ...tools, xServers: [{ ...server, auth }] } }), 'host-xorg');
  expect(withServer('/run/gearview/xauth-10')?.rank).toBe('possible');
  expect(withServer('/run/user/42/gdm/Xauthority')).toMatchObject({
    rank: 'impossible',
    why: expect.stringContaining('An Xorg has this GPU'),
  });
});

describe('after a set-up', () => {
  const BARE: Change = {
    desktop: { xProxies: [], windowManagers: [], virtualgl: undefined, xorg: undefined, x11vnc: undefined },
    gl: { eglDevices: undefined },
    container: { docker: undefined, podman: undefined, toolkit: undefined },
  };
  const after = (facts: Facts) => rankAfterSetUp(facts, []);
  const possible = (facts: Facts) =>
    after(facts)
      .filter(({ rank }) => rank !== 'impossible')
      .map(({ mode }) => mode);

  test.each([
    ['NVIDIA', changed(healthyFacts(), BARE), 'host-egl'],
    ['AMD', changed(amd, { ...BARE, gl: {} }), 'host-dri3'],
    ['no GPU', changed(healthySoftware(), BARE), 'software'],
  ] as const)('a bare host with %s', (_name, facts, mode) => {
    expect(recommended(facts)).toEqual([]);
    expect(after(facts)[0]).toMatchObject({ mode, rank: 'recommended' });
    expect(
      after(facts)
        .map((choice) => choice.mode)
        .toSorted(),
    ).toEqual(Mode.options.toSorted());
  });

  test('what a set-up cannot bring about stays impossible', () => {
    expect(possible(changed(healthySoftware(), BARE))).toEqual(['software']);
    const el10 = changed(healthyFacts(), { ...BARE, system: { os: { id: 'rocky', version: '10.0', name: 'Rocky 10', family: 'redhat' } } });
    expect(possible(el10)).not.toContain('host-xorg');
    expect(possible(el10)).not.toContain('host-glx');
    const broken = changed(healthyFacts(), { ...BARE, nvidia: { smi: { kind: 'failed', failure: 'mismatch', text: '' } } });
    expect(possible(broken)).toEqual(['software']);
    const deaf = changed(healthyFacts(), { gl: { eglDevices: [{ device: 'egl0', renderer: 'llvmpipe (LLVM 15)' }] } });
    expect(possible(deaf)).not.toContain('host-egl');
  });

  test('a GPU without a driver is offered, but not recommended', () => {
    const nvidia: Change['nvidia'] = { gpus: [], moduleLoaded: undefined, smi: { kind: 'failed', failure: 'not-installed', text: '' } };
    const [first, second] = after(changed(healthyFacts(), { ...BARE, nvidia }));
    expect(first).toMatchObject({ mode: 'software', rank: 'recommended' });
    expect(second).toMatchObject({ mode: 'host-egl', rank: 'possible', why: expect.stringContaining('driver has to be installed first') });
  });
});
