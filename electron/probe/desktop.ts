/** Facts about X servers, desktops, and the software that makes them. */
import type { DesktopFacts, VncFile, XLock, XServer } from '../contract/probe/desktop';
import { parseDesktopState } from './desktop/desktopState';
import { parseDisplayManager, parseLockers, parseSeats } from './desktop/displayManager';
import { parseDbus, parseTools, parseWindowManagers, parseX11vnc, parseXorg, parseXProxies } from './desktop/software';
import { parseTurbovncSessions, parseTurbovncSettings, type Turbovnc } from './desktop/turbovnc';
import { parseVirtualgl, parseVirtualglSetup } from './desktop/virtualgl';
import { parseVncFiles } from './desktop/vncFiles';
import { parseVncLogs } from './desktop/vncLogs';
import { parseVncserver, parseXstartup } from './desktop/vncserver';
import { parseLocks, parseSockets } from './desktop/xLocks';
import { parseXorgLog, type XorgLog } from './desktop/xorgLog';
import { parseXServers } from './desktop/xServers';
import type { Raws } from './raws';

/** Any answers give facts; what an answer does not tell is absent. */
export function desktopFacts(raws: Raws): DesktopFacts {
  const sockets = raws.read('x-sockets', parseSockets);
  const locks = raws.read('x-locks', (text) => parseLocks(text, sockets ?? []));
  const xorgLog = raws.read('xorg-log', parseXorgLog);
  const xServers = raws.read('x-servers', parseXServers)?.map((server) => completed(server, locks ?? [], xorgLog));
  const files = raws.read('vnc-files', parseVncFiles);
  const listed = raws.read('turbovnc-sessions', parseTurbovncSessions);
  return defined({
    xServers,
    xLocks: sockets === undefined && locks === undefined ? undefined : [...(locks ?? []), ...(sockets ?? [])],
    displayManager: raws.read('display-manager', parseDisplayManager),
    seats: raws.read('seats', parseSeats),
    vncFiles: files?.files.map((file) => judged(file, xServers ?? [])),
    desktops: raws.read('desktop-state', (text) => parseDesktopState(text, { files, turbovnc: listed })),
    logHits: raws.read('vnc-logs', parseVncLogs),
    xorgErrors: xorgLog?.errors,
    lockers: raws.read('lockers', parseLockers),
    xProxies: raws.read('x-proxies', parseXProxies),
    virtualgl: both(raws.read('virtualgl', parseVirtualgl), raws.read('virtualgl-setup', parseVirtualglSetup)),
    turbovnc: turbovncOf(raws.read('turbovnc-settings', parseTurbovncSettings), listed),
    vncserverCommand: raws.read('vncserver-command', parseVncserver),
    xstartup: raws.read('xstartup', parseXstartup),
    xorg: raws.read('xorg', parseXorg),
    x11vnc: raws.read('x11vnc', parseX11vnc),
    windowManagers: raws.read('window-managers', parseWindowManagers),
    dbus: raws.read('dbus', parseDbus),
    tools: raws.read('tools', parseTools),
  });
}

/** With its display from the lock that names it (-displayfd gives it no argument), and the GPU from its log. */
function completed(server: XServer, locks: readonly XLock[], log: XorgLog | undefined): XServer {
  const display = server.display ?? (server.elsewhere ? undefined : locks.find(({ pid, alive }) => alive && pid === server.pid)?.display);
  const logged = server.kind === 'Xorg' && display !== undefined && !server.elsewhere ? log?.gpus.get(display) : undefined;
  const pci = logged ?? server.pci;
  return { ...server, ...(display === undefined ? {} : { display }), ...(pci === undefined ? {} : { pci }) };
}

/** An X proxy on another display is not the one that the file means. */
function judged(file: VncFile, servers: readonly XServer[]): VncFile {
  const server = file.runs === 'proxy' ? servers.find(({ pid }) => pid === file.pid) : undefined;
  return server?.display === undefined || server.display === file.display ? file : { ...file, runs: 'other', comm: server.kind };
}

const both = <A, B>(a: A | undefined, b: B | undefined): (A & B) | undefined =>
  a === undefined || b === undefined ? undefined : { ...a, ...b };

const turbovncOf = (settings: Turbovnc | undefined, listed: number[] | undefined): Turbovnc | undefined =>
  settings === undefined && listed === undefined ? undefined : { ...settings, ...(listed === undefined ? {} : { listed }) };

/** Without the fields that are not known. */
const defined = (facts: { [Key in keyof DesktopFacts]: DesktopFacts[Key] | undefined }): DesktopFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
