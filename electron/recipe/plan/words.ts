/** Names as a sentence has them. */
import { plainText } from '../../contract/text';

const NAMES = 12;

/** `a, b and c`; of very many the first ones. */
export function namesIn(names: readonly string[]): string {
  const shown = names.slice(0, NAMES).map((name) => plainText(name, 64));
  if (names.length > NAMES) return `${shown.join(', ')} and ${names.length - NAMES} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** A line of the contract. */
export const sentence = (text: string): string => plainText(text, 1000);
