// The failures of NVML as NVIDIA's issues quote them (nvidia-container-toolkit 48); a missing program as recorded from Docker 20.10.
import { expect, test } from 'vitest';
import { printed } from '../system/recording';
import { parseInside } from './inside';

const ID = 'c0'.repeat(32);
const of = (...lines: readonly string[]) => parseInside(`container ${ID}\n${lines.map((each) => ` ${each}`).join('\n')}\n`)?.get(ID);

test.each([
  ['ok', ['smi 0', 'GPU 0: NVIDIA A10 (UUID: GPU-1)']],
  ['unknown-error', ['smi 255', 'Failed to initialize NVML: Unknown Error']],
  ['missing', ['smi 127', 'sh: nvidia-smi: not found']],
  ['failed', ['smi 124', '']],
  ['failed', ['smi 0', '']],
  ['failed', ['smi 6', 'No devices were found']],
] as const)('nvidia-smi: %s', (smi, lines) => {
  expect(of(...lines)).toMatchObject({ smi });
});

test('libraries of compute only, no vendor file, a small /dev/shm', () => {
  expect(of('smi 0', 'GPU 0: x', 'libraries', 'shm  65536 0 65536 0% /dev/shm')).toEqual({
    smi: 'ok',
    nvidiaGl: false,
    eglVendor: false,
    shm: 65_536,
  });
});

test('without ldconfig nothing is said of libraries; without a shell nothing at all', () => {
  expect(of('smi 0', 'GPU 0: x', '/etc/glvnd/egl_vendor.d/10_nvidia.json')).toEqual({ smi: 'ok', eglVendor: true });
  expect(of(...printed('docker/docker_exec__command_not_found.txt').split('\n'))).toEqual({});
});

test('a container cannot speak for another', () => {
  const other = 'd1'.repeat(32);
  const seen = parseInside(`container ${ID}\n smi 0\n GPU 0: x\n container ${other}\n smi 0\n`);
  expect([...(seen?.keys() ?? [])]).toEqual([ID]);
  expect(parseInside('docker: not found')).toBeUndefined();
});
