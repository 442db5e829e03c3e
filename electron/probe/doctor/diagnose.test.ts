import { describe, expect, test } from 'vitest';
import type { Check } from '../../contract/check';
import { Diagnosis, type Finding } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import { diagnose } from './diagnose';
import { ENTRIES } from './entries';
import type { Detection, Entry } from './entry';
import { changed, healthyFacts, healthySoftware, HOST_ID, node, type Change } from './fixtures';
import { checkOf, seenOf } from './seenFixtures';

const HEALTHY = seenOf(healthyFacts());
const EVIDENCE = { command: 'ask', text: 'seen' };

/** An entry that finds what it is told to. */
const entry = (id: string, detections: readonly Partial<Detection>[], own: Partial<Entry> = {}): Entry => ({
  id,
  title: `title of ${id}`,
  cause: 'A cause.',
  severity: 'harms',
  cure: { kind: 'words', text: 'A cure.' },
  source: 'a test',
  detect: () => detections.map((detection) => ({ confidence: 'certain', evidence: [EVIDENCE], ...detection })),
  ...own,
});
const idsOf = (entries: readonly Entry[]): readonly string[] => diagnose(HEALTHY, entries).map(({ id }) => id);

describe('order', () => {
  test('what blocks comes before what harms, and what is certain before what is possible', () => {
    const all = [
      entry('D01', [{ severity: 'note' }]),
      entry('D02', [{ confidence: 'possible' }]),
      entry('D03', [{ confidence: 'likely' }]),
      entry('D04', [{}]),
      entry('D05', [{ severity: 'blocks', confidence: 'possible' }]),
    ];
    expect(idsOf(all)).toEqual(['D05', 'D04', 'D03', 'D02', 'D01']);
    expect(idsOf(all.toReversed())).toEqual(['D05', 'D04', 'D03', 'D02', 'D01']);
  });

  test('what is equally grave keeps the order of the entries', () => {
    expect(idsOf([entry('D07', [{}]), entry('D03', [{}]), entry('D05', [{}])])).toEqual(['D07', 'D03', 'D05']);
  });
});

describe('root causes', () => {
  test('a symptom is not shown beside its cause, which names it', () => {
    const [found, ...others] = diagnose(HEALTHY, [entry('D02', [{}]), entry('D09', [{}], { explains: ['D02', 'D05'] })]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ id: 'D09', explains: ['D02'] });
  });

  test('a cause of a cause explains what that one explains', () => {
    expect(idsOf([entry('D01', [{}]), entry('D67', [{}], { explains: ['D01'] }), entry('D09', [{}], { explains: ['D67'] })])).toEqual([
      'D09',
    ]);
  });

  test('a cause that is only possible hides nothing', () => {
    expect(idsOf([entry('D02', [{}]), entry('D09', [{ confidence: 'possible' }], { explains: ['D02'] })])).toEqual(['D02', 'D09']);
  });

  test('a detection may explain other things than its entry', () => {
    expect(idsOf([entry('D02', [{}]), entry('D63', [{ explains: [] }], { explains: ['D02'] })])).toEqual(['D02', 'D63']);
    expect(idsOf([entry('D02', [{}]), entry('D63', [{ explains: ['D02'] }])])).toEqual(['D63']);
  });
});

describe('findings', () => {
  test('a subject is named once, and its key is that of the next look', () => {
    const keys = () =>
      diagnose(HEALTHY, [entry('D18', [{ subject: ':3' }, { subject: ':3' }, { subject: ':4' }, {}])]).map(({ key }) => key);
    expect(keys()).toEqual(['D18 :3', 'D18 :4', 'D18']);
    expect(keys()).toEqual(keys());
  });

  test('the detection’s own words stand before the entry’s', () => {
    const own = { title: 'own title', cause: 'Own cause.', severity: 'note', cure: { kind: 'words', text: 'Own cure.' } } as const;
    const [first, second] = diagnose(HEALTHY, [entry('D18', [{}]), entry('D19', [own])]);
    expect(first).toMatchObject({ title: 'title of D18', cause: 'A cause.', severity: 'harms', cure: { text: 'A cure.' } });
    expect(second).toMatchObject(own);
  });

  test('more than the page takes is cut off, the least important first', () => {
    const many = Array.from({ length: 80 }, (_, at) => ({ subject: `${at}`, severity: at === 79 ? 'blocks' : 'harms' }) as const);
    const evidence = Array.from({ length: 12 }, () => EVIDENCE);
    const findings = diagnose(HEALTHY, [entry('D18', many), entry('D19', [{ subject: 'x'.repeat(400), severity: 'blocks', evidence }])]);
    expect(Diagnosis.parse({ hostId: HOST_ID, findings }).findings).toHaveLength(64);
    expect(findings.slice(0, 3).map(({ id, subject }) => `${id} ${subject.length}`)).toEqual(['D18 2', 'D19 256', 'D18 1']);
    expect(findings[1]?.evidence).toHaveLength(8);
  });
});

const LLVMPIPE = 'llvmpipe (LLVM 15.0.6, 256 bits)';
const CPU_ONLY: Facts['gl'] = {
  eglDevices: [{ device: 'egl0', renderer: LLVMPIPE }],
  vulkan: [{ name: LLVMPIPE, type: 'cpu', driver: 'DRIVER_ID_MESA_LLVMPIPE' }],
};
const MESA = [{ path: '/usr/share/glvnd/egl_vendor.d/50_mesa.json', library: 'libEGL_mesa.so.0' }];
const UNDER = checkOf({ kind: 'software', renderer: LLVMPIPE }, LLVMPIPE, true);
const PLAIN = checkOf({ kind: 'software', renderer: LLVMPIPE }, LLVMPIPE, false);
const { libraries = [] } = healthyFacts().gl;
const CLOSED = ['/dev/nvidiactl', '/dev/nvidia0', '/dev/nvidia-modeset'].map((path) => node(path, '660', 'vglusers', false));
const PCI = { pci: '0000:07:00.0', vendor: 'nvidia', name: 'A10' } as const;
const NO_DRIVER: Change['nvidia'] = {
  moduleLoaded: undefined,
  moduleOnDisk: undefined,
  userSpace: undefined,
  dkms: [],
  gpus: [],
  smi: { kind: 'failed', failure: 'not-installed', text: '' },
};

/** VirtualGL is not there, as the probe says it. */
function withoutVirtualgl(facts: Facts): Facts {
  const answers = facts.answers.map((each) => (each.name === 'virtualgl' ? { ...each, state: 'absent' as const } : each));
  return { ...changed(facts, { desktop: { virtualgl: undefined }, gl: { eglDevices: undefined } }), answers };
}

function diagnosed(facts: Facts, checks: readonly Check[]): readonly Finding[] {
  return Diagnosis.parse({ hostId: HOST_ID, findings: diagnose(seenOf(facts, { checks, way: 'forward' }), ENTRIES) }).findings;
}

/** One fault, with everything that a host shows because of it. */
const FAULTS: readonly [id: string, facts: Facts, checks: readonly Check[], explains: readonly string[]][] = [
  [
    'D09',
    changed(healthyFacts(), {
      nvidia: { smi: { kind: 'failed', failure: 'mismatch', text: 'Driver/library version mismatch' }, gpus: [], userSpace: '550.200' },
      gl: { ...CPU_ONLY, eglDevices: [] },
      system: { rebootRequired: 'nvidia-driver' },
    }),
    [UNDER],
    ['D64'],
  ],
  [
    'D10',
    withoutVirtualgl(changed(healthyFacts(), { gpu: { pci: [PCI], modules: [], nodes: [] }, nvidia: NO_DRIVER, gl: CPU_ONLY })),
    [PLAIN],
    ['D67'],
  ],
  [
    'D11',
    changed(healthyFacts(), { gl: { ...CPU_ONLY, libraries: libraries.filter((name) => !/_nvidia/.test(name)) } }),
    [UNDER],
    ['D02', 'D34'],
  ],
  ['D07', changed(healthyFacts(), { gl: { eglDevices: CPU_ONLY.eglDevices, eglVendors: MESA } }), [UNDER], ['D02']],
  [
    'D12',
    changed(healthyFacts(), { gpu: { nodes: CLOSED }, gl: { eglDevices: CPU_ONLY.eglDevices }, nvidia: { modeset: true } }),
    [UNDER],
    ['D02'],
  ],
  [
    'D63',
    changed(healthyFacts(), {
      gpu: { nodes: CLOSED },
      gl: { eglDevices: CPU_ONLY.eglDevices },
      login: { groups: ['op'], pendingGroups: ['vglusers'] },
    }),
    [UNDER],
    ['D02'],
  ],
  [
    'D37',
    changed(healthyFacts(), {
      nvidia: { smi: { kind: 'failed', failure: 'gpu-lost', text: 'GPU is lost' }, gpus: [] },
      gpu: {
        kernelLog: [
          { kind: 'xid', xid: 79, text: 'NVRM: Xid 79' },
          { kind: 'xid', xid: 62, text: 'NVRM: Xid 62' },
        ],
      },
      gl: { ...CPU_ONLY, eglDevices: [] },
    }),
    [UNDER],
    ['D62'],
  ],
  ['D36', changed(healthyFacts(), { gpu0: { mig: true }, gl: { eglDevices: [] } }), [UNDER], ['D02']],
  [
    'D75',
    withoutVirtualgl(
      changed(healthyFacts(), { gpu: { pci: [{ ...PCI, driver: 'vfio-pci' }], nodes: [] }, nvidia: NO_DRIVER, gl: CPU_ONLY }),
    ),
    [PLAIN],
    ['D67'],
  ],
  ['D67', withoutVirtualgl(healthyFacts()), [PLAIN], ['D01']],
  ['D48', changed(healthyFacts(), { virtualgl: { inLoaderPath: false } }), [PLAIN], ['D01']],
  [
    'D54',
    changed(healthyFacts(), { gl: { eglDevices: [...(CPU_ONLY.eglDevices ?? []), { device: 'egl1', renderer: 'NVIDIA A10/PCIe/SSE2' }] } }),
    [UNDER],
    ['D02'],
  ],
  ['D78', healthySoftware(), [PLAIN], []],
];

test.each(FAULTS)('%s is one finding, not ten symptoms', (id, facts, checks, explains) => {
  const findings = diagnosed(facts, checks);
  expect(findings.map((each) => each.id)).toEqual([id]);
  expect(findings[0]?.explains).toEqual(explains);
});

test('two faults that have nothing to do with each other are both shown', () => {
  const facts = changed(healthyFacts(), {
    gl: { eglDevices: CPU_ONLY.eglDevices, eglVendors: MESA },
    gpu0: { computeMode: 'Prohibited' },
    container: { toolkit: { version: '1.16.1', cdi: ['/etc/cdi/nvidia.yaml'] } },
  });
  expect(diagnosed(facts, []).map(({ id }) => id)).toEqual(['D07', 'D58', 'D70']);
});
