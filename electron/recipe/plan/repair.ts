/** Packages that were left half installed, as after a power cut: until they are configured apt installs nothing. */
import { already, TO_DO } from './draft';
import { repairCommand } from './install';
import { IDLE, type DraftStep, type PlanContext, type Recipe } from './recipe';
import { verified } from './verified';
import { namesIn, sentence } from './words';

export const repair: Recipe = {
  asks: () => ({}),
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

function stepOf({ facts }: PlanContext): DraftStep {
  const broken = facts.system.brokenPackages ?? [];
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
  return {
    ...step,
    task: { files: [], commands: [repairCommand], undo: [] },
    changes: sentence(`Configures ${namesIn(broken)}; files in /etc stay as they are.`),
    undo: 'It is not taken back: half installed packages help nobody.',
    state: TO_DO,
  };
}
