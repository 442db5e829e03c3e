/** glxgears, which every check runs, and more that measures. */
import { askedOf } from './asked';
import { BENCHMARK_TOOLS, toolsFound, toolsMissing, type Tools } from './found';
import { packageStep } from './packageStep';
import type { PlanContext, Recipe } from './recipe';
import { ROUGH } from './rough';
import { verified } from './verified';
import { namesIn } from './words';

const GEARS: Tools = [['glxgears']];

export const tools: Recipe = {
  asks: (context) => {
    const { glxgears, benchmarks } = context.distribution.packages;
    return askedOf(context, context.wish.benchmarks ? [glxgears, benchmarks] : [glxgears]);
  },
  steps: (context) => [
    step(context, 'glxgears', 'Install glxgears, which checks run', GEARS),
    ...(context.wish.benchmarks ? [step(context, 'benchmarks', 'Install glmark2 and vulkaninfo, which measure', BENCHMARK_TOOLS)] : []),
  ],
  verify: ({ facts, wish }) => {
    const wanted = wish.benchmarks ? [...GEARS, ...BENCHMARK_TOOLS] : GEARS;
    const missing = toolsMissing(facts, wanted);
    const names = wanted.flat();
    return [
      verified(
        {
          recipe: 'tools',
          command: `command -v ${names.join(' ')}`,
          expected: `${namesIn(names)} ${names.length === 1 ? 'is' : 'are'} there`,
        },
        missing === undefined
          ? undefined
          : {
              got: missing.length === 0 ? (names.length === 1 ? 'There' : 'All there') : `Missing: ${namesIn(missing)}`,
              ok: missing.length === 0,
            },
      ),
    ];
  },
};

function step(context: PlanContext, role: 'glxgears' | 'benchmarks', title: string, programs: Tools): ReturnType<typeof packageStep> {
  const found = toolsFound(context.facts, programs);
  return packageStep(context, {
    id: role,
    recipe: 'tools',
    title,
    names: context.distribution.packages[role],
    rough: ROUGH[role],
    ...(found === undefined ? {} : { found }),
  });
}
