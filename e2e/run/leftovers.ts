/** Finds processes that a run has left behind. Linux only. */
import { readFileSync, readdirSync } from 'node:fs';
import { isRunning } from '../support/children';

export interface Traces {
  /** Processes that were started. */
  readonly pids: readonly number[];
  /** Homes that only this run has: whatever has one of them as $HOME belongs to it, wherever it went. */
  readonly homes: readonly string[];
}

/** `pid name` of each that still runs after `patience` milliseconds. */
export async function leftovers(traces: Traces, patience = 3000): Promise<readonly string[]> {
  const end = performance.now() + patience;
  for (;;) {
    const found = running(traces);
    if (found.length === 0 || performance.now() > end) return found.map((pid) => `${pid} ${nameOf(pid)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Those that run now. */
export function running({ pids, homes }: Traces): readonly number[] {
  const wanted = new Set(homes.map((home) => `HOME=${home}`));
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const marked = all.filter((pid) =>
    read(`/proc/${pid}/environ`)
      .split('\0')
      .some((line) => wanted.has(line)),
  );
  return [...new Set([...pids, ...marked])].filter((pid) => pid !== process.pid && isRunning(pid));
}

const nameOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 200);

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It ended, or is another user's.
    return '';
  }
}
