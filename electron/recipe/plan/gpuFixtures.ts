/** Contexts for tests of the recipes about GPUs and containers. */
import type { Facts } from '../../contract/probe';
import type { SetUpWish } from '../../contract/setUp';
import { changed, node, type Change } from '../../probe/doctor/fixtures';
import { distributionOf } from './distribution';
import { bareHost, surveyOf, wishOf } from './fixtures';
import type { DraftStep, PlanContext, Recipe } from './recipe';
import type { Survey } from './survey';

export interface Given {
  readonly release?: string;
  readonly change?: Change;
  readonly facts?: Facts;
  readonly wish?: Partial<SetUpWish>;
  readonly survey?: Partial<Survey>;
}

/** A host with an NVIDIA A10 at 0000:07:00.0 that works, and nothing else. */
export function contextOf({
  release = 'debian 12',
  change = {},
  facts = bareHost(release),
  wish = {},
  survey = {},
}: Given = {}): PlanContext {
  const distribution = distributionOf(facts);
  if ('unknown' in distribution) throw new Error(distribution.unknown);
  return { facts: changed(facts, change), wish: wishOf(wish), distribution, survey: surveyOf(survey), files: [], user: 'op' };
}

export function stepIn(recipe: Recipe, context: PlanContext, id: string): DraftStep {
  const step = recipe.steps(context).find((each) => each.id === id);
  if (step === undefined) throw new Error(`no step ${id}`);
  return step;
}

/** What its state says. */
export const saidOf = ({ state }: DraftStep): string =>
  state.kind === 'to-do' ? 'to-do' : `${state.kind}: ${state.kind === 'already' ? state.found : state.why}`;

/** An AMD GPU at 0000:03:00.0 in the place of the NVIDIA one. */
export const AMD: Change = {
  gpu: {
    pci: [{ pci: '0000:03:00.0', vendor: 'amd', name: 'Navi 21', driver: 'amdgpu' }],
    drm: [{ card: '/dev/dri/card0', render: '/dev/dri/renderD128', pci: '0000:03:00.0', driver: 'amdgpu' }],
    nodes: [node('/dev/dri/card0', '660', 'video', false), node('/dev/dri/renderD128', '660', 'render', false)],
    nvidia: { gpus: [] },
  },
};
