/** Ends processes that we started, and waits until they are gone. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** SIGTERM, and SIGKILL when it is still there after `patience` milliseconds. */
export async function endChild(child: ChildProcess, patience = 3000): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  await exited;
  clearTimeout(timer);
}

/** The same for processes that are no children of ours. Rejects when one outlives SIGKILL by 3 s. */
export async function endPids(pids: readonly number[], patience = 3000): Promise<void> {
  const end = performance.now() + patience;
  const signalled = new Set<number>();
  for (;;) {
    const alive = pids.filter(isRunning);
    if (alive.length === 0) return;
    const late = performance.now() > end;
    if (performance.now() > end + 3000) throw new Error(`These processes do not end: ${alive.join(' ')}`);
    for (const pid of alive) {
      if (late || !signalled.has(pid)) send(pid, late ? 'SIGKILL' : 'SIGTERM');
      signalled.add(pid);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** There, and not a zombie that only waits for its parent (proc(5): the state follows the name in parentheses). */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    // Systems without /proc.
    return process.platform !== 'linux';
  }
}

export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
