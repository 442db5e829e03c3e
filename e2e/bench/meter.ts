/** Measures a byte stream to e2e/bench/source.ts: the same code reads Gearview's stream and the peer's. */
import { once } from 'node:events';
import type { Duplex } from 'node:stream';

/** The first byte of a stream says what to do with it. */
export const COMMAND = { send: 's', take: 't', echo: 'e' } as const;

const BLOCK = Buffer.alloc(64 * 1024, 'gearview');
/** Before counting: code is compiled and windows are open. */
const WARM_UP = 100;

const seconds = (since: number): number => (performance.now() - since) / 1000;

/** Bytes per second of `bytes` that the host sends. */
export async function download(stream: Duplex, bytes: number): Promise<number> {
  const start = performance.now();
  await new Promise<void>((resolve, reject) => {
    let left = bytes;
    stream.on('error', reject);
    stream.on('close', () => reject(new Error(`The stream ended ${left} bytes early.`)));
    stream.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left <= 0) resolve();
    });
    stream.write(COMMAND.send);
  });
  return bytes / seconds(start);
}

/** Bytes per second of `bytes` that we send, until the host says that it has them all. */
export async function upload(stream: Duplex, bytes: number): Promise<number> {
  stream.write(COMMAND.take);
  await once(stream, 'data');
  const start = performance.now();
  const taken = once(stream, 'data');
  for (let left = bytes; left > 0; left -= BLOCK.length) {
    if (!stream.write(BLOCK.subarray(0, Math.min(left, BLOCK.length)))) await once(stream, 'drain');
  }
  await taken;
  return bytes / seconds(start);
}

/** Milliseconds for one byte there and back, each of `count` times. */
export async function roundTrips(stream: Duplex, count: number): Promise<number[]> {
  await echo(stream, `${COMMAND.echo}.`);
  const times: number[] = [];
  for (let index = -WARM_UP; index < count; index++) {
    const start = performance.now();
    await echo(stream, '.');
    if (index >= 0) times.push(performance.now() - start);
  }
  return times;
}

/** Resolves with the answer. */
export async function echo(stream: Duplex, text: string): Promise<void> {
  const answer = once(stream, 'data');
  stream.write(text);
  await answer;
}
