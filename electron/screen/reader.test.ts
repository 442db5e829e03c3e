import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drive, drop, hold, pass, u32, type Reader } from './reader';

/** Four bytes of length, then as many to pass, then two to drop. */
function* sample(heads: number[]): Reader {
  for (;;) {
    const length = u32(yield hold(4), 0) % 50;
    heads.push(length);
    yield pass(length);
    yield drop(2);
  }
}

test('chunks may be cut anywhere', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat(40), { minLength: 1 }), (stream, cuts) => {
      const run = (chunks: readonly Uint8Array[]) => {
        const heads: number[] = [];
        const out: number[] = [];
        const driven = drive(sample(heads), (bytes) => void out.push(...bytes));
        for (const chunk of chunks) driven.push(chunk);
        return { heads, out };
      };
      const chunks: Uint8Array[] = [];
      for (let at = 0, index = 0; at < stream.length; index++) {
        const size = Math.max(1, cuts[index % cuts.length] ?? 1);
        chunks.push(stream.subarray(at, at + size));
        at += size;
      }
      expect(run(chunks)).toEqual(run([stream]));
    }),
  );
});

test('while the reader waits nothing is taken, and nothing is lost', () => {
  let ready = false;
  const out: number[] = [];
  function* waits(): Reader {
    yield pass(2);
    yield { kind: 'wait', ready: () => ready };
    for (;;) yield pass(1);
  }
  const driven = drive(waits(), (bytes) => void out.push(...bytes));
  driven.push(Uint8Array.of(1, 2, 3));
  driven.push(Uint8Array.of(4));
  expect([out, driven.waiting()]).toEqual([[1, 2], true]);
  ready = true;
  driven.push(Uint8Array.of(5));
  expect([out, driven.waiting()]).toEqual([[1, 2, 3, 4, 5], false]);
});

test('what the reader throws comes out of push', () => {
  function* throws(): Reader {
    yield hold(1);
    throw new Error('no');
  }
  expect(() => drive(throws(), () => undefined).push(Uint8Array.of(1))).toThrow('no');
});
