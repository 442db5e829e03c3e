/** The plan that takes back what set-ups changed on a host: a step for each entry of its journal, newest first. */
import type { ScriptRecord } from '../../connection/script';
import type { SetUpPlan, SetUpStep, StepId } from '../../contract/setUp';
import { plainText } from '../../contract/text';
import { journalEntry, type JournalEntry } from './journalEntry';
import { recipeOf } from './recipeOf';
import { undoCommands } from './undoCommands';

export interface UndoPlan {
  readonly plan: SetUpPlan;
  /** What undo.sh is given for each step: the name of its entry. */
  readonly entries: ReadonlyMap<StepId, string>;
}

const STEPS = 64;
const TITLE = 900;
const WORD = 250;
/** Rough. */
const SECONDS_EACH = 3;
const SECONDS_A_PACKAGE = 0.3;

/** Any records of resources/recipe/set-up/journalPlan.sh give a plan. */
export function undoPlan(records: readonly ScriptRecord[], about: Pick<SetUpPlan, 'id' | 'hostId' | 'system' | 'user' | 'at'>): UndoPlan {
  const rows = (key: string): readonly (readonly string[])[] => records.filter((record) => record.key === key).map(({ values }) => values);
  const [who, sudo, tool] = rows('self')[0] ?? [];
  const entries = rows('entry')
    .flatMap((values) => journalEntry(values) ?? [])
    .slice(0, STEPS);
  const older = Number.parseInt(rows('more')[0]?.[0] ?? '', 10) || 0;
  const host = { user: about.user, canBeRoot: who === 'root' || sudo === 'sudo', tool: tool === 'rpm' ? 'rpm' : 'dpkg' } as const;
  return {
    plan: {
      ...about,
      kind: 'undo',
      steps: entries.map((entry) => stepOf(entry, host)),
      warnings: older > 0 ? [`${older} older steps do not fit into this plan; plan again afterwards.`] : [],
      verifications: [],
    },
    entries: new Map(entries.map((entry) => [stepIdOf(entry), entry.id])),
  };
}

const stepIdOf = ({ number }: JournalEntry): StepId => `undo-${number}`;

interface UndoHost {
  readonly user: string;
  readonly canBeRoot: boolean;
  readonly tool: 'dpkg' | 'rpm';
}

function stepOf(entry: JournalEntry, { user, canBeRoot, tool }: UndoHost): SetUpStep {
  const recipe = recipeOf(entry.step);
  const warning = warningOf(entry, user);
  return {
    id: stepIdOf(entry),
    recipe,
    title: `Take back: ${plainText(entry.title, TITLE) || entry.step}`,
    commands: [...undoCommands(entry, tool)],
    files: [],
    uploads: [],
    changes: changesOf(entry),
    undo: 'Run the set-up again.',
    root: true,
    seconds: Math.round(SECONDS_EACH + taken(entry) * SECONDS_A_PACKAGE),
    ...(warning === '' ? {} : { warning }),
    state:
      recipe === 'driver'
        ? // What runs on the GPU now needs it, and another one may be in use by the next boot.
          { kind: 'already', found: 'The NVIDIA driver stays: it is never taken back by itself. Remove its packages yourself.' }
        : canBeRoot
          ? { kind: 'to-do' }
          : { kind: 'cannot', why: 'It needs root, and sudo is not installed: log in as root to take it back.' },
  };
}

const counted = (number: number, one: string, several: string): string => `${number} ${number === 1 ? one : several}`;

const taken = ({ packages }: JournalEntry): number => packages.filter(({ how }) => how === 'installed' || how === 'reinstalled').length;

function changesOf(entry: JournalEntry): string {
  if (entry.status === undefined) return 'Takes back whatever the interrupted step had changed.';
  const created = entry.paths.filter(({ how }) => how === 'created').length;
  const others = entry.paths.length - created;
  const parts = [
    ...(taken(entry) > 0 ? [`removes ${counted(taken(entry), 'package', 'packages')}`] : []),
    ...(created > 0 ? [`removes ${counted(created, 'file or folder', 'files and folders')}`] : []),
    ...(others > 0 ? [`restores ${counted(others, 'file or folder', 'files and folders')}`] : []),
    ...(entry.unread > 0 ? [`and ${entry.unread} more`] : []),
  ].join(', ');
  if (parts === '') return 'Runs the commands that undo it.';
  return `${parts.charAt(0).toUpperCase()}${parts.slice(1)}; what was changed since, or is needed by something else now, stays.`;
}

function warningOf({ packages, user: by, status }: JournalEntry, user: string): string {
  const of = (how: string): readonly string[] => packages.filter((each) => each.how === how).map(({ name }) => name);
  const listed = (names: readonly string[]): string =>
    plainText(`${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`, WORD);
  return [
    ...(status === undefined || status === 'lost' ? ['This step was interrupted.'] : []),
    ...(by === user || by === '' ? [] : [`${plainText(by, 100)} did this step.`]),
    ...(of('upgraded').length > 0 ? [`These packages were upgraded and stay so: ${listed(of('upgraded'))}.`] : []),
    ...(of('removed').length > 0 ? [`These packages were removed and do not come back: ${listed(of('removed'))}.`] : []),
  ].join(' ');
}
