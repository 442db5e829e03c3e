/** Written after NVIDIA's document "XID Errors" (r470, r555, r570), its open kernel modules, and the kernel's amdgpu and i915 drivers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseKernelLog } from './kernelLog';

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, '../recorded/nvidia', name), 'utf8');

test('dmesg in the old wordings', () => {
  expect(parseKernelLog(recorded('documented_dmesg_xid.txt')).map(({ kind, xid, pci }) => [kind, xid, pci])).toEqual([
    ['fallen-off-bus', 79, '0000:07:00.0'],
    ['fallen-off-bus', undefined, '0000:07:00.0'],
    ['xid', 48, '0000:8a:00.0'],
    ['xid', 13, '0000:8a:00.0'],
    ['gpu-reset', undefined, '0000:03:00.0'],
    ['gpu-reset', undefined, '0000:00:02.0'],
    ['oom', undefined, undefined],
  ]);
});

test('the journal in the new wordings, with the time and without the name of the host', () => {
  const entries = parseKernelLog(recorded('documented_journal_xid.txt'));
  expect(entries.map(({ kind, xid, pci }) => [kind, xid, pci])).toEqual([
    ['xid', 119, '0000:9b:00.0'],
    ['xid', 13, '0000:9b:00.0'],
    ['fallen-off-bus', undefined, '0000:9b:00.0'],
    ['xid', 154, '0000:9b:00.0'],
  ]);
  expect(entries[0]?.text).toMatch(/^2026-11-20T07:00:01\+0800 NVRM: Xid \(PCI:0000:9b:00\): 119, pid=4071838, name=python, Timeout/);
});

test('a log without trouble', () => {
  expect(parseKernelLog('')).toEqual([]);
});
