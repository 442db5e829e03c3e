/** The cure that the operator looks at: its plan, its run, and what the doctor says afterwards. */
import { create } from 'zustand';
import type { FailureData } from '../../../electron/contract';
import type { Finding } from '../../../electron/contract/doctor';
import type { Host } from '../../../electron/contract/host';
import type { Plan } from '../../../electron/contract/recipe';
import { failureOf } from '../../base/failure';
import { say } from '../../base/notices';
import { worker } from '../../base/ports';
import { recipeTexts as texts } from './texts';

export type CureState =
  | { readonly kind: 'planning' }
  | { readonly kind: 'no-plan'; readonly failure: FailureData }
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'running'; readonly plan: Plan }
  | { readonly kind: 'ran'; readonly plan: Plan; readonly gone: boolean }
  | { readonly kind: 'failed'; readonly plan: Plan; readonly failure: FailureData };

export interface OpenCure {
  readonly host: Host;
  readonly finding: Finding;
  readonly state: CureState;
}

interface RecipeStore {
  readonly open: OpenCure | undefined;
  /** Those under way, also after their dialog was closed. */
  readonly running: readonly Pick<OpenCure, 'host' | 'finding'>[];
}

export const useRecipes = create<RecipeStore>(() => ({ open: undefined, running: [] }));

const isSame = (a: Pick<OpenCure, 'host' | 'finding'>, b: Pick<OpenCure, 'host' | 'finding'>): boolean =>
  a.host.id === b.host.id && a.finding.key === b.finding.key;

/** Only while it is still this cure that is looked at; whether it is. */
function become(cure: Pick<OpenCure, 'host' | 'finding'>, state: CureState): boolean {
  const { open } = useRecipes.getState();
  if (open === undefined || !isSame(open, cure)) return false;
  useRecipes.setState({ open: { ...open, state } });
  return true;
}

/** Opens the preview; nothing runs. */
export function showCure(host: Host, finding: Finding): void {
  const { cure } = finding;
  if (cure.kind !== 'plan') return;
  const opened = { host, finding };
  useRecipes.setState({ open: { ...opened, state: { kind: 'planning' } } });
  worker.call('recipe.plan', { hostId: host.id, cure: cure.cure }).then(
    (plan) => become(opened, { kind: 'planned', plan }),
    (error: unknown) => become(opened, { kind: 'no-plan', failure: failureOf(error) }),
  );
}

export const closeCure = (): void => useRecipes.setState({ open: undefined });

/** What a run said so far, in place of what was planned. */
function follow(soFar: Plan): void {
  const { open } = useRecipes.getState();
  if (open?.state.kind !== 'running' || open.host.id !== soFar.hostId) return;
  const { plan } = open.state;
  if (plan.cure.name !== soFar.cure.name || plan.cure.subject !== soFar.cure.subject) return;
  const steps = plan.steps.map((step, at) => soFar.steps[at] ?? step);
  useRecipes.setState({ open: { ...open, state: { kind: 'running', plan: { ...plan, steps } } } });
}

export const followRecipes = (): void => void worker.on('recipe.progress', follow);

/** No further command is begun; the run then ends as cancelled. */
export function stopCure({ host, state }: OpenCure): void {
  if (state.kind === 'running') void worker.call('recipe.stop', { hostId: host.id, cure: state.plan.cure }).catch(() => undefined);
}

/** Runs the plan that was shown. Its end is told in the corner when nobody looks at the dialog any more. */
export function runCure({ host, finding, state }: OpenCure): void {
  if (state.kind !== 'planned') return;
  const { plan } = state;
  const cure = { host, finding };
  become(cure, { kind: 'running', plan });
  useRecipes.setState(({ running }) => ({ running: [...running, cure] }));
  worker
    .call('recipe.run', { hostId: host.id, cure: plan.cure, key: finding.key })
    .then(
      (cured) => {
        if (!become(cure, { kind: 'ran', ...cured })) say(texts.told(host.name, finding.title, cured.gone), cured.gone ? 'info' : 'bad');
      },
      (error: unknown) => {
        const failure = failureOf(error);
        const { open } = useRecipes.getState();
        const reached = open !== undefined && isSame(open, cure) && open.state.kind === 'running' ? open.state.plan : plan;
        if (!become(cure, { kind: 'failed', plan: reached, failure })) say(texts.failedTold(host.name, failure.message), 'bad');
      },
    )
    .finally(() => useRecipes.setState(({ running }) => ({ running: running.filter((each) => each !== cure) })));
}
