/** Where packages come from: the operator's mirror, the repositories of VirtualGL and TurboVNC, EPEL. */
import { epelRolesOf, recipesOf } from './composition';
import { epelStep } from './epel';
import { mirrorSource, mirrorStep } from './mirrorSource';
import { packageStep } from './packageStep';
import type { PlanContext, Recipe } from './recipe';
import { ROUGH } from './rough';
import { packageOf, softwareFromRepositories, softwareSource, softwareSteps } from './softwareSources';
import { filesOf } from './source';
import { verified } from './verified';
import { namesIn } from './words';

type Context = Omit<PlanContext, 'survey'>;

/** dnf and yum fetch by themselves, and the keys of their repositories come with the app. */
const needsFetching = (context: Context): boolean => context.distribution.manager === 'apt' && softwareFromRepositories(context).length > 0;

export const repositories: Recipe = {
  asks: (context) => {
    const { distribution, wish } = context;
    const software = softwareFromRepositories(context);
    const mirror = mirrorSource(context);
    const sources = [...software.map((each) => softwareSource(context, each)), ...(mirror === undefined ? [] : [mirror])];
    const { fetching } = distribution.packages;
    return {
      packages: [
        ...(['virtualgl', 'turbovnc'] as const).filter((each) => recipesOf(wish).includes(each)).map((each) => packageOf(context, each)),
        ...(needsFetching(context) && !('why' in fetching) ? fetching : []),
        ...(distribution.epel === undefined
          ? []
          : [distribution.epel.package, ...epelRolesOf(wish).flatMap((role) => namesOf(context, role))]),
      ],
      files: sources.flatMap(filesOf),
    };
  },
  steps: (context) => [
    ...mirrorStep(context),
    ...(needsFetching(context) ? [fetchingStep(context)] : []),
    ...softwareSteps(context),
    ...epelStep(context),
  ],
  verify: (context) => {
    const names = softwareFromRepositories(context).map((each) => packageOf(context, each));
    const { candidates } = context.survey;
    if (names.length === 0 || context.distribution.manager !== 'apt') return [];
    const offered = names.filter((name) => candidates?.has(name) === true);
    return [
      verified(
        { recipe: 'repositories', command: `apt-cache policy ${names.join(' ')}`, expected: `The package lists have ${namesIn(names)}` },
        candidates === undefined
          ? undefined
          : {
              got: offered.length === 0 ? 'None of them' : namesIn(offered.map((name) => `${name} ${candidates.get(name)}`)),
              ok: offered.length === names.length,
            },
      ),
    ];
  },
};

function namesOf({ distribution }: Context, role: ReturnType<typeof epelRolesOf>[number]): readonly string[] {
  const names = distribution.packages[role];
  return 'why' in names ? [] : names;
}

/** Of nothing but what the repositories themselves need. */
function fetchingStep(context: PlanContext): ReturnType<typeof packageStep> {
  const idle = softwareSteps(context).every(({ state }) => state.kind === 'already');
  return packageStep(context, {
    id: 'fetching',
    recipe: 'repositories',
    title: 'Install curl, which fetches the keys of repositories',
    names: context.distribution.packages.fetching,
    rough: ROUGH.fetching,
    ...(idle ? { found: 'No key has to be fetched.' } : {}),
  });
}
