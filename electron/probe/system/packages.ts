/** Installed packages that matter for desktops, the ones that are broken, and a pending reboot. */
import type { SystemFacts } from '../../contract/probe/system';
import { linesOf, toLine, toWord } from './bounds';

const MANAGERS = ['apt', 'dnf', 'yum', 'zypper', 'pacman'] as const;
const LIMIT = 200;

/** `manager NAME`, then `STATUS<TAB>NAME<TAB>VERSION` (dpkg-query, rpm) or `NAME VERSION` (pacman) a line. */
export function parsePackages(text: string): Pick<SystemFacts, 'packageManager' | 'packages'> | undefined {
  const manager = MANAGERS.find((name) => text.startsWith(`manager ${name}\n`));
  if (manager === undefined) return undefined;
  const installed = linesOf(text)
    .flatMap((each) => {
      // dpkg: what is wished, what is; i installed, W and t wait for triggers. rpm prints `package X is not installed`.
      const [, name, version] = /^.[iWt].?\t(\S+)\t(\S+)$/.exec(each) ?? (manager === 'pacman' ? /^(\S+) (\S+)$/.exec(each) : null) ?? [];
      return name === undefined || version === undefined || name === 'manager' || name === '__proto__'
        ? []
        : [[toWord(name), toWord(version)] as const];
    })
    .slice(0, LIMIT);
  return { packageManager: manager, packages: Object.fromEntries(installed) };
}

const BROKEN = /in a mess|unpacked but not yet configured|only half configured|only half installed/;

/** `dpkg --audit`: paragraphs of prose, each followed by ` NAME  description` lines. Missing checksums and triggers are no harm. */
export function parsePackageState(text: string): string[] {
  let broken = false;
  return linesOf(text)
    .flatMap((each) => {
      if (each.startsWith('The following packages')) broken = BROKEN.test(each);
      const name = /^ (\S+)/.exec(each)?.[1];
      return broken && name !== undefined ? [toWord(name)] : [];
    })
    .slice(0, 32);
}

/** `yes` or `no`, then the packages that want it. */
export function parseReboot(text: string): { readonly why?: string } | undefined {
  const [first, ...packages] = linesOf(text).map((each) => each.trim());
  if (first === 'no') return {};
  return first === 'yes' ? { why: toLine([...new Set(packages)].join(', ')) } : undefined;
}

/** `NAME=VALUE` a line. */
export const parseProxy = (text: string): string[] =>
  linesOf(text)
    .filter((each) => /^[A-Za-z]{1,20}_proxy=/i.test(each))
    .map(toLine)
    .slice(0, 16);
