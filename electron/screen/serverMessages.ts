/** The messages of the host after ServerInit, one after the other; whatever noVNC did not ask for ends the stream. */
import { serverCutText } from './cutText';
import type { Desktop } from './desktop';
import { CONTINUOUS_UPDATES, EXTENDED_CLIPBOARD, FENCE } from './encodings';
import { BELLS_PER_SECOND, FENCE_BYTES } from './limits';
import { createRate } from './rate';
import { hold, pass, u32, u8, type Emit, type Reader } from './reader';
import { refused } from './refusal';
import { framebufferUpdate } from './updates';

export interface ServerSide {
  readonly desktop: Desktop;
  readonly now: () => number;
  readonly emit: Emit;
  /** Between two messages: whatever is emitted here stands alone. */
  atRest(): void;
  begun(): void;
  updated(pixels: boolean): void;
  /** A fence of the host went by, which noVNC will answer. */
  fenced(): void;
}

const UPDATE = 0;
const BELL = 2;
const CUT_TEXT = 3;
const END_OF_CONTINUOUS_UPDATES = 150;
const SERVER_FENCE = 248;

export function* serverMessages(side: ServerSide): Reader {
  const { desktop, emit } = side;
  const bells = createRate(BELLS_PER_SECOND, side.now);
  for (;;) {
    side.atRest();
    const type = u8(yield hold(1), 0);
    side.begun();
    if (type === UPDATE) {
      side.updated(yield* framebufferUpdate(desktop, emit));
    } else if (type === BELL) {
      if (bells()) emit(Uint8Array.of(BELL));
    } else if (type === CUT_TEXT) {
      yield* serverCutText(desktop.asked.has(EXTENDED_CLIPBOARD), emit);
    } else if (type === END_OF_CONTINUOUS_UPDATES && desktop.asked.has(CONTINUOUS_UPDATES)) {
      emit(Uint8Array.of(type));
    } else if (type === SERVER_FENCE && desktop.asked.has(FENCE)) {
      yield* serverFence(side);
    } else {
      throw refused(`The desktop sent a message of a type that was not asked for (${type}).`);
    }
  }
}

/** Only requests: noVNC ends at an answer, and loses its place in a payload of more than 64 bytes. */
function* serverFence(side: ServerSide): Reader {
  const head = yield hold(8);
  const length = u8(head, 7);
  if (length > FENCE_BYTES || u32(head, 3) < 0x80000000) throw refused('The desktop sent a fence that makes no sense.');
  side.emit(Uint8Array.of(SERVER_FENCE));
  side.emit(head);
  yield pass(length);
  side.fenced();
}
