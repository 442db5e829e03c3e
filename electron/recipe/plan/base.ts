/** What desktops and checks need of every host: programs that look at X servers, perl, and D-Bus for desktops. */
import { askedOf } from './asked';
import { BASE_TOOLS, toolsFound, toolsMissing } from './found';
import { packageStep } from './packageStep';
import type { Recipe } from './recipe';
import { ROUGH } from './rough';
import { verified } from './verified';
import { namesIn } from './words';

export const base: Recipe = {
  asks: (context) => askedOf(context, [context.distribution.packages.base]),
  steps: (context) => {
    const { facts, distribution } = context;
    const found = facts.desktop.dbus?.launch === undefined ? undefined : toolsFound(facts, BASE_TOOLS);
    return [
      packageStep(context, {
        id: 'base',
        recipe: 'base',
        title: 'Install what desktops and checks need',
        names: distribution.packages.base,
        rough: ROUGH.base,
        ...(found === undefined ? {} : { found }),
      }),
    ];
  },
  verify: ({ facts }) => {
    const missing = toolsMissing(facts, BASE_TOOLS);
    return [
      verified(
        { recipe: 'base', command: 'command -v xprop xwininfo xauth perl', expected: 'All of them are there' },
        missing === undefined
          ? undefined
          : { got: missing.length === 0 ? 'All there' : `Missing: ${namesIn(missing)}`, ok: missing.length === 0 },
      ),
    ];
  },
};
