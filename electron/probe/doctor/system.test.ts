import { describe, expect, test } from 'vitest';
import { examined, testFaults } from '../../../e2e/support/faultCases';
import type { Facts } from '../../contract/probe';
import { changed, healthyFacts, type Change } from './fixtures';
import { seenOf } from './seenFixtures';
import { SYSTEM_ENTRIES } from './system';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const os = (id: string, version: string): Facts['system']['os'] => ({ id, version, name: `${id} ${version}`, family: 'other' });

testFaults(SYSTEM_ENTRIES, [
  {
    id: 'D29',
    fault: 'processes that end at logout',
    seen: seen({ system: { killUserProcesses: true, linger: false } }),
    confidence: 'certain',
    from: ['logind'],
    shows: 'KillUserProcesses=yes',
    cure: 'enable-linger',
  },
  {
    id: 'D40',
    fault: 'a start-up file that prints',
    seen: seen({
      login: {
        noise: { bytes: 23, text: 'Welcome to the cluster!' },
        startUpLines: [{ path: '/home/op/.bashrc', line: 3, kind: 'prints', text: 'echo Welcome to the cluster!' }],
      },
    }),
    confidence: 'certain',
    severity: 'note',
    from: ['start-up-files'],
    shows: /23 bytes before the answer, beginning with: Welcome to the cluster!\n\/home\/op\/\.bashrc:3: echo/,
    cure: 'words',
  },
  {
    id: 'D55',
    fault: 'dpkg was interrupted',
    seen: seen({ system: { brokenPackages: ['nvidia-driver', 'libc6'] } }),
    confidence: 'certain',
    from: ['package-state'],
    shows: /nvidia-driver\nlibc6/,
    cure: 'configure-packages',
  },
  {
    id: 'D55',
    fault: 'another package manager was',
    seen: seen({ system: { brokenPackages: ['kernel'], packageManager: 'dnf' } }),
    confidence: 'certain',
    from: ['package-state'],
    shows: 'kernel',
    cure: 'words',
  },
  {
    id: 'D56',
    fault: 'a clock that is slow',
    seen: seen({ system: { clockSkew: -3600.4 } }),
    confidence: 'certain',
    from: ['clock'],
    shows: '3600 s behind',
    cure: 'timedatectl set-ntp true',
  },
  {
    id: 'D56',
    fault: 'a clock that is fast, without systemd',
    seen: seen({ system: { clockSkew: 121, init: 'tini' } }),
    confidence: 'certain',
    from: ['clock'],
    shows: '121 s ahead of',
    cure: 'words',
  },
  {
    id: 'D57',
    fault: 'CentOS 7',
    seen: seen({ system: { os: os('centos', '7') } }),
    confidence: 'certain',
    severity: 'note',
    from: ['os'],
    shows: /centos 7\nsupport ended on 2024-06-30/,
    cure: 'words',
  },
  {
    id: 'D59',
    fault: 'NVIDIA’s repository twice',
    seen: seen({ system: { conflictingSources: ['/etc/apt/sources.list.d/cuda.list', '/etc/apt/sources.list.d/nvidia.list'] } }),
    confidence: 'certain',
    from: ['package-sources'],
    shows: /cuda\.list\n.*nvidia\.list/,
    cure: 'words',
  },
]);

describe('no finding', () => {
  const findingsOf = (id: string, change: Change) => examined(SYSTEM_ENTRIES, id, seen(change));

  test('where processes end at logout and this user lingers, or it is not known', () => {
    expect(findingsOf('D29', { system: { killUserProcesses: true, linger: true } })).toEqual([]);
    expect(findingsOf('D29', { system: { killUserProcesses: true, linger: undefined } })).toEqual([]);
    expect(findingsOf('D29', { system: { killUserProcesses: false, linger: false } })).toEqual([]);
  });
  test('of no bytes', () => expect(findingsOf('D40', { login: { noise: { bytes: 0, text: '' } } })).toEqual([]));
  test('of two minutes', () => expect(findingsOf('D56', { system: { clockSkew: 120 } })).toEqual([]));
  test('of one file', () =>
    expect(findingsOf('D59', { system: { conflictingSources: ['/etc/apt/sources.list.d/cuda.list'] } })).toEqual([]));
});

describe('support', () => {
  const ended = (id: string, version: string, at = Date.UTC(2026, 10, 22)) =>
    examined(SYSTEM_ENTRIES, 'D57', {
      ...seen({ system: { os: os(id, version) } }),
      facts: { ...changed(healthyFacts(), { system: { os: os(id, version) } }), at },
    }).length === 1;

  test.each([
    ['ubuntu', '20.04'],
    ['ubuntu', '18.04'],
    ['debian', '10'],
    ['debian', '9'],
    ['centos', '7'],
    ['alinux', '2.1903'],
    ['alinux', '2'],
  ])('of %s %s has ended', (id, version) => expect(ended(id, version)).toBe(true));

  test.each([
    ['ubuntu', '22.04'],
    ['ubuntu', '24.04'],
    ['debian', '11'],
    ['debian', '12'],
    ['debian', '13'],
    ['rocky', '8.10'],
    ['rocky', '9.4'],
    ['alinux', '3'],
    ['arch', ''],
    ['debian', 'trixie/sid'],
    ['', ''],
  ])('of %s %s has not', (id, version) => expect(ended(id, version)).toBe(false));

  test('ends on its day', () => {
    expect(ended('alinux', '2', Date.UTC(2026, 2, 31, 12))).toBe(false);
    expect(ended('alinux', '2', Date.UTC(2026, 3, 1))).toBe(true);
  });
});
