/** What each mode is made of. */
import { RecipeName, type SetUpWish } from '../../contract/setUp';
import type { Role } from './distribution';
import { showsXorg } from './wishedGpu';

type Mode = SetUpWish['mode'];

const ALWAYS: readonly RecipeName[] = ['repair', 'repositories'];
/** Both X proxies stand here; the wish picks one. */
const DESKTOP: readonly RecipeName[] = ['base', 'turbovnc', 'tigervnc', 'desktop', 'tools'];
const CONTAINERS: readonly RecipeName[] = ['driver', 'engine', 'toolkit', 'groups', 'gpu-access'];

export const COMPOSITION: Readonly<Record<Mode, readonly RecipeName[]>> = {
  'host-egl': [...ALWAYS, ...DESKTOP, 'driver', 'virtualgl', 'groups', 'gpu-access'],
  'host-glx': [...ALWAYS, ...DESKTOP, 'driver', 'virtualgl', 'xorg', 'groups', 'gpu-access'],
  'host-xorg': [...ALWAYS, 'base', 'driver', 'desktop', 'tools', 'xorg', 'groups', 'gpu-access'],
  'host-dri3': [...ALWAYS, ...DESKTOP, 'groups'],
  software: [...ALWAYS, ...DESKTOP],
  // The desktop is in the container's image.
  'container-egl': [...ALWAYS, ...CONTAINERS],
  'container-xorg': [...ALWAYS, ...CONTAINERS],
  'container-glx': [...ALWAYS, ...CONTAINERS, 'base', 'xorg'],
  'container-shared-xorg': [...ALWAYS, ...CONTAINERS, 'base', 'desktop', 'tools', 'xorg'],
  'pod-egl': [],
  'pod-shared-xorg': [],
  'pod-xorg': [],
};

/** In the order in which they are done. */
export function recipesOf({ mode, xProxy }: Pick<SetUpWish, 'mode' | 'xProxy'>): readonly RecipeName[] {
  const other = xProxy === 'turbovnc' ? 'tigervnc' : 'turbovnc';
  return RecipeName.options.filter((name) => COMPOSITION[mode].includes(name) && name !== other);
}

/** The roles whose packages a wish needs, of those that EPEL has somewhere. */
export function epelRolesOf(wish: SetUpWish): readonly Role[] {
  const recipes = recipesOf(wish);
  const roles: readonly (Role | false)[] = [
    recipes.includes('desktop') && wish.desktop,
    recipes.includes('tools') && wish.benchmarks && 'benchmarks',
    recipes.includes('xorg') && showsXorg(wish.mode) && 'x11vnc',
  ];
  return roles.filter((role) => role !== false);
}
