/** ServerCutText and its extended form (rfbproto §7.7.27): text only, of bounded size, and never one that noVNC loses its place in. */
import { inflateSync, constants } from 'node:zlib';
import { CUT_TEXT_BYTES, CUT_TEXT_SKIPPED_BYTES } from './limits';
import { be32, drop, hold, pass, s32, u32, type Emit, type Reader } from './reader';
import { refused } from './refusal';

const TEXT = 1;
const CAPS = 1 << 24;
const PROVIDE = 1 << 28;
/** Request, peek, notify: flags and nothing else. */
const BARE: ReadonlySet<number> = new Set([1 << 25, 1 << 26, 1 << 27]);
/** Four bytes per format, of which there are sixteen. */
const CAPS_BYTES = 4 + 16 * 4;
/** The text's own length, then the text with a NUL. */
const INFLATED_BYTES = 4 + CUT_TEXT_BYTES + 1;

/** The type byte was read, not emitted. `extended` tells whether the host was offered the extended form. */
export function* serverCutText(extended: boolean, emit: Emit): Reader {
  const head = yield hold(7);
  const declared = s32(head, 3);
  const length = Math.abs(declared);
  if (length > CUT_TEXT_SKIPPED_BYTES) throw refused(`The desktop announced a clipboard text of ${length} bytes.`);
  if (length > CUT_TEXT_BYTES) {
    yield drop(length);
    return;
  }
  if (declared >= 0) {
    emit(Uint8Array.of(3));
    emit(head);
    yield pass(length);
    return;
  }
  if (!extended || length < 4) throw misshapen();
  const body = yield hold(length);
  const passed = extendedBody(body);
  if (passed === undefined) return;
  emit(Uint8Array.of(3, 0, 0, 0, ...be32(-passed.length)));
  emit(passed);
}

const misshapen = (): Error => refused('The desktop sent a clipboard message that makes no sense.');

/** What noVNC gets; undefined when it is swallowed. noVNC reads exactly what the flags call for, and no more. */
function extendedBody(body: Uint8Array): Uint8Array | undefined {
  const flags = u32(body, 0);
  const formats = flags & 0xffff;
  const actions = flags & 0xff000000;
  if ((actions & CAPS) !== 0) {
    if (body.length > CAPS_BYTES || body.length !== 4 + 4 * bits(formats)) throw misshapen();
    return body;
  }
  if (BARE.has(actions)) {
    if (body.length !== 4) throw misshapen();
    return body;
  }
  if (actions !== PROVIDE) throw misshapen();
  // noVNC asks for text alone, and inflates whatever size a text claims to have.
  return formats === TEXT && isWholeText(body.subarray(4)) ? body : undefined;
}

function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest >>= 1) count += rest & 1;
  return count;
}

function isWholeText(deflated: Uint8Array): boolean {
  try {
    const plain = inflateSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: INFLATED_BYTES });
    return plain.length >= 4 && u32(plain, 0) === plain.length - 4;
  } catch {
    return false;
  }
}
