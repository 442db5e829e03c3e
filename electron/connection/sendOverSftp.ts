/** Sends a file over SFTP: many writes under way at a time, under another name until it is whole. */
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path/posix';
import type { SFTPWrapper } from 'ssh2';
import { Failure } from '../base/failure';
import { reasonOf } from '../base/jsonFile';
import { plainText } from '../contract/text';
import type { SendOptions, SendSource } from './connection';

/** Bytes of a write (OpenSSH takes 255 KiB), and how many are under way: 2 MiB, as much as an SSH channel takes. */
const PIECE = 128 * 1024;
const UNDER_WAY = 16;

/** A name beside `path` that nobody else uses; it ends with `.part`. */
export const partOf = (path: string): string => `${path}.${randomBytes(6).toString('hex')}.part`;

/** Ends the channel. Rejects with `storage` or `cancelled`, and then there is no `path`, unless there was before; or as the channel ended. */
export async function sendOverSftp(
  sftp: SFTPWrapper,
  hostName: string,
  source: SendSource,
  path: string,
  options: SendOptions,
): Promise<void> {
  const { ask, tell, gone } = asking(sftp);
  const part = partOf(path);
  try {
    // It may be there already, and then this fails; whether it can be used shows by itself.
    await tell((done) => sftp.mkdir(dirname(path), { mode: 0o700 }, done)).catch(() => undefined);
    const handle = await ask<Buffer>((done) => sftp.open(part, 'wx', 0o600, done));
    try {
      await pump(sftp, handle, source, { ...options, hostName, gone });
      // Servers of others than OpenSSH may not know how.
      await ask((done) => sftp.ext_openssh_fsync(handle, done)).catch(() => undefined);
      await tell((done) => sftp.fchmod(handle, options.mode, done));
    } finally {
      await tell((done) => sftp.close(handle, done)).catch(() => undefined);
    }
    await renamed(sftp, tell, part, path);
  } catch (error) {
    const failure = error instanceof Failure ? error : await explained(sftp, ask, hostName, path, error);
    await tell((done) => sftp.unlink(part, done)).catch(() => undefined);
    throw failure;
  } finally {
    sftp.end();
  }
}

type Answered<T> = (error: Error | null | undefined, value: T) => void;

interface Asking {
  readonly ask: <T>(job: (done: Answered<T>) => void) => Promise<T>;
  readonly tell: (job: (done: (error?: Error | null) => void) => void) => Promise<void>;
  /** Resolves when the channel is closed. */
  readonly gone: Promise<Error>;
}

/** ssh2 does not answer what is asked once the channel is closed; this does. */
function asking(sftp: SFTPWrapper): Asking {
  const gone = new Promise<Error>((resolve) => {
    sftp.once('close', () => resolve(new Error('the channel is closed')));
  });
  const over = gone.then((error) => {
    throw error;
  });
  over.catch(() => undefined);
  async function ask<T>(job: (done: Answered<T>) => void): Promise<T> {
    const answer = new Promise<T>((resolve, reject) => {
      job((error, value) => (error === undefined || error === null ? resolve(value) : reject(error)));
    });
    return await Promise.race([answer, over]);
  }
  return { ask, tell: (job) => ask((done) => job((error) => done(error, undefined))), gone };
}

async function renamed(sftp: SFTPWrapper, tell: Asking['tell'], part: string, path: string): Promise<void> {
  try {
    // In place of what is there, as rename(2) does.
    await tell((done) => sftp.ext_openssh_rename(part, path, done));
  } catch {
    await tell((done) => sftp.unlink(path, done)).catch(() => undefined);
    await tell((done) => sftp.rename(part, path, done));
  }
}

interface PumpOptions extends SendOptions {
  readonly hostName: string;
  readonly gone: Promise<Error>;
}

/** Rejects with the first thing that went wrong, and begins no further write then. */
async function pump(
  sftp: SFTPWrapper,
  handle: Buffer,
  source: SendSource,
  { hostName, gone, signal, onProgress }: PumpOptions,
): Promise<void> {
  const now: { sent: number; written: number; underWay: number; problem?: Error } = { sent: 0, written: 0, underWay: 0 };
  let wake: () => void = () => undefined;
  const fail = (error: Error): void => {
    now.problem ??= error;
    wake();
  };
  const abort = (): void => fail(new Failure('cancelled', `Stopped sending to ${hostName}.`));
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted === true) abort();
  void gone.then(fail);
  /** Until no more than `limit` writes are under way. */
  const room = async (limit: number): Promise<void> => {
    while (now.underWay > limit && now.problem === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (now.problem !== undefined) throw now.problem;
  };
  const write = (piece: Buffer): void => {
    now.underWay += 1;
    sftp.write(handle, piece, 0, piece.length, now.sent, (error) => {
      now.underWay -= 1;
      if (error !== undefined && error !== null) return fail(error);
      now.written += piece.length;
      onProgress?.(now.written);
      wake();
    });
    now.sent += piece.length;
  };
  try {
    for await (const chunk of source.stream()) {
      if (!Buffer.isBuffer(chunk)) throw new Error('a stream of bytes is needed');
      for (let at = 0; at < chunk.length; at += PIECE) {
        await room(UNDER_WAY - 1);
        write(chunk.subarray(at, at + PIECE));
      }
      if (now.sent > source.size) break;
    }
    await room(0);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  if (now.sent !== source.size) throw changed(source, now.sent);
}

export const changed = ({ size }: SendSource, sent: number): Failure =>
  new Failure('storage', `A file changed while it was sent: ${size} bytes were expected, and ${sent} came.`);

/** Of the source's own error: what the system here says. */
export const unread = (hostName: string, error: unknown): Failure =>
  new Failure('storage', `A file could not be read while it was sent to ${hostName}: ${reasonOf(error)}.`, { cause: error });

/** SFTP tells of most errors only that they happened; whether the disk is full can be asked (statvfs@openssh.com). */
async function explained(sftp: SFTPWrapper, ask: Asking['ask'], hostName: string, path: string, error: unknown): Promise<Failure> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return unread(hostName, error);
  const detail = error instanceof Error ? plainText(error.message, 400) : '';
  const said = (why: string): Failure => new Failure('storage', `${hostName} could not write ${path}: ${why}.`, { detail, cause: error });
  if (code === 2) return said('its folder is not there');
  if (code === 3) return said('permission is denied');
  const space = await ask<unknown>((done) => sftp.ext_openssh_statvfs(dirname(path), done)).catch(() => undefined);
  return said(isFull(space) ? 'its disk is full' : 'its disk may be full, your quota used up, or the file system read-only');
}

/** Less than a write is left for an ordinary user. */
function isFull(space: unknown): boolean {
  if (typeof space !== 'object' || space === null) return false;
  const [free, block]: readonly unknown[] = [Reflect.get(space, 'f_bavail'), Reflect.get(space, 'f_frsize')];
  return typeof free === 'number' && typeof block === 'number' && free * block < PIECE;
}
