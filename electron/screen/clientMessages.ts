/** noVNC's messages to the host: passed on as they are, but for the encodings, which are cut down to what the guard understands. */
import { fits, sizeKey, type Desktop } from './desktop';
import { isAllowed } from './encodings';
import { CLIENT_CUT_TEXT_BYTES, FENCE_BYTES, SIZE_WISHES } from './limits';
import { be16, be32, drop, hold, pass, s32, u16, u8, type Emit, type Reader } from './reader';
import { refused } from './refusal';

export interface ClientSide {
  readonly desktop: Desktop;
  readonly emit: Emit;
  /** noVNC wants the whole picture, not only what changed. */
  fullUpdateAsked(): void;
  /** A key, pointer or clipboard message. */
  input(): void;
  /** Whether the fence that noVNC answers was the guard's own. */
  ownFenceAnswered(): boolean;
  /** noVNC wants a size that the desktop has already, cannot have, or did not take when it was asked last. */
  sizeDeclined(): void;
}

const SET_PIXEL_FORMAT = 0;
const SET_ENCODINGS = 2;
const UPDATE_REQUEST = 3;
const KEY = 4;
const POINTER = 5;
const CUT_TEXT = 6;
const ENABLE_CONTINUOUS_UPDATES = 150;
const CLIENT_FENCE = 248;
const SET_DESKTOP_SIZE = 251;
const QEMU = 255;
/** Messages of a fixed length that need no look inside, without the type byte. */
const PLAIN: Readonly<Record<number, number>> = { [KEY]: 7, [ENABLE_CONTINUOUS_UPDATES]: 9, [QEMU]: 11 };
/** noVNC lists about 25. */
const ENCODINGS = 256;
/** In the pointer's button mask: one more byte follows. */
const MORE_BUTTONS_FLAG = 128;

export function* clientMessages(side: ClientSide): Reader {
  for (;;) {
    const type = u8(yield hold(1), 0);
    const plain = PLAIN[type];
    if (plain !== undefined) {
      side.emit(Uint8Array.of(type));
      yield pass(plain);
      if (type !== ENABLE_CONTINUOUS_UPDATES) side.input();
      continue;
    }
    switch (type) {
      case SET_PIXEL_FORMAT:
        yield* setPixelFormat(side);
        break;
      case SET_ENCODINGS:
        yield* setEncodings(side);
        break;
      case UPDATE_REQUEST: {
        const body = yield hold(9);
        emitMessage(side, type, body);
        if (u8(body, 0) === 0) side.fullUpdateAsked();
        break;
      }
      case POINTER: {
        const buttons = yield hold(1);
        emitMessage(side, type, buttons);
        yield pass((u8(buttons, 0) & MORE_BUTTONS_FLAG) === 0 ? 4 : 5);
        side.input();
        break;
      }
      case CUT_TEXT: {
        const head = yield hold(7);
        const length = Math.abs(s32(head, 3));
        if (length > CLIENT_CUT_TEXT_BYTES) throw refused('The clipboard text is too long for the desktop.');
        emitMessage(side, type, head);
        yield pass(length);
        side.input();
        break;
      }
      case CLIENT_FENCE:
        yield* clientFence(side);
        break;
      case SET_DESKTOP_SIZE:
        yield* setDesktopSize(side);
        break;
      default:
        throw refused(`The screen sent a message that was not expected (type ${type}).`);
    }
  }
}

function emitMessage(side: ClientSide, type: number, ...parts: readonly Uint8Array[]): void {
  side.emit(Uint8Array.of(type));
  for (const part of parts) side.emit(part);
}

function* setPixelFormat(side: ClientSide): Reader {
  const body = yield hold(19);
  const bits = u8(body, 3);
  if (bits !== 8 && bits !== 32) throw refused(`The screen asked for ${bits} bits per pixel, which noVNC never does.`);
  side.desktop.bytesPerPixel = bits / 8;
  emitMessage(side, SET_PIXEL_FORMAT, body);
}

function* setEncodings(side: ClientSide): Reader {
  const count = u16(yield hold(3), 1);
  if (count > ENCODINGS) throw refused('The screen listed more encodings than there are.');
  const body = yield hold(count * 4);
  const wanted = Array.from({ length: count }, (_, index) => s32(body, index * 4)).filter(isAllowed);
  for (const encoding of wanted) side.desktop.asked.add(encoding);
  emitMessage(side, SET_ENCODINGS, Uint8Array.of(0, ...be16(wanted.length), ...wanted.flatMap(be32)));
}

function* clientFence(side: ClientSide): Reader {
  const head = yield hold(8);
  const length = u8(head, 7);
  if (length > FENCE_BYTES) throw refused('The screen sent a fence that makes no sense.');
  if (side.ownFenceAnswered()) {
    yield drop(length);
    return;
  }
  emitMessage(side, CLIENT_FENCE, head);
  yield pass(length);
}

/**
 * noVNC asks again and again, ten times a second and without end, for a size that the desktop rounds or caps, and where its window
 * has a fraction of a pixel: such a wish is answered with "no" here.
 */
function* setDesktopSize(side: ClientSide): Reader {
  const head = yield hold(7);
  const screens = yield hold(u8(head, 5) * 16);
  const [width, height] = [u16(head, 1), u16(head, 3)];
  const { desktop } = side;
  const wish = sizeKey(width, height);
  if (!fits(width, height) || wish === sizeKey(desktop.width, desktop.height) || wish === desktop.missed) {
    side.sizeDeclined();
    return;
  }
  if (desktop.wishes.length >= SIZE_WISHES) throw refused('The screen asks for sizes faster than the desktop answers.');
  desktop.wishes.push(wish);
  emitMessage(side, SET_DESKTOP_SIZE, head, screens);
}
