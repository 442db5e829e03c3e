/** Reads a byte stream with generators: a reader asks for bytes to look at, or lets a known number go by without keeping them. */

export type Ask =
  /** Hands over the next `count` bytes; they go nowhere unless the reader emits them. */
  | { readonly kind: 'hold'; readonly count: number }
  /** Emits or swallows the next `count` bytes as they come. */
  | { readonly kind: 'pass' | 'drop'; readonly count: number }
  /** Takes nothing until `ready` says so; asked again with every push. */
  | { readonly kind: 'wait'; ready(): boolean };

/** Takes bytes that go on. They are views: copy what is kept. */
export type Emit = (bytes: Uint8Array) => void;

export type Reader<T = void> = Generator<Ask, T, Uint8Array>;

export const hold = (count: number): Ask => ({ kind: 'hold', count });
export const pass = (count: number): Ask => ({ kind: 'pass', count });
export const drop = (count: number): Ask => ({ kind: 'drop', count });

export const u8 = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
export const u16 = (bytes: Uint8Array, at: number): number => (u8(bytes, at) << 8) | u8(bytes, at + 1);
export const u32 = (bytes: Uint8Array, at: number): number => ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
export const s32 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) << 16) | u16(bytes, at + 2);
export const be16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
export const be32 = (value: number): number[] => [...be16(value >>> 16), ...be16(value)];

export interface Drive {
  /** Throws what the reader throws. */
  push(chunk: Uint8Array): void;
  /** The reader waits, so that more bytes would only pile up. */
  waiting(): boolean;
}

const NOTHING = new Uint8Array(0);

export function drive(reader: Reader, emit: Emit): Drive {
  let ask: Ask | undefined = take(NOTHING);
  /** Of the present `hold`: bytes of earlier chunks. */
  let held = NOTHING;
  /** Of the present ask: bytes seen. */
  let seen = 0;
  let backlog: Uint8Array[] = [];

  function take(bytes: Uint8Array): Ask | undefined {
    const step = reader.next(bytes);
    return step.done === true ? undefined : step.value;
  }

  function next(bytes: Uint8Array): void {
    seen = 0;
    held = NOTHING;
    ask = take(bytes);
  }

  /** Works through the chunk; returns how much of it was used. */
  function work(chunk: Uint8Array): number {
    let at = 0;
    while (ask !== undefined) {
      if (ask.kind === 'wait') {
        if (!ask.ready()) return at;
        next(NOTHING);
        continue;
      }
      const want = ask.count - seen;
      const part = Math.min(want, chunk.length - at);
      const whole = part === want;
      if (part === 0 && !whole) return at;
      if (ask.kind === 'hold') {
        if (whole && seen === 0) {
          at += part;
          next(chunk.subarray(at - part, at));
          continue;
        }
        if (seen === 0) held = new Uint8Array(ask.count);
        held.set(chunk.subarray(at, at + part), seen);
      } else if (ask.kind === 'pass' && part > 0) {
        emit(chunk.subarray(at, at + part));
      }
      at += part;
      seen += part;
      if (!whole) return at;
      next(held);
    }
    return chunk.length;
  }

  return {
    push(chunk) {
      const chunks = [...backlog, chunk];
      backlog = [];
      while (chunks.length > 0) {
        const first = chunks[0] ?? NOTHING;
        const used = work(first);
        if (ask?.kind === 'wait' && used < first.length) {
          backlog = [first.subarray(used), ...chunks.slice(1)];
          return;
        }
        chunks.shift();
      }
    },
    waiting: () => ask?.kind === 'wait',
  };
}
