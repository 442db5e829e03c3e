/** FramebufferUpdate (RFC 6143 §7.6.1): a bounded number of rectangles, bytes and pixels. */
import type { Desktop } from './desktop';
import { LAST_RECT } from './encodings';
import { UPDATE_AREAS, UPDATE_BYTES, UPDATE_RECTANGLES } from './limits';
import { hold, s32, u16, type Emit, type Reader } from './reader';
import { rectangle, type UpdateBudget } from './rectangles';
import { refused } from './refusal';

/** The count that says: as many as come before LastRect. */
const UNTIL_LAST_RECT = 65535;

/** The type byte was read, not emitted. Returns whether the update brought pixels. */
export function* framebufferUpdate(desktop: Desktop, emit: Emit): Reader<boolean> {
  const count = yield hold(3);
  const declared = u16(count, 1);
  if (declared !== UNTIL_LAST_RECT && declared > UPDATE_RECTANGLES) throw tooMany();
  emit(Uint8Array.of(0));
  emit(count);
  const budget = createBudget(desktop, emit);
  let pixels = false;
  for (let index = 0; index < declared; index++) {
    const head = yield hold(12);
    const encoding = s32(head, 8);
    if (index >= UPDATE_RECTANGLES && encoding !== LAST_RECT) throw tooMany();
    const rect = { x: u16(head, 0), y: u16(head, 2), width: u16(head, 4), height: u16(head, 6), encoding };
    budget.spend(head.length);
    const brought = yield* rectangle(rect, head, desktop, budget);
    pixels ||= brought;
    if (encoding === LAST_RECT) break;
  }
  return pixels;
}

const tooMany = (): Error => refused(`The desktop sent an update of more than ${UPDATE_RECTANGLES} rectangles.`);

function createBudget(desktop: Desktop, emit: Emit): UpdateBudget {
  let bytes = 0;
  let area = 0;
  return {
    emit,
    spend(count) {
      bytes += count;
      if (bytes > UPDATE_BYTES) throw refused(`The desktop sent one update of more than ${UPDATE_BYTES / 1024 / 1024} MiB.`);
    },
    cover(count) {
      area += count;
      if (area > UPDATE_AREAS * desktop.width * desktop.height)
        throw refused('The desktop sent an update that draws the same pixels over and over.');
    },
  };
}
