/** Plans of set-ups and of undos: made from a fresh look, and remembered until they are run. */
import { randomBytes } from 'node:crypto';
import { Failure } from '../../base/failure';
import type { Connection, LoadScript } from '../../connection/connection';
import { runScript } from '../../connection/script';
import type { Facts } from '../../contract/probe';
import type { PackageFile, SetUpPlan, SetUpStep, SetUpWish } from '../../contract/setUp';
import type { PlanInput, PlannedSetUp } from '../plan/setUpPlan';
import { undoWarnings } from '../plan/warnings';
import type { Survey, SurveyQuestions } from '../plan/survey';
import { isToDo, type Job, type Prepared } from './context';
import { JOURNAL_PLAN } from './scripts';
import { undoPlan } from './undoPlan';

export interface PlansDeps {
  /** Asks the host anew. */
  readonly look: (hostId: string) => Promise<Facts>;
  readonly survey: (hostId: string, facts: Facts, questions: SurveyQuestions) => Promise<Survey>;
  readonly estimate: (hostId: string, planned: PlannedSetUp) => Promise<PlannedSetUp>;
  readonly questionsOf: (facts: Facts, wish: SetUpWish, files: readonly PackageFile[]) => SurveyQuestions;
  readonly planSetUp: (given: PlanInput) => PlannedSetUp;
  readonly connection: (hostId: string) => Promise<Connection>;
  readonly load: LoadScript;
  readonly files: () => Promise<readonly PackageFile[]>;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface Plans {
  readonly setUp: (hostId: string, wish: SetUpWish) => Promise<SetUpPlan>;
  /** The same without its being remembered, or sizes asked. */
  readonly again: (hostId: string, wish: SetUpWish) => Promise<SetUpPlan>;
  /** Of all entries of the host's journal, or of those named. */
  readonly undo: (hostId: string, entries?: readonly string[]) => Promise<SetUpPlan>;
  /** Throws `not-found` when it is not known any more, or of another host. */
  readonly known: (hostId: string, planId: string) => Prepared;
  /** A plan runs once: afterwards the host is another one. */
  readonly forget: (planId: string) => void;
}

const REMEMBERED = 50;
const JOURNAL_MS = 60_000;

export const newId = (): string => randomBytes(6).toString('hex');

export function createPlans({ look, survey, estimate, questionsOf, planSetUp, connection, load, files, now }: PlansDeps): Plans {
  const plans = new Map<string, Prepared>();

  function remember(prepared: Prepared): SetUpPlan {
    plans.set(prepared.plan.id, prepared);
    for (const id of [...plans.keys()].slice(0, -REMEMBERED)) plans.delete(id);
    return prepared.plan;
  }

  async function made(hostId: string, wish: SetUpWish): Promise<PlannedSetUp & { readonly home: string }> {
    const [facts, kept] = await Promise.all([look(hostId), files()]);
    const asked = await survey(hostId, facts, questionsOf(facts, wish, kept));
    const planned = planSetUp({ hostId, facts, wish, survey: asked, files: kept, id: newId(), now: now() });
    return { ...planned, home: facts.login.home?.path ?? '' };
  }

  return {
    async setUp(hostId, wish) {
      const { home, ...planned } = await made(hostId, wish);
      const { plan, tasks } = planned.plan.steps.some(isToDo) ? await estimate(hostId, planned) : planned;
      return remember({ plan, home, jobs: new Map([...tasks].map(([id, task]): [string, Job] => [id, { kind: 'task', task }])) });
    },
    again: async (hostId, wish) => (await made(hostId, wish)).plan,
    async undo(hostId, wanted) {
      const [facts, records] = await Promise.all([
        look(hostId),
        connection(hostId).then((over) => runScript(over, load, JOURNAL_PLAN, { timeoutMs: JOURNAL_MS })),
      ]);
      const { login, system } = facts;
      const about = { id: newId(), hostId, system: system.os?.name ?? '', user: login.user ?? '', at: now() };
      const { plan, entries } = undoPlan(records, about);
      const isWanted = ({ id }: Pick<SetUpStep, 'id'>): boolean => wanted === undefined || wanted.includes(entries.get(id) ?? '');
      const jobs = new Map([...entries].map(([id, entry]): [string, Job] => [id, { kind: 'undo', entry }]));
      const warnings = [...undoWarnings(facts), ...plan.warnings];
      return remember({ plan: { ...plan, warnings, steps: plan.steps.filter(isWanted) }, home: '', jobs });
    },
    known(hostId, planId) {
      const prepared = plans.get(planId);
      if (prepared?.plan.hostId === hostId) return prepared;
      throw new Failure('not-found', 'This plan is not known any more; look at it again before you run it.');
    },
    forget: (planId) => void plans.delete(planId),
  };
}
