/** Downloads one file and checks what it is. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export interface DownloadLimits {
  /** Milliseconds until the answer begins: a machine without a way out must not wait long. */
  readonly answerMs: number;
  /** Milliseconds without a byte until it counts as stuck. */
  readonly stallMs: number;
}

/** Writes the file and throws when it is not the one with that SHA-256 (hex), is not there, or does not come in time. */
export async function download(url: string, file: string, sha256: string, limits: DownloadLimits): Promise<void> {
  const control = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const within = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(new Error(`no answer within ${ms / 1000} s`)), ms);
  };
  const hash = createHash('sha256');
  try {
    within(limits.answerMs);
    const response = await fetch(url, { signal: control.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP status ${response.status}`);
    const checked = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of body) {
        hash.update(chunk);
        within(limits.stallMs);
        yield chunk;
      }
    };
    await pipeline(checked(response.body), createWriteStream(file), { signal: control.signal });
  } catch (error) {
    throw new Error(`${url}: ${control.signal.aborted ? 'too slow' : reason(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
  const got = hash.digest('hex');
  if (got !== sha256) throw new Error(`${url}: the file has SHA-256 ${got}, not ${sha256}`);
}

/** fetch() hides what happened in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
