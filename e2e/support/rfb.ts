/** Bytes of RFB for tests: what a host says, and what noVNC says to it. */

export const be16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
export const be32 = (value: number): number[] => [...be16(value >>> 16), ...be16(value)];

/** A byte, Latin-1 text, or bytes. */
export type Part = number | string | Uint8Array | readonly number[];

export function bytes(...parts: readonly Part[]): Uint8Array {
  const pieces = parts.map((part) => {
    if (typeof part === 'number') return Buffer.from([part]);
    return typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part);
  });
  return new Uint8Array(Buffer.concat(pieces));
}

// --- host -----------------------------------------------------------------------------------------------------------

export const VERSION = 'RFB 003.008\n';
/** Version, one security type None, OK: as TigerVNC and TurboVNC greet on a unix socket. */
export const GREETING = bytes(VERSION, [1, 1], be32(0));
/** 32 bits, depth 24, little endian, as every Xvnc announces. */
const PIXEL_FORMAT = [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0];

export const serverInit = (width: number, height: number, name = 'desktop', nameLength = name.length): Uint8Array =>
  bytes(be16(width), be16(height), PIXEL_FORMAT, be32(nameLength), name);

export const update = (count: number, ...rectangles: readonly Uint8Array[]): Uint8Array => bytes(0, 0, be16(count), ...rectangles);

export const rect = (x: number, y: number, width: number, height: number, encoding: number, ...body: readonly Part[]): Uint8Array =>
  bytes(be16(x), be16(y), be16(width), be16(height), be32(encoding), ...body);

export const rawRect = (x: number, y: number, width: number, height: number): Uint8Array =>
  rect(x, y, width, height, 0, new Uint8Array(width * height * 4));

/** One update that fills the desktop with raw pixels. */
export const picture = (width: number, height: number): Uint8Array => update(1, rawRect(0, 0, width, height));

export const LAST_RECT = rect(0, 0, 0, 0, -224);

export function desktopSize(width: number, height: number, reason = 0, result = 0): Uint8Array {
  const screen = [...be32(7), ...be16(0), ...be16(0), ...be16(width), ...be16(height), ...be32(9)];
  return rect(reason, result, width, height, -308, [1, 0, 0, 0], screen);
}

export const cutText = (length: number, body: Uint8Array | string = ''): Uint8Array => bytes(3, 0, 0, 0, be32(length), body);
export const extendedCutText = (flags: number, body: Uint8Array = new Uint8Array(0)): Uint8Array =>
  cutText(-(4 + body.length), bytes(be32(flags), body));

/** A JPEG as far as its headers go: tables, frame, scan. */
export function jpegBytes(width: number, height: number): Uint8Array {
  const frame = [0xff, 0xc0, ...be16(17), 8, ...be16(height), ...be16(width), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
  const scan = [0xff, 0xda, ...be16(12), 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0];
  return bytes([0xff, 0xd8], [0xff, 0xdb, ...be16(4), 0, 1], frame, scan, new Uint8Array(40), [0xff, 0xd9]);
}

export function compact(length: number): number[] {
  if (length < 128) return [length];
  if (length < 16384) return [(length & 127) | 128, length >> 7];
  return [(length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14];
}

// --- noVNC ----------------------------------------------------------------------------------------------------------

/** What noVNC 1.7.0 lists, in its order (core/rfb.js, _sendEncodings). */
export const NOVNC_ENCODINGS = [
  1, 50, 7, -260, 16, 21, 5, 2, 6, 0, -26, -254, -223, -224, -258, -261, -308, -309, -312, -313, -307, 0xc0a1e5ce, -316, 0x574d5664, -239,
];
export const CLIENT_HELLO = [bytes(VERSION), bytes(1), bytes(1)] as const;
export const setEncodings = (list: readonly number[] = NOVNC_ENCODINGS): Uint8Array => bytes(2, 0, be16(list.length), ...list.map(be32));
export const SET_PIXEL_FORMAT = bytes(0, [0, 0, 0], [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0]);
export const updateRequest = (incremental: boolean, width: number, height: number): Uint8Array =>
  bytes(3, incremental ? 1 : 0, be16(0), be16(0), be16(width), be16(height));
/** `layout`: the first screen that the host told, its id and flags. */
export const setDesktopSize = (width: number, height: number, layout = { id: bytes(be32(7)), flags: bytes(be32(9)) }): Uint8Array =>
  bytes(251, 0, be16(width), be16(height), 1, 0, layout.id, be16(0), be16(0), be16(width), be16(height), layout.flags);
export const key = (down: boolean, keysym: number): Uint8Array => bytes(4, down ? 1 : 0, [0, 0], be32(keysym));
export const pointer = (x: number, y: number, buttons = 0): Uint8Array => bytes(5, buttons, be16(x), be16(y));
export const clientFence = (): Uint8Array => bytes(248, [0, 0, 0], be32(0), 0);
