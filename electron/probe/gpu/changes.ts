/** Changes of NVIDIA's driver packages, by the logs of apt and dnf. */
import { sentence } from './field';

interface Change {
  /** `2026-11-20 06:12` */
  readonly when: string;
  readonly what: 'install' | 'change' | 'remove';
  readonly name: string;
  from?: string;
  to?: string;
}

/** The packages that make the driver, the most telling first: one change of the driver touches a dozen of them. */
const DRIVER = [
  /^nvidia-driver(-|$)/,
  /^(cuda-drivers|nvidia-open)(-|$)/,
  /^nvidia-(headless|server|graphics-drivers|legacy|tesla)/,
  /^(kmod-nvidia|nvidia-(dkms|kmod|kernel)|akmod-nvidia|linux-modules-nvidia)/,
  /^(libnvidia-(gl|compute|cfg)|nvidia-(utils|compute-utils|libs|libopengl))/,
];
const rank = (name: string): number => DRIVER.findIndex((each) => each.test(name));

/** The driver's version in a package's, else the package's. */
const short = (version: string): string => /(?<![\d.])\d{3}\.\d{2,4}(?:\.\d{1,4})?(?![\d.])/.exec(version)?.[0] ?? version;

/** One line a change, latest last, at most 8: `2026-11-20 06:12 nvidia-driver-550 550.90.07 → 550.107.02`. */
export function parseChanges(text: string): string[] {
  const changes: Change[] = [];
  for (const line of text.split('\n').slice(-1000)) {
    const change = aptChange(line) ?? dnfChange(line, changes);
    if (change !== undefined && rank(change.name) >= 0) changes.push(change);
  }
  const telling = new Map<string, Change>();
  for (const change of changes) {
    const key = [change.when, change.what, change.from, change.to].join(' ');
    const known = telling.get(key);
    if (known === undefined || rank(change.name) < rank(known.name)) telling.set(key, change);
  }
  const sorted = [...telling.values()].toSorted((a, b) => a.when.localeCompare(b.when));
  return sorted.slice(-8).map(({ when, name, what, from, to }) => sentence(`${when} ${name} ${wordsOf(what, from, to)}`));
}

function wordsOf(what: Change['what'], from: string | undefined, to: string | undefined): string {
  if (what === 'install') return `${to ?? ''} installed`.trim();
  return what === 'remove' ? `${from ?? ''} removed`.trim() : `${from ?? '?'} → ${to ?? '?'}`;
}

/** `2026-11-20 06:12:01 Upgrade: libnvidia-gl-550:amd64 (550.90.07-0ubuntu1, 550.107.02-0ubuntu1` */
function aptChange(line: string): Change | undefined {
  const [, when, verb, name, versions] =
    /^(\d{4}-\d\d-\d\d \d\d:\d\d)\S* (\w{5,9}): ([a-z0-9.+-]{1,100})(?::\w{1,12})? \(([^()]{1,200})\)?$/.exec(line) ?? [];
  if (when === undefined || name === undefined || versions === undefined) return undefined;
  const [first = '', second] = versions.split(', ').map(short);
  if (verb === 'Upgrade' || verb === 'Downgrade')
    return { when, what: 'change', name, from: first, ...(second === undefined ? {} : { to: second }) };
  return verb === 'Remove' || verb === 'Purge' ? { when, what: 'remove', name, from: first } : { when, what: 'install', name, to: first };
}

/** `2026-11-20T06:12:01+0800 SUBDEBUG Upgrade: nvidia-driver-3:550.107.02-1.el9.x86_64`; `Upgraded:` with the old version comes later. */
function dnfChange(line: string, before: readonly Change[]): Change | undefined {
  const [, day, time, verb, name, version] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\S* SUBDEBUG (\w{5,10}): (\S{1,100})-(?:\d+:)?([^-\s:]{1,60})-[^-\s]{1,60}$/.exec(line) ?? [];
  if (day === undefined || name === undefined || version === undefined) return undefined;
  const when = `${day} ${time}`;
  if (verb === 'Upgraded' || verb === 'Downgraded') {
    const change = before.findLast((each) => each.name === name && each.what === 'change' && each.from === undefined);
    if (change !== undefined) change.from = short(version);
    return undefined;
  }
  if (verb === 'Upgrade' || verb === 'Downgrade') return { when, what: 'change', name, to: short(version) };
  return verb === 'Erase' ? { when, what: 'remove', name, from: short(version) } : { when, what: 'install', name, to: short(version) };
}
