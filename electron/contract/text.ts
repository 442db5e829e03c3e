/** Text from people and hosts: lengths, and characters that could disguise what is shown. */
import { z } from 'zod';

// C0/C1 controls, zero-width and bidirectional formatting characters (Unicode TR36 §2.5, "Bidirectional Text Spoofing").
// oxlint-disable-next-line no-control-regex
const DISGUISING = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

export const hasDisguisingCharacters = (text: string): boolean => DISGUISING.test(text);

/** Untrusted text made safe to show on one line: control and bidi characters removed, cut to `limit` characters. */
export function plainText(text: string, limit = 256): string {
  let out = '';
  for (const char of text) {
    if (out.length >= limit) return `${out}…`;
    out += DISGUISING.test(char) ? ' ' : char;
  }
  return out.trim();
}

/** One line of text shown to the operator, 1..limit characters. */
export const label = (what: string, limit: number) =>
  z
    .string()
    .trim()
    .min(1, `Enter ${what}.`)
    .max(limit, `Use at most ${limit} characters for ${what}.`)
    .refine((text) => !hasDisguisingCharacters(text), `Remove control or invisible characters from ${what}.`);
