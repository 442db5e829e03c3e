import { describe, expect, test } from 'vitest';
import { Mode } from '../contract/session';
import { bestFirst, choose, modeOf, MODES } from './mode';

const A10 = { device: 'egl0', renderer: 'NVIDIA A10/PCIe/SSE2' };
const LLVMPIPE = { device: 'egl1', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' };

test('the table has a row for every mode of the contract, and no other', () => {
  expect(Object.keys(MODES).toSorted()).toEqual(Mode.options.toSorted());
});

test.each([
  [undefined, 'software'],
  ['none', 'software'],
  ['egl', 'host-egl'],
  ['egl3', 'host-egl'],
  ['/dev/dri/card0', 'host-egl'],
  [':0', 'host-glx'],
  [':0.1', 'host-glx'],
] as const)('device %s means %s', (device, mode) => {
  expect(modeOf(device)).toBe(mode);
});

describe('choose', () => {
  test('the first device that is no CPU, wherever it stands', () => {
    const choice = choose(
      {
        virtualgl: '3.1.4',
        vglDevices: [
          { device: 'egl0', renderer: LLVMPIPE.renderer },
          { ...A10, device: 'egl1' },
        ],
      },
      undefined,
    );
    expect(choice).toEqual({ mode: 'host-egl', device: 'egl1', why: 'VirtualGL draws on egl1, NVIDIA A10/PCIe/SSE2.' });
  });

  test.each([
    ['no VirtualGL', { vglDevices: [] }, 'VirtualGL is not installed, so the CPU draws.'],
    ['no device', { virtualgl: '3.1.4', vglDevices: [] }, 'VirtualGL finds no EGL device, so the CPU draws.'],
    [
      'only a CPU',
      { virtualgl: '3.1.4', vglDevices: [LLVMPIPE] },
      'VirtualGL finds only llvmpipe (LLVM 15.0.6, 256 bits), so the CPU draws.',
    ],
    [
      'a device that does not answer',
      { virtualgl: '3.1.4', vglDevices: [{ device: 'egl0', renderer: '' }] },
      'VirtualGL finds only devices that do not answer, so the CPU draws.',
    ],
  ])('%s: software, and why', (_name, offer, why) => {
    expect(choose(offer, undefined)).toEqual({ mode: 'software', device: 'none', why });
  });

  test("the operator's wish counts, also for the CPU", () => {
    expect(choose({ virtualgl: '3.1.4', vglDevices: [A10] }, 'none')).toMatchObject({ mode: 'software', device: 'none' });
    expect(choose({ virtualgl: '3.1.4', vglDevices: [A10] }, 'egl5')).toMatchObject({ mode: 'host-egl', device: 'egl5' });
  });
});

test.each([
  'virgl (LLVMPIPE (LLVM 12.0.0, 256 bits))',
  'zink (llvmpipe (LLVM 15.0.6, 256 bits))',
  'softpipe',
  'Software Rasterizer',
  'SWR (LLVM 11)',
])('%s goes behind a GPU', (renderer) => {
  expect(bestFirst([{ device: 'egl0', renderer }, A10])).toEqual([A10, { device: 'egl0', renderer }]);
});
