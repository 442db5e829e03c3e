/** The plan of a set-up: from facts, survey and wish to steps in their order, with what each runs. */
import type { Facts } from '../../contract/probe';
import type { PackageFile, RecipeName, SetUpPlan, SetUpStep, SetUpWish, StepId } from '../../contract/setUp';
import { plainText } from '../../contract/text';
import { fitting } from '../packages/closure';
import { base } from './base';
import { stepsByHand } from './byHand';
import { recipesOf } from './composition';
import { desktop } from './desktop';
import { driver } from './driver';
import { engine } from './engine';
import { gpuAccess } from './gpuAccess';
import { groups } from './groups';
import { distributionOf, type Distribution } from './distribution';
import { judged, linesOf, needsRoot } from './judged';
import { IDLE, type DraftStep, type PlanContext, type Recipe, type Task } from './recipe';
import { refreshStep } from './refresh';
import { repair } from './repair';
import { repositories } from './repositories';
import type { Survey, SurveyQuestions } from './survey';
import { tigervnc } from './tigervnc';
import { toolkit } from './toolkit';
import { tools } from './tools';
import { turbovnc } from './turbovnc';
import { virtualgl } from './virtualgl';
import { warningsOf } from './warnings';
import { sentence } from './words';
import { xorg } from './xorg';

const RECIPES: Readonly<Record<RecipeName, Recipe>> = {
  repair,
  repositories,
  base,
  driver,
  virtualgl,
  turbovnc,
  tigervnc,
  desktop,
  tools,
  xorg,
  engine,
  toolkit,
  groups,
  'gpu-access': gpuAccess,
};

const STEPS = 64;
const WARNINGS = 16;
const VERIFICATIONS = 32;

export interface PlanInput {
  readonly hostId: string;
  readonly facts: Facts;
  readonly wish: SetUpWish;
  readonly survey: Survey;
  /** Of the app; those that do not fit the host are left out. */
  readonly files: readonly PackageFile[];
  /** Of the plan, twelve hexadecimal digits. */
  readonly id: string;
  /** Epoch ms. */
  readonly now: number;
}

export interface PlannedSetUp {
  readonly plan: SetUpPlan;
  /** One for each step of the plan. */
  readonly tasks: ReadonlyMap<StepId, Task>;
}

/** What has to be asked of the host before its set-up can be planned; nothing of an unknown distribution. */
export function questionsOf(facts: Facts, wish: SetUpWish, files: readonly PackageFile[]): SurveyQuestions {
  const distribution = distributionOf(facts);
  if ('unknown' in distribution) return { packages: [], files: [], groups: [], services: [] };
  const context = contextOf(facts, wish, files, distribution);
  const asked = recipesOf(wish).map((name) => RECIPES[name].asks(context));
  const all = (kind: keyof SurveyQuestions): readonly string[] => [...new Set(asked.flatMap((each) => each[kind] ?? []))];
  return {
    // A package file may call itself anything.
    packages: all('packages').filter((name) => /^[A-Za-z0-9][A-Za-z0-9+._-]{0,200}$/.test(name)),
    files: all('files'),
    groups: all('groups'),
    services: all('services'),
  };
}

/** `cannot` steps say why; the plan of an unknown distribution has no others but those that are there already. */
export function planSetUp({ hostId, facts, wish, survey, files, id, now }: PlanInput): PlannedSetUp {
  const distribution = distributionOf(facts);
  const { drafts, verifications, notice } =
    'unknown' in distribution
      ? { drafts: stepsByHand(facts, wish), verifications: [], notice: distribution.unknown }
      : partsOf({ ...contextOf(facts, wish, files, distribution), survey });
  const steps = judged((recipesOf(wish).length === 0 ? [podStep] : drafts).slice(0, STEPS), { facts, survey, files });
  return {
    plan: {
      id,
      hostId,
      kind: 'set-up',
      wish,
      system: sentence(facts.system.os?.name ?? 'An unknown system'),
      user: userOf(facts),
      steps: steps.map(shown),
      warnings: warningsOf(facts, survey, notice).slice(0, WARNINGS),
      verifications: verifications.slice(0, VERIFICATIONS),
      at: now,
    },
    tasks: new Map(steps.map(({ id, task }) => [id, task])),
  };
}

interface Parts {
  readonly drafts: readonly DraftStep[];
  readonly verifications: SetUpPlan['verifications'];
  /** What to know of the distribution. */
  readonly notice?: string;
}

const partsOf = (context: PlanContext): Parts => ({
  drafts: draftsOf(context),
  verifications: recipesOf(context.wish).flatMap((name) => RECIPES[name].verify(context)),
  notice: context.distribution.ended,
});

const userOf = ({ login }: Facts): string => plainText(login.user ?? '', 250);

const contextOf = (
  facts: Facts,
  wish: SetUpWish,
  files: readonly PackageFile[],
  distribution: Distribution,
): Omit<PlanContext, 'survey'> => ({ facts, wish, distribution, files: fitting(files, distribution), user: userOf(facts) });

/** The lists are fetched once the operator's mirror is there, and before anything is installed. */
function draftsOf(context: PlanContext): readonly DraftStep[] {
  const drafts = recipesOf(context.wish).flatMap((name) => RECIPES[name].steps(context));
  const isFirst = ({ id }: DraftStep): boolean => id === 'system-mirror';
  return [...drafts.filter(isFirst), ...refreshStep(context, drafts), ...drafts.filter((draft) => !isFirst(draft))];
}

const podStep: DraftStep = {
  id: 'pods',
  recipe: 'toolkit',
  title: 'Prepare a cluster for desktops in pods',
  ...IDLE,
  uploads: [],
  undo: 'There is nothing to take back.',
  seconds: 0,
  state: {
    kind: 'cannot',
    why: 'A set-up prepares a host, not a cluster: the driver and NVIDIA’s device plugin are the cluster’s own. Choose a mode on the host or in containers.',
  },
};

function shown(step: DraftStep): SetUpStep {
  const { task, ...rest } = step;
  return {
    ...rest,
    seconds: step.state.kind === 'to-do' ? step.seconds : 0,
    commands: linesOf(step),
    files: task.files,
    root: needsRoot(step),
  };
}
