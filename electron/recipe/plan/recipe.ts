/** What a recipe is: pure functions from facts and a wish to steps. */
import type { Facts } from '../../contract/probe';
import type { PackageFile, SetUpStep, SetUpWish, Verification } from '../../contract/setUp';
import type { Distribution } from './distribution';
import type { Survey, SurveyQuestions } from './survey';

/** All that a plan rests on. */
export interface PlanContext {
  readonly facts: Facts;
  readonly wish: SetUpWish;
  readonly distribution: Distribution;
  readonly survey: Survey;
  /** Package files of the app that fit this host. */
  readonly files: readonly PackageFile[];
  /** The login. */
  readonly user: string;
}

/** What a step does on the host, as data: argument vectors, never shell text. */
export interface Task {
  /** Written before the commands run, root:root. */
  readonly files: SetUpStep['files'];
  readonly commands: readonly (readonly string[])[];
  /** What undo runs before it restores files and removes packages, e.g. to stop a service. */
  readonly undo: readonly (readonly string[])[];
}

/** A step before it is shown; `setUpPlan.ts` makes the lines of its commands. */
export interface DraftStep extends Omit<SetUpStep, 'commands' | 'files' | 'root' | 'state'> {
  readonly task: Task;
  readonly state: Extract<SetUpStep['state'], { readonly kind: 'to-do' | 'already' | 'cannot' }>;
}

export interface Recipe {
  /** What has to be asked of the host before this recipe can be planned. */
  readonly asks: (context: Omit<PlanContext, 'survey'>) => Partial<SurveyQuestions>;
  /** In their order; a step whose work is found done says `already`. */
  readonly steps: (context: PlanContext) => readonly DraftStep[];
  /** What has to be true afterwards, as it is now. */
  readonly verify: (context: PlanContext) => readonly Verification[];
}

/** Of a step that does nothing: it is done already, or cannot be done. */
export const IDLE: Pick<DraftStep, 'task' | 'changes'> = { task: { files: [], commands: [], undo: [] }, changes: 'Nothing.' };
