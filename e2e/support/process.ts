/** Runs programs, and ends process trees by the pids that belong to them. */
import { execFile, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { endChild, endPids } from './children';

const execute = promisify(execFile);

/** Its stdout; rejects with its stderr when the status is not 0. */
export async function run(command: string, args: readonly string[], input?: string): Promise<string> {
  const running = execute(command, [...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (input !== undefined) running.child.stdin?.end(input);
  return (await running).stdout;
}

/** Ends `child`, its descendants, and every process that has `marker` (NAME=value) in its environment. Linux only. */
export async function endAll(child: ChildProcess, marker: string): Promise<void> {
  // They are known as descendants only while it lives; it ends first, so that nothing new begins.
  // ssh-agent hides its environment, so those with the marker are asked for their children, too.
  const found = [...(child.pid === undefined ? [] : [child.pid]), ...marked(marker)].flatMap((pid) => descendants(pid));
  await endChild(child);
  await endPids([...new Set([...found, ...marked(marker)])], 1000);
  await endPids(marked(marker), 1000);
}

const pids = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Of /proc/PID/stat, what follows the command in parentheses: state, parent, ... (proc(5)). */
function stat(pid: number): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

export function descendants(root: number): readonly number[] {
  const parents = new Map(pids().map((pid) => [pid, Number(stat(pid)[1])]));
  const below = (pid: number): number[] =>
    [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(root);
}

function marked(marker: string): readonly number[] {
  return pids().filter((pid) => {
    if (pid === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(marker);
    } catch {
      // Gone, or another user's.
      return false;
    }
  });
}
