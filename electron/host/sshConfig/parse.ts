/** One configuration file of OpenSSH as sections; own code, because `ssh-config` 5.3.0 keeps no line numbers, throws on one bad line, and loads child_process. */
import { hasDisguisingCharacters, plainText } from '../../contract/text';
import { faultOf, isFollowed, keywordOf } from './keywords';
import { isWild, matchesList } from './patterns';
import { wordsOf, type Words } from './words';

/** Patterns of IgnoreUnknown; each is held against each unknown line. */
const TOLERATED_LIMIT = 100;

export interface Pattern {
  readonly text: string;
  readonly negated: boolean;
  readonly wild: boolean;
}
const CRITERIA_WITH_VALUE = ['host', 'originalhost', 'user', 'localuser'] as const;
const CRITERIA_ALONE = ['all', 'final', 'canonical'] as const;
export interface Criterion {
  readonly name: (typeof CRITERIA_WITH_VALUE)[number] | (typeof CRITERIA_ALONE)[number];
  readonly negated: boolean;
  readonly value: string;
}
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'host'; readonly patterns: readonly Pattern[] }
  | { readonly kind: 'match'; readonly criteria: readonly Criterion[] };

export interface Setting {
  readonly kind: 'setting';
  /** Lower case. */
  readonly keyword: string;
  readonly raw: string;
  readonly args: readonly string[];
  readonly line: number;
  /** What is wrong with it: OpenSSH would stop here. */
  readonly fault?: string;
}
export interface Include {
  readonly kind: 'include';
  readonly patterns: readonly string[];
  readonly line: number;
}
export interface Section {
  readonly condition: Condition;
  readonly items: readonly (Setting | Include)[];
}
export interface Problem {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}
export interface Parsed {
  readonly sections: readonly Section[];
  readonly problems: readonly Problem[];
}

/** Any text is understood in part; what is not understood is a problem with its line. Time grows with the length. */
export function parseConfig(text: string): Parsed {
  const problems: Problem[] = [];
  let items: (Setting | Include)[] = [];
  const sections: { condition: Condition; items: (Setting | Include)[] }[] = [{ condition: { kind: 'always' }, items }];
  const unknown: { line: number; name: string }[] = [];
  const tolerated: string[] = [];

  text
    .replace(/^\ufeff/, '')
    .split('\n')
    .forEach((content, index) => {
      const line = index + 1;
      const bad = (why: string): void => void problems.push({ line, text: why });
      const words = wordsOf(content);
      if (words === undefined) return;
      const fault = hasDisguisingCharacters(content.trim().replaceAll('\t', ' '))
        ? 'This line has control or invisible characters.'
        : words.args === undefined
          ? 'A quote on this line is never closed.'
          : words.args.length === 0
            ? `${plainText(words.keyword, 40)} has no value.`
            : undefined;
      const args = words.args ?? [];
      if (words.keyword === 'host' || words.keyword === 'match') {
        const condition = fault === undefined ? conditionOf({ ...words, args }, bad) : ({ kind: 'never' } as const);
        if (fault !== undefined) bad(fault);
        items = [];
        sections.push({ condition, items });
      } else if (words.keyword === 'include') {
        if (fault === undefined) items.push({ kind: 'include', patterns: args, line });
        else bad(fault);
      } else if (keywordOf(words.keyword) === undefined) {
        unknown.push({ line, name: words.keyword });
      } else {
        if (words.keyword === 'ignoreunknown') tolerated.push(...args.join(',').split(',', TOLERATED_LIMIT - tolerated.length));
        const wrong = fault ?? (isFollowed(words.keyword) ? faultOf(words.keyword, args, words.raw) : undefined);
        if (wrong !== undefined) bad(wrong);
        items.push({
          kind: 'setting',
          keyword: words.keyword,
          raw: words.raw,
          args,
          line,
          ...(wrong === undefined ? {} : { fault: wrong }),
        });
      }
    });

  const list = tolerated.join(',');
  for (const { line, name } of unknown) {
    if (list === '' || !matchesList(name, list, { lowerCase: true }))
      problems.push({ line, text: `“${plainText(name, 60)}” is not an option of ssh.` });
  }
  return { sections, problems: problems.toSorted((a, b) => a.line - b.line) };
}

function conditionOf(words: Words & { args: readonly string[] }, bad: (why: string) => void): Condition {
  if (words.keyword === 'match') return matchOf(words.args, bad);
  const patterns = words.args.map((arg) => {
    const negated = arg.startsWith('!');
    const text = negated ? arg.slice(1) : arg;
    return { text, negated, wild: isWild(text) };
  });
  return { kind: 'host', patterns };
}

/** readconf.c, match_cfg_line(). What would run a command, or what we cannot know, never matches, negated or not. */
function matchOf(args: readonly string[], bad: (why: string) => void): Condition {
  const never = (why: string): Condition => {
    bad(why);
    return { kind: 'never' };
  };
  const criteria: Criterion[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const [, bang, word = '', inline] = /^(!?)([^=]*)(?:=([^]*))?$/.exec(args[at] ?? '') ?? [];
    const negated = bang === '!';
    const alone = CRITERIA_ALONE.find((each) => each === word.toLowerCase());
    if (alone !== undefined) {
      criteria.push({ name: alone, negated, value: '' });
      continue;
    }
    const name = CRITERIA_WITH_VALUE.find((each) => each === word.toLowerCase());
    if (name === undefined) {
      return word.toLowerCase() === 'exec'
        ? never('Match exec would run a command; Gearview never does, so this block is not used.')
        : never(`Gearview does not know “Match ${plainText(word, 40)}”, so this block is not used.`);
    }
    at += inline === undefined ? 1 : 0;
    const value = inline ?? args[at];
    if (value === undefined || value === '') return never(`Match ${name} has no value, so this block is not used.`);
    criteria.push({ name, negated, value });
  }
  const all = criteria.findIndex(({ name }) => name === 'all');
  if (all >= 0 && (all !== criteria.length - 1 || all > 1 || (all === 1 && criteria[0]?.value !== '')))
    return never('Match all stands alone, so this block is not used.');
  return { kind: 'match', criteria };
}
