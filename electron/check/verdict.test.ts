import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Evidence, Verdict, type Pixels } from '../contract/check';
import { evidenceOf, type Moment } from './evidence';
import { NOTHING, observe, type Observed } from './observed';
import { verdictOf } from './verdict';

const TURNING: Pixels = { seconds: 2, distinctFrames: 50, deliveredFps: 25, red: 0.18, green: 0.05, blue: 0.04, oneColour: false };
const MESA = '/usr/lib/x86_64-linux-gnu';

const collect = (...records: readonly (readonly [string, ...string[]])[]): Observed => {
  let observed = NOTHING;
  for (const [key, ...values] of records) observed = observe(observed, { key, values });
  return observed;
};
const gl = (renderer: string, vendor: string, version: string) =>
  [
    ['gl', 'renderer', renderer],
    ['gl', 'version', version],
    ['gl', 'vendor', vendor],
  ] as const;

const A10 = 'NVIDIA A10/PCIe/SSE2';
const NVIDIA = collect(
  ['command', 'DISPLAY=:1 vblank_mode=0 /opt/VirtualGL/bin/vglrun -d egl0 glxgears -info'],
  ['expected', A10, '/dev/dri/card0', '0000:07:00.0'],
  ...gl(A10, 'NVIDIA Corporation', '4.6.0 NVIDIA 535.161.08'),
  [
    'libraries',
    `/usr/lib/libvglfaker.so\n${MESA}/libEGL_nvidia.so.535.161.08\n${MESA}/libnvidia-eglcore.so.535.161.08`,
    '/dev/nvidia0\n/dev/nvidiactl',
    'glxgears',
    '4711',
  ],
);
const LLVMPIPE = collect(...gl('llvmpipe (LLVM 15.0.6, 256 bits)', 'Mesa/X.org', '4.5 (Compatibility Profile) Mesa 22.3.6'), [
  'libraries',
  `${MESA}/dri/swrast_dri.so\n${MESA}/libGLX_mesa.so.0.0.0\n${MESA}/libLLVM-15.so.1`,
  '',
  'glxgears',
  '4711',
]);

function judge(observed: Observed, moment: Moment = 'early'): Verdict | undefined {
  const evidence = evidenceOf(observed, moment);
  // What the contract does not take would not reach the page.
  z.array(Evidence).parse(evidence);
  const verdict = verdictOf(observed, evidence, moment);
  return Verdict.optional().parse(verdict);
}
const gpu = (when: string, load: number, memory: number, processes = '', pci = '00000000:07:00.0') =>
  ['gpu', when, '0', `0, GPU-1, NVIDIA A10, ${pci}, ${memory}, ${load}`, processes] as const;
const seen = (observed: Observed, ...records: readonly (readonly [string, ...string[]])[]): Observed => {
  let all = observed;
  for (const [key, ...values] of records) all = observe(all, { key, values });
  return all;
};

describe('gpu', () => {
  test('when renderer string, libraries with the open device, and turning gears agree', () => {
    expect(judge({ ...NVIDIA, pixels: TURNING })).toEqual({ kind: 'gpu', device: 'NVIDIA A10' });
  });

  test("and the GPU's own account, which names it", () => {
    const listed = seen(NVIDIA, gpu('before', 0, 3), gpu('during', 12, 9, 'GPU 00000000:07:00.0\n  Process ID : 4711'));
    expect(judge({ ...listed, pixels: TURNING })).toEqual({ kind: 'gpu', device: 'NVIDIA A10' });
    expect(evidenceOf(listed, 'early').map(({ kind, says }) => [kind, says])).toEqual([
      ['renderer', 'gpu'],
      ['libraries', 'gpu'],
      ['gpu-account', 'gpu'],
    ]);
  });

  test.each([
    ['AMD Radeon RX 6800 (navi21, LLVM 15.0.6, DRM 3.49, 6.1.0)', 'AMD', `${MESA}/dri/radeonsi_dri.so\n${MESA}/libLLVM-15.so.1`],
    ['Mesa Intel(R) UHD Graphics 770 (ADL-S GT1)', 'Intel', `${MESA}/libgallium-24.2.8-1.so`],
    ['zink Vulkan 1.3(AMD Radeon RX 6800)', 'Mesa', `${MESA}/dri/zink_dri.so`],
  ])('of Mesa: %s', (renderer, vendor, libraries) => {
    const observed = collect(...gl(renderer, vendor, '4.6 Mesa 24.2.8'), ['libraries', libraries, '/dev/dri/renderD128', 'glxgears', '1']);
    expect(judge({ ...observed, pixels: TURNING })).toEqual({ kind: 'gpu', device: renderer });
  });

  test('waits for the screen, and says so when none comes', () => {
    expect(judge(NVIDIA)).toBeUndefined();
    expect(judge({ ...NVIDIA, pixels: { ...TURNING, seconds: 0.5, distinctFrames: 1 } })).toBeUndefined();
    expect(judge(NVIDIA, 'late')).toEqual({ kind: 'unproven', missing: ['No screen shows this desktop, so its pixels were not seen.'] });
    expect(judge({ ...NVIDIA, pixels: TURNING }, 'late')?.kind).toBe('gpu');
  });
});

describe('no gpu without proof', () => {
  const forged = seen(LLVMPIPE, ...gl('Tesla V100-SXM2-16GB/PCIe/SSE2', 'NVIDIA Corporation', '4.5 (Compatibility Profile) Mesa 22.3.6'));

  test("a renderer string that Mesa was told to print (its version stays Mesa's)", () => {
    expect(judge({ ...forged, pixels: TURNING }, 'over')).toEqual({
      kind: 'unproven',
      missing: [expect.stringContaining('Tesla V100'), expect.stringContaining("Mesa's software renderer mapped (swrast_dri.so")],
    });
  });

  test('one that is forged in full', () => {
    const perfect = seen(forged, ['gl', 'version', '4.6.0 NVIDIA 535.161.08']);
    const verdict = judge({ ...perfect, pixels: TURNING }, 'over');
    expect(verdict).toEqual({
      kind: 'unproven',
      missing: [expect.stringMatching(/^The renderer string says Tesla V100.*, but: glxgears has Mesa's software/)],
    });
    expect(evidenceOf(perfect, 'over').find(({ kind }) => kind === 'libraries')?.says).toBe('against');
  });

  test.each([
    ["NVIDIA's libraries without a device", `${MESA}/libEGL_nvidia.so.535`, '/dev/nvidiactl'],
    ['a device without its libraries', '', '/dev/nvidia0'],
    ['the driver of another maker', `${MESA}/dri/radeonsi_dri.so`, '/dev/dri/renderD128'],
  ])('%s', (_name, libraries, devices) => {
    const observed = seen(NVIDIA, ['libraries', libraries, devices, 'glxgears', '4711']);
    expect(judge({ ...observed, pixels: TURNING }, 'over')?.kind).toBe('unproven');
  });

  test.each<[string, Partial<Pixels>, string]>([
    ['one colour', { oneColour: true, red: 0, green: 0, blue: 0 }, 'one colour in place of the gears'],
    ['gears that stand still', { distinctFrames: 1 }, 'they stand still'],
    ['no green gear', { green: 0.001 }, 'does not show the gears'],
  ])('%s on the screen', (_name, change, text) => {
    expect(judge({ ...NVIDIA, pixels: { ...TURNING, ...change } })).toEqual({ kind: 'unproven', missing: [expect.stringContaining(text)] });
  });

  test('a GPU that did not move', () => {
    const still = seen(NVIDIA, gpu('before', 0, 3), gpu('during', 0, 3));
    expect(judge({ ...still, pixels: TURNING })).toEqual({ kind: 'unproven', missing: [expect.stringContaining('No GPU moved')] });
  });

  test('a GPU that was busy before says nothing, and a broken nvidia-smi neither', () => {
    const busy = seen(NVIDIA, gpu('before', 99, 9000), gpu('during', 99, 9000));
    expect(judge({ ...busy, pixels: TURNING })?.kind).toBe('gpu');
    const broken = seen(NVIDIA, [
      'gpu',
      'before',
      '9',
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
      '',
    ]);
    expect(judge({ ...broken, pixels: TURNING })?.kind).toBe('gpu');
    expect(evidenceOf(broken, 'early').find(({ kind }) => kind === 'gpu-account')).toMatchObject({
      says: 'missing',
      summary: expect.stringContaining('NVIDIA-SMI has failed'),
    });
  });

  test.each([
    ['virgl', 'Red Hat', 'virtual GPU'],
    ['Mesa GLX Indirect', 'Mesa project', 'drawn there'],
    ['Mystery 9000', 'Nobody', 'no known kind'],
  ])('%s', (renderer, vendor, text) => {
    const observed = seen(NVIDIA, ...gl(renderer, vendor, '4.3'));
    expect(judge({ ...observed, pixels: TURNING }, 'over')).toEqual({ kind: 'unproven', missing: [expect.stringContaining(text)] });
  });
});

describe('software', () => {
  test('as soon as renderer string and libraries agree; no screen is needed', () => {
    expect(judge(LLVMPIPE)).toEqual({ kind: 'software', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' });
    const { process: _, ...unread } = LLVMPIPE;
    expect(judge(unread)).toBeUndefined();
    expect(judge(unread, 'over')).toEqual({ kind: 'unproven', missing: ['What glxgears had mapped could not be read.'] });
  });

  test('also inside VirtualGL, where it was asked for a GPU', () => {
    const observed = seen(
      LLVMPIPE,
      ['expected', A10, '', ''],
      ['libraries', `/usr/lib/libvglfaker.so\n${MESA}/libEGL_mesa.so.0\n${MESA}/dri/swrast_dri.so`, '', 'glxgears', '1'],
    );
    expect(judge(observed)?.kind).toBe('software');
  });

  test('not when the libraries say a GPU', () => {
    const observed = seen(LLVMPIPE, ['libraries', `${MESA}/libEGL_nvidia.so.535`, '/dev/nvidia0', 'glxgears', '1']);
    expect(judge(observed)?.kind).toBe('unproven');
  });

  test('a GPU that stays still fits', () => {
    const idle = seen(LLVMPIPE, gpu('before', 0, 3), gpu('during', 0, 3));
    expect(evidenceOf(idle, 'over').find(({ kind }) => kind === 'gpu-account')?.says).toBe('software');
    expect(judge(idle)?.kind).toBe('software');
  });
});

describe('wrong-gpu', () => {
  test('when the device that was asked for is another', () => {
    const observed = seen(NVIDIA, ['expected', 'NVIDIA H100 80GB HBM3/PCIe/SSE2', '/dev/dri/card1', '']);
    expect(judge(observed)).toEqual({ kind: 'wrong-gpu', expected: 'NVIDIA H100 80GB HBM3', got: 'NVIDIA A10' });
  });

  test('when nvidia-smi lists glxgears on another of the same kind', () => {
    const observed = seen(
      NVIDIA,
      gpu('before', 0, 3),
      gpu('during', 20, 9, 'GPU 00000000:08:00.0\n  Process ID : 4711', '00000000:08:00.0'),
    );
    expect(judge({ ...observed, pixels: TURNING })).toEqual({
      kind: 'wrong-gpu',
      expected: 'NVIDIA A10 at 0000:07:00.0',
      got: 'NVIDIA A10 at 00000000:08:00.0',
    });
  });
});

describe('no-gl', () => {
  test('when glxgears ended before it drew, with its reason', () => {
    const observed = collect(['ended', 'itself', '1', '[VGL] ERROR: in init3D--\n[VGL]    245: Invalid EGL device', '']);
    expect(judge(observed, 'over')).toEqual({ kind: 'no-gl', why: 'Invalid EGL device' });
  });

  test('but not when its time was up', () => {
    expect(judge(collect(['ended', 'time', '0', '', '']), 'over')?.kind).toBe('unproven');
    expect(judge(NOTHING)).toBeUndefined();
  });
});

test('VirtualGL that was asked for and is not in the process is named', () => {
  const observed = seen(NVIDIA, ['libraries', `${MESA}/dri/swrast_dri.so`, '', 'glxgears', '1']);
  expect(evidenceOf(observed, 'early').find(({ kind }) => kind === 'libraries')?.summary).toContain(
    'VirtualGL was asked for and is not among them',
  );
  expect(evidenceOf(observed, 'early').find(({ kind }) => kind === 'renderer')).toMatchObject({ virtualgl: false });
  expect(evidenceOf(NVIDIA, 'early').find(({ kind }) => kind === 'renderer')).toMatchObject({ virtualgl: true });
});
