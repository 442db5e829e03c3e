// Recorded os-release files, and the distributions that the README names.
import { expect, test } from 'vitest';
import { changed } from '../../probe/doctor/fixtures';
import { distributionOf, type Distribution } from './distribution';
import { bareHost, KNOWN_RELEASES } from './fixtures';

function known(release: string): Distribution {
  const distribution = distributionOf(bareHost(release));
  if ('unknown' in distribution) throw new Error(distribution.unknown);
  return distribution;
}

test.each([
  ['debian 12', 'debian', 12, 'apt', 'bookworm'],
  ['debian 13', 'debian', 13, 'apt', 'trixie'],
  ['ubuntu 20.04', 'ubuntu', 20, 'apt', 'focal'],
  ['ubuntu 22.04', 'ubuntu', 22, 'apt', 'jammy'],
  ['ubuntu 24.04', 'ubuntu', 24, 'apt', 'noble'],
  ['rhel 8.10', 'enterprise-linux', 8, 'dnf', undefined],
  ['rocky 9.6', 'enterprise-linux', 9, 'dnf', undefined],
  ['almalinux 10.0', 'enterprise-linux', 10, 'dnf', undefined],
  ['centos 9', 'enterprise-linux', 9, 'dnf', undefined],
  ['alinux 3', 'alinux', 3, 'dnf', undefined],
  ['alinux 2.1903', 'alinux', 2, 'yum', undefined],
  ['centos 7', 'centos', 7, 'yum', undefined],
])('%s is %s %d with %s', (release, id, major, manager, codename) => {
  expect(known(release)).toMatchObject({ id, major, manager, architecture: 'x86_64' });
  expect(known(release).codename).toBe(codename);
});

test.each([
  'debian 11',
  'ubuntu 24.10',
  'amzn 2023',
  'sles 15.7',
  'opensuse-tumbleweed 20250101',
  'arch',
  'alpine 3.20.3',
  'rhel 7.9',
  'rocky 11.0',
  'fedora 42',
])('%s is not known', (release) => {
  const distribution = distributionOf(bareHost(release));
  expect('unknown' in distribution && distribution.unknown).toMatch(/is not known to a set-up.*A set-up knows Ubuntu 20\.04/);
});

test('a host that does not say what it is', () => {
  expect(distributionOf(changed(bareHost('debian 12'), { system: { os: undefined } }))).toHaveProperty('unknown');
});

test('support that has ended is said', () => {
  expect(KNOWN_RELEASES.filter((release) => known(release).ended !== undefined)).toEqual(['ubuntu 20.04', 'alinux 2.1903', 'centos 7']);
});

test('version 10 of RHEL and its kin has no Xorg, x11vnc or TigerVNC', () => {
  const { packages } = known('rocky 10.0');
  for (const role of ['xorg', 'x11vnc', 'tigervnc'] as const) expect(packages[role]).toHaveProperty('why');
  for (const role of ['xorg', 'x11vnc', 'tigervnc'] as const) expect(known('rocky 9.6').packages[role]).not.toHaveProperty('why');
});

test('EPEL is set up as each distribution has it', () => {
  expect(known('rocky 9.6').epel).toMatchObject({ package: 'epel-release', builder: ['/usr/bin/crb', 'enable'] });
  expect(known('rhel 8.10').epel?.address).toBe('https://dl.fedoraproject.org/pub/epel/epel-release-latest-8.noarch.rpm');
  expect(known('ol 9.4').epel?.package).toBe('oracle-epel-release-el9');
  expect(known('alinux 3').epel?.package).toBe('epel-aliyuncs-release');
  expect(known('debian 12').epel).toBeUndefined();
});
