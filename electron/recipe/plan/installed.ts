/** What a survey says of packages. */
import type { Survey } from './survey';
import { namesIn } from './words';

/** A name that begins with `/` is a file of a package. */
export const isInstalled = ({ packages, files }: Survey, name: string): boolean =>
  name.startsWith('/') ? files.has(name) : packages.has(name);

/** `x11-utils 7.7+5 and xauth 1:1.1.2-1 are installed.` */
export function installedWords({ packages }: Survey, names: readonly string[]): string {
  const shown = names.map((name) => (packages.has(name) ? `${name} ${packages.get(name)}` : name));
  return `${namesIn(shown)} ${shown.length === 1 ? 'is' : 'are'} installed.`;
}

/** Seconds after which package lists count as old. */
const OLD = 6 * 3600;

export const listsAreOld = ({ listsAge }: Survey): boolean => listsAge === undefined || listsAge > OLD;
