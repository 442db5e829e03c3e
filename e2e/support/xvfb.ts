/** A display without a screen: Xvfb on a number that is free, closed to other users. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { endChild } from './children';
import { run } from './process';

export interface Xvfb {
  /** What programs need in their environment to show themselves there. */
  readonly env: { readonly DISPLAY: string; readonly XAUTHORITY: string };
  readonly pid: number;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

const START_MS = 10_000;

/** `geometry` in pixels, like `1600x1000`. Rejects with what Xvfb printed when it does not come up within 10 s. */
export async function startXvfb(geometry = '1600x1000'): Promise<Xvfb> {
  const folder = await mkdtemp(join(tmpdir(), 'gv-xvfb-'));
  const XAUTHORITY = join(folder, 'authority');
  // Xvfb compares the cookie alone, so the display's number need not be known yet.
  await run('xauth', ['-q', '-f', XAUTHORITY], `add :0 . ${randomBytes(16).toString('hex')}\n`);
  const args = ['-displayfd', '3', '-screen', '0', `${geometry}x24`, '-nolisten', 'tcp', '-auth', XAUTHORITY];
  const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  // Also when we end by an error that nobody catches.
  const abandon = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  const stop = async (): Promise<void> => {
    process.off('exit', abandon);
    await endChild(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const number = await readNumber(child.stdio[3], child.stderr);
    // Clients look their cookie up by the display's number.
    const cookie = (await run('xauth', ['-q', '-f', XAUTHORITY, 'list'])).trim().split(/\s+/).at(-1) ?? '';
    await run('xauth', ['-q', '-f', XAUTHORITY], `add :${number} . ${cookie}\n`);
    return { env: { DISPLAY: `:${number}`, XAUTHORITY }, pid: child.pid ?? 0, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Xvfb writes the number once it is ready. */
async function readNumber(numbers: unknown, errors: Readable | null): Promise<number> {
  if (!(numbers instanceof Readable)) throw new Error('Xvfb could not be started.');
  let said = '';
  errors?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Xvfb did not start within ${START_MS / 1000} s: ${said}`)), START_MS);
    numbers.on('data', (chunk: Buffer) => {
      clearTimeout(timer);
      resolve(Number(chunk.toString('utf8')));
    });
    numbers.on('close', () => {
      clearTimeout(timer);
      reject(new Error(`Xvfb did not start: ${said}`));
    });
  });
}
