/** A step that installs packages, from the app's package files or from repositories: what most recipes are made of. */
import type { PackageFile, SetUpStep } from '../../contract/setUp';
import { inBatches } from './batches';
import { commandLine } from './commandLine';
import type { PackageNames } from './distribution';
import { already, cannot, TO_DO } from './draft';
import { filesFor, pathOf, servedByFile, unmetBy } from './fromFiles';
import { installedWords, isInstalled, listsAreOld } from './installed';
import { installCommand } from './install';
import { IDLE, type DraftStep, type PlanContext, type Task } from './recipe';
import type { Rough } from './rough';
import { isSourceComing } from './sources';
import { namesIn, sentence } from './words';

export interface Wanted extends Pick<SetUpStep, 'id' | 'recipe' | 'title'> {
  readonly names: PackageNames;
  readonly rough: Rough;
  /** What the facts show of it, in a sentence, when it is there whatever its packages are called. */
  readonly found?: string;
  /** Why it cannot be on this host, in a sentence. */
  readonly why?: string;
  readonly warning?: string;
  /** Come after the packages; only where some are installed. */
  readonly after?: Partial<Pick<Task, 'commands' | 'undo'>>;
}

/** Shorter than what a plan can show of a command. */
const LINE = 7000;

export function packageStep(context: PlanContext, wanted: Wanted): DraftStep {
  const { id, recipe, title, rough } = wanted;
  const names = 'why' in wanted.names ? [] : wanted.names;
  const missing = names.filter((name) => !isInstalled(context.survey, name));
  const taken = filesFor(context, missing);
  const fetched = missing.filter((name) => !servedByFile(context, name));
  const state = stateOf(context, wanted, { names, missing, fetched });
  const step = { id, recipe, title, undo: 'Removes exactly the packages that it installed.', seconds: rough.seconds, state };
  if (state.kind !== 'to-do') return { ...step, ...IDLE, uploads: [] };
  const warning = sentence([wanted.warning ?? '', context.wish.offline ? lackOf(context, taken) : ''].join(' ').trim());
  return {
    ...step,
    task: {
      files: [],
      commands: [...commandsOf(context, taken, fetched), ...(wanted.after?.commands ?? [])],
      undo: wanted.after?.undo ?? [],
    },
    uploads: taken.map(({ sha256 }) => sha256),
    changes: sentence(`Installs ${namesIn(missing)}, with what ${missing.length === 1 ? 'it depends' : 'they depend'} on.`),
    ...(fetched.length === 0 ? {} : { download: rough.download }),
    disk: rough.disk,
    ...(warning === '' ? {} : { warning }),
  };
}

interface Split {
  readonly names: readonly string[];
  readonly missing: readonly string[];
  /** Not from files. */
  readonly fetched: readonly string[];
}

/** What is found may be the half of an installation that was cut off; it is finished, where it can be. */
function stateOf(context: PlanContext, wanted: Wanted, split: Split): DraftStep['state'] {
  const { found, why } = wanted;
  if (why !== undefined) return cannot(why);
  if (found !== undefined && !isCutOff(context, split)) return already(found);
  const state = stateOfPackages(context, wanted, split);
  return found !== undefined && state.kind === 'cannot' ? already(found) : state;
}

/** No more of them are known. */
const BROKEN = 32;

function isCutOff({ facts }: PlanContext, { names, missing }: Split): boolean {
  const broken = facts.system.brokenPackages ?? [];
  if (missing.length === 0) return false;
  return missing.length < names.length || broken.length >= BROKEN || missing.some((name) => broken.includes(name));
}

function stateOfPackages(context: PlanContext, wanted: Wanted, { names, missing, fetched }: Split): DraftStep['state'] {
  const { survey, wish, facts, distribution } = context;
  if ('why' in wanted.names) return cannot(wanted.names.why);
  if (missing.length === 0) return already(installedWords(survey, names));
  if (wish.offline && fetched.length > 0)
    return cannot(`Without repositories it takes package files of ${namesIn(fetched)}: add them to the app’s packages.`);
  if (fetched.length < missing.length && facts.login.home === undefined)
    return cannot('Package files go to the home directory of the login, and where that is could not be found out.');
  const unknown = fetched.filter((name) => !name.startsWith('/') && survey.candidates?.has(name) === false);
  if (unknown.length > 0 && !listsAreOld(survey) && !isSourceComing(context))
    return cannot(
      `The host’s package lists have no ${namesIn(unknown)}: ${distribution.id === 'ubuntu' ? 'switch the component universe on, ' : ''}add a repository that has ${unknown.length === 1 ? 'it' : 'them'}, or a package file to the app’s packages.`,
    );
  return TO_DO;
}

/** Files go first and by themselves where one command would be too long to be shown. */
function commandsOf(context: PlanContext, taken: readonly PackageFile[], names: readonly string[]): Task['commands'] {
  const { distribution, wish } = context;
  const path = (file: PackageFile): string => pathOf(context, file);
  const batches = inBatches(taken, (file) => commandLine([path(file)]).length + 1, LINE);
  const install = (files: readonly PackageFile[], more: readonly string[]): readonly string[] =>
    installCommand(distribution, { names: more, paths: files.map(path), offline: wish.offline });
  if (batches.length < 2) return [install(taken, names)];
  return [...batches.map((batch) => install(batch, [])), ...(names.length === 0 ? [] : [install([], names)])];
}

function lackOf(context: PlanContext, taken: readonly PackageFile[]): string {
  const unmet = unmetBy(context, taken);
  return unmet.length === 0
    ? ''
    : `${namesIn(unmet)} ${unmet.length === 1 ? 'is' : 'are'} needed too, and neither among the package files nor installed under ${unmet.length === 1 ? 'that name' : 'these names'}.`;
}
