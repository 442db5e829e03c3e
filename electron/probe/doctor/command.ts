/** Commands for operators: constants, and values of a host only where no shell can mistake them. */
import type { Cure } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';

/** `value` when it is a plain name or path, that stands for itself in every shell and is no option. */
export const safe = (value: string): string | undefined =>
  /^[A-Za-z0-9._:/][A-Za-z0-9._:/-]*$/.test(value) && value.length <= 200 ? value : undefined;

type Manager = NonNullable<Facts['system']['packageManager']>;
/** Package names by the tool that installs them; dnf and yum also take the path of a file that a package has. */
export type Packages = Readonly<Partial<Record<Manager, readonly string[]>>>;

const INSTALL: Readonly<Record<Manager, readonly [before: readonly string[], install: string]>> = {
  apt: [['apt-get update'], 'DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends'],
  dnf: [[], 'dnf install -y'],
  yum: [[], 'yum install -y'],
  zypper: [[], 'zypper --non-interactive install'],
  pacman: [[], 'pacman -S --noconfirm --needed'],
};

/** The command that installs them on this host, or `text` alone where the host's tool or its packages are not known. */
export function installing({ system }: Facts, packages: Packages, text: string): Cure {
  const manager = system.packageManager;
  const names = manager === undefined ? undefined : packages[manager];
  if (manager === undefined || names === undefined || names.length === 0) return { kind: 'words', text };
  const [first, install] = INSTALL[manager];
  return { kind: 'command', commands: [...first, `${install} ${names.join(' ')}`], root: true, text };
}
