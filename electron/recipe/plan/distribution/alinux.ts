/** Alibaba Cloud Linux, and CentOS 7: package names (nothing of this was tried on such a host). */
import type { PackageNames, Release, Role } from '../distribution';

const NO_DOCKER = { why: 'The distribution has no Docker that knows GPUs: install Docker CE from its own repository.' };
const NO_PODMAN = { why: 'The distribution’s Podman is too old for GPUs: choose a mode on the host, or install Docker CE by hand.' };
const NO_MATE = { why: 'No package of MATE is known for this distribution: choose Xfce or Openbox.' };

/** Like RHEL 8. */
const THREE: Readonly<Record<Role, PackageNames>> = {
  base: ['xorg-x11-utils', 'xorg-x11-xauth', 'perl-interpreter', 'dbus-x11', 'procps-ng'],
  tigervnc: ['tigervnc-server'],
  openbox: ['openbox', 'xterm'],
  xfce: ['xfce4-session', 'xfwm4', 'xfce4-panel', 'xfdesktop', 'xfce4-settings', 'xfce4-terminal', 'dbus-x11'],
  mate: NO_MATE,
  glxgears: ['glx-utils'],
  // glmark2: none is known [U].
  benchmarks: ['vulkan-tools'],
  xorg: ['xorg-x11-server-Xorg'],
  x11vnc: ['x11vnc'],
  docker: NO_DOCKER,
  // [U]
  podman: ['podman'],
  fetching: ['curl', 'ca-certificates'],
};
/** Like RHEL 7. */
const SEVEN: Readonly<Record<Role, PackageNames>> = {
  ...THREE,
  base: ['xorg-x11-utils', 'xorg-x11-xauth', 'perl', 'dbus-x11', 'procps-ng'],
  benchmarks: { why: 'No packages of glmark2 and vulkan-tools are known for this distribution; VirtualGL brings glxspheres64.' },
  podman: NO_PODMAN,
};
/** Of EPEL, where the distribution has none of its own [U]. */
const EPEL_ROLES = ['openbox', 'xfce', 'x11vnc'] as const;

export function alinux(version: string): Release | undefined {
  const [major] = version.split('.');
  if (major === '3')
    return {
      family: 'redhat',
      id: 'alinux',
      major: 3,
      version,
      manager: 'dnf',
      packages: THREE,
      epel: { package: 'epel-aliyuncs-release', roles: EPEL_ROLES },
      mirror: { key: '/etc/pki/rpm-gpg/RPM-GPG-KEY-ALINUX-3', parts: ['3/os/$basearch/', '3/updates/$basearch/'] },
    };
  if (major !== '2') return undefined;
  return {
    family: 'redhat',
    id: 'alinux',
    major: 2,
    version,
    manager: 'yum',
    packages: SEVEN,
    epel: { package: 'epel-release', roles: EPEL_ROLES },
    mirror: { key: '/etc/pki/rpm-gpg/RPM-GPG-KEY-ALIYUN', parts: ['2.1903/os/$basearch/', '2.1903/updates/$basearch/'] },
    ended: 'Support of Alibaba Cloud Linux 2 ended on 31 March 2026: it gets no updates any more.',
  };
}

export const centos7 = (version: string): Release => ({
  family: 'redhat',
  id: 'centos',
  major: 7,
  version,
  manager: 'yum',
  packages: {
    ...SEVEN,
    // EPEL 7 had the whole of it [U].
    mate: ['mate-session-manager', 'marco', 'mate-panel', 'caja', 'mate-settings-daemon', 'mate-terminal', 'dbus-x11'],
  },
  epel: { package: 'epel-release', roles: [...EPEL_ROLES, 'mate'] },
  mirror: { key: '/etc/pki/rpm-gpg/RPM-GPG-KEY-CentOS-7', parts: ['7/os/$basearch/', '7/updates/$basearch/'] },
  ended: 'CentOS 7 ended on 30 June 2024: it gets no updates any more, and its packages are only on vault.centos.org.',
});
