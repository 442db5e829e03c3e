/** Bytes that are read piece by piece: a package of a gigabyte costs no more than the pieces that are looked at. */
import { open } from 'node:fs/promises';

export interface Bytes {
  readonly size: number;
  /** `length` bytes from `at`; fewer where they end before. */
  read(at: number, length: number): Promise<Buffer>;
}

export const bytesOf = (buffer: Buffer): Bytes => ({
  size: buffer.length,
  read: (at, length) => Promise.resolve(buffer.subarray(Math.min(at, buffer.length), Math.min(at + length, buffer.length))),
});

/** Rejects with what the system says when the file cannot be read. */
export async function readingFile<T>(file: string, job: (bytes: Bytes) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    return await job({
      size,
      async read(at, length) {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, Math.min(length, size - at))), 0, undefined, at);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await handle.close();
  }
}
