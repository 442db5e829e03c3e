/** What a host of an unknown distribution needs, by the names that people know, for its packages have to be found by hand. */
import type { Facts } from '../../contract/probe';
import type { RecipeName, SetUpWish } from '../../contract/setUp';
import { recipesOf } from './composition';
import { already, cannot } from './draft';
import { BASE_TOOLS, desktopFound, toolsFound, virtualglFound, xProxyFound } from './found';
import { IDLE, type DraftStep } from './recipe';
import { sentence } from './words';

interface Need {
  readonly what: string;
  readonly found?: string;
}

/** A step that cannot, or is there already, for each recipe of the wish. */
export const stepsByHand = (facts: Facts, wish: SetUpWish): readonly DraftStep[] =>
  recipesOf(wish).flatMap((recipe) => {
    const need = needOf(recipe, facts, wish);
    return need === undefined ? [] : [stepOf(recipe, need, facts.system.os?.name ?? 'Its system')];
  });

function stepOf(recipe: RecipeName, { what, found }: Need, system: string): DraftStep {
  return {
    id: recipe,
    recipe,
    title: sentence(`By hand: ${what}`),
    ...IDLE,
    uploads: [],
    undo: 'There is nothing to take back.',
    seconds: 0,
    state: found === undefined ? cannot(`${system} is not known to a set-up: install ${what} by hand.`) : already(found),
  };
}

/** Undefined for what a host can do without. */
function needOf(recipe: RecipeName, facts: Facts, wish: SetUpWish): Need | undefined {
  switch (recipe) {
    case 'repair':
    case 'repositories':
    case 'groups':
    case 'gpu-access':
      return undefined;
    case 'base':
      return { what: 'xprop, xwininfo, xauth, perl and D-Bus with dbus-launch', found: toolsFound(facts, BASE_TOOLS) };
    case 'driver':
      return {
        what: 'the driver of its GPU with its OpenGL and EGL libraries',
        found: facts.gpu.nvidia.smi?.kind === 'ok' ? `The NVIDIA driver ${facts.gpu.nvidia.smi.driver} is there.` : undefined,
      };
    case 'virtualgl':
      return { what: 'VirtualGL 3.0 or newer in /opt/VirtualGL', found: virtualglFound(facts) };
    case 'turbovnc':
      return { what: 'TurboVNC 3.1 or newer in /opt/TurboVNC', found: xProxyFound(facts, 'turbovnc') };
    case 'tigervnc':
      return { what: 'TigerVNC’s X server, Xvnc', found: xProxyFound(facts, 'tigervnc') };
    case 'desktop':
      return { what: `a window manager or desktop: ${wish.desktop}`, found: desktopFound(facts, wish.desktop) };
    case 'tools':
      return { what: wish.benchmarks ? 'glxgears, glmark2 and vulkaninfo' : 'glxgears', found: toolsFound(facts, [['glxgears']]) };
    case 'xorg':
      return { what: 'Xorg with the driver of the GPU, and x11vnc' };
    case 'engine':
      return { what: wish.engine === 'docker' ? 'Docker' : 'Podman' };
    case 'toolkit':
      return {
        what: 'the NVIDIA container toolkit 1.17.8 or newer',
        found:
          facts.container.toolkit === undefined ? undefined : `The NVIDIA container toolkit ${facts.container.toolkit.version} is there.`,
      };
  }
}
