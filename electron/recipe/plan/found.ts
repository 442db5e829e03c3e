/** What the facts show of the software that a set-up is about, in sentences; undefined when they do not show it. */
import type { Facts } from '../../contract/probe';
import type { XProxyKind } from '../../contract/session';
import type { DesktopChoice } from '../../contract/setUp';
import { namesIn } from './words';

const X_PROXIES = { turbovnc: 'TurboVNC', tigervnc: 'TigerVNC' } as const;

export const xProxyName = (kind: XProxyKind): string => X_PROXIES[kind];

/** Its version; empty when it does not tell. */
export const xProxyVersion = ({ desktop }: Facts, kind: XProxyKind): string | undefined =>
  desktop.xProxies?.find((proxy) => proxy.kind === kind)?.version;

export function xProxyFound(facts: Facts, kind: XProxyKind): string | undefined {
  const proxy = facts.desktop.xProxies?.find((each) => each.kind === kind);
  return proxy === undefined ? undefined : `${xProxyName(kind)} ${proxy.version} is there: ${proxy.path}.`;
}

export const virtualglFound = ({ desktop }: Facts): string | undefined =>
  desktop.virtualgl === undefined ? undefined : `VirtualGL ${desktop.virtualgl.version} is there.`;

const DESKTOPS: Readonly<Record<DesktopChoice, RegExp>> = { openbox: /^openbox$/, xfce: /^xfce/, mate: /^mate$/ };

export function desktopFound({ desktop }: Facts, choice: DesktopChoice): string | undefined {
  const found = desktop.windowManagers?.find(({ id }) => DESKTOPS[choice].test(id));
  return found === undefined ? undefined : `${found.name} is there.`;
}

/** Programs, each with those that do as well, that the probe looks for. */
export type Tools = readonly (readonly string[])[];

export const BASE_TOOLS: Tools = [['xprop'], ['xwininfo'], ['xauth'], ['perl', 'python3']];
export const BENCHMARK_TOOLS: Tools = [['glmark2'], ['vulkaninfo']];

/** Undefined when the probe could not tell. */
export function toolsMissing({ desktop }: Facts, tools: Tools): readonly string[] | undefined {
  const { present } = desktop.tools ?? {};
  return present === undefined
    ? undefined
    : tools.filter((names) => !names.some((name) => present.includes(name))).map((names) => names.join(' or '));
}

export function toolsFound(facts: Facts, tools: Tools): string | undefined {
  if (toolsMissing(facts, tools)?.length !== 0) return undefined;
  return `${namesIn(tools.flatMap(([first = '']) => first))} ${tools.length === 1 ? 'is' : 'are'} there.`;
}

/** `1.12.0` before [1, 14]; a version without a number is not older. */
export function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  // An epoch stands before a colon.
  const [, first, second = '0'] = /^(?:\d+:)?(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return first !== undefined && (Number(first) < major || (Number(first) === major && Number(second) < minor));
}
