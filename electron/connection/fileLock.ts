/** One program at a time on a file: a lock file beside it. */
import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** A lock this old is left over from a program that died. */
const STALE_MS = 10_000;
const WAIT_MS = 15_000;
/** The folder is not ours to write: the file itself may still be, and ssh writes it without a lock. */
const NO_LOCK_THERE = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Runs `job` while `<file>.lock` is ours; the lock of a program that died is taken over. */
export async function locked<T>(file: string, job: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const taken = await take(lock);
    if (taken === 'impossible') return await job();
    if (taken === 'taken') break;
    if (Date.now() > deadline) throw new Error(`${lock} is held by another program`);
    const age = await stat(lock).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > STALE_MS) await rm(lock, { force: true });
    else await wait(20);
  }
  try {
    return await job();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<'taken' | 'held' | 'impossible'> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return 'taken';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') return 'held';
    if (NO_LOCK_THERE.has(code)) return 'impossible';
    throw error;
  }
}
