/** EPEL, where a wished package comes from there: Fedora's packages for RHEL and its kin. */
import { epelRolesOf } from './composition';
import { isInstalled } from './installed';
import { packageStep } from './packageStep';
import type { DraftStep, PlanContext } from './recipe';
import { BENCHMARK_TOOLS, desktopFound, toolsFound } from './found';
import { ROUGH } from './rough';
import type { Role } from './distribution';

/** None where nothing of the wish is in EPEL. */
export function epelStep(context: PlanContext): readonly DraftStep[] {
  const { distribution, wish } = context;
  const { epel } = distribution;
  if (epel === undefined || wish.offline) return [];
  const roles = epelRolesOf(wish).filter((role) => epel.roles.includes(role));
  if (roles.length === 0) return [];
  const step = packageStep(context, {
    id: 'epel',
    recipe: 'repositories',
    title: 'Add EPEL, Fedora’s packages for this distribution',
    names: [epel.package],
    rough: ROUGH.source,
    ...(roles.every((role) => isThere(context, role)) ? { found: 'Nothing that is in EPEL has to be installed.' } : {}),
    ...(epel.address === undefined
      ? {}
      : { warning: `Its package is fetched from ${epel.address} over HTTPS, and nothing else vouches for it.` }),
    after: { commands: epel.builder === undefined ? [] : [epel.builder] },
  });
  const { address } = epel;
  if (address === undefined) return [step];
  const named = (words: readonly string[]): readonly string[] => words.map((word) => (word === epel.package ? address : word));
  return [{ ...step, task: { ...step.task, commands: step.task.commands.map(named) } }];
}

function isThere({ facts, wish, survey, distribution }: PlanContext, role: Role): boolean {
  const names = distribution.packages[role];
  if (!('why' in names) && names.every((name) => isInstalled(survey, name))) return true;
  if (role === 'benchmarks') return toolsFound(facts, BENCHMARK_TOOLS) !== undefined;
  if (role === 'x11vnc') return facts.desktop.x11vnc !== undefined;
  return role === wish.desktop && desktopFound(facts, wish.desktop) !== undefined;
}
