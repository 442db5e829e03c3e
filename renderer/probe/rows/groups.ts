/** All facts of a host in the order in which an operator asks, as rows and as plain text. */
import type { Facts } from '../../../electron/contract/probe';
import { exactTime } from '../../base/time';
import { factTexts as texts } from '../factTexts';
import { containerRows } from './container';
import { desktopRows } from './desktop';
import { gpuRows } from './gpu';
import { loginRows } from './login';
import type { FactGroup, FactRow, FactValue } from './row';
import { systemRows } from './system';

const names = texts.groups;

export const factGroups = (facts: Facts): readonly FactGroup[] =>
  [
    { name: names.gpu, rows: gpuRows(facts) },
    { name: names.desktop, rows: desktopRows(facts) },
    { name: names.container, rows: containerRows(facts) },
    { name: names.system, rows: systemRows(facts) },
    { name: names.login, rows: loginRows(facts) },
  ].map(({ name, rows }) => ({ name, rows: rows.filter((row, at) => !isSaid(row, rows.slice(0, at))) }));

/** That a question brought nothing is said once, not of each thing that it would have told. */
const isSaid = ({ value, from }: FactRow, before: readonly FactRow[]): boolean =>
  value.kind !== 'known' && before.some((row) => row.from === from && row.value.kind === value.kind);

const PAD = 26;

/** One fact a line, further lines indented under it. */
export function factsText(host: string, facts: Facts): string {
  const groups = factGroups(facts).filter(({ rows }) => rows.length > 0);
  return [
    `${host}, ${exactTime(facts.at)}`,
    ...groups.flatMap(({ name, rows }) => [
      '',
      name,
      ...rows.map((row) => `  ${row.name.padEnd(PAD)} ${linesOf(row.value).join(`\n${' '.repeat(PAD + 3)}`)}`),
    ]),
    '',
  ].join('\n');
}

function linesOf(value: FactValue): readonly string[] {
  if (value.kind === 'known') return value.lines;
  return [`(${texts.states[value.kind]}) ${value.why}`.trim()];
}
