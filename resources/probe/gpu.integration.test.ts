/** The questions about GPUs on this machine, for real, in every shell a host may have as /bin/sh; and what nvidia-smi and the kernel may say. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askHost, PARTS, SHELLS, STAND_INS, standIn, type Asked } from '../../e2e/support/askHost';

const GPU = ['pci', 'kernel-modules', 'nvidia-parameters', 'nvidia-packages-log', 'gpu-nodes', 'drm'];
const SLOW_GPU = ['pci-names', 'nvidia-module', 'nvidia-smi', 'nvidia-smi-details', 'dkms', 'kernel-log'];
const GL = ['egl-vendors', 'vulkan-drivers', 'gl-libraries'];
const SLOW_GL = ['egl-devices', 'mesa-egl', 'vulkan'];

test('shellcheck has nothing to say, neither of the parts nor of the whole, nor of the stand-ins', () => {
  const read = (name: string): string => readFileSync(resolve(import.meta.dirname, '..', name), 'utf8');
  const whole = ['lib/prelude.sh', ...PARTS].map(read).join('\n');
  for (const text of [whole, read('probe/gpu.sh'), read('probe/gl.sh'), ...STAND_INS.map((path) => readFileSync(path, 'utf8'))]) {
    const { stdout, status } = spawnSync('shellcheck', ['-'], { input: text, encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  }
});

describe.each(SHELLS)('%s', (_name, shell) => {
  test('asks every question once, and understands each answer or says why not', async () => {
    const { names, answers, gpu, gl } = await askHost(['ask_gpu', 'slow_gpu', 'ask_gl', 'slow_gl'], { shell });
    expect(names).toEqual([...GPU, ...SLOW_GPU, ...GL, ...SLOW_GL]);
    for (const { name, state, why = '' } of answers.values()) {
      // Only the kernel log can be closed to this user.
      expect([name, state]).toEqual([name, expect.stringMatching(name === 'kernel-log' ? /./ : /^(known|absent)$/)]);
      expect(why).toMatch(state === 'known' ? /^$/ : /^[A-Z\w].*\.$/);
    }
    expect([...answers.values()].filter(({ command }) => command === '')).toEqual([]);
    expect(gpu.pci?.length).toBeGreaterThanOrEqual(0);
    expect(gl.eglVendors?.map(({ path }) => existsSync(path))).toEqual(gl.eglVendors?.map(() => true));
    expect(gl.libraries).toEqual(expect.arrayContaining(['libGL.so.1', 'libEGL.so.1']));
  });

  test('reads a table of nvidia-smi, its report and the kernel log', async () => {
    const { gpu } = await askHost(['slow_gpu'], { shell, standIns: STAND_INS, env: { STAND_IN_SMI: 'busy' } });
    expect(gpu).toMatchObject({
      kernelLog: [],
      nvidia: {
        smi: { kind: 'ok', driver: '535.161.08', cuda: '12.2' },
        gpus: [
          {
            name: 'NVIDIA A10',
            pci: '0000:07:00.0',
            load: 97,
            temperature: 88,
            throttled: ['SW Power Cap', 'SW Thermal Slowdown'],
            processes: [{ pid: 4711, type: 'C', name: 'python3', memory: 20_800 }],
          },
        ],
      },
    });
  });
});

describe('what nvidia-smi may say', () => {
  test.each([
    ['no-driver', 'no-driver'],
    ['mismatch', 'mismatch'],
    ['permission', 'permission'],
    ['unknown-error', 'unknown-error'],
    ['lost', 'gpu-lost'],
  ])('%s', async (state, failure) => {
    const { gpu, answers } = await askHost(['slow_gpu'], { standIns: STAND_INS, env: { STAND_IN_SMI: state } });
    expect(gpu.nvidia).toMatchObject({ gpus: [], smi: { kind: 'failed', failure } });
    expect(answers.get('nvidia-smi')?.state).toBe('known');
    expect(answers.get('nvidia-smi-details')).toMatchObject({ state: 'unreadable', why: expect.stringContaining('nothing to tell') });
  });

  test.each([
    [
      'idle',
      [
        {
          name: 'NVIDIA A10',
          load: 0,
          computeMode: 'Default',
          persistence: true,
          eccUncorrected: 0,
          repairPending: false,
          throttled: [],
          processes: [],
        },
      ],
    ],
    ['mig', [{ name: 'NVIDIA H100 80GB HBM3', mig: true, load: undefined }]],
    ['exclusive', [{ computeMode: 'Exclusive_Process' }]],
    ['ecc', [{ eccUncorrected: 3, repairPending: true }]],
    [
      'two-gpus',
      [
        { index: 0, pci: '0000:07:00.0', persistence: false },
        { index: 1, pci: '0000:08:00.0' },
      ],
    ],
    ['unlicensed', [{ name: 'NVIDIA A10-8Q', licence: 'Unlicensed (Unrestricted)', power: undefined, eccUncorrected: undefined }]],
    ['xid-host', [{ name: 'NVIDIA A10', load: undefined, temperature: undefined, memoryUsed: 3 }]],
    ['old', [{ name: 'NVIDIA A10', load: 0, powerLimit: 150, mig: undefined, persistence: undefined }]],
  ])('%s', async (state, gpus) => {
    const { gpu } = await askHost(['slow_gpu'], { standIns: STAND_INS, env: { STAND_IN_SMI: state } });
    expect(gpu.nvidia.smi).toMatchObject({ kind: 'ok', driver: '535.161.08' });
    expect(gpu.nvidia.gpus).toHaveLength(gpus.length);
    expect(gpu.nvidia.gpus).toMatchObject(gpus);
  });

  test('nothing, for ever: it is left behind, and no other start of the driver is tried', async () => {
    const { gpu, gl, answers } = await askHost(['slow_gpu', 'slow_gl'], { standIns: STAND_INS, env: { STAND_IN_SMI: 'hang' } });
    expect(gpu.nvidia.smi).toMatchObject({ kind: 'failed', failure: 'timeout' });
    expect(gl).toEqual({});
    for (const name of SLOW_GL)
      expect(answers.get(name)).toMatchObject({ state: 'unreadable', why: expect.stringContaining('does not answer') });
  });
});

describe('the kernel log', () => {
  const log = (name: string): string => readFileSync(resolve(import.meta.dirname, '../../electron/probe/recorded/nvidia', name), 'utf8');
  const printing = (text: string): string => `cat <<'END'\n${text}END`;
  const kinds = ({ gpu }: Asked) => gpu.kernelLog?.map(({ kind, xid }) => [kind, xid]);

  test.each([
    [
      'lost',
      [
        ['fallen-off-bus', 79],
        ['fallen-off-bus', undefined],
        ['xid', 154],
      ],
    ],
    ['ecc', [['xid', 48]]],
    [
      'xid-host',
      [
        ['xid', 13],
        ['xid', 119],
      ],
    ],
  ])('of a host in trouble: %s', async (state, expected) => {
    expect(kinds(await askHost(['gpu_kernel_log'], { standIns: STAND_INS, env: { STAND_IN_SMI: state } }))).toEqual(expected);
  });

  test('is read from the journal where the ring buffer is closed', async () => {
    const standIns = [
      standIn('dmesg', 'echo "dmesg: read kernel buffer failed: Operation not permitted" >&2; exit 1'),
      standIn('journalctl', printing(log('documented_journal_xid.txt'))),
    ];
    expect(kinds(await askHost(['gpu_kernel_log'], { standIns }))).toEqual([
      ['xid', 119],
      ['xid', 13],
      ['fallen-off-bus', undefined],
      ['xid', 154],
    ]);
  });

  test('is read from what is left of the ring buffer where there is no journal', async () => {
    const rest = log('documented_dmesg_xid.txt').split('\n').slice(2).join('\n');
    const standIns = [standIn('dmesg', printing(rest)), standIn('journalctl', 'echo "-- No entries --"')];
    expect(kinds(await askHost(['gpu_kernel_log'], { standIns }))).toHaveLength(7);
  });

  test('one message in plenty leaves room for the others', async () => {
    const flood = Array.from({ length: 300 }, (_, line) => `[ ${line}.0] NVRM: Xid (PCI:0000:07:00): 31, pid=${line}, MMU Fault\n`).join(
      '',
    );
    const end = '[ 999.0] NVRM: Xid (PCI:0000:07:00): 79, GPU has fallen off the bus.\n';
    const standIns = [standIn('dmesg', printing(`[ 0.0] Linux version 6\n${flood}${end}`))];
    const { gpu } = await askHost(['gpu_kernel_log'], { standIns });
    expect(gpu.kernelLog).toHaveLength(9);
    expect(gpu.kernelLog?.at(-1)?.xid).toBe(79);
  });

  test('may be closed to this user', async () => {
    const standIns = [standIn('dmesg', 'exit 1'), standIn('journalctl', 'echo "-- No entries --"')];
    const { gpu, answers } = await askHost(['gpu_kernel_log'], { standIns });
    expect(gpu.kernelLog).toBeUndefined();
    expect(answers.get('kernel-log')).toMatchObject({ state: 'unreadable', why: expect.stringContaining('Only administrators') });
  });
});
