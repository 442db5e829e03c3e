/** One rectangle in Tight (rfbproto §7.7.6): its declared lengths against what its area can need. */
import { jpeg } from './jpeg';
import { hold, pass, u8, type Emit, type Reader } from './reader';
import { refused } from './refusal';

export interface TightPart {
  readonly width: number;
  readonly height: number;
  readonly emit: Emit;
  /** Counts bytes of the update. Throws when it becomes too large. */
  readonly spend: (count: number) => void;
}

const FILL = 8;
const JPEG = 9;
const EXPLICIT_FILTER = 4;
const COPY_FILTER = 0;
const PALETTE_FILTER = 1;
const GRADIENT_FILTER = 2;
/** Bytes per pixel: noVNC asks for 8 bits per colour only. */
const PIXEL = 3;
/** Less than this is sent as it is, without a length. */
const UNCOMPRESSED_BELOW = 12;

/** Most that zlib makes of `bytes`, by its own deflateBound for any setting, and one flush. */
const deflated = (bytes: number): number => bytes + (bytes >> 3) + (bytes >> 6) + 64;
/** JPEG at full quality stays below three bytes per pixel; its tables fit into 2 KiB. */
const jpegBound = (pixels: number): number => pixels * 6 + 2048;

export function* tight(part: TightPart): Reader {
  const control = yield hold(1);
  const kind = u8(control, 0) >> 4;
  if (kind === FILL) {
    emitAll(part, control, yield hold(PIXEL));
  } else if (kind === JPEG) {
    const { length, coded } = yield* compactLength();
    within(part, length, jpegBound(part.width * part.height), 'JPEG');
    emitAll(part, control, coded);
    yield* jpeg(length, part.width, part.height, part.emit);
  } else if (kind < FILL) {
    emitAll(part, control);
    yield* basic(part, kind);
  } else {
    throw refused(`The desktop sent a Tight rectangle of a kind that was not asked for (${kind}).`);
  }
}

function* basic(part: TightPart, kind: number): Reader {
  const filter = (kind & EXPLICIT_FILTER) === 0 ? COPY_FILTER : yield* filterId(part);
  const bytes = filter === PALETTE_FILTER ? yield* palette(part) : part.width * part.height * PIXEL;
  if (bytes < UNCOMPRESSED_BELOW) {
    yield pass(bytes);
    return;
  }
  const { length, coded } = yield* compactLength();
  within(part, length, deflated(bytes), 'compressed');
  emitAll(part, coded);
  yield pass(length);
}

function emitAll(part: TightPart, ...pieces: readonly Uint8Array[]): void {
  for (const piece of pieces) {
    part.spend(piece.length);
    part.emit(piece);
  }
}

function* filterId(part: TightPart): Reader<number> {
  const byte = yield hold(1);
  const filter = u8(byte, 0);
  if (filter > GRADIENT_FILTER) throw refused(`The desktop sent a Tight rectangle with an unknown filter (${filter}).`);
  emitAll(part, byte);
  return filter;
}

/** Returns the bytes that the rectangle has before compression. */
function* palette(part: TightPart): Reader<number> {
  const count = yield hold(1);
  const colours = u8(count, 0) + 1;
  emitAll(part, count);
  part.spend(colours * PIXEL);
  yield pass(colours * PIXEL);
  return (colours <= 2 ? Math.floor((part.width + 7) / 8) : part.width) * part.height;
}

/** One to three bytes, seven bits each, the third with all eight. */
function* compactLength(): Reader<{ length: number; coded: Uint8Array }> {
  const first = u8(yield hold(1), 0);
  if (first < 128) return { length: first, coded: Uint8Array.of(first) };
  const second = u8(yield hold(1), 0);
  const low = (first & 127) | ((second & 127) << 7);
  if (second < 128) return { length: low, coded: Uint8Array.of(first, second) };
  const third = u8(yield hold(1), 0);
  return { length: low | (third << 14), coded: Uint8Array.of(first, second, third) };
}

function within(part: TightPart, length: number, bound: number, what: string): void {
  if (length === 0 || length > bound)
    throw refused(`The desktop sent ${length} ${what} bytes for ${part.width}×${part.height} pixels, which no picture of that size has.`);
  part.spend(length);
}
