/** Lets a JPEG of a rectangle go by and checks that it is one of exactly that size (ITU-T T.81 annex B): another one stops noVNC for good. */
import { hold, pass, u16, u8, type Emit, type Reader } from './reader';
import { refused } from './refusal';

const MARKER = 0xff;
const START_OF_IMAGE = 0xd8;
const START_OF_SCAN = 0xda;
/** Baseline, extended sequential and progressive, all Huffman coded. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** DHT, DQT, DRI, COM, JFIF and Adobe: what encoders put before the scan. Exif (APP1) could turn the picture. */
const TABLES: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd, 0xfe, 0xe0, 0xee]);

/** noVNC takes nothing of it before the last byte, so bytes may go by while they are checked. */
export function* jpeg(length: number, width: number, height: number, emit: Emit): Reader {
  const broken = (why: string): Error => refused(`The desktop sent a JPEG for ${width}×${height} pixels that ${why}.`);
  let left = length;
  function* next(count: number): Reader<Uint8Array> {
    left -= count;
    if (left < 0) throw broken('is cut short');
    return yield hold(count);
  }
  const start = yield* next(2);
  if (u8(start, 0) !== MARKER || u8(start, 1) !== START_OF_IMAGE) throw broken('does not begin like one');
  emit(start);
  let sized = false;
  for (;;) {
    const head = yield* next(4);
    const kind = u8(head, 1);
    const body = u16(head, 2) - 2;
    if (u8(head, 0) !== MARKER || body < 0) throw broken('is damaged');
    if (kind === START_OF_SCAN) {
      if (!sized) throw broken('does not say its size');
      emit(head);
      yield pass(left);
      return;
    }
    if (!FRAMES.has(kind) && !TABLES.has(kind)) throw broken(`has a part that was not expected (0x${kind.toString(16)})`);
    const content = yield* next(body);
    if (FRAMES.has(kind)) {
      const [gotHeight, gotWidth] = [u16(content, 1), u16(content, 3)];
      if (sized || gotWidth !== width || gotHeight !== height) throw broken(`is ${gotWidth}×${gotHeight}`);
      sized = true;
    }
    emit(head);
    emit(content);
  }
}
