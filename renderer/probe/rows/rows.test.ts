import { describe, expect, test } from 'vitest';
import type { Facts } from '../../../electron/contract/probe';
import { answers, facts } from '../fixtures';
import { factGroups, factsText } from './groups';
import { rowMaker, type FactRow } from './row';

const rowsOf = (of: Facts): readonly FactRow[] => factGroups(of).flatMap(({ rows }) => rows);
const lines = (of: Facts, name: string): readonly string[] | undefined => {
  const value = rowsOf(of).find((row) => row.name === name)?.value;
  return value?.kind === 'known' ? value.lines : undefined;
};

test('the groups stand in the order in which an operator asks', () => {
  expect(factGroups(facts()).map(({ name }) => name)).toEqual(['GPU', 'Desktop software', 'Containers', 'System', 'Login']);
});

test('a name stands once in its group: rows are told apart by it', () => {
  for (const { rows } of factGroups(facts())) expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
});

describe('a row', () => {
  const row = rowMaker({ answers: answers() });
  test('says why it is absent or unreadable, with the command', () => {
    expect(row('podman', 'Podman', undefined)).toEqual([
      {
        name: 'Podman',
        from: 'podman',
        command: 'gearview-question podman',
        value: { kind: 'absent', why: 'Podman is not installed.' },
      },
    ]);
    expect(row('kernel-log', 'Kernel log', undefined)[0]?.value).toMatchObject({ kind: 'unreadable' });
  });
  test('is left out where the answer was understood and did not tell it, and where nobody asked', () => {
    expect(row('os', 'System', undefined)).toEqual([]);
    expect(rowMaker({ answers: [] })('os', 'System', undefined)).toEqual([]);
  });
  test('an empty list is none, and equal lines are counted', () => {
    expect(row('os', 'System', [])[0]?.value).toEqual({ kind: 'known', lines: ['None'] });
    expect(row('os', 'System', ['A10', 'T4', 'A10'])[0]?.value).toEqual({ kind: 'known', lines: ['2 × A10', 'T4'] });
  });
});

test.each<[string, readonly string[]]>([
  ['NVIDIA driver', ['550.163.01 · CUDA 12.4']],
  ['NVIDIA settings', ['GPU 0: MIG off · persistence on · compute mode Default · 0 ECC errors', 'GPU 1: MIG off']],
  ['Device nodes', ['/dev/nvidia0 · 666 root:root', '/dev/dri/renderD128 · 660 root:render · not usable by this login']],
  [
    'EGL devices',
    [
      'egl0 · /dev/dri/card1 · NVIDIA A10/PCIe/SSE2',
      'egl1 · /dev/dri/card2 · NVIDIA A10/PCIe/SSE2',
      'egl2 · llvmpipe (LLVM 20.1.2, 256 bits)',
    ],
  ],
  ['VirtualGL set-up', ['group vglusers: member', 'no key of a 3D X server', 'device nodes not limited']],
  ['TurboVNC’s own list', [':1, :3']],
  ['Tools', ['glxinfo, glxgears, xprop', 'missing: eglinfo']],
  ['Docker', ['27.5.1', 'cgroup 2, driver systemd', 'runtimes nvidia, runc (default)']],
  ['Containers', ['None']],
  ['Memory', ['97.0 GiB free of 128.0 GiB', 'swap 8.0 GiB free of 8.0 GiB']],
  ['Disks', ['home: 210.0 GiB free of 900.0 GiB · /home', '/tmp: 12.0 GiB free of 98.0 GiB · / · no inodes left']],
  ['Clock', ['as the laptop’s']],
  ['SELinux, AppArmor', ['AppArmor on']],
  ['sshd', ['TCP forwarding yes', '10 sessions a connection']],
  ['User', ['alice (1000) · /bin/bash']],
])('%s', (name, said) => {
  expect(lines(facts(), name)).toEqual(said);
});

test('what is wrong stands in the row: an engine, a driver, a clock', () => {
  const { gpu, system } = facts();
  const of = facts({
    container: { docker: { version: '27.5.1', server: { kind: 'failed', failure: 'permission', text: 'permission denied' } } },
    gpu: { ...gpu, nvidia: { gpus: [], smi: { kind: 'failed', failure: 'mismatch', text: 'Driver/library version mismatch' } } },
    system: { ...system, clockSkew: -40.4, rebootRequired: 'linux-image' },
  });
  expect(lines(of, 'Docker')).toEqual(['client 27.5.1', 'permission denied']);
  expect(lines(of, 'NVIDIA driver')).toEqual(['Driver/library version mismatch']);
  expect(lines(of, 'Clock')).toEqual(['40 s behind the laptop’s']);
  expect(lines(of, 'Reboot')).toEqual(['pending: linux-image']);
});

test('an sshd without settings of its own has its defaults', () => {
  expect(lines(facts({ login: { sshd: {} } }), 'sshd')).toEqual(['Its defaults']);
});

test('facts of which nothing is known have rows with reasons alone', () => {
  const nothing = facts({ system: {}, gpu: { nvidia: { gpus: [] } }, gl: {}, desktop: {}, container: {}, login: {} });
  expect(rowsOf(nothing).filter(({ value }) => value.kind === 'known')).toEqual([]);
  expect(rowsOf(nothing).map(({ from }) => from)).toContain('podman');
});

test('that a question brought nothing is said once', () => {
  const of = facts({
    gpu: { nvidia: { gpus: [] } },
    answers: answers().map((answer) => (answer.name === 'nvidia-module' ? { ...answer, state: 'absent', why: 'No module.' } : answer)),
  });
  expect(
    rowsOf(of)
      .filter(({ from }) => from === 'nvidia-module')
      .map(({ name }) => name),
  ).toEqual(['Module loaded']);
});

test('no trouble is said where the answer was understood, and not where it was not', () => {
  const { system } = facts();
  const understood = answers().map((answer) =>
    ['quota', 'reboot'].includes(answer.name) ? { ...answer, state: 'known' as const } : answer,
  );
  expect(lines(facts({ answers: understood }), 'Quota')).toEqual(['Not exceeded']);
  expect(lines(facts({ answers: understood }), 'Reboot')).toEqual(['Not pending']);
  expect(lines(facts({ system }), 'Reboot')).toBeUndefined();
});

test('as text: one fact a line, further lines under it, and reasons', () => {
  const text = factsText('gpu1', facts());
  expect(text.split('\n')[0]).toMatch(/^gpu1, /);
  expect(text).toContain(
    '\nGPU\n  GPUs                       NVIDIA A10 · 0000:07:00.0 · nvidia\n                             NVIDIA A10 · 0000:08:00.0 · nvidia\n',
  );
  expect(text).toContain('(unreadable) dmesg: read kernel buffer failed: Operation not permitted');
  expect(text).toContain('(not there) Podman is not installed.');
});
