/** What the questions of one probe were answered with, and what became of each answer. */
import type { ScriptRecord } from '../connection/script';
import { QuestionName, type Answer } from '../contract/probe/answer';
import { plainText } from '../contract/text';

/** As resources/probe/ask.sh wrote it. */
export interface Raw {
  readonly command: string;
  readonly status: number;
  readonly text: string;
}

/** Status of a question that does not apply, of one that only root may ask, and of one that did not answer in time (timeout(1)). */
const ABSENT = 3;
const NEEDS_ROOT = 4;
const LATE = 124;
const KILLED = 137;

export interface Raws {
  /**
   * The value that `parse` makes of the answer; undefined when the question was not asked, does not apply, or was not answered in time,
   * and when `parse` does not understand it. Never throws: a parser that throws has not understood.
   */
  read<T>(name: QuestionName, parse: (text: string, status: number) => T | undefined): T | undefined;
  raw(name: QuestionName): Raw | undefined;
  /** Every question, with its state after all were read. */
  answers(): readonly Answer[];
}

function parseRaw(record: ScriptRecord): readonly [QuestionName, Raw] | undefined {
  const name = QuestionName.safeParse(record.key).data;
  const [, status, command, text] = /^(\d{1,3})\n([^\0]*)\0([\s\S]*)$/.exec(record.values[0] ?? '') ?? [];
  return name === undefined || command === undefined || text === undefined
    ? undefined
    : [name, { command: command.slice(0, 2000), status: Number(status), text }];
}

export function rawsOf(records: readonly ScriptRecord[]): Raws {
  const raws = new Map(records.map(parseRaw).filter((each) => each !== undefined));
  const states = new Map<QuestionName, Answer>();
  const keep = (name: QuestionName, state: Answer['state'], why?: string): void => {
    const command = raws.get(name)?.command ?? '';
    states.set(name, { name, state, command, ...(why === undefined ? {} : { why: plainText(why, 1000) }) });
  };
  return {
    raw: (name) => raws.get(name),
    read(name, parse) {
      const raw = raws.get(name);
      if (raw === undefined) {
        keep(name, 'unreadable', 'The probe brought no answer.');
        return undefined;
      }
      if (raw.status === ABSENT) {
        keep(name, 'absent', raw.text.trim() || 'It does not apply to this host.');
        return undefined;
      }
      if (raw.status === NEEDS_ROOT) {
        keep(name, 'unreadable', raw.text.trim() || 'Only root may read it.');
        return undefined;
      }
      if ((raw.status === LATE || raw.status === KILLED) && raw.text.trim() === '') {
        keep(name, 'unreadable', 'The command did not answer in time.');
        return undefined;
      }
      const value = understood(() => parse(raw.text, raw.status));
      if (value === undefined) keep(name, 'unreadable', `Gearview does not understand the answer: ${firstLine(raw.text)}`);
      else if (states.get(name)?.state !== 'unreadable') keep(name, 'known');
      return value;
    },
    answers: () => QuestionName.options.flatMap((name) => states.get(name) ?? []),
  };
}

function understood<T>(parse: () => T | undefined): T | undefined {
  try {
    return parse();
  } catch {
    // An unknown format is shown as it is.
    return undefined;
  }
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0]?.slice(0, 200) || 'it is empty';
