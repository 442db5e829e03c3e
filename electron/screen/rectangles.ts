/** One rectangle of a FramebufferUpdate (RFC 6143 §7.6.1): inside the framebuffer, in an encoding that was asked for, of a possible length. */
import { changeSize, type Desktop } from './desktop';
import * as encodings from './encodings';
import { CURSOR_SIDE, NAME_BYTES } from './limits';
import { hold, pass, u16, u32, u8, type Emit, type Reader } from './reader';
import { refused } from './refusal';
import { nameTooLong } from './serverInit';
import { tight } from './tight';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly encoding: number;
}

/** The update that the rectangle belongs to. Both throw `rfb-refused` when it becomes too large. */
export interface UpdateBudget {
  readonly emit: Emit;
  readonly spend: (bytes: number) => void;
  cover(pixels: number): void;
}

/** Returns whether it brought pixels of its own. `head` is emitted once the rectangle is known to be possible. */
export function* rectangle(rect: Rectangle, head: Uint8Array, desktop: Desktop, budget: UpdateBudget): Reader<boolean> {
  if (!desktop.asked.has(rect.encoding))
    throw refused(`The desktop sent a rectangle in an encoding that was not asked for (${rect.encoding}).`);
  switch (rect.encoding) {
    case encodings.RAW:
    case encodings.COPY_RECT:
    case encodings.TIGHT:
      return yield* pixels(rect, head, desktop, budget);
    default:
      yield* pseudo(rect, head, desktop, budget);
      return false;
  }
}

function inside(x: number, y: number, rect: Rectangle, desktop: Desktop): void {
  if (x + rect.width > desktop.width || y + rect.height > desktop.height)
    throw refused(
      `The desktop sent a rectangle ${rect.width}×${rect.height} at ${x},${y}, outside its own ${desktop.width}×${desktop.height} pixels.`,
    );
}

function* pixels(rect: Rectangle, head: Uint8Array, desktop: Desktop, budget: UpdateBudget): Reader<boolean> {
  inside(rect.x, rect.y, rect, desktop);
  const area = rect.width * rect.height;
  budget.cover(area);
  if (rect.encoding === encodings.COPY_RECT) {
    const source = yield hold(4);
    inside(u16(source, 0), u16(source, 2), rect, desktop);
    budget.emit(head);
    budget.emit(source);
    return false;
  }
  if (rect.encoding === encodings.RAW) {
    budget.spend(area * desktop.bytesPerPixel);
    budget.emit(head);
    yield pass(area * desktop.bytesPerPixel);
    return area > 0;
  }
  if (area === 0) throw refused('The desktop sent a Tight rectangle without pixels.');
  budget.emit(head);
  yield* tight({ width: rect.width, height: rect.height, emit: budget.emit, spend: budget.spend });
  return true;
}

function* pseudo(rect: Rectangle, head: Uint8Array, desktop: Desktop, budget: UpdateBudget): Reader {
  switch (rect.encoding) {
    case encodings.CURSOR:
      cursorSize(rect);
      budget.emit(head);
      yield pass(rect.width * rect.height * desktop.bytesPerPixel + Math.ceil(rect.width / 8) * rect.height);
      break;
    case encodings.VMWARE_CURSOR:
      yield* vmwareCursor(rect, head, budget);
      break;
    case encodings.DESKTOP_NAME:
      yield* desktopName(head, budget);
      break;
    case encodings.DESKTOP_SIZE:
      changeSize(desktop, rect.width, rect.height);
      budget.emit(head);
      break;
    case encodings.EXTENDED_DESKTOP_SIZE:
      yield* extendedDesktopSize(rect, head, desktop, budget);
      break;
    case encodings.QEMU_LEDS:
      budget.emit(head);
      yield pass(1);
      break;
    default:
      // What is left says something by being there: LastRect, QEMU keys, more buttons.
      budget.emit(head);
  }
}

function* desktopName(head: Uint8Array, budget: UpdateBudget): Reader {
  const length = yield hold(4);
  if (u32(length, 0) > NAME_BYTES) throw nameTooLong(u32(length, 0));
  budget.emit(head);
  budget.emit(length);
  yield pass(u32(length, 0));
}

function cursorSize(rect: Rectangle): void {
  if (rect.width > CURSOR_SIDE || rect.height > CURSOR_SIDE)
    throw refused(`The desktop sent a pointer of ${rect.width}×${rect.height} pixels; at most ${CURSOR_SIDE} a side can be shown.`);
}

/** Type 0: AND and XOR mask; 1: RGBA. noVNC waits for ever at any other. */
function* vmwareCursor(rect: Rectangle, head: Uint8Array, budget: UpdateBudget): Reader {
  cursorSize(rect);
  const type = yield hold(2);
  if (u8(type, 0) > 1) throw refused(`The desktop sent a pointer of an unknown kind (${u8(type, 0)}).`);
  budget.emit(head);
  budget.emit(type);
  yield pass(rect.width * rect.height * (u8(type, 0) === 0 ? 8 : 4));
}

/** `x`: 0 the desktop itself, 1 we asked, 2 another viewer; `y`: 0 done, else a refusal, which leaves the size as it is. */
function* extendedDesktopSize(rect: Rectangle, head: Uint8Array, desktop: Desktop, budget: UpdateBudget): Reader {
  const count = yield hold(4);
  const screens = yield hold(u8(count, 0) * 16);
  const ours = rect.x === 1;
  const wish = ours ? desktop.wishes.shift() : undefined;
  if (!ours || rect.y === 0) changeSize(desktop, rect.width, rect.height, wish);
  if (screens.length >= 16) desktop.layout = { id: screens.slice(0, 4), flags: screens.slice(12, 16) };
  budget.emit(head);
  budget.emit(count);
  budget.emit(screens);
}
