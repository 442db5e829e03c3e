/** What a host says, made plain and cut to the bounds of contract/probe/text.ts. */
import { plainText } from '../../contract/text';

/** plainText adds a sign where it cut, and does not cut a character in two. */
export const toWord = (text: string): string => plainText(text, 250);
export const toLine = (text: string): string => plainText(text, 1000);

/** A decimal number that fits into a count. */
export const toCount = (text: string | undefined): number | undefined => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined);

/** Lines without what makes parsing slow: very many, very long. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split('\n', 2000)
    .map((each) => each.slice(0, 2000))
    .filter((each) => each.trim() !== '');

/** The only word of an answer that is one. */
export function onlyWord(text: string): string | undefined {
  const word = text.trim();
  return /^[\x21-\x7e]{1,250}$/.test(word) ? word : undefined;
}

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
