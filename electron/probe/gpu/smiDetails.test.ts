/**
 * Written after NVIDIA's manual page of nvidia-smi (drivers 470, 535, 550) and its "Virtual GPU Client Licensing User Guide"; shortened to some of
 * the sections, values made up.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSmiDetails, type GpuDetails } from './smiDetails';

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, '../recorded/nvidia', name), 'utf8');
const details = (name: string): readonly (readonly [string, GpuDetails])[] => [...(parseSmiDetails(recorded(name))?.gpus ?? [])];

test('an A10 with driver 535: what holds it down, its processes of every type', () => {
  expect(parseSmiDetails(recorded('documented_q_a10_535.txt'))?.cuda).toBe('12.2');
  expect(details('documented_q_a10_535.txt')).toEqual([
    [
      '0000:07:00.0',
      {
        throttled: ['SW Power Cap', 'HW Slowdown', 'HW Thermal Slowdown'],
        repairPending: false,
        processes: [
          { pid: 1583, type: 'G', name: '/usr/lib/xorg/Xorg', memory: 4 },
          { pid: 20771, type: 'C+G', name: '/opt/app/bin/render --gpu 0', memory: 296 },
          { pid: 20999, type: 'other', name: 'nvidia-cuda-mps-server' },
        ],
      },
    ],
  ]);
});

test('a V100 with driver 470: other names, a page that waits to be retired, idle and set clocks are no throttling', () => {
  expect(details('documented_q_v100_470.txt')).toEqual([['0000:8a:00.0', { throttled: [], repairPending: true, processes: [] }]]);
});

test('two H100, of which one has MIG and a row that waits to be remapped; its counters are no reasons', () => {
  expect(details('documented_q_h100_mig_550.txt')).toEqual([
    ['0000:1b:00.0', { throttled: [], repairPending: false, processes: [] }],
    ['0000:43:00.0', { throttled: ['SW Thermal Slowdown'], repairPending: true, processes: [] }],
  ]);
});

test('a vGPU without a licence', () => {
  expect(details('documented_q_vgpu_unlicensed.txt')).toEqual([
    ['0000:02:01.0', { throttled: [], licence: 'Unlicensed (Restricted)', processes: [] }],
  ]);
});

test('as the probe shortens it, it reads the same', () => {
  const text = recorded('documented_q_a10_535.txt');
  expect(parseSmiDetails(text.replace(/ +: /g, ': '))).toEqual(parseSmiDetails(text));
});

test.each(['', 'Failed to initialize NVML: Unknown Error', 'GPU 0: NVIDIA A10 (UUID: GPU-1)'])('%j is no report', (text) => {
  expect(parseSmiDetails(text)).toBeUndefined();
});

test('a CUDA version that is not told, and processes that are not', () => {
  const text = 'Driver Version : 580.1\nCUDA Version : Not Found\nGPU 00000000:07:00.0\n    Processes : N/A\n';
  expect(parseSmiDetails(text)).toEqual({ gpus: new Map([['0000:07:00.0', {}]]) });
});
