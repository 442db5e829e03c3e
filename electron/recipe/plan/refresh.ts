/** Fetches the host's package lists, where packages are to be installed and the lists are old. */
import { already, TO_DO } from './draft';
import { listsAreOld } from './installed';
import { refreshCommand } from './install';
import { mirrorSource } from './mirrorSource';
import { IDLE, type DraftStep, type PlanContext } from './recipe';
import { ROUGH } from './rough';

/** `others`: the steps of all recipes; none where no repository may be asked. */
export function refreshStep(context: PlanContext, others: readonly DraftStep[]): readonly DraftStep[] {
  const { wish, survey, distribution } = context;
  if (wish.offline) return [];
  const step = {
    id: 'package-lists',
    recipe: 'repositories' as const,
    title: 'Fetch fresh package lists',
    uploads: [],
    undo: 'The lists stay: they hold no settings.',
    seconds: ROUGH.lists.seconds,
  };
  const idle = (found: string): readonly DraftStep[] => [{ ...step, ...IDLE, state: already(found) }];
  if (!listsAreOld(survey)) return idle(`The package lists were fetched ${ago(survey.listsAge ?? 0)} ago.`);
  if (!others.some(installsPackages)) return idle('No package has to be installed.');
  // The distribution's own archives may be out of reach where a mirror is given.
  const only = mirrorSource(context)?.name;
  return [
    {
      ...step,
      task: { files: [], commands: [refreshCommand(distribution, distribution.mirror === undefined ? undefined : only)], undo: [] },
      changes: 'Renews what the host knows of the packages in its repositories.',
      download: ROUGH.lists.download,
      disk: ROUGH.lists.disk,
      state: TO_DO,
    },
  ];
}

const MANAGERS = new Set(['apt-get', 'dnf', 'yum']);

const installsPackages = ({ task, state }: DraftStep): boolean =>
  state.kind === 'to-do' && task.commands.some((words) => words.includes('install') && words.some((word) => MANAGERS.has(word)));

function ago(seconds: number): string {
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}
