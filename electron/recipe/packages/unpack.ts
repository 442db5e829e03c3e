/** Unpacks what packages are packed with, up to a limit and no further. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
// A CommonJS bundle: its names are on what it exports as a whole.
import xz from 'xz-decompress';
import { ZSTDDecoder } from 'zstddec';

export type Packing = 'none' | 'gz' | 'xz' | 'zst';

const unzip = promisify(gunzip);
const zstd = new ZSTDDecoder();

/** Undefined when it is damaged, or more than `limit` bytes come out of it. Never rejects. */
export async function unpack(packed: Buffer, packing: Packing, limit: number): Promise<Buffer | undefined> {
  try {
    switch (packing) {
      case 'none':
        return packed.length <= limit ? packed : undefined;
      case 'gz':
        return await unzip(packed, { maxOutputLength: limit });
      case 'xz':
        return await unpackXz(packed, limit);
      case 'zst': {
        await zstd.init();
        // It gives nothing at all when the frame is damaged, or does not fit.
        const bytes = zstd.decode(packed, limit);
        return bytes.length === 0 ? undefined : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      }
    }
  } catch {
    return undefined;
  }
}

/** One at a time: each has memory for a dictionary of up to 64 MiB. */
let before: Promise<unknown> = Promise.resolve();

async function unpackXz(packed: Buffer, limit: number): Promise<Buffer | undefined> {
  const mine = before.then(
    () => readXz(packed, limit),
    () => readXz(packed, limit),
  );
  before = mine;
  return await mine;
}

async function readXz(packed: Buffer, limit: number): Promise<Buffer | undefined> {
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(packed);
      controller.close();
    },
  });
  const reader = new xz.XzReadableStream(source).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    chunks.push(value);
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      return undefined;
    }
  }
}
