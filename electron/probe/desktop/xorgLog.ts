/** What the logs of Xorg say: errors, and the GPU that a driver took. */
import { lineOf, linesOf, wordOf } from './lines';

export interface XorgLog {
  readonly errors: { path: string; text: string }[];
  /** BusID as in xorg.conf(5), decimal, by display. */
  readonly gpus: ReadonlyMap<number, string>;
}

/** Rows of vf_xorg. */
export function parseXorgLog(text: string): XorgLog {
  const errors: { path: string; text: string }[] = [];
  const gpus = new Map<number, string>();
  for (const line of linesOf(text)) {
    const [key, path = '', ...rest] = line.split('\t');
    const said = rest.join(' ');
    const [, display] = /\/Xorg\.(\d{1,5})\.log$/.exec(path) ?? [];
    const [, bus] = / at (PCI:[0-9@:]{3,20})/.exec(said) ?? [];
    if (key === 'error' && isError(said)) errors.push({ path: wordOf(path), text: lineOf(withoutTime(said)) });
    if (key === 'gpu' && display !== undefined && bus !== undefined) gpus.set(Number(display), bus.replace(/:$/, ''));
  }
  return { errors: errors.slice(-32), gpus };
}

const withoutTime = (line: string): string => line.replace(/^\[ *[\d.]+\] */, '');

/** Not the legend of the marks, not a mark alone, not where to look further. */
const isError = (line: string): boolean =>
  !/\(EE\) error, \(NI\)|\(EE\) Please also check the log file/.test(line) && line.replace(/\(EE\)|^\[ *[\d.]+\]/g, '').trim() !== '';
