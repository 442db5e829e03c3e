/** Where a screen's frame lives: an origin, and so a process, of its own. */
import type { ScreenId } from '../../electron/contract/screen';

export const screenOrigin = (id: ScreenId): string => `screen://${id}`;
export const screenUrl = (id: ScreenId): string => `${screenOrigin(id)}/`;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** 60 random bits as 12 of [a-z2-7]. */
export function newScreenId(): ScreenId {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
}
