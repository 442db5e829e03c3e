/**
 * The tables were written after `nvidia-smi --help-query-gpu` of drivers 418, 470, 535 and 550; the failures of single GPUs after threads of
 * NVIDIA's developer forum. What begins with nvidia-smi is recorded.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSmi } from './smi';

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, '../recorded/nvidia', name), 'utf8');

describe('the table', () => {
  test('an A10', () => {
    expect(parseSmi(recorded('documented_query_a10.csv'), 0)).toEqual({
      driver: '535.161.08',
      gpus: [
        {
          index: 0,
          uuid: 'GPU-2c1f0a5e-77d1-4a4b-9d0e-0a3f6c1b8e21',
          name: 'NVIDIA A10',
          pci: '0000:07:00.0',
          memoryTotal: 23028,
          memoryUsed: 310,
          load: 12,
          temperature: 41,
          power: 61.54,
          powerLimit: 150,
          computeMode: 'Default',
          persistence: true,
          eccUncorrected: 0,
        },
      ],
    });
  });

  test('a V100 whose driver knows fewer fields', () => {
    const { gpus, driver } = parseSmi(recorded('documented_query_v100_short.csv'), 0) ?? {};
    expect(driver).toBe('418.226.00');
    expect(gpus).toMatchObject([{ name: 'Tesla V100-SXM2-16GB', pci: '0000:8a:00.0', computeMode: 'Exclusive_Process', powerLimit: 300 }]);
    expect(gpus?.[0]?.mig).toBeUndefined();
  });

  test('two H100, MIG off and on', () => {
    const [off, on] = parseSmi(recorded('documented_query_h100.csv'), 0)?.gpus ?? [];
    expect([off?.mig, off?.load, on?.mig, on?.load]).toEqual([false, 0, true, undefined]);
  });

  test('a vGPU, which tells little', () => {
    const [gpu] = parseSmi(recorded('documented_query_vgpu.csv'), 0)?.gpus ?? [];
    expect(gpu).toEqual({
      index: 0,
      uuid: 'GPU-d6a3b2e9-7c5f-11ee-8b4c-8f7e6d5c4b3a',
      name: 'GRID V100D-8Q',
      pci: '0000:02:01.0',
      memoryTotal: 8192,
      memoryUsed: 528,
      load: 3,
      computeMode: 'Default',
      persistence: true,
    });
  });

  test('fields that an ailing GPU does not tell are no failure', () => {
    const text = 'index, name, driver_version, utilization.gpu [%]\n0, NVIDIA A10, 535.161.08, [Unknown Error]\n';
    expect(parseSmi(text, 0)).toEqual({ driver: '535.161.08', gpus: [{ index: 0, uuid: '', name: 'NVIDIA A10' }] });
  });

  test('numbers that cannot be are left out', () => {
    const text = 'index, utilization.gpu [%], memory.used [MiB], power.draw [W]\n0, 101, -3, 1e9\nx, 1, 1, 1\n';
    expect(parseSmi(text, 0)?.gpus).toEqual([{ index: 0, uuid: '', name: '' }]);
  });

  test('a warning beside the table is no failure, whatever the status', () => {
    const text = `${recorded('documented_query_a10.csv')}WARNING: infoROM is corrupted at gpu 0000:07:00.0\n`;
    expect(parseSmi(text, 14)).toMatchObject({ gpus: [{ name: 'NVIDIA A10' }] });
    expect(parseSmi(text, 14)?.failed).toBeUndefined();
  });
});

describe('failures', () => {
  test.each([
    ['no-driver', recorded('nvidia-smi_--query-gpu__no_driver.txt'), 9],
    ['no-driver', recorded('nvidia-smi__userland_only.txt'), 9],
    ['no-driver', 'Failed to initialize NVML: Driver Not Loaded', 9],
    ['not-installed', recorded('nvidia-smi__not_installed.txt'), 127],
    ['mismatch', 'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 535.183', 18],
    ['permission', 'Failed to initialize NVML: Insufficient Permissions', 4],
    ['permission', 'Unable to determine the device handle for GPU 0000:07:00.0: Insufficient Permissions', 4],
    ['unknown-error', 'Failed to initialize NVML: Unknown Error', 255],
    ['unknown-error', 'Failed to initialize NVML: GPU access blocked by the operating system', 17],
    ['gpu-lost', 'Unable to determine the device handle for GPU 0000:07:00.0: GPU is lost.  Reboot the system to recover this GPU', 15],
    ['gpu-lost', 'Unable to determine the device handle for GPU0000:25:00.0: Unknown Error', 255],
    ['gpu-lost', recorded('documented_query_field_lost.csv'), 0],
    ['reset-required', 'Unable to determine the device handle for GPU 0000:07:00.0: GPU requires reset', 16],
    ['no-library', "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system.", 12],
    ['no-devices', 'No devices were found', 6],
    ['other', 'Segmentation fault', 139],
    ['other', '', 1],
  ])('%s: %s', (failure, text, status) => {
    expect(parseSmi(text, status)?.failed?.failure).toBe(failure);
  });

  test('of two GPUs one is lost: a failure beside the table, though nvidia-smi ends with 0', () => {
    expect(parseSmi(recorded('documented_query_two_one_lost.txt'), 0)).toMatchObject({
      gpus: [{ name: 'NVIDIA A10' }],
      failed: { failure: 'gpu-lost', text: 'Unable to determine the device handle for GPU1: 0000:08:00.0: Unknown Error' },
    });
  });

  test('what is neither a table nor a failure is not understood', () => {
    expect(parseSmi('Hello\n', 0)).toBeUndefined();
    expect(parseSmi('', 0)).toBeUndefined();
  });
});
