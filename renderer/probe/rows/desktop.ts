/** Rows of the software that makes desktops, and of the desktops and X servers that run. */
import type { Facts } from '../../../electron/contract/probe';
import type { DesktopFacts, DesktopState, XLock, XServer } from '../../../electron/contract/probe/desktop';
import { FACT_NAMES, factTexts as texts } from '../factTexts';
import { joined, map, rowMaker, type FactRow, type Said } from './row';

const names = FACT_NAMES.desktop;

export function desktopRows(facts: Facts): readonly FactRow[] {
  const row = rowMaker(facts);
  const { desktop } = facts;
  return [
    ...row('virtualgl', names.virtualgl, desktop.virtualgl?.version),
    ...row('virtualgl-setup', names.virtualglSetUp, virtualglSetUp(desktop)),
    ...row(
      'x-proxies',
      names.xProxies,
      map(desktop.xProxies, (all) => all.map(proxyLine)),
    ),
    ...row('turbovnc-settings', names.turbovncSettings, turbovncSettings(desktop)),
    ...row(
      'turbovnc-sessions',
      names.turbovncList,
      map(desktop.turbovnc?.listed, (all) => all.map((display) => `:${display}`).join(', ')),
    ),
    ...row(
      'vncserver-command',
      names.vncserver,
      map(desktop.vncserverCommand, ({ path, of }) => joined(path, texts.vncserverOf[of])),
    ),
    ...row('xstartup', names.xstartup, map(desktop.xstartup, xstartupLine)),
    ...row(
      'window-managers',
      names.windowManagers,
      map(desktop.windowManagers, (all) => all.map(({ name }) => name).join(', ')),
    ),
    ...row(
      'xorg',
      names.xorg,
      map(desktop.xorg, ({ version, nvidiaDriver }) => joined(version, nvidiaDriver && texts.withNvidia)),
    ),
    ...row('x11vnc', names.x11vnc, desktop.x11vnc),
    ...row(
      'display-manager',
      names.displayManager,
      map(desktop.displayManager, ({ name, version, active }) => joined(name, version, active ? texts.active : texts.notActive)),
    ),
    ...row(
      'seats',
      names.seats,
      map(desktop.seats, (all) => all.map(({ user, type, display, greeter }) => joined(greeter ? texts.greeter : user, type, display))),
    ),
    ...row(
      'dbus',
      names.dbus,
      map(desktop.dbus, ({ launch, daemon }) => joined(daemon ? texts.daemon : texts.noDaemon, launch ?? texts.noLaunch)),
    ),
    ...row('tools', names.tools, map(desktop.tools, toolLines)),
    ...row(
      'x-servers',
      names.xServers,
      map(desktop.xServers, (all) => all.map(serverLine)),
    ),
    ...row(
      'desktop-state',
      names.desktops,
      map(desktop.desktops, (all) => all.map(desktopLine)),
    ),
    ...row(
      'x-locks',
      names.locks,
      map(desktop.xLocks, (all) => all.map(lockLine)),
    ),
    ...row(
      'vnc-files',
      names.pidFiles,
      map(desktop.vncFiles, (all) =>
        all.map(({ path, pid, runs, comm }) =>
          joined(path, `${texts.runs[runs]}${comm === undefined ? '' : ` (${comm})`}`, texts.pid(pid)),
        ),
      ),
    ),
    ...row(
      'vnc-logs',
      names.desktopLogs,
      map(desktop.logHits, (all) => (all.length === 0 ? texts.noFaults : all.map(({ path, text }) => `${path}: ${text}`))),
    ),
    ...row(
      'xorg-log',
      names.xorgLog,
      map(desktop.xorgErrors, (all) => (all.length === 0 ? texts.noErrors : all.map(({ path, text }) => `${path}: ${text}`))),
    ),
    ...row(
      'lockers',
      names.screenLockers,
      map(desktop.lockers, (all) => all.join(', ')),
    ),
  ];
}

const proxyLine = ({ kind, version, path }: NonNullable<DesktopFacts['xProxies']>[number]): string =>
  joined(`${texts.proxies[kind]} ${version}`, path);

function virtualglSetUp({ virtualgl }: DesktopFacts): Said {
  if (virtualgl === undefined) return undefined;
  const { inLoaderPath, group, inGroup, groupPending, xauthKey, restricted } = virtualgl;
  return [
    inLoaderPath ? '' : texts.notInLoader,
    group ? texts.vglusers[inGroup ? 'member' : groupPending ? 'pending' : 'outside'] : texts.vglusers.none,
    texts.xauthKey[xauthKey],
    restricted ? texts.restricted : texts.notRestricted,
  ];
}

function turbovncSettings({ turbovnc }: DesktopFacts): Said {
  if (turbovnc === undefined) return undefined;
  const { permittedSecurityTypes, sessionLimit, vglrun } = turbovnc;
  const lines = [
    map(permittedSecurityTypes, (all) => texts.permittedTypes(all.join(', '))),
    map(sessionLimit, texts.sessionLimit),
    map(vglrun, texts.vglrun),
  ].filter((line) => line !== undefined);
  return lines.length === 0 ? texts.defaults : lines;
}

const xstartupLine = ({ path, executable, starts }: NonNullable<DesktopFacts['xstartup']>): string =>
  joined(path, !executable && texts.notExecutable, !starts && texts.startsNothing);

const toolLines = ({ present, missing }: NonNullable<DesktopFacts['tools']>): readonly string[] => [
  present.length === 0 ? '' : present.join(', '),
  missing.length === 0 ? '' : texts.missing(missing.join(', ')),
];

function serverLine({ kind, display, user, elsewhere, zombie, stopped, pid }: XServer): string {
  return joined(
    `${kind}${display === undefined ? '' : ` :${display}`}`,
    user,
    elsewhere && texts.elsewhere,
    zombie && texts.zombie,
    stopped && texts.stopped,
    texts.pid(pid),
  );
}

function desktopLine({ display, windowManager, openToOthers, unlisted, preloadsVirtualgl, dbus }: DesktopState): string {
  return joined(
    `:${display}`,
    windowManager === false && texts.noManager,
    openToOthers === true && texts.open,
    unlisted && texts.unlisted,
    preloadsVirtualgl === true && texts.underVirtualgl,
    dbus === false && texts.withoutDbus,
  );
}

const lockLine = ({ path, owner, alive, pid }: XLock): string =>
  joined(path, owner, alive ? texts.inUse : texts.leftBehind, map(pid, texts.pid));
