/** What resources/recipe/steps.sh says of a plan or a run, made into steps. */
import type { ScriptRecord } from '../../connection/script';
import type { Step } from '../../contract/recipe';
import { hasDisguisingCharacters, plainText } from '../../contract/text';

const LINE = 1000;
const COMMAND = 2000;
const OUTPUT = 4000;
const STEPS = 32;

/** Undefined when something of it could not be shown exactly as it runs: too many steps, a command that is too long or hides characters. */
export function stepsOf(records: readonly ScriptRecord[]): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const { key, values } of records) {
    if (key === 'step-plan') {
      const [title = '', command = '', who = '', state = '', why = ''] = values;
      if (command.length > COMMAND || hasDisguisingCharacters(command)) return undefined;
      steps.push({ title: plainText(title, LINE), command, root: who === 'root', state: planned(state, why) });
    }
    const last = steps.at(-1);
    if (key === 'step-end' && last !== undefined) steps.splice(-1, 1, { ...last, state: ended(values) });
  }
  return steps.length > STEPS ? undefined : steps;
}

/** Of a run under way: what the script said last and has no end yet is what runs. */
export const withRunning = (steps: readonly Step[]): readonly Step[] =>
  steps.map((step, at) => (at === steps.length - 1 && step.state.kind === 'to-do' ? { ...step, state: { kind: 'running' } } : step));

/** `pid.start` of each process that the plan is about, as the script wants them back for the run. */
export const identityOf = (records: readonly ScriptRecord[]): string =>
  records
    .filter(({ key }) => key === 'identity')
    .map(({ values }) => values[0] ?? '')
    .filter((identity) => /^\d+\.\d+$/.test(identity))
    .join(' ');

function planned(state: string, why: string): Step['state'] {
  if (state === 'to-do' || state === 'already') return { kind: state };
  return { kind: 'cannot', why: plainText(why, LINE) };
}

function ended([state = '', status = '', text = '']: readonly string[]): Step['state'] {
  if (state === 'done') return { kind: 'done' };
  if (state === 'cannot') return { kind: 'cannot', why: plainText(text, LINE) };
  return { kind: 'failed', status: /^\d{1,3}$/.test(status) ? Number(status) : -1, output: lines(text) };
}

/** The end of it: that is where programs say why. */
const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => plainText(line, OUTPUT))
    .join('\n')
    .trim()
    .slice(-OUTPUT);
