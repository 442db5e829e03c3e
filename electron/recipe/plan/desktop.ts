/** The desktop that people see: Openbox for small boxes, Xfce, or MATE. */
import type { DesktopChoice } from '../../contract/setUp';
import { askedOf } from './asked';
import { desktopFound } from './found';
import { packageStep } from './packageStep';
import type { Recipe } from './recipe';
import { ROUGH } from './rough';
import { verified, wasAnswered } from './verified';
import { namesIn } from './words';

const NAMES: Readonly<Record<DesktopChoice, string>> = { openbox: 'Openbox', xfce: 'Xfce', mate: 'MATE' };

export const desktop: Recipe = {
  asks: (context) => askedOf(context, [context.distribution.packages[context.wish.desktop]]),
  steps: (context) => {
    const { facts, wish, distribution } = context;
    const found = desktopFound(facts, wish.desktop);
    return [
      packageStep(context, {
        id: 'desktop',
        recipe: 'desktop',
        title: `Install ${NAMES[wish.desktop]}`,
        names: distribution.packages[wish.desktop],
        rough: ROUGH[wish.desktop],
        ...(found === undefined ? {} : { found }),
      }),
    ];
  },
  verify: ({ facts, wish }) => {
    const all = facts.desktop.windowManagers ?? [];
    const got = all.length === 0 ? 'No window manager' : namesIn(all.map(({ name }) => name));
    return [
      verified(
        { recipe: 'desktop', command: 'ls /usr/share/xsessions', expected: `${NAMES[wish.desktop]} is among the window managers` },
        wasAnswered(facts, 'window-managers') ? { got, ok: desktopFound(facts, wish.desktop) !== undefined } : undefined,
      ),
    ];
  },
};
