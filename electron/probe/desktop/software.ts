/** Programs that desktops are made of, as a host has them. */
import { DesktopFacts } from '../../contract/probe/desktop';
import { linesOf, wordOf } from './lines';

const Proxy = DesktopFacts.shape.xProxies.unwrap().element;

/** `KIND VERSION PATH` a line. */
export function parseXProxies(text: string): DesktopFacts['xProxies'] {
  return linesOf(text)
    .flatMap((line) => {
      const [, kind, version = '', path] = /^(\S+) (\S*) (\/.*)$/.exec(line) ?? [];
      const proxy = Proxy.safeParse({ kind, version: wordOf(version), path: wordOf(path ?? '') });
      return path !== undefined && proxy.success ? [proxy.data] : [];
    })
    .slice(0, 4);
}

/** `ID NAME` a line. */
export function parseWindowManagers(text: string): DesktopFacts['windowManagers'] {
  return linesOf(text)
    .flatMap((line) => {
      const [, id, name] = /^([A-Za-z0-9][A-Za-z0-9._-]*) (.+)$/.exec(line) ?? [];
      return id === undefined || name === undefined ? [] : [{ id: wordOf(id), name: wordOf(name) }];
    })
    .slice(0, 64);
}

/** `Xorg -version`, then the NVIDIA drivers that were found. */
export function parseXorg(text: string): DesktopFacts['xorg'] {
  const [, version] = /^X\.Org X Server (\d[\w.]*)/m.exec(text) ?? [];
  return version === undefined ? undefined : { version: wordOf(version), nvidiaDriver: /^\/.*\/nvidia_drv\.so$/m.test(text) };
}

/** `x11vnc -version`. */
export function parseX11vnc(text: string): DesktopFacts['x11vnc'] {
  const [, version] = /^x11vnc: (\d[\w.]*)/m.exec(text) ?? [];
  return version === undefined ? undefined : wordOf(version);
}

/** `NAME PATH` a line, of the programs of D-Bus. */
export function parseDbus(text: string): DesktopFacts['dbus'] {
  const paths = new Map(linesOf(text).map((line) => [line.split(' ', 1)[0] ?? '', line.replace(/^\S+ ?/, '')]));
  const launch = paths.get('dbus-launch');
  return {
    daemon: ['dbus-daemon', 'dbus-run-session', 'dbus-broker'].some((name) => paths.has(name)),
    ...(launch === undefined || launch === '' ? {} : { launch: wordOf(launch) }),
  };
}

/** `present NAME` or `missing NAME` a line; undefined for anything else. */
export function parseTools(text: string): DesktopFacts['tools'] {
  const named = (key: string): string[] =>
    linesOf(text)
      .filter((line) => line.startsWith(`${key} `))
      .map((line) => wordOf(line.slice(key.length + 1)))
      .slice(0, 64);
  const tools = { present: named('present'), missing: named('missing') };
  return tools.present.length + tools.missing.length === 0 ? undefined : tools;
}
