import { describe, expect, test } from 'vitest';
import { connected, guarded } from '../../e2e/support/guarded';
import * as rfb from '../../e2e/support/rfb';
import { be16, be32, bytes, rect, update } from '../../e2e/support/rfb';

const refusal = (part: string) => ({ code: 'rfb-refused', message: expect.stringContaining(part) });

/** Whether it goes on as it is. */
function passes(...parts: readonly Uint8Array[]): boolean {
  const side = connected();
  // Compared as a whole: element by element takes seconds.
  return side.host(...parts) === undefined && Buffer.compare(side.toFrame(), bytes(...parts)) === 0;
}

/** The sentence with which it is refused. */
function refuses(...parts: readonly Uint8Array[]): string {
  const failure = connected().host(...parts);
  return failure?.code === 'rfb-refused' ? failure.message : '';
}

describe('ServerInit', () => {
  const init = (...args: Parameters<typeof rfb.serverInit>) => {
    const side = guarded();
    side.frame(...rfb.CLIENT_HELLO);
    return side.host(rfb.GREETING, rfb.serverInit(...args));
  };

  test.each([
    [1, 1],
    [8192, 4050],
    [4050, 8192],
    [5760, 5760],
  ])('%i×%i can be shown', (width, height) => expect(init(width, height)).toBeUndefined());

  test.each([
    [0, 48],
    [64, 0],
    [8193, 64],
    [64, 8193],
    [8192, 4051],
    [16384, 16384],
    [65535, 65535],
  ])('%i×%i is refused', (width, height) => expect(init(width, height)).toMatchObject(refusal(`${width}×${height}`)));

  test('a name of 1024 bytes passes, of 1025 not, and not of 4 GiB', () => {
    expect(init(64, 48, 'n'.repeat(1024))).toBeUndefined();
    expect(init(64, 48, 'n'.repeat(1025))).toMatchObject(refusal('name of 1025 bytes'));
    expect(init(64, 48, '', 0xffffffff)).toMatchObject(refusal('name of 4294967295 bytes'));
  });
});

describe('rectangles', () => {
  test('raw and copied pixels inside pass', () => {
    expect(passes(rfb.picture(64, 48), update(1, rect(32, 0, 32, 48, 1, be16(32), be16(0))), update(1, rfb.rawRect(63, 47, 1, 1)))).toBe(
      true,
    );
  });

  test.each([
    ['raw, too wide', rect(1, 0, 64, 1, 0)],
    ['raw, too high', rect(0, 1, 1, 48, 0)],
    ['raw, far out', rect(65535, 65535, 1, 1, 0)],
    ['copied to outside', rect(64, 0, 1, 1, 1, be16(0), be16(0))],
    ['copied from outside', rect(0, 0, 1, 1, 1, be16(64), be16(0))],
    ['Tight', rect(0, 0, 65, 1, 7, [0x80, 1, 2, 3])],
  ])('%s is refused', (_name, part) => expect(refuses(update(1, part))).toContain('outside its own 64×48'));

  test.each([2, 5, 6, 16, 21, 50, -260, -309, 1234567])('encoding %i is refused, as it never was asked for', (encoding) => {
    expect(refuses(update(1, rect(0, 0, 1, 1, encoding)))).toContain(`(${encoding})`);
  });

  test('20,000 rectangles pass, one more does not', () => {
    const many = (count: number): Uint8Array[] => Array.from({ length: count }, () => rfb.rawRect(0, 0, 0, 0));
    expect(passes(update(20_000, ...many(20_000)))).toBe(true);
    expect(passes(update(65535, ...many(20_000), rfb.LAST_RECT))).toBe(true);
    expect(refuses(update(20_001))).toContain('more than 20000 rectangles');
    expect(refuses(update(65535, ...many(20_001)))).toContain('more than 20000 rectangles');
  });

  test('after LastRect the next message begins', () => {
    expect(passes(update(65535, rfb.rawRect(0, 0, 8, 8), rfb.LAST_RECT), bytes(2))).toBe(true);
  });

  test('an update of 64 MiB passes, more does not', () => {
    const side = guarded();
    side.frame(...rfb.CLIENT_HELLO);
    side.host(rfb.GREETING, rfb.serverInit(8192, 4050));
    side.frame(rfb.setEncodings());
    // 8192 × 2047 + 8186 raw pixels and two rectangles' heads.
    const nearly = rect(0, 0, 8192, 2047, 0);
    expect(
      side.host(update(3, nearly), new Uint8Array(8192 * 2047 * 4), rect(0, 2047, 8186, 1, 0), new Uint8Array(8186 * 4)),
    ).toBeUndefined();
    expect(side.host(rect(0, 0, 1, 1, 0))).toMatchObject(refusal('more than 64 MiB'));
  });

  test('each pixel may be drawn four times in one update, not more', () => {
    const whole = rect(0, 0, 64, 48, 7, [0x80, 1, 2, 3]);
    expect(passes(update(4, whole, whole, whole, whole))).toBe(true);
    expect(refuses(update(5, whole, whole, whole, whole, rect(0, 0, 1, 1, 7, [0x80, 1, 2, 3])))).toContain('over and over');
  });
});

describe('Tight', () => {
  const tight = (width: number, height: number, ...body: readonly rfb.Part[]): Uint8Array =>
    update(1, rect(0, 0, width, height, 7, ...body));
  const bound = (size: number): number => size + (size >> 3) + (size >> 6) + 64;
  const data = (length: number): Uint8Array => bytes(rfb.compact(length), new Uint8Array(length));

  test('fill, copy, palette and gradient pass', () => {
    expect(passes(tight(64, 48, [0x80, 1, 2, 3]))).toBe(true);
    expect(passes(tight(64, 48, 0x00, data(100)))).toBe(true);
    expect(passes(tight(64, 48, [0x50, 0], data(5)))).toBe(true);
    expect(passes(tight(64, 48, [0x40, 1, 1], new Uint8Array(6), data(300)))).toBe(true);
    expect(passes(tight(64, 48, [0x60, 1, 255], new Uint8Array(768), data(3000)))).toBe(true);
    expect(passes(tight(64, 48, [0x40, 2], data(200)))).toBe(true);
    expect(passes(tight(3, 1, 0x00, new Uint8Array(9)))).toBe(true);
    expect(passes(tight(8, 2, [0x40, 1, 1], new Uint8Array(6), new Uint8Array(2)))).toBe(true);
  });

  test.each([
    ['copy', 0x00, 64 * 48 * 3, []],
    ['two colours', 0x40, 8 * 48, [1, 1, 0, 0, 0, 0, 0, 0]],
    ['three colours', 0x40, 64 * 48, [1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('%s: as long as zlib can make it passes, one byte more does not', (_name, control, size, filter) => {
    expect(passes(tight(64, 48, control, filter, data(bound(size))))).toBe(true);
    expect(refuses(tight(64, 48, control, filter, rfb.compact(bound(size) + 1)))).toContain('which no picture of that size has');
  });

  test.each([
    ['a length of 0', [0x00, 0], 'sent 0 compressed bytes'],
    ['a length of 4 MiB', [0x00, 255, 255, 255], 'sent 4194303 compressed bytes'],
    ['PNG', [0xa0], 'kind that was not asked for (10)'],
    ['a filter that does not exist', [0x40, 3], 'unknown filter (3)'],
  ])('%s is refused', (_name, body, part) => expect(refuses(tight(64, 48, body))).toContain(part));

  test('a rectangle without pixels is refused', () => expect(refuses(tight(0, 48, 0x00))).toContain('without pixels'));

  const jpeg = (length: number, content: Uint8Array, width = 64, height = 48): Uint8Array =>
    tight(width, height, 0x90, rfb.compact(length), content);

  test('a JPEG of the same size passes', () => {
    const content = rfb.jpegBytes(64, 48);
    expect(passes(jpeg(content.length, content))).toBe(true);
  });

  test.each([
    ['wider', rfb.jpegBytes(65, 48), 'is 65×48'],
    ['65,535 a side', rfb.jpegBytes(65535, 65535), 'is 65535×65535'],
    ['no JPEG', new Uint8Array(200), 'does not begin like one'],
    ['cut short', bytes([0xff, 0xd8, 0xff, 0xdb, 0xff, 0xff], new Uint8Array(200)), 'is cut short'],
    ['no size before the scan', bytes([0xff, 0xd8, 0xff, 0xda, 0, 4], new Uint8Array(200)), 'does not say its size'],
    ['Exif, which could turn it', bytes([0xff, 0xd8, 0xff, 0xe1, 0, 4], new Uint8Array(200)), '0xe1'],
    ['two sizes', bytes(rfb.jpegBytes(64, 48).subarray(0, 27), rfb.jpegBytes(64, 48).subarray(8), new Uint8Array(99)), 'is 64×48'],
  ])('%s is refused', (_name, content, part) => expect(refuses(jpeg(content.length, content))).toContain(part));

  test('as many bytes as a JPEG can have pass, one more does not', () => {
    const most = 64 * 48 * 6 + 2048;
    const content = rfb.jpegBytes(64, 48);
    expect(passes(jpeg(most, bytes(content, new Uint8Array(most - content.length))))).toBe(true);
    expect(refuses(jpeg(most + 1, content))).toContain(`sent ${most + 1} JPEG bytes`);
  });
});

describe('pseudo rectangles', () => {
  test('what noVNC asked for passes', () => {
    expect(
      passes(
        update(4, rect(0, 0, 0, 0, -258), rect(0, 0, 0, 0, -316), rect(0, 0, 0, 0, -261, 2), rect(0, 0, 0, 0, -307, be32(4), 'name')),
        update(1, rfb.desktopSize(64, 48)),
      ),
    ).toBe(true);
  });

  test('a pointer of 512×512 passes, wider or higher not', () => {
    expect(passes(update(1, rect(5, 5, 512, 512, -239, new Uint8Array(512 * 512 * 4 + 64 * 512))))).toBe(true);
    expect(passes(update(1, rect(5, 5, 512, 512, 0x574d5664, [1, 0], new Uint8Array(512 * 512 * 4))))).toBe(true);
    expect(passes(update(1, rect(0, 0, 16, 16, 0x574d5664, [0, 0], new Uint8Array(16 * 16 * 8))))).toBe(true);
    for (const encoding of [-239, 0x574d5664]) {
      expect(refuses(update(1, rect(0, 0, 513, 1, encoding, [0, 0])))).toContain('pointer of 513×1');
      expect(refuses(update(1, rect(0, 0, 1, 513, encoding, [0, 0])))).toContain('pointer of 1×513');
    }
    expect(refuses(update(1, rect(0, 0, 1, 1, 0x574d5664, [2, 0])))).toContain('unknown kind (2)');
  });

  test('a new name of 1024 bytes passes, of 1025 not', () => {
    expect(passes(update(1, rect(0, 0, 0, 0, -307, be32(1024), 'n'.repeat(1024))))).toBe(true);
    expect(refuses(update(1, rect(0, 0, 0, 0, -307, be32(1025))))).toContain('name of 1025');
  });

  test.each([rfb.desktopSize(8193, 10), rect(0, 0, 8193, 10, -223)])('a new size is bounded like the first', (part) => {
    expect(refuses(update(1, part))).toContain('8193×10');
  });

  test('a new size counts for the rectangles behind it', () => {
    expect(passes(update(2, rfb.desktopSize(100, 100), rfb.rawRect(99, 99, 1, 1)))).toBe(true);
    expect(refuses(update(2, rfb.desktopSize(32, 32), rect(0, 0, 33, 1, 0)))).toContain('outside');
  });

  test('a refused request leaves the size as it is, whatever it names', () => {
    expect(passes(update(1, rfb.desktopSize(0, 0, 1, 3)), rfb.picture(64, 48))).toBe(true);
  });
});

test('before noVNC listed its encodings nothing may be drawn', () => {
  const side = guarded();
  side.frame(...rfb.CLIENT_HELLO);
  expect(side.host(rfb.GREETING, rfb.serverInit(64, 48), rfb.picture(64, 48))).toMatchObject(refusal('not asked for (0)'));
});

test('the first update with pixels is told once, after its bytes', () => {
  const side = connected();
  side.host(update(1, rfb.desktopSize(64, 48)), update(1, rect(0, 0, 8, 8, 1, [0, 0, 0, 0])));
  expect(side.pictures()).toBe(0);
  const whole = rfb.picture(64, 48);
  side.host(whole.subarray(0, whole.length - 1));
  expect(side.pictures()).toBe(0);
  side.host(whole.subarray(whole.length - 1), whole);
  expect(side.pictures()).toBe(1);
});
