/** Lines of output as a text to keep, and where something stands in them. Pure. */
import type { Host } from '../../../electron/contract/host';
import { runTexts as texts } from './runTexts';

/** At most `limit` characters: the latest lines are the ones that are needed. */
export function outputText(lines: readonly string[], limit: number): string {
  let length = texts.cutAtStart.length + 1;
  for (let at = lines.length - 1; at >= 0; at--) {
    length += (lines[at]?.length ?? 0) + 1;
    if (length > limit) return [texts.cutAtStart, ...lines.slice(at + 1), ''].join('\n');
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** A file name that every system takes. */
export const runFileName = (host: Pick<Host, 'name'>, what: 'output.txt' | 'report.md'): string =>
  `gearview-${host.name.replaceAll(/[^A-Za-z0-9.-]+/g, '-').slice(0, 80)}-set-up-${what}`;

/** Indexes of the lines that hold the text, whatever its case. */
export function linesWith(lines: readonly string[], wanted: string): readonly number[] {
  const text = wanted.toLowerCase();
  if (text === '') return [];
  return lines.flatMap((line, at) => (line.toLowerCase().includes(text) ? [at] : []));
}

export interface Stretch {
  readonly text: string;
  readonly found: boolean;
}

/** A line in stretches, those that were looked for marked. */
export function stretches(line: string, wanted: string): readonly Stretch[] {
  const text = wanted.toLowerCase();
  const low = line.toLowerCase();
  // Some letters change their length with their case: then nothing can be said of places.
  if (text === '' || low.length !== line.length) return [{ text: line, found: false }];
  const out: Stretch[] = [];
  let from = 0;
  for (let at = low.indexOf(text); at !== -1; at = low.indexOf(text, from)) {
    if (at > from) out.push({ text: line.slice(from, at), found: false });
    out.push({ text: line.slice(at, at + text.length), found: true });
    from = at + text.length;
  }
  if (from < line.length) out.push({ text: line.slice(from), found: false });
  return out.length === 0 ? [{ text: '', found: false }] : out;
}
