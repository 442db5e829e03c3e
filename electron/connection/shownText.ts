/** Text of a host or of a program, made to be read and nothing else: what would steer a screen or disguise it is spelled out (R67). */
import { hasDisguisingCharacters } from '../contract/text';

/** Line ends and tabs stay; ESC becomes `\x1b`, a bidi override `\u202e`. At most `limit` characters, the last an ellipsis when it was cut. */
export function shownText(text: string, limit: number): string {
  let out = '';
  for (const char of text.replaceAll('\r\n', '\n')) {
    const shown = char === '\n' || char === '\t' || !hasDisguisingCharacters(char) ? char : spelled(char);
    if (out.length + shown.length > limit) return limit === 0 ? '' : `${out.slice(0, limit - 1)}…`;
    out += shown;
  }
  return out;
}

function spelled(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
}
