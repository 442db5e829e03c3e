/** Package sources that a set-up adds: a mirror of the distribution's packages, and the repositories of VirtualGL and TurboVNC. */
import type { PlanContext } from './recipe';
import { mirrorStep } from './mirrorSource';
import { softwareSteps } from './softwareSources';

/** A source is added in this plan, so that what the host's package lists lack may come with it. */
export const isSourceComing = (context: PlanContext): boolean =>
  [...mirrorStep(context), ...softwareSteps(context)].some(({ state }) => state.kind === 'to-do');
