/** Lines of an answer, and their words within the contract's bounds. */
import { plainText } from '../../contract/text';

export const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** As `word` of contract/probe/text.ts. */
export const wordOf = (text: string): string => plainText(text, 250);

/** As `line` there. */
export const lineOf = (text: string): string => plainText(text, 1000);

/** A decimal number; undefined for anything else. */
export const countOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** Security types of an option or a policy, lower case: separated by commas or blanks. */
export const typesIn = (text: string, limit: number): string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((type) => type !== '')
    .map(wordOf)
    .slice(0, limit);
