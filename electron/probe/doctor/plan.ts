/** Cures that Gearview can run: a recipe, with what it is for. A subject that the recipe would refuse makes no plan. */
import type { Cure } from '../../contract/doctor';
import type { CureName } from '../../contract/recipe';

export const plan = (name: CureName, subject: string, text: string): Cure => ({ kind: 'plan', cure: { name, subject }, text });

/** `path` as recipes write it: `~/...` in the home directory. */
export const fromHome = (path: string, home: string | undefined): string =>
  home !== undefined && home !== '/' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
