import { expect, test } from 'vitest';
import { parseHeadless } from './headless';

test.each([
  [
    'headless',
    'nvidia-headless-550 550.90\nlibnvidia-compute-550:amd64 550.90\nbash 5',
    ['nvidia-headless-550', 'libnvidia-compute-550:amd64'],
  ],
  ['whole', 'nvidia-driver-550 550.90\nlibnvidia-compute-550 550.90\nlibnvidia-gl-550:amd64 550.90', []],
  ['headless, with GL added', 'nvidia-headless-550 550.90\nlibnvidia-gl-550 550.90', []],
  ['compute only on RHEL', 'nvidia-driver-cuda 550.90', ['nvidia-driver-cuda']],
  ['whole on RHEL', 'nvidia-driver-cuda 550.90\nnvidia-driver-libs 550.90', []],
  ['nothing of NVIDIA', 'bash 5\n', undefined],
])('%s', (_name, text, packages) => {
  expect(parseHeadless(text)).toEqual(packages);
});
