import { expect, test } from 'vitest';
import { parsePackages, parsePackageState, parseProxy, parseReboot } from './packages';

test('dpkg: installed, held, removed, never there, half configured', () => {
  const text = `manager apt
ii \tcontainerd\t1.6.20~ds1-1+deb12u3
hi \tnvidia-driver-550\t550.163.01-0ubuntu1
rc \tnvidia-utils-535\t535.183.01-0ubuntu1
un \topenssh-server\t
iF \tvirtualgl\t3.1.4-20250908
iW \tgdm3\t43.0-3
`;
  expect(parsePackages(text)).toEqual({
    packageManager: 'apt',
    packages: { containerd: '1.6.20~ds1-1+deb12u3', 'nvidia-driver-550': '550.163.01-0ubuntu1', gdm3: '43.0-3' },
  });
});

// From the documentation of rpm and pacman: neither can be had where the tests run.
test('rpm and pacman', () => {
  const rpm = 'manager dnf\npackage nvidia-driver is not installed\nii\tVirtualGL\t3.1.4-20250908\nii\topenssh-server\t8.7p1-45.el9\n';
  expect(parsePackages(rpm)).toEqual({
    packageManager: 'dnf',
    packages: { VirtualGL: '3.1.4-20250908', 'openssh-server': '8.7p1-45.el9' },
  });
  expect(parsePackages('manager pacman\nnvidia-utils 565.77-3\nmanager x')).toEqual({
    packageManager: 'pacman',
    packages: { 'nvidia-utils': '565.77-3' },
  });
  expect(parsePackages('manager zypper\n')).toEqual({ packageManager: 'zypper', packages: {} });
  expect(parsePackages('sh: 1: nothing')).toBeUndefined();
});

test('what dpkg says is half done; a missing list of checksums is no harm', () => {
  // As people quote it in public threads, and in the words of dpkg's audit.
  const audit = `The following packages are in a mess due to serious problems during
installation.  They must be reinstalled for them (and any packages
that depend on them) to function properly:
 gcdemu               A GNOME panel applet to control CDEmu daemon

The following packages have been unpacked but not yet configured.
They must be configured using dpkg --configure or the configure
menu option in dselect for them to work:
 cdemu-daemon:amd64   CDEmu daemon

The following packages are only half configured, probably due to problems
configuring them the first time.  The configuration should be retried using
dpkg --configure <package> or the configure menu option in dselect:
 nvidia-dkms-550      NVIDIA DKMS package

The following packages are missing the md5sums control file in the
database, they need to be reinstalled:
 old-thing            Something old
`;
  expect(parsePackageState(audit)).toEqual(['gcdemu', 'cdemu-daemon:amd64', 'nvidia-dkms-550']);
  expect(parsePackageState('')).toEqual([]);
});

test('a pending reboot', () => {
  expect(parseReboot('no\n')).toEqual({});
  expect(parseReboot('yes\n')).toEqual({ why: '' });
  expect(parseReboot('yes\nlibc6\nlinux-base\nlinux-base\n')).toEqual({ why: 'libc6, linux-base' });
  expect(parseReboot('?')).toBeUndefined();
});

test('proxies', () => {
  expect(parseProxy('http_proxy=http://***@proxy:3128\nno_proxy=localhost\nPATH=/bin\n')).toEqual([
    'http_proxy=http://***@proxy:3128',
    'no_proxy=localhost',
  ]);
});
