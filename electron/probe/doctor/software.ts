/** Entries about desktop software: what is missing, and what stands in the way of something else. */
import type { Cure } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import { installing, type Packages } from './command';
import { commands, words } from './cures';
import { fromAnswer, type Entry } from './entry';

const otherVncserver: Entry = {
  id: 'D46',
  title: 'vncserver is TigerVNC’s here, although TurboVNC is installed',
  cause:
    'Both have a program of that name, and TigerVNC’s comes first in PATH: by hand it starts, lists and ends other desktops than TurboVNC’s.',
  severity: 'note',
  cure: words('By hand use the whole path, /opt/TurboVNC/bin/vncserver, as Gearview does.'),
  source: 'measured by Gearview’s makers',
  detect(seen) {
    const { vncserverCommand, xProxies } = seen.facts.desktop;
    const turbovnc = xProxies?.find(({ kind }) => kind === 'turbovnc');
    if (vncserverCommand?.of !== 'tigervnc' || turbovnc === undefined) return [];
    const evidence = [
      fromAnswer(seen, 'vncserver-command', `${vncserverCommand.path}: TigerVNC`),
      fromAnswer(seen, 'x-proxies', `turbovnc ${turbovnc.version} ${turbovnc.path}`),
    ];
    return [{ confidence: 'certain', evidence }];
  },
};

/** What resources/session/turbovnc.sh takes. */
const PLAIN_HOME = /^[A-Za-z0-9._/@+-]+$/;

const blankInHome: Entry = {
  id: 'D65',
  title: 'TurboVNC cannot work in this home directory',
  cause: 'Its path has a blank or special character, and vncserver passes it on unquoted.',
  severity: 'blocks',
  cure: words('Give the user a home directory without such characters, or use TigerVNC without TurboVNC.'),
  source: 'measured by Gearview’s makers',
  explains: ['D14'],
  detect(seen) {
    const { login, desktop } = seen.facts;
    const there = desktop.xProxies?.some(({ kind }) => kind === 'turbovnc') === true;
    if (!there || login.home === undefined || PLAIN_HOME.test(login.home.path)) return [];
    return [{ confidence: 'certain', evidence: [fromAnswer(seen, 'home', login.home.path)] }];
  },
};

const TIGERVNC: Packages = {
  apt: ['tigervnc-standalone-server'],
  dnf: ['tigervnc-server'],
  yum: ['tigervnc-server'],
  zypper: ['xorg-x11-Xvnc'],
  pacman: ['tigervnc'],
};

/** RHEL 10 and its like have neither Xorg nor TigerVNC nor glx-utils. */
const isEl10 = ({ os }: Facts['system']): boolean => os?.family === 'redhat' && /^1\d/.test(os.version);

const noXProxy: Entry = {
  id: 'D66',
  title: 'No desktop can be started: there is no X proxy',
  cause: 'Neither TurboVNC nor TigerVNC is installed.',
  severity: 'blocks',
  cure: words('Install TurboVNC (its own packages), or TigerVNC of the distribution.'),
  source: 'TurboVNC and TigerVNC install guides',
  detect(seen) {
    if (seen.facts.desktop.xProxies?.length !== 0) return [];
    const text = 'TurboVNC’s own package is the better choice for a GPU; TigerVNC comes with the distribution.';
    const packages = isEl10(seen.facts.system) ? {} : TIGERVNC;
    const evidence = [fromAnswer(seen, 'x-proxies', 'no Xvnc of TurboVNC or TigerVNC')];
    return [{ confidence: 'certain', evidence, cure: installing(seen.facts, packages, `Install one: ${text}`) }];
  },
};

const XFCE: Packages = { apt: ['xfce4', 'xfce4-terminal', 'dbus-x11', 'at-spi2-core'], pacman: ['xfce4', 'xfce4-terminal'] };
const ADVICE = 'Install Xfce, which draws well without a GPU too; openbox is smaller.';

function installingXfce(facts: Facts): Cure {
  const { packageManager: manager } = facts.system;
  if ((manager !== 'dnf' && manager !== 'yum') || isEl10(facts.system)) return installing(facts, XFCE, ADVICE);
  // There it is a group, in EPEL.
  return commands([`${manager} install -y epel-release`, `${manager} groupinstall -y Xfce`], true, ADVICE);
}

const noWindowManager: Entry = {
  id: 'D68',
  title: 'No desktop can be started: there is no window manager',
  cause: 'Neither a desktop environment nor a window manager is installed.',
  severity: 'blocks',
  cure: words('Install one: Xfce or openbox, with the tool of the distribution.'),
  source: 'TurboVNC #115',
  explains: ['D13', 'D14'],
  detect(seen) {
    if (seen.facts.desktop.windowManagers?.length !== 0) return [];
    const evidence = [fromAnswer(seen, 'window-managers', 'none found')];
    return [{ confidence: 'certain', evidence, cure: installingXfce(seen.facts) }];
  },
};

type Manager = keyof Packages;
/** dnf and yum find the package by the file: its name differs from release to release. */
const TOOLS: Readonly<Record<string, Packages>> = {
  glxgears: toolIn('mesa-utils', 'glxgears', 'Mesa-demo-x', 'mesa-utils'),
  xprop: toolIn('x11-utils', 'xprop', 'xprop', 'xorg-xprop'),
  xwininfo: toolIn('x11-utils', 'xwininfo', 'xwininfo', 'xorg-xwininfo'),
  xauth: toolIn('xauth', 'xauth', 'xauth', 'xorg-xauth'),
  perl: toolIn('perl', 'perl', 'perl', 'perl'),
  flock: toolIn('util-linux', 'flock', 'util-linux', 'util-linux'),
  setsid: toolIn('util-linux', 'setsid', 'util-linux', 'util-linux'),
};

function toolIn(apt: string, program: string, zypper: string, pacman: string): Packages {
  const file = [`/usr/bin/${program}`];
  return { apt: [apt], dnf: file, yum: file, zypper: [zypper], pacman: [pacman] };
}

const noTools: Entry = {
  id: 'D69',
  title: 'Tools are missing that desktops and checks need',
  cause: 'A desktop is only started when it can be examined (xprop, xwininfo, perl or python3), and a check needs glxgears.',
  severity: 'blocks',
  cure: words('Install them with the tool of the distribution.'),
  source: 'what Gearview’s own scripts run',
  detect(seen) {
    const { present = [], missing = [] } = seen.facts.desktop.tools ?? {};
    const speaks = present.includes('python3');
    const lacking = missing.filter((tool) => Object.hasOwn(TOOLS, tool) && !(tool === 'perl' && speaks));
    if (lacking.length === 0) return [];
    const onlyCheck = lacking.every((tool) => tool === 'glxgears' || tool === 'xauth');
    const of = (manager: Manager): readonly string[] => [...new Set(lacking.flatMap((tool) => TOOLS[tool]?.[manager] ?? []))];
    const packages = { apt: of('apt'), dnf: of('dnf'), yum: of('yum'), zypper: of('zypper'), pacman: of('pacman') };
    return [
      {
        title: `Missing: ${lacking.join(', ')}`,
        confidence: 'certain',
        severity: onlyCheck ? 'harms' : 'blocks',
        evidence: [fromAnswer(seen, 'tools', `missing: ${lacking.join(' ')}`)],
        cure: installing(seen.facts, packages, 'Install what is missing.'),
      },
    ];
  },
};

export const SOFTWARE_ENTRIES: readonly Entry[] = [otherVncserver, blankInHome, noXProxy, noWindowManager, noTools];
