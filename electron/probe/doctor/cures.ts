/** Cures that are words, or commands to copy. */
import type { Cure } from '../../contract/doctor';

export const words = (text: string): Cure => ({ kind: 'words', text });

/** Undefined lines are those that a name of the host spoiled (`safe` of command.ts): then no command is shown at all. */
export function commands(lines: readonly (string | undefined)[], root: boolean, text: string): Cure {
  const known = lines.filter((line) => line !== undefined);
  if (known.length === lines.length) return { kind: 'command', commands: known, root, text };
  return words(`${text} No command is shown, because a name in it holds characters that a shell reads as its own.`);
}
