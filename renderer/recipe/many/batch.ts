/** The same wish on several hosts: which of them can be set up, how long all takes, and how far they are. Pure. */
import type { FailureData } from '../../../electron/contract';
import type { Host, HostId } from '../../../electron/contract/host';
import type { SetUpPlan, SetUpRun } from '../../../electron/contract/setUp';
import { sumOf } from '../plan/figures';
import { runTexts as texts } from '../run/runTexts';
import { expectedSeconds, shareDone } from '../run/runs';
import { isActive, toConfirm } from '../setUp';

/** Hosts at a time, as the contract allows. */
export const LIMITS = { least: 1, usual: 3, most: 16 } as const;

export type HostPlan =
  | { readonly kind: 'planning' }
  | { readonly kind: 'planned'; readonly plan: SetUpPlan }
  | { readonly kind: 'failed'; readonly failure: FailureData };

export type Fitness =
  | { readonly kind: 'open' }
  | { readonly kind: 'can'; readonly plan: SetUpPlan; readonly mustType: boolean }
  | { readonly kind: 'cannot'; readonly why: string };

/** Whether a host can be set up by its plan; one of whose steps one cannot be done is left out, for the rest would stop there. */
export function fitness(state: HostPlan | undefined): Fitness {
  if (state === undefined || state.kind === 'planning') return { kind: 'open' };
  if (state.kind === 'failed') return { kind: 'cannot', why: state.failure.message };
  const { plan } = state;
  const why = plan.steps.flatMap(({ title, state: step }) => (step.kind === 'cannot' ? [`${title}: ${step.why}`] : []));
  return why.length > 0 ? { kind: 'cannot', why: why.join(' ') } : { kind: 'can', plan, mustType: toConfirm(plan).length > 0 };
}

/** Rough seconds until the last of them is done, `limit` at a time, each begun as soon as there is room. */
export function batchSeconds(each: readonly number[], limit: number): number {
  const free = Array.from({ length: Math.max(1, limit) }, () => 0);
  for (const seconds of each) {
    const next = free.indexOf(Math.min(...free));
    free[next] = (free[next] ?? 0) + seconds;
  }
  return Math.max(0, ...free);
}

export interface BatchSum {
  readonly hosts: number;
  readonly toDo: number;
  readonly seconds: number;
  readonly download: number;
}

export function batchSum(plans: readonly SetUpPlan[], limit: number): BatchSum {
  const sums = plans.map(sumOf);
  return {
    hosts: plans.length,
    toDo: sums.reduce((sum, { toDo }) => sum + toDo, 0),
    seconds: batchSeconds(
      sums.map(({ seconds }) => seconds),
      limit,
    ),
    download: sums.reduce((sum, { download = 0 }) => sum + download, 0),
  };
}

/** Named, wherever a plan asks for that, by exactly the host's name. */
export const isAgreed = (host: Host, fit: Fitness, typed: ReadonlyMap<HostId, string>): boolean =>
  fit.kind === 'can' && (!fit.mustType || typed.get(host.id)?.trim() === host.name);

export interface BatchProgress {
  readonly ended: number;
  readonly failed: number;
  readonly of: number;
  /** 0..1 of all work. */
  readonly share: number;
}

/** A host that failed has no more to do, and counts as ended. */
export function batchProgress(runs: readonly SetUpRun[]): BatchProgress {
  const weights = runs.map((run) => Math.max(1, expectedSeconds(run.plan)));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const done = runs.reduce((sum, run, at) => sum + (weights[at] ?? 0) * (isActive(run) ? shareDone(run.plan) : 1), 0);
  return {
    ended: runs.filter((run) => !isActive(run)).length,
    failed: runs.filter(({ state }) => state.kind === 'failed').length,
    of: runs.length,
    share: whole === 0 ? 1 : done / whole,
  };
}

/** `3 of 8 hosts ended, 1 of them failed`. */
export const progressLine = ({ ended, failed, of }: BatchProgress): string =>
  [texts.batchEnded(ended, of), failed > 0 && texts.batchFailed(failed)].filter((part) => part !== false).join(', ');
