/** What a check has seen so far: the script's records and the frame's pixels, in one value that only grows. */
import type { ScriptRecord } from '../connection/script';
import { Region, type FpsPoint, type Pixels } from '../contract/check';
import { plainText } from '../contract/text';
import { parseFps } from './glxgears';
import { parseGpus, parseProcesses, type GpuSample } from './gpuAccount';
import type { GlStrings } from './renderer';

export interface Observed {
  /** As an operator can repeat it; empty until it is known. */
  readonly command: string;
  /** Of the device that was asked for, by itself. */
  readonly expected?: { readonly renderer: string; readonly pci: string };
  readonly gl: Partial<GlStrings>;
  readonly process?: { readonly pid: number; readonly libraries: readonly string[]; readonly devices: readonly string[] };
  readonly gpus: readonly GpuSample[];
  readonly vsync: boolean;
  readonly rendered: readonly FpsPoint[];
  readonly region?: Region;
  readonly pixels?: Pixels;
  /** glxgears ended before its time. */
  readonly died?: { readonly status: number; readonly errors: string; readonly words: string };
}

export const NOTHING: Observed = { command: '', gl: {}, gpus: [], vsync: false, rendered: [] };

export const glOf = ({ gl }: Observed): GlStrings => ({ renderer: gl.renderer ?? '', vendor: gl.vendor ?? '', version: gl.version ?? '' });

/** Many lines of a host made safe, each by itself. */
export const plainLines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => plainText(line, 300))
    .filter((line) => line !== '');

/** `before` with what `record` says; a record that does not fit changes nothing. */
export function observe(before: Observed, { key, values }: ScriptRecord): Observed {
  const [first = '', second = '', third = '', fourth = ''] = values;
  switch (key) {
    case 'command':
      return { ...before, command: plainText(first, 1900) };
    case 'expected':
      return { ...before, expected: { renderer: plainText(first, 300), pci: plainText(third, 32) } };
    case 'gl':
      return first === 'renderer' || first === 'vendor' || first === 'version'
        ? { ...before, gl: { ...before.gl, [first]: plainText(second, 300) } }
        : before;
    case 'libraries':
      return {
        ...before,
        process: { pid: Number(fourth), libraries: plainLines(first).slice(0, 64), devices: plainLines(second).slice(0, 64) },
      };
    case 'region': {
      const [x, y, width, height] = values.map(Number);
      const region = Region.safeParse({ x, y, width, height });
      return region.success ? { ...before, region: region.data } : before;
    }
    case 'fps': {
      const point = parseFps(second, Number(first) / 100);
      return point === undefined ? before : { ...before, rendered: [...before.rendered, point].slice(-600) };
    }
    case 'vsync':
      return { ...before, vsync: true };
    case 'gpu':
      return { ...before, gpus: [...before.gpus, sample(first, second, third, fourth)].slice(-64) };
    case 'ended':
      return first === 'itself' ? { ...before, died: { status: Number(second), errors: third, words: fourth } } : before;
    default:
      return before;
  }
}

function sample(when: string, status: string, text: string, processes: string): GpuSample {
  return {
    when: when === 'before' || when === 'after' ? when : 'during',
    failed: status !== '0',
    text: plainLines(text).join('\n'),
    gpus: parseGpus(text),
    processes: parseProcesses(processes),
  };
}
