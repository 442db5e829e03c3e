import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { connected, type Guarded } from '../../e2e/support/guarded';
import * as rfb from '../../e2e/support/rfb';
import { be16, be32, bytes, update } from '../../e2e/support/rfb';

const MIB = 1024 * 1024;
const refusal = (part: string) => ({ code: 'rfb-refused', message: expect.stringContaining(part) });
const BELL = bytes(2);
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe('from the host', () => {
  test('five bells a second pass, surplus ones are dropped', () => {
    const side = connected();
    expect(side.host(...Array.from({ length: 1000 }, () => BELL))).toBeUndefined();
    expect(side.toFrame().length).toBe(5);
    side.pass(1);
    side.host(BELL);
    expect(side.toFrame()).toEqual(BELL);
  });

  test.each([1, 4, 173, 249, 250, 251, 252, 255])('a message of type %i is refused', (type) => {
    expect(connected().host(bytes(type))).toMatchObject(refusal(`(${type})`));
  });

  test('fences and continuous updates pass once noVNC asked for them', () => {
    const fence = bytes(248, [0, 0, 0], be32(0x80000001), 64, new Uint8Array(64));
    const side = connected();
    expect(side.host(bytes(150), fence)).toBeUndefined();
    expect(side.toFrame()).toEqual(bytes(150, fence));
  });

  test('10,000 fences may be unanswered, one more is refused', () => {
    const fence = bytes(248, [0, 0, 0], be32(0x80000001), 0);
    const side = connected();
    expect(side.host(...Array.from({ length: 10_000 }, () => fence))).toBeUndefined();
    side.frame(rfb.clientFence());
    expect(side.host(fence)).toBeUndefined();
    expect(side.host(fence)).toMatchObject(refusal('fences faster'));
  });

  test.each([
    ['a payload of 65 bytes', be32(0x80000000), 65],
    ['an answer to nothing', be32(1), 0],
  ])('a fence with %s is refused', (_name, flags, length) => {
    expect(connected().host(bytes(248, [0, 0, 0], flags, length))).toMatchObject(refusal('fence'));
  });
});

describe('clipboard from the host', () => {
  const passed = (message: Uint8Array): Uint8Array => {
    const side = connected();
    // The bell shows that the place in the stream is not lost.
    expect(side.host(message, BELL)).toBeUndefined();
    const got = side.toFrame();
    expect(got.at(-1)).toBe(2);
    return got.subarray(0, -1);
  };
  const provide = (text: Uint8Array | string, claimed = text.length): Uint8Array =>
    rfb.extendedCutText((1 << 28) | 1, deflateSync(bytes(be32(claimed), text)));

  test('1 MiB passes, one byte more is swallowed', () => {
    expect(same(passed(rfb.cutText(MIB, new Uint8Array(MIB))), rfb.cutText(MIB, new Uint8Array(MIB)))).toBe(true);
    expect(passed(rfb.cutText(MIB + 1, new Uint8Array(MIB + 1)))).toEqual(bytes());
  });

  test('16 MiB are skipped, more is refused before it comes', () => {
    expect(connected().host(rfb.cutText(16 * MIB))).toBeUndefined();
    expect(connected().host(rfb.cutText(16 * MIB + 1))).toMatchObject(refusal('clipboard text of 16777217 bytes'));
    expect(connected().host(rfb.cutText(0x7fffffff))).toMatchObject(refusal('clipboard'));
    expect(connected().host(rfb.cutText(0x80000000))).toMatchObject(refusal('clipboard'));
  });

  test.each([
    ['caps', rfb.extendedCutText(0x1f000001, bytes(be32(0)))],
    ['request', rfb.extendedCutText((1 << 25) | 1)],
    ['peek', rfb.extendedCutText(1 << 26)],
    ['notify', rfb.extendedCutText((1 << 27) | 1)],
    ['a whole text', provide('text\0')],
    ['1 MiB of text', provide(bytes(new Uint8Array(MIB).fill(65), 0))],
  ])('extended: %s passes', (_name, message) => {
    expect(same(passed(message), message)).toBe(true);
  });

  test.each([
    ['a text that is longer than 1 MiB', provide(new Uint8Array(MIB + 2).fill(65))],
    ['a bomb', provide(new Uint8Array(64 * MIB))],
    ['a text that claims 4 GiB', provide('text\0', 0xffffffff)],
    ['a text that claims more than it has', provide('text\0', 6)],
    ['zlib garbage', rfb.extendedCutText((1 << 28) | 1, bytes('garbage'))],
    ['nothing to inflate', rfb.extendedCutText((1 << 28) | 1)],
    ['HTML', rfb.extendedCutText((1 << 28) | 4, deflateSync(bytes(be32(1), 'x')))],
    ['text and HTML', rfb.extendedCutText((1 << 28) | 5, deflateSync(bytes(be32(1), 'x', be32(1), 'x')))],
  ])('extended: %s is swallowed', (_name, message) => {
    expect(passed(message)).toEqual(bytes());
  });

  test.each([
    ['caps without their sizes', rfb.extendedCutText(0x1f000003, bytes(be32(0)))],
    ['caps with bytes behind them', rfb.extendedCutText(0x1f000001, bytes(be32(0), 0))],
    ['a request with bytes behind it', rfb.extendedCutText((1 << 25) | 1, bytes(0))],
    ['two actions at once', rfb.extendedCutText((1 << 25) | (1 << 27))],
    ['no action', rfb.extendedCutText(1)],
    ['no flags', rfb.cutText(-3, 'abc')],
  ])('extended: %s is refused', (_name, message) => {
    expect(connected().host(message)).toMatchObject(refusal('makes no sense'));
  });
});

describe('changes of size', () => {
  const flip = (side: Guarded, count: number, sizes: readonly [number, number][], reason = 0) => {
    for (let index = 0; index < count; index++) {
      const [width, height] = sizes[index % sizes.length] ?? [1, 1];
      const failure = side.host(update(1, rfb.desktopSize(width, height, reason)));
      if (failure !== undefined) return { failure, index };
    }
    return undefined;
  };

  test('four a second of the largest size pass, a fifth is a storm', () => {
    const large: [number, number][] = [
      [8192, 4050],
      [4050, 8192],
    ];
    expect(flip(connected(), 4, large)).toBeUndefined();
    expect(flip(connected(), 5, large)).toMatchObject({ index: 4, failure: refusal('faster than it can be drawn') });
  });

  test('twenty a second of a small size pass, one more is a storm', () => {
    const small: [number, number][] = [
      [800, 600],
      [801, 600],
    ];
    expect(flip(connected(), 20, small, 2)).toBeUndefined();
    expect(flip(connected(), 21, small, 2)).toMatchObject({ index: 20 });
    const side = connected();
    flip(side, 20, small);
    side.pass(1);
    expect(flip(side, 20, small)).toBeUndefined();
  });

  test('the old form counts as well', () => {
    const side = connected();
    const sizes = Array.from({ length: 21 }, (_, index) => update(1, rfb.rect(0, 0, 100 + index, 100, -223)));
    expect(side.host(...sizes)).toMatchObject(refusal('faster'));
  });

  test('the same size again costs nothing', () => {
    expect(flip(connected(), 1000, [[64, 48]])).toBeUndefined();
  });

  test('sizes that the operator asked for by dragging the window do not count', () => {
    const side = connected();
    for (let width = 100; width < 200; width++) {
      side.frame(rfb.setDesktopSize(width, 100));
      expect(side.host(update(1, rfb.desktopSize(width, 100, 1)))).toBeUndefined();
    }
    expect(side.toHost().length).toBe(100 * rfb.setDesktopSize(1, 1).length);
  });

  test('to call them asked for does not help where nothing was asked', () => {
    expect(
      flip(
        connected(),
        21,
        [
          [800, 600],
          [801, 600],
        ],
        1,
      ),
    ).toMatchObject({ index: 20 });
  });
});

describe('from noVNC', () => {
  test('encodings are cut down to what is understood', () => {
    const side = connected();
    side.frame(rfb.setEncodings());
    const allowed = [1, 7, 0, -26, -254, -223, -224, -258, -261, -308, -312, -313, -307, 0xc0a1e5ce, -316, 0x574d5664, -239];
    expect(side.toHost()).toEqual(rfb.setEncodings(allowed));
  });

  test('keys, pointer, text and requests pass as they are', () => {
    const parts = [
      rfb.key(true, 0x61),
      rfb.pointer(5, 6, 1),
      bytes(5, 0x80, be16(1), be16(2), 1),
      bytes(255, 0, be16(1), be32(0x61), be32(30)),
      bytes(6, [0, 0, 0], be32(4), 'text'),
      bytes(6, [0, 0, 0], be32(-8), be32((1 << 27) | 1), be32(0)),
      bytes(150, 1, be16(0), be16(0), be16(64), be16(48)),
      rfb.updateRequest(true, 64, 48),
    ];
    const side = connected();
    expect(side.frame(...parts)).toBeUndefined();
    expect(side.toHost()).toEqual(bytes(...parts));
  });

  test.each([
    ['a message it never sends', bytes(250)],
    ['a clipboard text of more than 4 MiB', bytes(6, [0, 0, 0], be32(4 * MIB + 1))],
    ['16 bits per pixel', bytes(0, [0, 0, 0], [16, 16, 0, 1], new Uint8Array(12))],
    ['257 encodings', bytes(2, 0, be16(257))],
    ['a fence of 65 bytes', bytes(248, [0, 0, 0], be32(0), 65)],
  ])('%s is refused', (_name, message) => {
    expect(connected().frame(message)).toMatchObject({ code: 'rfb-refused' });
  });

  test('16 sizes may be unanswered, one more is refused', () => {
    const side = connected();
    const ask = (width: number) => side.frame(rfb.setDesktopSize(width, 100));
    for (let width = 200; width < 216; width++) expect(ask(width)).toBeUndefined();
    expect(ask(300)).toMatchObject({ code: 'rfb-refused' });
  });

  test('eight bits per pixel count for raw pixels', () => {
    const side = connected();
    side.frame(bytes(0, [0, 0, 0], [8, 8, 0, 1], new Uint8Array(12)));
    side.host(update(1, rfb.rect(0, 0, 4, 4, 0, new Uint8Array(16))), BELL);
    expect(side.toFrame().at(-1)).toBe(2);
  });

  const refusedSize = (width: number, height: number): Uint8Array => update(1, rfb.desktopSize(width, height, 1, 1));

  test('a size that the desktop has, cannot have, or did not take is answered here', () => {
    const side = connected();
    side.host(update(1, rfb.desktopSize(64, 48)));
    side.toFrame();
    for (const [width, height] of [
      [64, 48],
      [8193, 100],
      [0, 100],
    ] as const) {
      side.frame(rfb.setDesktopSize(width, height));
      expect(side.toHost()).toEqual(bytes());
      expect(side.toFrame()).toEqual(refusedSize(64, 48));
    }
    side.frame(rfb.setDesktopSize(101, 101));
    side.host(update(1, rfb.desktopSize(100, 100, 1)));
    expect(side.toHost()).toEqual(rfb.setDesktopSize(101, 101));
    side.toFrame();
    side.frame(rfb.setDesktopSize(101, 101));
    expect(side.toHost()).toEqual(bytes());
    expect(side.toFrame()).toEqual(refusedSize(100, 100));
  });

  test('after another viewer changed the size, the old wish is passed on again', () => {
    const side = connected();
    side.frame(rfb.setDesktopSize(101, 101));
    side.host(update(1, rfb.desktopSize(100, 100, 1)), update(1, rfb.desktopSize(300, 300, 2)));
    side.toHost();
    side.frame(rfb.setDesktopSize(101, 101));
    expect(side.toHost()).toEqual(rfb.setDesktopSize(101, 101));
  });

  test('an answer of ours waits for the end of the message that goes by', () => {
    const side = connected();
    const whole = rfb.picture(64, 48);
    side.host(whole.subarray(0, 100));
    side.frame(rfb.setDesktopSize(64, 48));
    expect(same(side.toFrame(), whole.subarray(0, 100))).toBe(true);
    side.host(whole.subarray(100));
    const rest = side.toFrame();
    expect(same(rest.subarray(0, whole.length - 100), whole.subarray(100))).toBe(true);
    expect(rest.length).toBe(whole.length - 100 + refusedSize(64, 48).length);
  });
});
