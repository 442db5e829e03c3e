/** What is true of every step: it is not run without the right to, without room, or when it cannot be shown exactly as it runs. */
import type { Facts } from '../../contract/probe';
import type { SetUpStep } from '../../contract/setUp';
import { hasDisguisingCharacters } from '../../contract/text';
import { commandLine } from './commandLine';
import type { DraftStep, PlanContext } from './recipe';
import { roomFor } from './room';

const COMMAND = 8000;
const COMMANDS = 64;

/** Steps in their order: what comes before takes room, too. `sizes`: bytes of the app's package files, by their sum. */
export function judged(
  steps: readonly DraftStep[],
  { facts, survey, files }: Pick<PlanContext, 'facts' | 'survey' | 'files'>,
): readonly DraftStep[] {
  const noRoot = whyNoRoot(facts);
  const room = roomFor(facts, survey);
  const sizes = new Map(files.map(({ sha256, size }) => [sha256, size]));
  return steps.map((step) => {
    if (step.state.kind !== 'to-do') return step;
    const why =
      whyNotShown(step) ??
      (needsRoot(step) ? noRoot : undefined) ??
      room({ ...step, uploads: step.uploads.map((sum) => sizes.get(sum) ?? 0) });
    return why === undefined ? step : { ...step, state: { kind: 'cannot', why } };
  });
}

/** All that a step does, it does as root. */
export const needsRoot = ({ task }: DraftStep): boolean => task.commands.length + task.files.length > 0;

export const linesOf = ({ task }: DraftStep): SetUpStep['commands'] => task.commands.map(commandLine);

function whyNoRoot({ login }: Facts): string | undefined {
  if (login.uid === 0) return undefined;
  const who = login.user === undefined ? 'this login' : login.user;
  if (login.sudo === 'none')
    return `It needs root, and sudo is not installed: log in as root, or let root install sudo and permit ${who} to use it.`;
  if (login.sudo === 'doas') return `It needs root, and Gearview uses sudo for that, not doas: log in as root, or let root install sudo.`;
  return undefined;
}

function whyNotShown(step: DraftStep): string | undefined {
  const lines = linesOf(step);
  const shown = [...lines, ...step.task.files.flatMap(({ path, text }) => [path, ...text.split('\n')])];
  if (shown.some(hasDisguisingCharacters)) return 'Its commands hold characters that cannot be shown, so they are not run.';
  if (lines.length > COMMANDS || lines.some((line) => line.length > COMMAND))
    return 'Its commands are too long to be shown, so they are not run.';
  return undefined;
}
