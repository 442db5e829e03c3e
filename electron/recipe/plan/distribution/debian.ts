/** Debian and Ubuntu: releases and package names (Debian 12 measured, the others not tried). */
import type { PackageNames, Release, Role } from '../distribution';

const PACKAGES: Readonly<Record<Role, PackageNames>> = {
  base: ['x11-utils', 'xauth', 'perl', 'dbus-x11', 'procps'],
  tigervnc: ['tigervnc-standalone-server'],
  // Without a terminal an openbox desktop is an empty one.
  openbox: ['openbox', 'xterm'],
  xfce: ['xfce4', 'xfce4-terminal', 'dbus-x11', 'at-spi2-core'],
  mate: ['mate-desktop-environment-core', 'mate-terminal', 'dbus-x11'],
  glxgears: ['mesa-utils'],
  benchmarks: ['glmark2-x11', 'vulkan-tools'],
  xorg: ['xserver-xorg-core'],
  x11vnc: ['x11vnc'],
  docker: ['docker.io'],
  // What Podman only recommends and --init, and an ordinary user's containers, need.
  podman: ['podman', 'catatonit', 'uidmap', 'slirp4netns', 'fuse-overlayfs'],
  fetching: ['curl', 'ca-certificates'],
};
const DEBIANS: Readonly<Record<string, string>> = { '12': 'bookworm', '13': 'trixie' };
const UBUNTUS: Readonly<Record<string, string>> = { '20.04': 'focal', '22.04': 'jammy', '24.04': 'noble' };

export function debian(version: string): Release | undefined {
  // Debian writes 12; derivatives of its images also 12.5.
  const [major = ''] = version.split('.');
  const codename = DEBIANS[major];
  if (codename === undefined) return undefined;
  return {
    family: 'debian',
    id: 'debian',
    major: Number(major),
    version,
    codename,
    manager: 'apt',
    // From 13 on the server only recommends its client.
    packages: Number(major) < 13 ? PACKAGES : { ...PACKAGES, docker: ['docker.io', 'docker-cli'] },
    mirror: { key: '/usr/share/keyrings/debian-archive-keyring.gpg', parts: ['main'] },
  };
}

export function ubuntu(version: string): Release | undefined {
  const codename = UBUNTUS[version];
  if (codename === undefined) return undefined;
  const focal = version === '20.04';
  return {
    family: 'debian',
    id: 'ubuntu',
    major: Number(version.slice(0, 2)),
    version,
    codename,
    manager: 'apt',
    packages: {
      ...PACKAGES,
      // One package for all its back ends until 22.04 [U].
      ...(version === '24.04' ? {} : { benchmarks: ['glmark2', 'vulkan-tools'] }),
      ...(focal ? { podman: { why: 'Ubuntu 20.04 has no package of Podman: choose Docker.' } } : {}),
    },
    mirror: { key: '/usr/share/keyrings/ubuntu-archive-keyring.gpg', parts: ['main', 'universe'] },
    ...(focal ? { ended: 'Standard support of Ubuntu 20.04 ended in 2025: it gets security updates only with Ubuntu Pro.' } : {}),
  };
}
