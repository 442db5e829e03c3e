/** The support bundle of a host: one text with what helps to find a fault, to be read by the operator before it is sent. */
import { Failure, type FailureData } from '../base/failure';
import type { LogFile } from '../base/log';
import type { ConnectionState } from '../contract/connection';
import type { Host, HostAuth } from '../contract/host';
import type { LogEntry, TextFile } from '../contract/log';
import type { Session } from '../contract/session';
import { shownText } from './shownText';

export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

export interface BundleParts {
  /** Names and versions of what runs here. */
  readonly app: Readonly<Record<string, string | undefined>>;
  readonly state: ConnectionState;
  /** The last failure, when the state does not carry it. */
  readonly lastFailure?: FailureData;
  /** Desktops that are known, when the host was asked. */
  readonly sessions?: readonly Session[];
  /** What else is known of the host, a section each. */
  readonly more?: readonly Section[];
  /** Oldest first. */
  readonly log: readonly LogEntry[];
  /** Epoch ms. */
  readonly now: number;
}

const TEXT_LIMIT = 4 * 1024 * 1024;
const NAME_LIMIT = 60;
const VALUE_LIMIT = 4096;
type Line = readonly [name: string, value: string | number | undefined];

/** Notes, tags and secrets are left out. Throws `internal` when a known secret could not be removed. */
export function bundleOf(host: Host, parts: BundleParts, log: Pick<LogFile, 'redact' | 'holdsSecret'>): TextFile {
  // Removed from each value before it is laid out: a line break in between would hide a secret.
  const section = (title: string, lines: readonly Line[]): string => sectionText(title, lines, (value) => log.redact(value));
  const head = [
    `Gearview support bundle for ${host.name}`,
    `Made ${new Date(parts.now).toISOString()}. Secrets are removed; read it before you send it: it names hosts, users and paths.`,
    section('Gearview', Object.entries(parts.app)),
    section('Host', hostLines(host)),
    section('SSH options', Object.entries(host.ssh ?? {}).map(optionLine)),
    section('From ~/.ssh/config', originLines(host)),
    section('Connection', stateLines(parts.state, parts.lastFailure)),
    ...(parts.sessions === undefined ? [] : [section('Desktops', parts.sessions.map(sessionLine))]),
    ...(parts.more ?? []).map(({ title, lines }) => section(title, lines)),
  ].join('\n\n');
  const entries = parts.log.map(entryText);
  let text = log.redact(`${head}\n\n== Log ==\n${entries.join('\n') || 'Nothing was logged.'}\n`);
  // Its end is what happened last.
  if (text.length > TEXT_LIMIT) text = `${text.slice(0, TEXT_LIMIT / 4)}\n[… cut …]\n${text.slice(100 - (TEXT_LIMIT / 4) * 3)}`;
  if (log.holdsSecret(text))
    throw new Failure('internal', `The bundle of ${host.name} was not made: a secret could not be removed from it.`);
  return { name: fileName(host.name, parts.now), text };
}

/** gearview-<host>-<yyyymmdd-hhmm>.txt, by this computer's clock. */
function fileName(hostName: string, now: number): string {
  const slug = hostName
    .replaceAll(/[^A-Za-z0-9.-]+/g, '-')
    .slice(0, NAME_LIMIT)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  const [date, two] = [new Date(now), (value: number): string => String(value).padStart(2, '0')];
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `gearview-${slug === '' ? 'host' : slug}-${day}-${two(date.getHours())}${two(date.getMinutes())}.txt`;
}

function sectionText(title: string, lines: readonly Line[], redact: (text: string) => string): string {
  const shown = lines.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${indented(shownText(redact(String(value)), VALUE_LIMIT))}`],
  );
  return `== ${title} ==\n${shown.join('\n') || 'None.'}`;
}

const optionLine = ([name, value]: readonly [string, unknown]): Line => [
  name,
  Array.isArray(value) ? value.join(', ') || 'none' : String(value),
];

/** Lines of a value must not look like lines of the bundle. */
const indented = (text: string): string => text.trimEnd().replaceAll('\n', '\n    ');

function hostLines(host: Host): Line[] {
  return [
    ['id', host.id],
    ['address', host.address],
    ['port', host.port],
    ['user', host.user],
    ['authentication', authText(host.auth)],
    ['jump', host.jump],
    ['jump problem', host.jumpProblem],
    ...(host.via ?? []).map((hop, index): Line => [
      `hop ${index + 1}`,
      `${hop.name}: ${hop.user}@${hop.address} port ${hop.port}, ${authText(hop.auth)}${hop.ssh === undefined ? '' : `, ${JSON.stringify(hop.ssh)}`}`,
    ]),
  ];
}

/** Paths, never what lies there. */
function authText(auth: HostAuth): string {
  switch (auth.kind) {
    case 'auto':
      return `as ssh${auth.files === undefined ? '' : `, keys ${auth.files.join(', ')}`}${auth.onlyFiles === true ? ', no others' : ''}`;
    case 'key':
      return `key ${auth.path}`;
    case 'agent':
    case 'password':
      return auth.kind;
  }
}

function originLines({ source }: Host): Line[] {
  if (source === undefined) return [];
  return [
    ['Host', source.alias],
    ['problem', source.problem],
    ...source.origins.map(({ option, value, file, line, ignored }): Line => [
      option,
      `${value} (${file}:${line}${ignored === undefined ? '' : `, not followed: ${ignored}`})`,
    ]),
  ];
}

function stateLines(state: ConnectionState, last: FailureData | undefined): Line[] {
  switch (state.kind) {
    case 'idle':
      return [['state', state.kind], ...failureLines(last)];
    case 'connecting':
      return [
        ['state', `${state.kind}: ${state.step}`],
        ['hop', state.hop === undefined ? undefined : `${state.hop.name} (${state.hop.index} of ${state.hop.count})`],
        ['attempt', state.again?.attempt],
        ...failureLines(state.again?.failure ?? last),
      ];
    case 'ready':
      return [
        ['state', `${state.kind} since ${new Date(state.since).toISOString()}`],
        ['via', state.via?.join(', ')],
        ...failureLines(last),
      ];
    case 'lost':
      return [
        ['state', state.kind],
        ['tries', state.attempts],
        ['next try', state.retryAt === undefined ? 'none by itself' : new Date(state.retryAt).toISOString()],
        ...failureLines(state.failure),
      ];
  }
}

const failureLines = (failure: FailureData | undefined): Line[] =>
  failure === undefined
    ? []
    : [
        ['last failure', `${failure.code}: ${failure.message}`],
        ['detail', failure.detail],
      ];

const sessionLine = (session: Session): Line => [
  `:${session.display}`,
  `${session.state}, ${session.xProxy}, ${session.ours ? 'ours' : 'started by hand'}, RFB ${session.rfb.kind}, VirtualGL ${session.vglDevice ?? 'unknown'}, process ${session.pid}`,
];

function entryText({ at, level, event, fields }: LogEntry): string {
  const values = fields.map(([name, value]) => `  ${name}: ${indented(value)}`);
  return [`${new Date(at).toISOString()} ${level} ${event}`, ...values].join('\n');
}
