/** RHEL and what is built from it, 8 to 10: package names (nothing of this was tried on such a host). */
import type { MirrorLayout, PackageNames, Release, Role } from '../distribution';

type Id = 'rhel' | 'rocky' | 'almalinux' | 'ol' | 'centos';

const NO_DOCKER = { why: 'The distribution has no Docker of its own: choose Podman, or install Docker CE from its own repository.' };
const NO_XORG = {
  why: 'The distribution has no Xorg any more from version 10 on: choose a mode with EGL, which needs no X server on the GPU.',
};

const PACKAGES: Readonly<Record<Role, PackageNames>> = {
  base: ['xorg-x11-utils', 'xorg-x11-xauth', 'perl-interpreter', 'dbus-x11', 'procps-ng'],
  tigervnc: ['tigervnc-server'],
  // EPEL [U].
  openbox: ['openbox', 'xterm'],
  // The group Xfce of EPEL without its extras, so that each can be asked for [U].
  xfce: ['xfce4-session', 'xfwm4', 'xfce4-panel', 'xfdesktop', 'xfce4-settings', 'xfce4-terminal', 'dbus-x11'],
  mate: { why: 'EPEL has no MATE for this distribution: choose Xfce or Openbox.' },
  glxgears: ['glx-utils'],
  // glmark2: EPEL [U].
  benchmarks: ['vulkan-tools', 'glmark2'],
  xorg: ['xorg-x11-server-Xorg'],
  x11vnc: ['x11vnc'],
  docker: NO_DOCKER,
  podman: ['podman'],
  fetching: ['curl', 'ca-certificates'],
};
/** The names of these packages [U]: dnf finds them by their programs. */
const NINE: Partial<Record<Role, PackageNames>> = {
  base: ['/usr/bin/xprop', '/usr/bin/xwininfo', '/usr/bin/xauth', 'perl-interpreter', '/usr/bin/dbus-launch', 'procps-ng'],
};
const TEN: Partial<Record<Role, PackageNames>> = {
  ...NINE,
  tigervnc: { why: 'The distribution has no TigerVNC any more from version 10 on: choose TurboVNC.' },
  glxgears: ['/usr/bin/glxgears'],
  // No glmark2 is known there [U].
  benchmarks: ['vulkan-tools'],
  xorg: NO_XORG,
  x11vnc: NO_XORG,
  // Xfce in EPEL 10 [U].
  xfce: ['xfce4-session', 'xfwm4', 'xfce4-panel', 'xfdesktop', 'xfce4-settings', 'xfce4-terminal', '/usr/bin/dbus-launch'],
};

/** Comes with epel-release [U]. */
const BUILDER = ['/usr/bin/crb', 'enable'];

export function enterpriseLinux(id: Id, version: string): Release | undefined {
  const major = Number(/^(8|9|10)(\.\d+)?$/.exec(version)?.[1]);
  if (Number.isNaN(major)) return undefined;
  return {
    family: 'redhat',
    id: 'enterprise-linux',
    major,
    version,
    manager: 'dnf',
    packages: { ...PACKAGES, ...(major === 9 ? NINE : major === 10 ? TEN : {}) },
    epel: epelOf(id, major),
    mirror: mirrorOf(id, major),
    ...(id === 'centos' && major === 8
      ? { ended: 'CentOS 8 gets no updates any more, CentOS Linux 8 since 2021 and Stream 8 since 2024.' }
      : {}),
  };
}

function epelOf(id: Id, major: number): NonNullable<Release['epel']> {
  const roles = ['openbox', 'xfce', 'x11vnc', 'benchmarks'] as const;
  if (id === 'ol') return { package: `oracle-epel-release-el${major}`, roles };
  // No repository of RHEL has it.
  if (id === 'rhel')
    return {
      package: 'epel-release',
      roles,
      address: `https://dl.fedoraproject.org/pub/epel/epel-release-latest-${major}.noarch.rpm`,
      builder: BUILDER,
    };
  return { package: 'epel-release', roles, builder: BUILDER };
}

/** Folders and keys as the distributions' own repository files have them [U]. */
function mirrorOf(id: Id, major: number): MirrorLayout | undefined {
  const key = (name: string): string => `/etc/pki/rpm-gpg/RPM-GPG-KEY-${name}`;
  const parts = (version: string): readonly string[] => ['BaseOS', 'AppStream'].map((part) => `${version}/${part}/$basearch/os/`);
  switch (id) {
    case 'rocky':
      return { key: key(major === 8 ? 'rockyofficial' : `Rocky-${major}`), parts: parts(`${major}`) };
    case 'almalinux':
      return { key: key(major === 8 ? 'AlmaLinux' : `AlmaLinux-${major}`), parts: parts(`${major}`) };
    case 'centos':
      return { key: key(major === 10 ? 'centosofficial-SHA256' : 'centosofficial'), parts: parts(`${major}-stream`) };
    case 'rhel':
    case 'ol':
      return undefined;
  }
}
