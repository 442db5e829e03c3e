/** The lock and socket files that X servers leave in /tmp when they are killed. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isRunning } from './children';

/** Display number and pid of every lock of this user. */
function locksOf(uid: number): ReadonlyMap<number, number> {
  const locks = new Map<number, number>();
  for (const name of readdirSync('/tmp')) {
    const display = /^\.X(\d+)-lock$/.exec(name)?.[1];
    const file = `/tmp/${name}`;
    try {
      if (display !== undefined && statSync(file).uid === uid) locks.set(Number(display), Number.parseInt(readFileSync(file, 'utf8'), 10));
    } catch {
      // Its server has just ended and taken it along.
    }
  }
  return locks;
}

/** Call it when the test is over: what servers that began meanwhile have left behind is removed, and nothing else. */
export function watchXLocks(uid: number): () => void {
  const before = locksOf(uid);
  return () => {
    for (const [display, pid] of locksOf(uid)) {
      if (before.get(display) === pid || isRunning(pid)) continue;
      rmSync(`/tmp/.X${display}-lock`, { force: true });
      rmSync(`/tmp/.X11-unix/X${display}`, { force: true });
    }
  };
}
