/** Argument vectors that install packages and fetch package lists: never an upgrade, a removal or a package whose signature was not checked. */
import type { Distribution } from './distribution';

type Command = readonly string[];
type Manager = Pick<Distribution, 'manager'>;

/** Seconds that apt itself waits for a lock. */
const LOCK = ['-o', 'DPkg::Lock::Timeout=300'];
/** apt by itself waits four minutes for each list of a mirror that says nothing; like this it is one. It is told once for https, too. */
const BRIEFLY = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=15'];

export interface Installed {
  readonly names: readonly string[];
  /** Absolute paths of package files on the host. */
  readonly paths: readonly string[];
  /** No repository may be asked. */
  readonly offline: boolean;
}

export function installCommand({ manager }: Manager, { names, paths, offline }: Installed): Command {
  const what = ['install', ...paths, ...names];
  switch (manager) {
    case 'apt':
      return [...aptGet(offline), ...what];
    case 'dnf':
      return ['dnf', '-y', '--setopt=install_weak_deps=False', ...(offline ? ['--disablerepo=*'] : []), ...what];
    case 'yum':
      return ['yum', '-y', ...(offline ? ['--disablerepo=*'] : []), ...what];
  }
}

/** Before `install` and what it is about. */
const aptGet = (offline: boolean): Command => [
  'env',
  'DEBIAN_FRONTEND=noninteractive',
  'NEEDRESTART_MODE=l',
  'apt-get',
  '-y',
  ...LOCK,
  '-o',
  'Dpkg::Options::=--force-confold',
  '--no-install-recommends',
  '--no-remove',
  ...(offline ? asOptions(NO_SOURCES) : []),
];

/** A package source of Gearview's: its list file for apt, its id for dnf and yum. */
export interface SourceName {
  readonly path: string;
  readonly id: string;
}

/** Fetches the lists of all package sources, or of one. */
export function refreshCommand({ manager }: Manager, only?: SourceName): Command {
  if (manager === 'apt') return ['apt-get', ...LOCK, ...BRIEFLY, ...(only === undefined ? [] : onlyList(only.path)), 'update'];
  return [manager, '-y', ...(only === undefined ? [] : ['--disablerepo=*', `--enablerepo=${only.id}`]), 'makecache'];
}

const asOptions = (settings: readonly string[]): readonly string[] => settings.flatMap((setting) => ['-o', setting]);

/** As --disablerepo='*' of dnf; --no-download takes no files by their paths (apt 2.6). */
const NO_SOURCES = ['Dir::Etc::sourcelist=/dev/null', 'Dir::Etc::sourceparts=-'];

/** The lists of other sources stay as they are. Without the last one apt ends well when it reached nothing; apt 2.0 does not know it. */
const onlyList = (path: string): readonly string[] =>
  asOptions([`Dir::Etc::sourcelist=${path}`, 'Dir::Etc::sourceparts=-', 'APT::Get::List-Cleanup=0', 'APT::Update::Error-Mode=any']);

/** dpkg(1): 1 is of packages that lack others. */
const CONFIGURE_WHAT_CAN_BE = 'dpkg --force-confold --configure -a || [ $? = 1 ]';

/** apt does nothing before dpkg has read its journal, and dpkg by itself fetches nothing: together they finish what was cut off. */
export const repairCommands = ({ paths, offline }: Pick<Installed, 'paths' | 'offline'>): readonly Command[] => [
  ['env', 'DEBIAN_FRONTEND=noninteractive', 'sh', '-c', CONFIGURE_WHAT_CAN_BE],
  // By itself it takes the file of a package that is half there for one that is there.
  [...aptGet(offline), '--fix-broken', ...(paths.length === 0 ? [] : ['--reinstall']), 'install', ...paths],
];
