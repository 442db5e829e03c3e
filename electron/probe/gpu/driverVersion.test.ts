import { expect, test } from 'vitest';
import { parseDriverVersions } from './driverVersion';

// The wordings of /proc/driver/nvidia/version, closed and open modules, are those of the README of NVIDIA's driver 550.
test.each([
  [
    'all alike',
    'proc: NVIDIA UNIX x86_64 Kernel Module  535.161.08  Sat Feb 24 22:28:25 UTC 2024\nsys: 535.161.08\nmodinfo: 535.161.08\nlibrary: /usr/lib/x86_64-linux-gnu/libcuda.so.535.161.08',
    { moduleLoaded: '535.161.08', moduleOnDisk: '535.161.08', userSpace: '535.161.08' },
  ],
  [
    'updated without a reboot',
    'sys: 550.90.07\nmodinfo: 550.107.02\nlibrary: /usr/lib64/libnvidia-ml.so.550.107.02',
    { moduleLoaded: '550.90.07', moduleOnDisk: '550.107.02', userSpace: '550.107.02' },
  ],
  [
    'the open module by its text alone',
    'proc: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release Build  (dvs-builder@U16-I3-B03-4-3)  Thu',
    { moduleLoaded: '570.124.06' },
  ],
  [
    "CUDA's compatibility library is not the driver's",
    'library: /usr/local/cuda/compat/libcuda.so.560.35.05\nlibrary: /usr/lib64/libGLX_nvidia.so.535.161.08',
    { userSpace: '535.161.08' },
  ],
  [
    'an old version without a third part',
    'sys: 340.108\nlibrary: /usr/lib64/libnvidia-glcore.so.340.108',
    { moduleLoaded: '340.108', userSpace: '340.108' },
  ],
])('%s', (_name, text, versions) => {
  expect(parseDriverVersions(text)).toEqual(versions);
});

test.each(['', 'nonsense', 'library: /usr/lib/libcuda.so.1', 'proc: NVIDIA UNIX Kernel Module'])('%j tells nothing', (text) => {
  expect(parseDriverVersions(text)).toBeUndefined();
});
