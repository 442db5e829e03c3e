import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guarded, type Guarded } from '../../e2e/support/guarded';
import type { Failure } from '../base/failure';
import { CLIENT_HELLO, setEncodings, SET_PIXEL_FORMAT } from '../../e2e/support/rfb';

/** What real ones sent to a screen of 320×240 in which xterm scrolled and glxgears turned, from the greeting on. */
const STREAMS = ['tigervnc', 'turbovnc'] as const;
const recorded = (name: string): Uint8Array => new Uint8Array(readFileSync(join(import.meta.dirname, 'recorded', `${name}.rfb`)));

function hearing(): Guarded {
  const side = guarded();
  side.frame(...CLIENT_HELLO, SET_PIXEL_FORMAT, setEncodings());
  side.toFrame();
  return side;
}

function* cut(stream: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, index = 0; at < stream.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    yield stream.subarray(at, at + size);
    at += size;
  }
}

function feed(side: Guarded, chunks: Iterable<Uint8Array>): Failure | undefined {
  for (const chunk of chunks) {
    const failure = side.host(chunk);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

describe.each(STREAMS)('%s', (name) => {
  const stream = recorded(name);
  const greeting = 12 + 1 + (stream[12] ?? 0) + 4;

  test('passes as it is', () => {
    const side = hearing();
    expect(side.host(stream)).toBeUndefined();
    expect(Buffer.compare(side.toFrame(), stream.subarray(greeting))).toBe(0);
    expect(side.pictures()).toBe(1);
  });

  test('passes cut anywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        const side = hearing();
        expect(feed(side, cut(stream, sizes))).toBeUndefined();
        expect(Buffer.compare(side.toFrame(), stream.subarray(greeting))).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test('passes byte by byte', () => {
    const side = hearing();
    expect(feed(side, cut(stream.subarray(0, 20_000), [1]))).toBeUndefined();
    expect(Buffer.compare(side.toFrame(), stream.subarray(greeting, 20_000))).toBe(0);
  });

  test('with bytes of it changed it passes or is refused with a sentence, and nothing is made up', () => {
    const change = fc.record({ at: fc.nat(stream.length - 1), bit: fc.nat(7) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        const broken = stream.slice();
        for (const { at, bit } of changes) broken[at] = (broken[at] ?? 0) ^ (1 << bit);
        const side = hearing();
        // Anything but a Failure is thrown on by the harness.
        const failure = side.host(broken);
        expect(failure?.code ?? 'rfb-refused').toBe('rfb-refused');
        expect(failure?.message ?? 'It passed.').toMatch(/^[A-Z].*\.$/s);
        expect(side.toFrame().length).toBeLessThanOrEqual(broken.length);
      }),
      { numRuns: 100 },
    );
  });
});

test('garbage after the greeting passes or is refused, and takes no time', () => {
  const greeted = recorded('tigervnc').subarray(0, 18 + 33);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 5000 }), (garbage) => {
      const side = hearing();
      side.host(greeted, garbage);
      expect(side.toFrame().length).toBeLessThanOrEqual(greeted.length + garbage.length);
    }),
    { numRuns: 500 },
  );
});
