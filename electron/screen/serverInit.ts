/** ServerInit: size, pixel format and name of the desktop (RFC 6143 §7.3.2). */
import { takeSize, type Desktop } from './desktop';
import { NAME_BYTES } from './limits';
import { hold, pass, u16, u32, type Emit, type Reader } from './reader';
import { refused } from './refusal';

export function* serverInit(desktop: Desktop, emit: Emit): Reader {
  const head = yield hold(24);
  takeSize(desktop, u16(head, 0), u16(head, 2));
  const nameLength = u32(head, 20);
  if (nameLength > NAME_BYTES) throw nameTooLong(nameLength);
  emit(head);
  yield pass(nameLength);
}

export const nameTooLong = (length: number): Error =>
  refused(`The desktop announced a name of ${length} bytes; at most ${NAME_BYTES} are read.`);
