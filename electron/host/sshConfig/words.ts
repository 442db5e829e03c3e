/** The words of one line of an OpenSSH configuration file, split as OpenSSH splits them. */

/** What follows a keyword: as written, and as words without quotes, escapes and comment. */
export interface Words {
  /** Lower case: keywords have no case. */
  readonly keyword: string;
  readonly raw: string;
  /** Undefined when a quote is never closed. */
  readonly args: readonly string[] | undefined;
}

// misc.c, strdelim(): the keyword ends at a blank or at one “=”.
const KEYWORD = /^(?:"([^"]*)"|([^ \t"=]+))[ \t]*=?[ \t]*/;

/** Undefined for an empty line and for a comment. Rules: ssh_config(5), and misc.c of OpenSSH. */
export function wordsOf(line: string): Words | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return undefined;
  const head = KEYWORD.exec(text);
  if (head === null) return { keyword: '', raw: text, args: undefined };
  const raw = text.slice(head[0].length);
  return { keyword: (head[1] ?? head[2] ?? '').toLowerCase(), raw, args: splitArgs(raw) };
}

const ESCAPED = new Set(["'", '"', '\\']);

/** misc.c, argv_split(): blanks separate, quotes of both kinds group, `\` escapes a quote, itself and a blank, `#` at a word's start ends the line. */
function splitArgs(text: string): string[] | undefined {
  const args: string[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === ' ' || text[at] === '\t') at += 1;
    if (at >= text.length || text[at] === '#') return args;
    let quote = '';
    let word = '';
    for (; at < text.length; at += 1) {
      const char = text.charAt(at);
      const next = text.charAt(at + 1);
      if (char === '\\' && (ESCAPED.has(next) || (quote === '' && next === ' '))) {
        word += next;
        at += 1;
      } else if (quote === '' && (char === ' ' || char === '\t')) break;
      else if (quote === '' && (char === '"' || char === "'")) quote = char;
      else if (quote !== '' && char === quote) quote = '';
      else word += char;
    }
    if (quote !== '') return undefined;
    args.push(word);
  }
}
