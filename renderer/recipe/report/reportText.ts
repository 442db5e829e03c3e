/** The report of a run as Markdown, for a ticket or a folder: the proof first, then what holds, then what was done. Pure. */
import { assertNever } from '../../../electron/contract';
import type { SetUpRun, SetUpStep, Verification } from '../../../electron/contract/setUp';
import { lasting } from '../../base/time';
import { lasted, runWords, titleOf, workOf } from '../run/runs';
import { RECIPE_WORDS, RUN_STEP_WORDS, runTexts as texts } from '../run/runTexts';

const iso = (at: number): string => (Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : String(at));
const plain = (text: string): string => text.replaceAll(/[\\|`*_<>[\]#]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ');

/** Longer than any row of backquotes within. */
function ticks(text: string, least: number): string {
  const rows = text.match(/`+/g) ?? [];
  return '`'.repeat(rows.reduce((most, row) => Math.max(most, row.length + 1), least));
}

/** A bar ends a cell of a table even in code. */
function code(text: string): string {
  const one = text.replaceAll(/\s+/g, ' ').replaceAll('|', String.raw`\|`);
  const mark = ticks(one, 1);
  return mark === '`' ? `\`${one}\`` : `${mark} ${one} ${mark}`;
}

const block = (text: string): string => `${ticks(text, 3)}sh\n${text}\n${ticks(text, 3)}`;

export interface ReportOf {
  readonly hostName: string;
  readonly run: SetUpRun;
  /** Epoch ms, for a run that has not ended. */
  readonly now: number;
}

export function runReportText({ hostName, run, now }: ReportOf): string {
  const { plan, state } = run;
  const { word } = runWords(run);
  const parts = [
    `# ${plain(titleOf(run, hostName))}`,
    [
      `- ${texts.result}: **${plain(word)}**`,
      `- ${texts.system}: ${plain(plan.system)}`,
      `- ${texts.login}: ${plain(plan.user)}`,
      ...(plan.wish === undefined ? [] : [`- ${texts.mode}: ${code(plan.wish.mode)}`]),
      `- ${texts.began}: ${iso(run.startedAt)}`,
      `- ${texts.took}: ${lasting(lasted(run, now))}`,
    ].join('\n'),
    ...(state.kind === 'failed' ? [plain(state.failure.message)] : []),
    ...proofParts(run),
    ...verificationParts(plan.verifications),
    ...stepParts(run),
  ];
  return `${parts.join('\n\n')}\n`;
}

function proofParts({ proof }: SetUpRun): readonly string[] {
  if (proof === undefined) return [];
  const head = `## ${texts.proof}`;
  switch (proof.kind) {
    case 'running':
      return [head, plain(proof.step)];
    case 'proven':
      return [
        head,
        `${plain(proof.sentence)}${proof.asExpected ? '' : ` **${texts.notAsExpected}**`}`,
        ...(proof.command === '' ? [] : [`${texts.proofCommand}:`, block(proof.command)]),
      ];
    case 'failed':
      return [head, `**${texts.proofFailed}.** ${plain(proof.failure.message)}`];
    case 'left-out':
      return [head, `${texts.proofLeftOut}: ${plain(proof.why)}`];
    default:
      return assertNever(proof);
  }
}

export const resultWord = ({ ok }: Pick<Verification, 'ok'>): string =>
  ok === undefined ? texts.notLooked : ok ? texts.holds : texts.holdsNot;

function verificationParts(verifications: readonly Verification[]): readonly string[] {
  if (verifications.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = verifications.map((each) =>
    row([RECIPE_WORDS[each.recipe], code(each.command), plain(each.expected), plain(each.got ?? '–'), resultWord(each)]),
  );
  const head = [texts.recipe, texts.command, texts.expected, texts.got, texts.result];
  return [`## ${texts.verifications}`, [row(head), row(head.map(() => '---')), ...rows].join('\n')];
}

function stepParts({ plan }: SetUpRun): readonly string[] {
  const work = workOf(plan);
  const before = plan.steps.filter(({ state }) => state.kind === 'already').length;
  return [
    `## ${texts.changes}`,
    ...(work.length === 0 ? [texts.nothingDone] : work.flatMap(stepPart)),
    ...(before > 0 ? [`${texts.alreadyThere(before)}.`] : []),
  ];
}

function stepPart(step: SetUpStep, at: number): readonly string[] {
  const { state } = step;
  const time = state.kind === 'done' || state.kind === 'failed' || state.kind === 'cancelled' ? `, ${lasting(state.ms)}` : '';
  return [
    `### ${at + 1}. ${plain(step.title)} (${RUN_STEP_WORDS[state.kind].toLowerCase()}${time})`,
    [
      ...(state.kind === 'failed' ? [`- ${[plain(state.why), ...(state.status > 0 ? [texts.exit(state.status)] : [])].join(' ')}`] : []),
      ...(state.kind === 'done' && state.found !== '' ? [`- ${texts.foundAfter}: ${plain(state.found)}`] : []),
      `- ${texts.changed}: ${plain(step.changes)}`,
      ...(step.undo === '' ? [] : [`- ${texts.takeBack}: ${plain(step.undo)}`]),
    ].join('\n'),
    ...(step.commands.length === 0 ? [] : [block(step.commands.join('\n'))]),
  ];
}
