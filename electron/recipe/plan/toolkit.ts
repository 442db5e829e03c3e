/** NVIDIA's container toolkit, made known to the engine, and the CDI specification of the GPUs. */
import { isContainer } from '../../probe/doctor/hardware';
import { askedOf } from './asked';
import { already, cannot, TO_DO, verification } from './draft';
import { servedByFile } from './fromFiles';
import { refreshCommand } from './install';
import { packageStep } from './packageStep';
import { IDLE, type DraftStep, type PlanContext, type Recipe } from './recipe';
import { filesOf, isThere } from './source';
import { ROUGH } from './rough';
import { toolkitSource } from './toolkitSource';
import { cdiStep, ENGINE_FILES, runtimeStep } from './toolkitEngine';
import { isContainerMode, wishedGpu } from './wishedGpu';

const PACKAGE = 'nvidia-container-toolkit';
/** CVE-2025-23266 (up to 1.17.7) and CVE-2024-0132 (up to 1.16.1): a container's image takes the host over. */
const SAFE = [1, 17, 8] as const;
const IN_CONTAINER = 'This host is a container: the toolkit is set up on the machine below it.';
const MEGABYTE = 1_000_000;

type Context = Omit<PlanContext, 'survey'>;

/** Only NVIDIA's GPUs come into containers that way. */
const applies = (context: Context): boolean => isContainerMode(context.wish.mode) && wishedGpu(context)?.vendor === 'nvidia';

function isSafe(version: string): boolean {
  const parts = version
    .replace(/^\d+:/, '')
    .split(/[.~+-]/)
    .slice(0, 3)
    .map((part) => Number.parseInt(part, 10) || 0);
  const at = SAFE.findIndex((part, index) => (parts[index] ?? 0) !== part);
  return (at === -1 && !/[~-](rc|alpha|beta)/.test(version)) || (parts[at] ?? 0) > (SAFE[at] ?? 0);
}

/** Of the toolkit that is here. */
const versionOf = ({ facts, survey }: PlanContext): string | undefined => facts.container.toolkit?.version ?? survey.packages.get(PACKAGE);

const isDone = (context: PlanContext): boolean => isSafe(versionOf(context) ?? '0');

const tooOld = (version: string): string =>
  `The toolkit ${version} that is here lets a container’s image take the host over (CVE-2025-23266); 1.17.8 is the first that does not.`;

function sourceState(context: PlanContext): DraftStep['state'] {
  const { survey, distribution } = context;
  const offered = survey.candidates?.get(PACKAGE);
  if (isContainer(context.facts)) return cannot(IN_CONTAINER);
  if (isDone(context)) return already('No repository is needed: the toolkit is there.');
  if (isThere(context, toolkitSource(context)) && (survey.candidates === undefined || offered !== undefined))
    return already(`${toolkitSource(context).name.path} is there.`);
  if (offered !== undefined && isSafe(offered)) return already(`The host’s package lists offer ${PACKAGE} ${offered}.`);
  if (!['x86_64', 'aarch64', ''].includes(distribution.architecture))
    return cannot(`NVIDIA publishes the toolkit for x86_64 and aarch64, and this host is ${distribution.architecture}.`);
  return TO_DO;
}

/** None where the toolkit comes from the app's package files, or from nowhere. dnf and yum fetch keys by themselves. */
function sourceSteps(context: PlanContext): readonly DraftStep[] {
  const { wish, distribution } = context;
  if (wish.offline || servedByFile(context, PACKAGE)) return [];
  const state = sourceState(context);
  const fetching = packageStep(context, {
    id: 'toolkit-fetching',
    recipe: 'toolkit',
    title: 'Install curl, which fetches the key of a repository',
    names: distribution.packages.fetching,
    rough: ROUGH.fetching,
    ...(state.kind === 'to-do' ? {} : { found: 'No key has to be fetched.' }),
  });
  return [...(distribution.manager === 'apt' ? [fetching] : []), sourceStep(context, state)];
}

function sourceStep({ distribution }: PlanContext, state: DraftStep['state']): DraftStep {
  const { id, title, files, commands, name, warning = '' } = toolkitSource({ distribution });
  const step = { id, recipe: 'toolkit' as const, title, uploads: [], undo: 'Removes the files that it wrote.', seconds: 10, state };
  if (state.kind !== 'to-do') return { ...step, ...IDLE };
  return {
    ...step,
    task: { files, commands: [...commands, refreshCommand(distribution, name)], undo: [] },
    changes: `Adds ${name.path}, and fetches its package lists.`,
    download: MEGABYTE,
    disk: MEGABYTE,
    warning,
  };
}

function whyNot(context: PlanContext, sources: readonly DraftStep[]): string | undefined {
  const blocked = sources.find(({ state }) => state.kind === 'cannot')?.state;
  if (isContainer(context.facts)) return IN_CONTAINER;
  if (blocked?.kind === 'cannot') return blocked.why;
  const offered = context.survey.candidates?.get(PACKAGE);
  const coming = sources.some(({ state }) => state.kind === 'to-do');
  if (isDone(context) || coming || offered === undefined || isSafe(offered) || servedByFile(context, PACKAGE)) return undefined;
  return `The host’s package lists have only ${PACKAGE} ${offered}, and 1.17.8 or newer is needed (CVE-2025-23266).`;
}

function packagesStep(context: PlanContext, sources: readonly DraftStep[]): DraftStep {
  const { survey } = context;
  const version = versionOf(context);
  const coming = sources.some(({ id, state }) => id === 'toolkit-repository' && state.kind === 'to-do');
  const why = whyNot(context, sources);
  // What is too old counts as missing, and what the new repository offers is not known yet.
  const packages = new Map([...survey.packages].filter(([name]) => name !== PACKAGE));
  const step = packageStep(
    { ...context, survey: { ...survey, packages, ...(coming ? { candidates: undefined } : {}) } },
    {
      id: 'toolkit',
      recipe: 'toolkit',
      title: 'Install the NVIDIA container toolkit',
      names: [PACKAGE],
      rough: { seconds: 15, download: 10 * MEGABYTE, disk: 40 * MEGABYTE },
      ...(version === undefined
        ? {}
        : isSafe(version)
          ? { found: `The NVIDIA container toolkit ${version} is there.` }
          : { warning: tooOld(version) }),
      ...(why === undefined ? {} : { why }),
    },
  );
  const replaced = version !== undefined && step.state.kind === 'to-do';
  return replaced ? { ...step, undo: 'The newer version stays: the old one let containers take the host over.' } : step;
}

export const toolkit: Recipe = {
  asks(context) {
    if (!applies(context)) return {};
    const { files = [], ...asked } = askedOf(context, [[PACKAGE], context.distribution.packages.fetching]);
    return { ...asked, files: [...files, ...filesOf(toolkitSource(context)), ...ENGINE_FILES] };
  },
  steps(context) {
    if (!applies(context)) return [];
    const sources = sourceSteps(context);
    const packages = packagesStep(context, sources);
    const runtime = context.wish.engine === 'docker' ? [runtimeStep(context, packages)] : [];
    return [...sources, packages, ...runtime, cdiStep(context, packages)];
  },
  verify(context) {
    if (!applies(context)) return [];
    const { toolkit: found, docker } = context.facts.container;
    const server = docker?.server;
    const version = found?.version;
    return [
      verification(
        { recipe: 'toolkit', command: 'nvidia-ctk --version', expected: '1.17.8 or newer' },
        version ?? 'not installed',
        isSafe(version ?? '0'),
      ),
      verification(
        { recipe: 'toolkit', command: 'nvidia-ctk cdi list', expected: 'the GPUs' },
        found?.cdi.join(', ') || 'no specification',
        (found?.cdi.length ?? 0) > 0,
      ),
      ...(context.wish.engine === 'docker' && server?.kind === 'ok'
        ? [
            verification(
              { recipe: 'toolkit', command: 'docker info', expected: 'the runtime nvidia' },
              `runtimes ${server.runtimes.join(', ')}`,
              server.runtimes.includes('nvidia'),
            ),
          ]
        : []),
    ];
  },
};
