/** The fleet as text for a spreadsheet or a ticket. */
import { COLUMNS, type Column, type FleetRow } from './fleet';
import { probeTexts as texts } from './texts';

function cell({ host, state, values, mark, problems }: FleetRow, column: Column): string {
  if (column === 'host') return host.name;
  if (column === 'state') return state;
  if (column === 'problems') return problems === undefined ? '' : String(mark?.number ?? 0);
  return values[column] ?? '';
}

const table = (rows: readonly FleetRow[]): readonly (readonly string[])[] => [
  COLUMNS.map((column) => texts.columns[column]),
  ...rows.map((row) => COLUMNS.map((column) => cell(row, column))),
];

/** RFC 4180. Text from hosts must not become a formula where it is opened (OWASP, “CSV Injection”). */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const fleetCsv = (rows: readonly FleetRow[]): string =>
  table(rows)
    .map((cells) => `${cells.map(csvCell).join(',')}\r\n`)
    .join('');

const markdownCell = (text: string): string => text.replaceAll(/[\\|`*_<>[\]]/g, String.raw`\$&`);

export function fleetMarkdown(rows: readonly FleetRow[]): string {
  const [head = [], ...body] = table(rows).map((cells) => `| ${cells.map(markdownCell).join(' | ')} |`);
  return [head, `|${COLUMNS.map(() => ' --- |').join('')}`, ...body, ''].join('\n');
}
