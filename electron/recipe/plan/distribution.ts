/** The distributions that a set-up knows, and what their packages are called. */
import type { Facts } from '../../contract/probe';
import { alinux, centos7 } from './distribution/alinux';
import { debian, ubuntu } from './distribution/debian';
import { enterpriseLinux } from './distribution/enterpriseLinux';

/** What a recipe needs, by what it is for. */
export type Role =
  | 'base'
  | 'tigervnc'
  | 'openbox'
  | 'xfce'
  | 'mate'
  | 'glxgears'
  | 'benchmarks'
  | 'xorg'
  | 'x11vnc'
  | 'docker'
  | 'podman'
  /** What adding a repository needs. */
  | 'fetching';

/**
 * A name that begins with `/` is a file: its package differs, and dnf finds it by that.
 * `why`: the distribution has no such packages, and what to do instead, in a sentence.
 */
export type PackageNames = readonly string[] | { readonly why: string };

export interface Distribution {
  readonly family: 'debian' | 'redhat';
  readonly id: 'debian' | 'ubuntu' | 'enterprise-linux' | 'alinux' | 'centos';
  /** Major version: 12, 22 (of 22.04), 9. */
  readonly major: number;
  /** As os-release(5) spells it: `22.04`. */
  readonly version: string;
  /** Of Debian's and Ubuntu's archives: `bookworm`. */
  readonly codename?: string;
  readonly manager: 'apt' | 'dnf' | 'yum';
  /** As uname(1) says; empty when it is not known. */
  readonly architecture: string;
  readonly packages: Readonly<Record<Role, PackageNames>>;
  /** Packages of these roles come from EPEL, and this package sets it up; `address` where no repository has that package. */
  readonly epel?: {
    readonly package: string;
    readonly roles: readonly Role[];
    readonly address?: string;
    /** Switches on the repository that EPEL's packages rest on. */
    readonly builder?: readonly string[];
  };
  /** How a mirror of its packages is read; absent where mirrors have no layout that could be known. */
  readonly mirror?: MirrorLayout;
  /** Its support has ended, in a sentence. */
  readonly ended?: string;
}

/** `key`: the distribution's own, as the host has it. `parts`: components for apt, else folders under the mirror's address. */
export interface MirrorLayout {
  readonly key: string;
  readonly parts: readonly string[];
}

/** What a release says of itself; the rest is the host’s. */
export type Release = Omit<Distribution, 'architecture'>;

const KNOWN =
  'Ubuntu 20.04, 22.04 and 24.04, Debian 12 and 13, RHEL, Rocky Linux, AlmaLinux, CentOS Stream and Oracle Linux 8 to 10, Alibaba Cloud Linux 2 and 3, CentOS 7';

/** The host's distribution, or why a set-up does not know it and what would be needed by hand, in sentences. */
export function distributionOf({ system }: Facts): Distribution | { readonly unknown: string } {
  const { os } = system;
  if (os === undefined) return { unknown: `This host does not say which distribution it runs. A set-up knows ${KNOWN}.` };
  const release = releaseOf(os.id, os.version);
  if (release === undefined)
    return { unknown: `${os.name} is not known to a set-up, so its packages have to be installed by hand. A set-up knows ${KNOWN}.` };
  // Hosts with dnf keep yum as another name for it.
  const manager = release.family === 'redhat' && system.packageManager === 'yum' ? 'yum' : release.manager;
  return { ...release, manager, architecture: system.kernel?.architecture ?? '' };
}

function releaseOf(id: string, version: string): Release | undefined {
  switch (id) {
    case 'debian':
      return debian(version);
    case 'ubuntu':
      return ubuntu(version);
    case 'rhel':
    case 'rocky':
    case 'almalinux':
    case 'ol':
      return enterpriseLinux(id, version);
    case 'centos':
      return /^7(\.|$)/.test(version) ? centos7(version) : enterpriseLinux(id, version);
    case 'alinux':
      return alinux(version);
    default:
      return undefined;
  }
}
