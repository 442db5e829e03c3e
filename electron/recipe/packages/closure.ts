/** Which package files are needed for some names, and which of them fit a host. */
import type { PackageFile } from '../../contract/setUp';
import { compareVersions } from './versions';

/** `architecture`: as uname(1) says. */
export interface Target {
  readonly manager: 'apt' | 'dnf' | 'yum';
  readonly architecture: string;
}

/** What packages call the machines that uname(1) calls so. */
const ARCHITECTURES: Readonly<Record<string, readonly string[]>> = {
  x86_64: ['x86_64', 'amd64'],
  aarch64: ['aarch64', 'arm64'],
  armv7l: ['armv7hl', 'armhf'],
};

/** Those of the host's format that run on its kind of machine. */
export function fitting(files: readonly PackageFile[], { manager, architecture }: Target): readonly PackageFile[] {
  const format = manager === 'apt' ? 'deb' : 'rpm';
  const fit = new Set(['all', 'noarch', architecture, ...(ARCHITECTURES[architecture] ?? [])]);
  return files.filter((file) => file.format === format && fit.has(file.architecture));
}

const isNewer = (file: PackageFile, than: PackageFile): boolean =>
  file.format === than.format && compareVersions(file.format, file.version, than.version) > 0;

/**
 * The files for these names and, as far as there are files, for all that they depend on; in the order in which they were asked for.
 * Of several versions the newest; a package of that name comes before one that provides it.
 */
export function closureOf(names: readonly string[], files: readonly PackageFile[]): readonly PackageFile[] {
  const providers = new Map<string, PackageFile>();
  const named = new Map<string, PackageFile>();
  for (const file of files) {
    keepNewest(named, file.name, file);
    for (const name of file.provides) keepNewest(providers, name, file);
  }
  const fileFor = (name: string): PackageFile | undefined => named.get(name) ?? providers.get(name);
  const taken = new Set<PackageFile>();
  const queue = names.map((name) => [name] as readonly string[]);
  for (const alternatives of queue) {
    const candidates = alternatives.map(fileFor).filter((file) => file !== undefined);
    const [first] = candidates;
    if (first === undefined || candidates.some((file) => taken.has(file))) continue;
    taken.add(first);
    queue.push(...first.depends);
  }
  return [...taken];
}

function keepNewest(map: Map<string, PackageFile>, name: string, file: PackageFile): void {
  const other = map.get(name);
  if (other === undefined || isNewer(file, other)) map.set(name, file);
}
