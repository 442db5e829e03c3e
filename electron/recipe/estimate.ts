/** How much the steps of a plan would fetch and take, asked of apt; and what apt would refuse, known before anybody agrees. */
import type { Connection, LoadScript } from '../connection/connection';
import { runScript } from '../connection/script';
import type { SetUpStep } from '../contract/setUp';
import { plainText } from '../contract/text';
import type { Task } from './plan/recipe';
import type { PlannedSetUp } from './plan/setUpPlan';

const ESTIMATE_MS = 120_000;

/** The plan with sizes as the host's own apt gives them; steps of other tools, and of repositories that are not there yet, keep the rough ones. */
export async function estimated(connection: Connection, load: LoadScript, planned: PlannedSetUp): Promise<PlannedSetUp> {
  const asked = planned.plan.steps.flatMap((step) => {
    const names = step.state.kind === 'to-do' ? aptNames(planned.tasks.get(step.id)) : [];
    return names.length === 0 ? [] : [`${step.id} ${names.join(' ')}`];
  });
  if (asked.length === 0) return planned;
  const records = await runScript(connection, load, 'recipe/set-up/estimate.sh', {
    parameters: { STEPS: asked.join('\n') },
    timeoutMs: ESTIMATE_MS,
  });
  const said = new Map(records.filter(({ key }) => key === 'estimate').map(({ values: [id = '', text = ''] }) => [id, text]));
  const refreshed = planned.plan.steps.some(({ recipe, state }) => recipe === 'repositories' && state.kind === 'to-do');
  return {
    ...planned,
    plan: { ...planned.plan, steps: planned.plan.steps.map((step) => withEstimate(step, said.get(step.id), refreshed)) },
  };
}

/** What an apt-get of this task installs from repositories; package files are paths. */
function aptNames(task: Task | undefined): readonly string[] {
  const command = task?.commands.find((words) => words.includes('apt-get') && words.includes('install'));
  const names = command?.slice(command.lastIndexOf('install') + 1) ?? [];
  return names.every((name) => /^[a-z0-9][a-z0-9+.:-]*$/.test(name)) ? names : [];
}

/** `refreshed`: package lists will be other ones by then, so what apt refuses now may be there. */
export function withEstimate(step: SetUpStep, said: string | undefined, refreshed: boolean): SetUpStep {
  if (said === undefined) return step;
  const download = sizeIn(said, /^Need to get (?:[\d.,]+ [kMG]?B\/)?([\d.,]+) ([kMG]?B) of archives/m);
  const disk = sizeIn(said, /^After this operation, ([\d.,]+) ([kMG]?B) of additional disk space/m);
  const refusal = /^E: (.*)$/m.exec(said)?.[1];
  // Its question was answered with no.
  if (refusal !== undefined && download === undefined && disk === undefined && !refreshed)
    return {
      ...step,
      state: { kind: 'cannot', why: `apt says: ${plainText(refusal, 400).replace(/\.$/, '')}. Mend that, or choose package files.` },
    };
  const full = /^E: You don't have enough free space in (\S+?)\/?\.$/m.exec(said)?.[1];
  if (full !== undefined)
    return { ...step, state: { kind: 'cannot', why: `apt has no room in ${plainText(full, 200)} for what it fetches: make room there.` } };
  const upgraded = /^The following packages will be upgraded:\n((?: .*\n)+)/m.exec(said)?.[1];
  return {
    ...step,
    ...(download === undefined ? {} : { download }),
    ...(disk === undefined ? {} : { disk }),
    ...(upgraded === undefined ? {} : { warning: withUpgrades(step.warning, plainText(upgraded.replace(/\s+/g, ' ').trim(), 300)) }),
  };
}

/** Undo takes no upgrade back. */
const withUpgrades = (warning: string | undefined, names: string): string =>
  `${warning === undefined ? '' : `${warning} `}Newer versions of these come along, and stay: ${names}.`.slice(0, 1000);

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

function sizeIn(text: string, shape: RegExp): number | undefined {
  const [, number = '', unit = ''] = shape.exec(text) ?? [];
  const size = Number(number.replaceAll(',', '')) * (UNITS[unit] ?? NaN);
  return Number.isFinite(size) && number !== '' ? Math.round(size) : undefined;
}
