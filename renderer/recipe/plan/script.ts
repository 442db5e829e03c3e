/** A plan as a text for a shell, for somebody who runs it by hand. Pure. */
import type { PackageFile, SetUpPlan, SetUpStep } from '../../../electron/contract/setUp';
import { setUpTexts as texts } from '../setUpTexts';

const END = 'GEARVIEW_END';

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same bytes in the file, whatever is in them. */
function written({ path, mode, text }: SetUpStep['files'][number]): string {
  const plain = text.endsWith('\n') && !text.split('\n').includes(END);
  const content = plain ? `cat > ${quoted(path)} <<'${END}'\n${text}${END}` : `printf '%s' ${quoted(text)} > ${quoted(path)}`;
  return `${content}\nchmod ${mode} ${quoted(path)}`;
}

function lines(step: SetUpStep, at: number, packages: readonly PackageFile[]): string {
  const names = step.uploads.map((sha256) => packages.find((file) => file.sha256 === sha256)?.fileName ?? sha256);
  return [
    `# ${at}. ${step.title}${step.root ? ` ${texts.asRoot}` : ''}`,
    ...(names.length === 0 ? [] : [`# ${texts.scriptFiles(names.join(' '))}`]),
    ...step.files.map(written),
    ...step.commands,
  ].join('\n');
}

/** What is left to do, in its order; of `packages` the names of the files that travel to the host first. */
export function scriptOf(
  { steps, system }: Pick<SetUpPlan, 'steps' | 'system'>,
  hostName: string,
  packages: readonly PackageFile[],
): string {
  const left = steps.filter(({ state }) => state.kind === 'to-do' || state.kind === 'cannot');
  return `${[`# ${texts.scriptTitle(hostName, system)}`, ...left.map((step, at) => lines(step, at + 1, packages))].join('\n\n')}\n`;
}
