/** What a running container with a GPU has inside: nvidia-smi, 3D libraries, EGL's vendor file, /dev/shm. */
import type { Container } from '../../contract/probe/container';
import { linesOf, toCount } from '../system/bounds';

export type Inside = Pick<Container, 'smi' | 'nvidiaGl' | 'eglVendor' | 'shm'>;

/** `container ID` a line, and after it what came from inside, each line after a blank. By id. */
export function parseInside(text: string): ReadonlyMap<string, Inside> | undefined {
  const seen = new Map<string, string[]>();
  let lines: string[] = [];
  for (const each of linesOf(text)) {
    const id = /^container ([0-9a-f]{64})$/.exec(each)?.[1];
    if (id === undefined) lines.push(each.slice(1));
    else seen.set(id, (lines = []));
  }
  return seen.size === 0 ? undefined : new Map([...seen].map(([id, said]) => [id, insideOf(said)]));
}

/** A container without a shell, or one that did not answer in time, tells nothing. */
function insideOf(lines: readonly string[]): Inside {
  const status = toCount(lines.flatMap((each) => /^smi (\d{1,3})$/.exec(each)?.[1] ?? [])[0]);
  if (status === undefined) return {};
  const libraries = lines.includes('libraries');
  const has = (name: string): boolean => lines.some((each) => each.trim().startsWith(`${name}.so`));
  const shm = toCount(lines.flatMap((each) => /^\S+\s+(\d+)\s.*\s\/dev\/shm$/.exec(each)?.[1] ?? [])[0]);
  return {
    smi: smiOf(status, lines.join('\n')),
    ...(libraries ? { nvidiaGl: has('libGLX_nvidia') && has('libEGL_nvidia') } : {}),
    eglVendor: lines.some((each) => /^\/\S*\/egl_vendor\.d\/10_nvidia\.json$/.test(each)),
    ...(shm === undefined ? {} : { shm }),
  };
}

function smiOf(status: number, said: string): NonNullable<Inside['smi']> {
  if (status === 127 || /executable file not found|nvidia-smi: not found/.test(said)) return 'missing';
  if (/Failed to initialize NVML: Unknown Error/.test(said)) return 'unknown-error';
  return status === 0 && /^GPU \d+:/m.test(said) ? 'ok' : 'failed';
}
