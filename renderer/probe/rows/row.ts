/** A fact as a row: its name, its value in words, and the question that brought it. */
import type { Facts } from '../../../electron/contract/probe';
import type { QuestionName } from '../../../electron/contract/probe/answer';
import { factTexts as texts } from '../factTexts';

export type FactValue =
  /** One or more lines. */
  | { readonly kind: 'known'; readonly lines: readonly string[] }
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly why: string };

export interface FactRow {
  readonly name: string;
  readonly value: FactValue;
  readonly from: QuestionName;
  readonly command: string;
}

export interface FactGroup {
  readonly name: string;
  readonly rows: readonly FactRow[];
}

/** `undefined`: not known, and its answer says why. An empty list: known to be none. */
export type Said = string | readonly string[] | undefined;

/** Rows of one host's facts. A question that was not asked has no row, nor one that was understood and did not tell this. */
export const rowMaker =
  ({ answers }: Pick<Facts, 'answers'>) =>
  (from: QuestionName, name: string, said: Said): readonly FactRow[] => {
    const answer = answers.find((each) => each.name === from);
    const command = answer?.command ?? '';
    if (said !== undefined) {
      const lines = counted((typeof said === 'string' ? [said] : said).filter((line) => line !== ''));
      return [{ name, from, command, value: { kind: 'known', lines: lines.length === 0 ? [texts.none] : lines } }];
    }
    if (answer === undefined || answer.state === 'known') return [];
    return [{ name, from, command, value: { kind: answer.state, why: answer.why ?? '' } }];
  };

/** Equal lines become one: `2 × NVIDIA A10`. */
function counted(lines: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => (count === 1 ? line : `${count} × ${line}`));
}

export const yesNo = (value: boolean): string => (value ? texts.yes : texts.no);

/** The parts that are there, as `a · b`. */
export const joined = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== false && part !== '').join(' · ');

/** Undefined stays so, and is told by its answer. */
export const map = <T, R>(value: T | undefined, make: (value: T) => R): R | undefined => (value === undefined ? undefined : make(value));
