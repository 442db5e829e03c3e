/** Several hosts being set up together: the wish for all, the plan of each, what the operator chose, and the runs that came of it. */
import { create } from 'zustand';
import type { FailureData } from '../../../electron/contract';
import type { Host, HostId } from '../../../electron/contract/host';
import type { SetUpWish } from '../../../electron/contract/setUp';
import { failureOf } from '../../base/failure';
import { worker } from '../../base/ports';
import { fitness, LIMITS, type HostPlan } from './batch';
import { takeRun } from '../setUpStore';

export type Many =
  | { readonly kind: 'closed' }
  | { readonly kind: 'wish'; readonly hosts: readonly Host[] }
  | Plans
  | { readonly kind: 'runs'; readonly batch: string };

export interface Plans {
  readonly kind: 'plans';
  readonly hosts: readonly Host[];
  readonly wish: SetUpWish;
  readonly plans: ReadonlyMap<HostId, HostPlan>;
  /** Taken out by the operator. */
  readonly out: ReadonlySet<HostId>;
  /** Names as they were typed, where a plan asks for that. */
  readonly typed: ReadonlyMap<HostId, string>;
  readonly limit: number;
  readonly stopOnFailure: boolean;
  readonly begin: { readonly kind: 'idle' | 'asking' } | { readonly kind: 'failed'; readonly failure: FailureData };
}

export const useMany = create<{ readonly many: Many }>(() => ({ many: { kind: 'closed' } }));

const set = (many: Many): void => useMany.setState({ many });

export const closeMany = (): void => set({ kind: 'closed' });
export const showMany = (hosts: readonly Host[]): void => set({ kind: 'wish', hosts });
export const showBatch = (batch: string): void => set({ kind: 'runs', batch });

/** Only while this very batch of plans is looked at. */
function change(wish: SetUpWish, part: (now: Plans) => Partial<Plans>): void {
  const { many } = useMany.getState();
  if (many.kind === 'plans' && many.wish === wish) set({ ...many, ...part(many) });
}

/** Looks at every host, and changes nothing. */
export function planMany(hosts: readonly Host[], wish: SetUpWish): void {
  set({
    kind: 'plans',
    hosts,
    wish,
    plans: new Map(),
    out: new Set(),
    typed: new Map(),
    limit: LIMITS.usual,
    stopOnFailure: false,
    begin: { kind: 'idle' },
  });
  for (const { id } of hosts) planOne(id, wish);
}

function planOne(id: HostId, wish: SetUpWish): void {
  const become = (state: HostPlan): void => change(wish, ({ plans }) => ({ plans: new Map(plans).set(id, state) }));
  become({ kind: 'planning' });
  worker.call('recipe.planSetUp', { hostId: id, wish }).then(
    (plan) => become({ kind: 'planned', plan }),
    (error: unknown) => become({ kind: 'failed', failure: failureOf(error) }),
  );
}

export const planAgain = ({ wish }: Plans, hostId: HostId): void => planOne(hostId, wish);

export const choose = ({ wish }: Plans, part: Partial<Pick<Plans, 'limit' | 'stopOnFailure'>>): void => change(wish, () => part);

export function toggleHost({ wish }: Plans, hostId: HostId): void {
  change(wish, ({ out }) => {
    const next = new Set(out);
    if (!next.delete(hostId)) next.add(hostId);
    return { out: next };
  });
}

export const typeName = ({ wish }: Plans, hostId: HostId, text: string): void =>
  change(wish, ({ typed }) => ({ typed: new Map(typed).set(hostId, text) }));

/** Those that are not taken out, and can be set up. */
export const included = ({ hosts, plans, out }: Plans): readonly Host[] =>
  hosts.filter(({ id }) => !out.has(id) && fitness(plans.get(id)).kind === 'can');

export function beginMany(now: Plans): void {
  const runs = included(now).flatMap(({ id }) => {
    const fit = fitness(now.plans.get(id));
    if (fit.kind !== 'can') return [];
    return [{ hostId: id, planId: fit.plan.id, ...(fit.mustType ? { typed: now.typed.get(id)?.trim() ?? '' } : {}) }];
  });
  if (runs.length === 0 || now.begin.kind === 'asking') return;
  change(now.wish, () => ({ begin: { kind: 'asking' } }));
  worker.call('recipe.beginAll', { runs, limit: now.limit, stopOnFailure: now.stopOnFailure }).then(
    (begun) => {
      for (const run of begun) takeRun(run);
      const batch = begun[0]?.batch;
      const { many } = useMany.getState();
      if (many.kind === 'plans' && many.wish === now.wish) set(batch === undefined ? { kind: 'closed' } : { kind: 'runs', batch });
    },
    (error: unknown) => change(now.wish, () => ({ begin: { kind: 'failed', failure: failureOf(error) } })),
  );
}
