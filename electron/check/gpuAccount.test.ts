import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountOf, parseGpus, parseProcesses, samePci, type GpuSample } from './gpuAccount';

const line = (load: number | string, memory: number | string, index = 0): string =>
  `${index}, GPU-aaaa-${index}, NVIDIA A10, 00000000:0${7 + index}:00.0, ${memory}, ${load}`;
const sample = (when: GpuSample['when'], text: string, processes = ''): GpuSample => ({
  when,
  failed: false,
  text,
  gpus: parseGpus(text),
  processes: parseProcesses(processes),
});
const PIDS = `GPU 00000000:07:00.0
        Process ID                        : 900
            Type                          : G
            Name                          : /usr/lib/xorg/Xorg
GPU 00000000:08:00.0
        Process ID                        : 4711
            Type                          : G
            Name                          : glxgears
            Used GPU Memory               : 5 MiB`;

test('the readings of nvidia-smi', () => {
  expect(parseGpus(`${line(12, 310)}\n${line('[N/A]', '[Not Supported]', 1)}\nNo devices were found`)).toEqual([
    { index: '0', uuid: 'GPU-aaaa-0', name: 'NVIDIA A10', pci: '00000000:07:00.0', memory: 310, load: 12 },
    { index: '1', uuid: 'GPU-aaaa-1', name: 'NVIDIA A10', pci: '00000000:08:00.0', memory: undefined, load: undefined },
  ]);
});

test('the processes of each GPU', () => {
  expect([...parseProcesses(PIDS)]).toEqual([
    [900, '00000000:07:00.0'],
    [4711, '00000000:08:00.0'],
  ]);
});

test.each([
  ['0000:07:00.0', '00000000:07:00.0', true],
  ['0000:0A:00.0', '00000000:0a:00.0', true],
  ['0001:07:00.0', '00000000:07:00.0', false],
  ['', '', false],
])('%s and %s: %s', (a, b, same) => {
  expect(samePci(a, b)).toBe(same);
});

describe('what they say of glxgears', () => {
  test.each([
    ['listed', [sample('before', `${line(0, 3)}\n${line(0, 3, 1)}`), sample('during', `${line(0, 3)}\n${line(0, 3, 1)}`, PIDS)]],
    ['moved', [sample('before', line(1, 300)), sample('during', line(34, 309))]],
    ['moved', [sample('before', line(0, 3)), sample('during', line(0, 8))]],
    ['still', [sample('before', line(0, 3)), sample('during', line(1, 3)), sample('during', line(0, 3))]],
    ['busy', [sample('before', line(97, 9000)), sample('during', line(98, 9001))]],
    ['unclear', [sample('before', line(0, 3)), sample('during', line(3, 5))]],
    ['unclear', [sample('before', line('[N/A]', '[N/A]')), sample('during', line('[N/A]', '[N/A]'))]],
    ['unclear', [sample('before', 'No devices were found'), sample('during', 'No devices were found')]],
  ] as const)('%s', (kind, samples) => {
    expect(accountOf(samples, 4711)?.kind).toBe(kind);
  });

  test('names the GPU and its numbers', () => {
    const account = accountOf(
      [sample('before', `${line(1, 300)}\n${line(0, 3, 1)}`), sample('during', `${line(1, 300)}\n${line(34, 9, 1)}`)],
      1,
    );
    expect(account).toMatchObject({ gpu: { index: '1' }, text: 'GPU 1, NVIDIA A10: load 0 % → 34 %, memory 3 MiB → 9 MiB.' });
  });

  test('nothing before there is something to compare', () => {
    expect(accountOf([sample('before', line(0, 3))], 1)).toBeUndefined();
    expect(accountOf([sample('during', line(0, 3))], 1)).toBeUndefined();
    expect(accountOf([{ ...sample('before', 'NVIDIA-SMI has failed'), failed: true }, sample('during', line(0, 3))], 1)).toBeUndefined();
  });
});

test('any text gives readings', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parseGpus(text).length + parseProcesses(text).size).toBeGreaterThanOrEqual(0);
    }),
  );
});
