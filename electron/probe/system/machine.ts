/** What /proc and uname(1) say of the machine: kernel, processors, memory, load, boot, clock, limits. */
import type { SystemFacts } from '../../contract/probe/system';
import { linesOf, onlyWord, toCount, toWord } from './bounds';

/** `uname -rm`. */
export function parseKernel(text: string): SystemFacts['kernel'] {
  const [, release, architecture] = /^(\S{1,200}) (\S{1,40})$/.exec(text.trim()) ?? [];
  return release === undefined || architecture === undefined ? undefined : { release: toWord(release), architecture: toWord(architecture) };
}

/** The first block of /proc/cpuinfo, then `online 0-7,9`. ARM has no model names there, only numbers. */
export function parseCpu(text: string): SystemFacts['cpu'] {
  const value = (key: string): string | undefined => new RegExp(`^${key}\\s*:\\s*(.{1,200})$`, 'm').exec(text)?.[1]?.trim();
  const cores = coresOf(/^online ([\d,-]{1,500})$/m.exec(text)?.[1] ?? '');
  if (cores === 0) return undefined;
  const arm = [value('CPU implementer'), value('CPU part')].filter((each) => each !== undefined).join(' ');
  return { model: toWord(value('model name') ?? (arm === '' ? (value('cpu') ?? '') : `ARM ${arm}`)), cores };
}

function coresOf(ranges: string): number {
  return ranges.split(',').reduce((sum, range) => {
    const [, first, last] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(range) ?? [];
    return first === undefined ? sum : sum + Math.max(0, Number(last ?? first) - Number(first) + 1);
  }, 0);
}

/** /proc/meminfo. Kernels before 3.14 do not tell MemAvailable. */
export function parseMemory(text: string): SystemFacts['memory'] {
  const value = (key: string): number | undefined => toCount(new RegExp(`^${key}:\\s*(\\d{1,15}) kB$`, 'm').exec(text)?.[1]);
  const total = value('MemTotal');
  const available = value('MemAvailable') ?? value('MemFree');
  if (total === undefined || available === undefined) return undefined;
  return { total, available, swapTotal: value('SwapTotal') ?? 0, swapFree: value('SwapFree') ?? 0 };
}

/** /proc/loadavg. */
export function parseLoad(text: string): number | undefined {
  const load = /^(\d{1,7}\.\d{1,3}) /.exec(text)?.[1];
  return load === undefined ? undefined : Number(load);
}

/** boot_id, then `btime SECONDS`. */
export function parseBoot(text: string): { readonly id: string; readonly at: number } | undefined {
  const [, id] = /^([0-9a-f-]{36})$/m.exec(text) ?? [];
  const [, seconds] = /^btime (\d{1,12})$/m.exec(text) ?? [];
  return id === undefined || seconds === undefined ? undefined : { id, at: Number(seconds) * 1000 };
}

/** Seconds since 1970. */
export const parseClock = (text: string): number | undefined => toCount(/^\d{1,12}$/.exec(text.trim())?.[0]);

/** Soft limits of /proc/self/limits; what is unlimited is left out. */
export function parseLimits(text: string): SystemFacts['limits'] {
  if (!text.includes('Max ')) return undefined;
  const soft = (name: string): number | undefined => toCount(new RegExp(`^Max ${name}\\s+(\\d{1,15})\\s`, 'm').exec(text)?.[1]);
  return { openFiles: soft('open files'), processes: soft('processes') };
}

/** One name, as systemd-detect-virt(1) or /proc/1/comm gives it; the latter may hold blanks. */
export const parseName = (text: string): string | undefined =>
  onlyWord(text) ?? (linesOf(text).length === 1 ? toWord(text) || undefined : undefined);
