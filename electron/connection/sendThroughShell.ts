/** Sends a file on the stdin of a shell, to hosts that offer no SFTP; with the same promises. */
import { once } from 'node:events';
import { Failure } from '../base/failure';
import type { Connection, LoadScript, SendOptions, SendSource, Shell } from './connection';
import { runScript } from './script';
import { changed, partOf, unread } from './sendOverSftp';

/** Time for the slowest link: 16 KiB a second. */
const timeFor = (bytes: number): number => 600_000 + bytes / 16;

export async function sendThroughShell(
  connection: Connection,
  load: LoadScript,
  source: SendSource,
  path: string,
  { mode, signal, onProgress }: SendOptions,
): Promise<void> {
  let shell: Shell | undefined;
  const stop = new AbortController();
  let problem: Failure | undefined;
  const through: Connection = { ...connection, shell: async () => (shell = await connection.shell()) };
  const begin = (): void => {
    if (shell === undefined) return;
    pour(source, shell, onProgress).catch((error: unknown) => {
      problem = error instanceof Failure ? error : unread(connection.hostName, error);
      stop.abort();
    });
  };
  try {
    await runScript(through, load, 'connection/receive.sh', {
      parameters: { FILE: path, PART: partOf(path), MODE: mode.toString(8), SIZE: String(source.size) },
      timeoutMs: timeFor(source.size),
      keepStdin: true,
      signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
      onRecord: ({ key }) => key === 'ready' && begin(),
    });
  } catch (error) {
    throw problem ?? error;
  }
}

/** Ends early, without a word, when the shell closed: its answer says why. */
async function pour(source: SendSource, { stdin, ended }: Shell, onProgress: SendOptions['onProgress']): Promise<void> {
  let sent = 0;
  let isOver = false;
  const over = ended.then(() => (isOver = true));
  // What was left of the script has been read by then; the shell begins after this line.
  stdin.write('bytes\n');
  for await (const chunk of source.stream()) {
    if (!Buffer.isBuffer(chunk)) throw new Error('a stream of bytes is needed');
    if (isOver) return;
    sent += chunk.length;
    if (sent > source.size) break;
    if (!stdin.write(chunk)) await Promise.race([once(stdin, 'drain').catch(() => undefined), over]);
    onProgress?.(sent);
  }
  if (sent !== source.size) throw changed(source, sent);
}
