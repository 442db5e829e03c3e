/** Packages that were left half installed, as after a power cut: they are configured, or installed again. */
import { already, TO_DO } from './draft';
import { askedOfFiles, filesFor, pathOf } from './fromFiles';
import { repairCommands } from './install';
import { IDLE, type DraftStep, type PlanContext, type Recipe } from './recipe';
import { verified } from './verified';
import { namesIn, sentence } from './words';

export const repair: Recipe = {
  asks: (context) => ({ packages: askedOfFiles(context, brokenOf(context)) }),
  steps: (context) => (context.distribution.manager === 'apt' ? [stepOf(context)] : []),
  verify: ({ distribution, facts }) => {
    if (distribution.manager !== 'apt') return [];
    const broken = facts.system.brokenPackages;
    return [
      verified(
        { recipe: 'repair', command: 'dpkg --audit', expected: 'No package is half installed' },
        broken === undefined ? undefined : { got: broken.length === 0 ? 'None' : namesIn(broken), ok: broken.length === 0 },
      ),
    ];
  },
};

const brokenOf = ({ facts }: Pick<PlanContext, 'facts'>): readonly string[] => facts.system.brokenPackages ?? [];

function stepOf(context: PlanContext): DraftStep {
  const broken = brokenOf(context);
  const step = {
    id: 'repair',
    recipe: 'repair' as const,
    title: 'Finish packages that are half installed',
    uploads: [],
    // A kernel module may have to be built.
    seconds: 60,
  };
  if (broken.length === 0)
    return {
      ...step,
      ...IDLE,
      undo: 'There is nothing to take back.',
      state: already('No package is half installed.'),
    };
  const files = filesFor(context, broken);
  return {
    ...step,
    task: {
      files: [],
      commands: repairCommands({ paths: files.map((file) => pathOf(context, file)), offline: context.wish.offline }),
      undo: [],
    },
    uploads: files.map(({ sha256 }) => sha256),
    changes: sentence(`Configures ${namesIn(broken)}, or installs what is not whole of them again; files in /etc stay as they are.`),
    undo: 'Removes what had to be added, where nothing needs it; what was half installed stays whole.',
    state: TO_DO,
  };
}
