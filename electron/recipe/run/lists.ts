/** What apt says of package lists that did not come: it ends well all the same, and keeps the old ones, where there are any. */
import { plainText } from '../../contract/text';

export interface Unfetched {
  /** Whose lists they are: names of machines, each once. */
  readonly from: readonly string[];
  /** Nobody answered. */
  readonly all: boolean;
}

const FROM = 8;

/** `lines`: what `apt-get update` printed, and whatever else. Undefined when all lists came. */
export function unfetched(lines: readonly string[]): Unfetched | undefined {
  const found = lines.flatMap((line) => /^[WE]: Failed to fetch [a-z]+:\/\/([^\s/]+)/.exec(line)?.[1] ?? []);
  if (found.length === 0 || !lines.some((line) => /^[WE]: Some index files failed to download/.test(line))) return undefined;
  const from = [...new Set(found.map((name) => plainText(name, 100)))].slice(0, FROM);
  return { from, all: !lines.some((line) => /^(?:Hit|Get):\d/.test(line)) };
}
