/** What resources/probe/xServers.sh says of the X servers of a host. */
import type { XServer, XServerKind } from '../../contract/probe/desktop';
import { parseAddress } from './addresses';
import { parseArguments, type Arguments } from './arguments';
import { countOf, linesOf, typesIn, wordOf } from './lines';

/** By the name of the process. */
const KINDS = new Map<string, XServerKind>([
  ['Xorg', 'Xorg'],
  ['X', 'Xorg'],
  ['Xwayland', 'Xwayland'],
  ['Xvnc', 'Xvnc'],
  ['Xtigervnc', 'Xtigervnc'],
  ['Xvfb', 'Xvfb'],
  ['Xephyr', 'Xephyr'],
  ['x11vnc', 'x11vnc'],
  ['x0vncserver', 'x0vncserver'],
  // As Debian calls it.
  ['X0tigervnc', 'x0vncserver'],
]);

export const isXServer = (name: string): boolean => KINDS.has(name);

interface Process {
  readonly pid: number;
  place: string;
  user: string;
  own: boolean;
  name: string;
  state: string;
  /** As many pids as there are nested pid namespaces: more than one in a container. */
  pids: number;
  /** Its descriptors could be read. */
  seen: boolean;
  readonly listens: string[];
  readonly nodes: string[];
  readonly args: string[];
}

/** Rows of xs_answer; those that are unknown, or name no process that was listed, are skipped. */
export function parseXServers(text: string): XServer[] {
  const processes = new Map<number, Process>();
  let open: Process | undefined;
  for (const line of linesOf(text)) {
    if (line.startsWith('\t')) open?.args.push(line.slice(1));
    else open = readRow(processes, line);
  }
  return [...processes.values()].flatMap((process) => serverOf(process) ?? []).slice(0, 128);
}

/** The process whose arguments follow, if they do. */
function readRow(processes: Map<number, Process>, line: string): Process | undefined {
  const [, key = '', pidText, rest = ''] =
    /^(place|own|seen|args|listens|node) (\d+) ?(.*)$/.exec(line) ?? /^\/proc\/()(\d+)( .+|\/status:.+)$/.exec(line) ?? [];
  const pid = countOf(pidText);
  if (pid === undefined) return undefined;
  if (key === 'place') processes.set(pid, fresh(pid, rest));
  const process = processes.get(pid);
  if (process === undefined) return undefined;
  if (key === 'own') process.own = true;
  else if (key === 'seen') process.seen = true;
  else if (key === 'listens') process.listens.push(rest);
  else if (key === 'node') process.nodes.push(rest);
  else if (key === 'args') return process;
  else readFact(process, rest);
  return undefined;
}

function fresh(pid: number, place: string): Process {
  return { pid, place, user: '', own: false, name: '', state: '', pids: 1, seen: false, listens: [], nodes: [], args: [] };
}

/** ` USER` of stat(1), or a line of /proc/PID/status. */
function readFact(process: Process, text: string): void {
  const [, key, value = ''] = /^\/status:(Name|State|NSpid):\s*(.*)$/.exec(text) ?? [];
  if (text.startsWith(' ')) process.user = text.slice(1);
  else if (key === 'Name') process.name = value;
  else if (key === 'State') process.state = value.slice(0, 1);
  else if (key === 'NSpid') process.pids = value.split(/\s+/).length;
}

function serverOf(process: Process): XServer | undefined {
  const kind = KINDS.get(process.name);
  if (kind === undefined) return undefined;
  const args = parseArguments(process.args.slice(1));
  const display = args.display ?? displayIn(args.value('display'));
  const proxy = kind === 'Xvnc' || kind === 'Xtigervnc';
  const shows = kind === 'x11vnc' || kind === 'x0vncserver';
  const types = args.value('securitytypes');
  const auth = args.value('auth');
  const pci = kind === 'Xorg' ? (args.value('isolatedevice') ?? args.value('config')) : undefined;
  return {
    kind,
    pid: process.pid,
    user: wordOf(process.user),
    own: process.own,
    elsewhere: process.place === 'elsewhere' || (process.place === 'unknown' && process.pids > 1),
    zombie: /^[ZX]/.test(process.state),
    stopped: /^[Tt]/.test(process.state),
    turbovnc: kind === 'Xvnc' && isTurbovnc(process.args[0] ?? '', args),
    ...(display === undefined ? {} : { display }),
    ...(auth === undefined || auth === '' ? {} : { auth: wordOf(auth) }),
    ...(proxy && types !== undefined ? { securityTypes: typesIn(types, 16) } : {}),
    ...(process.seen && process.place === 'here' ? { listens: addressesOf(process.listens, display, shows) } : {}),
    ...(process.args.length === 0 || shows ? {} : { noreset: args.has('noreset'), xtestOff: xtestOff(args) }),
    ...(process.seen ? { nodes: process.nodes.map(wordOf).slice(0, 16) } : {}),
    ...(pci === undefined ? {} : { pci: wordOf(pci) }),
  };
}

const displayIn = (text: string | undefined): number | undefined => countOf(/^:(\d{1,5})(?:\.\d+)?$/.exec(text ?? '')?.[1]);

/** Its own starter passes these (recorded/turbovnc/ps_after_start.txt). */
const isTurbovnc = (program: string, args: Arguments): boolean =>
  /turbovnc/i.test(program) || args.value('dridir') !== undefined || args.value('registrydir') !== undefined;

/** Without the port of X11's own TCP, 6000 + display; what only shows a display does not have it. */
function addressesOf(listens: readonly string[], display: number | undefined, shows: boolean): string[] {
  const all = listens.flatMap((each) => parseAddress(each) ?? []);
  const other = all.filter(({ port }) => shows || display === undefined || port !== 6000 + display);
  return [...new Set(other.map(({ address }) => address))].slice(0, 16);
}

const xtestOff = (args: Arguments): boolean => args.has('tst') || args.value('extension')?.toUpperCase() === 'XTEST';
