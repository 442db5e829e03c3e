/** What a run printed: its latest lines, each with its number, told a few at a time. */
import type { RunOutput } from '../../contract/setUp';
import { paced } from './paced';

/** Lines that are kept. */
const KEPT = 20_000;
const PACE_MS = 100;
/** The contract's, of one answer. */
const LINES = 2000;
/** Characters of JSON in an event, of the 256 Ki that a message may have. */
const EVENT_SIZE = 200_000;

export interface Output {
  readonly add: (line: string) => void;
  /** Lines so far, also those that are not kept any more. */
  readonly count: () => number;
  /** From that number on, or from the first one that is kept. */
  readonly read: (from: number) => RunOutput;
  /** The end of it. */
  readonly tail: (count: number, from?: number) => readonly string[];
  /** Tells what was not told yet. */
  readonly flush: () => void;
}

/** Lines are plain, and at most 2,000 characters each. */
export function createOutput(runId: string, onAdded: (output: RunOutput) => void): Output {
  const lines: string[] = [];
  let dropped = 0;
  let told = 0;
  const count = (): number => dropped + lines.length;
  const read = (from: number): RunOutput => {
    const first = Math.max(from, dropped);
    return { runId, from: first, lines: lines.slice(first - dropped, first - dropped + LINES) };
  };
  const pace = paced(PACE_MS, () => {
    while (told < count()) {
      const piece = read(told);
      const fitting = firstFitting(piece.lines);
      onAdded({ ...piece, lines: fitting });
      told = piece.from + fitting.length;
    }
  });
  return {
    add(line) {
      lines.push(line);
      // Not one by one: that would move all others each time.
      if (lines.length >= KEPT + LINES) dropped += lines.splice(0, lines.length - KEPT).length;
      pace.soon();
    },
    count,
    read,
    tail: (size, from = 0) => lines.slice(Math.max(0, from - dropped)).slice(-size),
    flush: pace.now,
  };
}

/** As many as an event has room for, and one at least. */
function firstFitting(lines: readonly string[]): string[] {
  let size = 0;
  const end = lines.findIndex((line) => (size += JSON.stringify(line).length + 1) > EVENT_SIZE);
  return lines.slice(0, end < 0 ? lines.length : Math.max(1, end));
}
