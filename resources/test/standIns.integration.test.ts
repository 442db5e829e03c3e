/** What other tests rest on: the stand-in for nvidia-smi. */
import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { endChild } from '../../e2e/support/children';

const SMI = resolve(import.meta.dirname, 'bin/nvidia-smi');

describe('the stand-in for nvidia-smi', () => {
  const run = (args: readonly string[], state = ''): string =>
    spawnSync(SMI, args, { encoding: 'utf8', env: { ...process.env, STAND_IN_SMI: state } }).stdout;

  test('answers a check as it always did, and lists GPUs', () => {
    const query = '--query-gpu=index,uuid,name,pci.bus_id,memory.used,utilization.gpu';
    expect(run([query, '--format=csv,noheader,nounits'])).toBe(
      '0, GPU-5f1b7a35-0000-1111-2222-333344445555, NVIDIA A10, 00000000:07:00.0, 3, 0\n',
    );
    expect(run(['-q', '-d', 'PIDS'])).toBe('GPU 00000000:07:00.0\n    Processes                             : None\n');
    expect(run(['-L'], 'mig')).toMatch(/^GPU 0: NVIDIA H100 80GB HBM3 \(UUID: GPU-[0-9a-f-]+\)\n {2}MIG 1g\.10gb/);
  });

  test('repeats itself until it is ended', async () => {
    const query = '--query-gpu=index,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw';
    const child = spawn(SMI, [query, '--format=csv,noheader,nounits', '-l', '0.05'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    await new Promise<void>((give) => {
      child.stdout.on('data', (part: Buffer) => {
        out += part.toString();
        if (out.split('\n').length > 3) give();
      });
    });
    await endChild(child);
    expect(out.split('\n').slice(0, 3)).toEqual(Array.from({ length: 3 }, () => '0, NVIDIA A10, 0, 3, 23028, 34, 15.61'));
  });
});
