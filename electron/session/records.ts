/** What list.sh and start.sh say of a desktop, made into a Session and the way to its RFB. */
import type { ForwardTarget } from '../connection/connection';
import type { ScriptRecord } from '../connection/script';
import { Geometry, Session, VglDevice } from '../contract/session';
import { plainText } from '../contract/text';
import { parseCommandLine, type CommandLine } from './commandLine';
import { parseCount, parseFacts } from './facts';
import { isSocketPath, parseListeners } from './listeners';
import { modeOf } from './mode';
import { tigervnc } from './tigervnc';
import { turbovnc } from './turbovnc';
import type { Access, XProxy } from './xProxy';

/** A desktop as the worker knows it. */
export interface KnownSession {
  readonly session: Session;
  /** Absent when `session.rfb` is none. */
  readonly way?: { readonly target: ForwardTarget; readonly access: Access };
}

export interface HostFacts {
  readonly boot: string;
  /** Seconds since 1970, on the host's clock. */
  readonly booted: number;
  /** Clock ticks a second. */
  readonly ticks: number;
  readonly home: string;
  /** Mount and network namespace of the login. */
  readonly place: string;
}

export const proxyOf = (kind: Session['xProxy']): XProxy => (kind === 'turbovnc' ? turbovnc : tigervnc);

export function parseHostFacts(records: readonly ScriptRecord[]): HostFacts {
  const facts = parseFacts(records.find(({ key }) => key === 'host')?.values[0]);
  return {
    boot: facts.get('boot') ?? '',
    booted: parseCount(facts.get('booted')) ?? 0,
    ticks: Math.max(1, parseCount(facts.get('ticks')) ?? 100),
    home: facts.get('home') ?? '',
    place: facts.get('place') ?? '',
  };
}

/** Of each desktop once; records that do not fit are left out. */
export function parseSessions(records: readonly ScriptRecord[], hostId: string): readonly KnownSession[] {
  const host = parseHostFacts(records);
  const known = records.filter(({ key }) => key === 'session').flatMap((record) => parseSession(record, host, hostId) ?? []);
  return [...new Map(known.map((each) => [each.session.id, each])).values()].slice(0, 64);
}

function parseSession(record: ScriptRecord, host: HostFacts, hostId: string): KnownSession | undefined {
  const facts = parseFacts(record.values[0]);
  const line = parseCommandLine(record.values[1] ?? '');
  const notes = parseFacts(record.values[3]);
  const [display, pid, start] = ['display', 'pid', 'start'].map((key) => parseCount(facts.get(key)));
  if (display === undefined || pid === undefined || start === undefined) return undefined;
  const dead = facts.get('state') === 'dead';
  const ours = notes.get('pid') === `${pid}` && notes.get('start') === `${start}` && (dead || notes.get('boot') === host.boot);
  const device = VglDevice.safeParse(ours ? notes.get('device') : undefined).data;
  const turbo = dead ? notes.get('kind') === 'turbovnc' : /turbovnc/i.test(facts.get('program') ?? '');
  const xProxy = turbo ? turbovnc : tigervnc;
  const state = dead ? 'dead' : isSilent(facts) ? 'silent' : 'live';
  const way: Way = dead
    ? DEAD
    : facts.get('place') === host.place
      ? wayTo(xProxy, line, record.values[2] ?? '', host.home, display)
      : ELSEWHERE;
  const session = Session.safeParse({
    id: `${hostId}/${dead ? (notes.get('boot') ?? host.boot) : host.boot}.${display}.${pid}.${start}`,
    hostId,
    display,
    name: plainText(line.option('desktop') ?? '', 256) || `:${display}`,
    xProxy: xProxy.kind,
    mode: device === undefined && hasRenderNode(line) ? 'host-dri3' : modeOf(device),
    ...(device === undefined ? {} : { vglDevice: device }),
    ...size(facts.get('screen') ?? '', line),
    ours,
    state,
    startedAt: Math.round((host.booted + start / host.ticks) * 1000),
    pid,
    rfb: 'why' in way ? { kind: 'none', why: plainText(way.why, 390) } : { kind: way.target.kind },
  });
  if (!session.success) return undefined;
  return { session: session.data, ...('why' in way ? {} : { way }) };
}

/** Stopped, or the X server answered nothing; no word at all means that the host has no means to ask. */
const isSilent = (facts: ReadonlyMap<string, string>): boolean =>
  facts.get('screen') === 'silent' || /^[Tt]$/.test(facts.get('state') ?? '');

const hasRenderNode = (line: CommandLine): boolean => line.option('rendernode', 'drinode') !== undefined;

type Way = NonNullable<KnownSession['way']> | { readonly why: string };

const ELSEWHERE: Way = { why: 'It runs in a container or another namespace, where its socket cannot be reached from this login.' };
const DEAD: Way = { why: 'The desktop has ended and left its files behind; end it to clear them away.' };

function wayTo(xProxy: XProxy, line: CommandLine, listening: string, home: string, display: number): Way {
  const access = xProxy.access(line);
  if (access.kind === 'impossible') return { why: access.why };
  const { unix, tcp } = parseListeners(listening);
  const path = unix.find((each) => each === line.option('rfbunixpath')) ?? unix[0];
  if (path !== undefined && isSocketPath(path, home)) return { target: { kind: 'unix', path }, access };
  const wanted = parseCount(line.option('rfbport'), 65535);
  // A port at 6000 is X11's own.
  const port = tcp.find((each) => each.port === wanted) ?? tcp.find((each) => each.port !== 6000 + display);
  if (port !== undefined) return { target: { kind: 'tcp', port: port.port }, access };
  return { why: path === undefined ? 'Its X proxy listens on no RFB socket.' : 'Its RFB socket lies where no socket of the user should.' };
}

/** As it is now when the X server told, else as it was started. */
function size(screen: string, line: CommandLine): { geometry?: Geometry; depth?: number } {
  const [, now, nowDepth] = /^(\d{1,5}x\d{1,5}) (\d{1,2})$/.exec(screen) ?? [];
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(now ?? line.option('geometry') ?? '') ?? [];
  const geometry = Geometry.safeParse({ width: Number(width), height: Number(height) }).data;
  const depth = parseCount(nowDepth ?? line.option('depth'), 32);
  return { ...(geometry === undefined ? {} : { geometry }), ...(depth === undefined ? {} : { depth }) };
}
