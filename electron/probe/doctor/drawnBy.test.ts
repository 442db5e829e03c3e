import { describe, expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import type { Check } from '../../contract/check';
import { DRAWN_BY_ENTRIES } from './drawnBy';
import { changed, healthyFacts, healthySoftware, type Change } from './fixtures';
import { checkOf, seenOf } from './seenFixtures';

const LLVMPIPE = 'llvmpipe (LLVM 15.0.6, 256 bits)';
const SOFTWARE = { kind: 'software', renderer: LLVMPIPE } as const;
const plain = checkOf(SOFTWARE, LLVMPIPE, false, 3);
const under = checkOf(SOFTWARE, LLVMPIPE, true, 3);
const other = checkOf({ kind: 'wrong-gpu', expected: 'NVIDIA A10', got: 'Mesa Intel(R) UHD' }, 'Mesa Intel(R) UHD', true, 2);
const drawn = checkOf({ kind: 'gpu', device: 'NVIDIA A10' }, 'NVIDIA A10/PCIe/SSE2', true);
const CPU_ONLY: Change = { gl: { eglDevices: [{ device: 'egl0', renderer: LLVMPIPE }] } };

const seen = (checks: readonly Check[], change: Change = {}) => seenOf(changed(healthyFacts(), change), { checks });
const AMD: Change = {
  gpu: {
    pci: [{ pci: '0000:03:00.0', vendor: 'amd', name: 'Navi 21', driver: 'amdgpu' }],
    drm: [{ card: '/dev/dri/card0', render: '/dev/dri/renderD128', pci: '0000:03:00.0', driver: 'amdgpu' }],
  },
  nvidia: { moduleLoaded: undefined, smi: { kind: 'failed', failure: 'not-installed', text: '' }, gpus: [] },
};
const VGLRUN = '/opt/VirtualGL/bin/vglrun -d egl0 glxgears -info';

testFaults(DRAWN_BY_ENTRIES, [
  {
    id: 'D01',
    fault: 'a check without VirtualGL',
    seen: seen([plain, drawn]),
    subject: ':3',
    confidence: 'certain',
    severity: 'harms',
    from: ['', 'egl-devices'],
    shows: `GL_RENDERER   = ${LLVMPIPE}\negl0, /dev/dri/card0: NVIDIA A10`,
    cure: VGLRUN,
  },
  {
    id: 'D01',
    fault: 'a check on an AMD host, without VirtualGL',
    seen: seen([plain], { ...AMD, gl: { eglDevices: undefined } }),
    subject: ':3',
    confidence: 'certain',
    from: [''],
    shows: LLVMPIPE,
    cure: 'words',
  },
  {
    id: 'D02',
    fault: 'no EGL device is the GPU',
    seen: seen([], CPU_ONLY),
    confidence: 'certain',
    severity: 'blocks',
    from: ['egl-devices'],
    shows: `egl0: ${LLVMPIPE}`,
    cure: 'words',
  },
  {
    id: 'D02',
    fault: 'no EGL device at all, and a check that says so',
    seen: seen([under], { gl: { eglDevices: [] } }),
    confidence: 'certain',
    from: ['egl-devices', ''],
    shows: `no EGL device\nGL_RENDERER   = ${LLVMPIPE}`,
    cure: 'words',
  },
  {
    id: 'D02',
    fault: 'the same on an AMD host',
    seen: seen([], { ...AMD, ...CPU_ONLY }),
    confidence: 'likely',
    from: ['egl-devices'],
    shows: LLVMPIPE,
    cure: 'words',
  },
  {
    id: 'D02',
    fault: 'a desktop with another device than the GPU’s',
    seen: seen([under]),
    subject: ':3',
    confidence: 'certain',
    severity: 'harms',
    from: ['', 'egl-devices'],
    shows: LLVMPIPE,
    cure: VGLRUN,
  },
  {
    id: 'D38',
    fault: 'another GPU draws',
    seen: seen([other]),
    subject: ':2',
    confidence: 'certain',
    from: ['', '', 'egl-devices'],
    shows: 'chosen: NVIDIA A10\ndraws: Mesa Intel(R) UHD\nGL_RENDERER',
    cure: 'words',
  },
]);

describe('on a host without a GPU, what the CPU draws is no finding', () => {
  test.each(['D01', 'D02', 'D38'])('%s', (id) => {
    expect(examined(DRAWN_BY_ENTRIES, id, seenOf(healthySoftware(), { checks: [plain, under] }))).toEqual([]);
  });
});

test('a check says by which command it was seen', () => {
  const [found] = examined(DRAWN_BY_ENTRIES, 'D01', seen([plain]));
  expect(found?.evidence[0]).toEqual({ command: 'DISPLAY=:3 vblank_mode=0 glxgears -info', text: `GL_RENDERER   = ${LLVMPIPE}` });
});

test('a check without a verdict, and one that drew on the GPU, say nothing', () => {
  const running: Check = { ...plain, verdict: undefined };
  expect(['D01', 'D02', 'D38'].flatMap((id) => examined(DRAWN_BY_ENTRIES, id, seen([running, drawn])))).toEqual([]);
});

test('two desktops are two findings, and their keys stay the same', () => {
  const keys = () => examined(DRAWN_BY_ENTRIES, 'D01', seen([plain, checkOf(SOFTWARE, LLVMPIPE, false, 4)])).map(({ key }) => key);
  expect(keys()).toEqual(['D01 :3', 'D01 :4']);
  expect(keys()).toEqual(keys());
});

test('an unanswered list of devices leaves D01 with the general advice', () => {
  const [found] = examined(DRAWN_BY_ENTRIES, 'D01', seen([plain], { gl: { eglDevices: undefined } }));
  expect(found && curesOf(found.cure)).toBe('words');
});
