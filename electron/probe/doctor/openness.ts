/** Entries about desktops and X servers that others than their user can reach, and the policy that keeps them shut. */
import type { Cure } from '../../contract/doctor';
import type { XServer } from '../../contract/probe/desktop';
import { safe } from './command';
import { commands, words } from './cures';
import type { Detection, Entry, Seen } from './entry';
import { fromAnswer } from './entry';
import { plan } from './plan';

const noNone: Entry = {
  id: 'D47',
  title: 'A policy forbids TurboVNC desktops without password',
  cause:
    'permitted-security-types lacks none: desktops on a private socket use one-time passwords instead, which works and costs a moment at each open.',
  severity: 'note',
  cure: words('Nothing has to be done. To open desktops faster, add none to permitted-security-types in turbovncserver-security.conf.'),
  source: 'measured by Gearview’s makers',
  detect(seen) {
    const { turbovnc, xProxies } = seen.facts.desktop;
    const permitted = turbovnc?.permittedSecurityTypes ?? [];
    const there = xProxies?.some(({ kind }) => kind === 'turbovnc') === true;
    if (!there || permitted.includes('none') || !permitted.includes('otp')) return [];
    const line = `permitted-security-types = ${permitted.join(', ')}`;
    return [{ confidence: 'certain', evidence: [fromAnswer(seen, 'turbovnc-settings', line)] }];
  },
};

const openDisplay: Entry = {
  id: 'D51',
  title: 'A desktop is open to every user of the host',
  cause:
    'Access control of its X server is off or lists LOCAL: (xhost + or xhost +local:), so that every user of the host can read its screen and its keys.',
  severity: 'harms',
  cure: words('In the desktop, run xhost -local: and xhost -.'),
  source: 'measured by Gearview’s makers',
  detect: (seen) =>
    (seen.facts.desktop.desktops ?? [])
      .filter(({ openToOthers }) => openToOthers === true)
      .map(({ display, pid }) => ({
        subject: `:${display}`,
        title: `The desktop :${display} is open to every user of the host`,
        confidence: 'certain',
        evidence: [fromAnswer(seen, 'desktop-state', `:${display} (pid ${pid}): clients of other users are let in`)],
        cure: shutCure(display, seen.facts.desktop.xServers?.find((server) => server.pid === pid)?.auth),
      })),
};

function shutCure(display: number, auth: string | undefined): Cure {
  const authority = auth === undefined ? undefined : safe(auth);
  const before = `DISPLAY=:${display}${authority === undefined ? '' : ` XAUTHORITY=${authority}`} xhost`;
  const text = 'Shut it, and take the xhost line out of the start-up file that opened it.';
  return commands([`${before} -local:`, `${before} -`], false, text);
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[?::1\]?|\[?::ffff:127\.\d+\.\d+\.\d+\]?|localhost):\d+$/i;

/** A process of this user is ended by a plan; another's only by its owner or root. */
const ending = ({ own, pid, user }: XServer, text: string): Cure =>
  own ? plan('end-x-server', `${pid}`, text) : words(`It belongs to ${user}, who has to start it anew. ${text}`);

const described = ({ kind, display, pid, user }: XServer): string =>
  `${kind}${display === undefined ? '' : ` :${display}`}, pid ${pid}, user ${user}`;

/** In a container the address is the container's own. */
const onHost = (seen: Seen, ...kinds: readonly XServer['kind'][]): readonly XServer[] =>
  (seen.facts.desktop.xServers ?? []).filter(({ kind, elsewhere, zombie }) => kinds.includes(kind) && !elsewhere && !zombie);

const shownToNetwork: Entry = {
  id: 'D52',
  title: 'An X display is shown to the whole network',
  cause: 'x11vnc or x0vncserver runs without -localhost; x11vnc listens on port 5900 even with -rfbport 0 and a unix socket.',
  severity: 'harms',
  cure: words('End it, and start it with -localhost.'),
  source: 'measured by Gearview’s makers',
  detect: (seen) =>
    onHost(seen, 'x11vnc', 'x0vncserver').flatMap((server): readonly Detection[] => {
      const far = (server.listens ?? []).filter((address) => !LOOPBACK.test(address));
      if (far.length === 0) return [];
      const evidence = [fromAnswer(seen, 'x-servers', `${described(server)}: listens on ${far.join(' ')}`)];
      return [{ subject: `${server.pid}`, confidence: 'certain', evidence, cure: ending(server, 'End it, and start it with -localhost.') }];
    }),
};

const listening: Entry = {
  id: 'D53',
  title: 'A desktop listens on TCP where others can reach it',
  cause: 'Its X proxy listens beyond loopback, or on loopback without a password, which every user of the host can use.',
  severity: 'harms',
  cure: words('End it, and start it on a private unix socket, as Gearview does.'),
  source: 'measured by Gearview’s makers',
  detect: (seen) =>
    onHost(seen, 'Xvnc', 'Xtigervnc').flatMap((server): readonly Detection[] => {
      const { listens = [], securityTypes = [], display, pid } = server;
      const open = securityTypes.some((type) => ['none', 'tlsnone', 'x509none'].includes(type));
      const reached = open ? listens : listens.filter((address) => !LOOPBACK.test(address));
      if (reached.length === 0) return [];
      const types = securityTypes.length === 0 ? 'not named' : securityTypes.join(',');
      const evidence = [fromAnswer(seen, 'x-servers', `${described(server)}: listens on ${reached.join(' ')}, security types ${types}`)];
      const title = open ? 'A desktop without a password listens on TCP' : 'A desktop listens on the network';
      const text = 'End it, with all that runs in it, and start it on a private unix socket, as Gearview does.';
      return [
        { subject: display === undefined ? `${pid}` : `:${display}`, title, confidence: 'certain', evidence, cure: ending(server, text) },
      ];
    }),
};

export const OPENNESS_ENTRIES: readonly Entry[] = [noNone, openDisplay, shownToNetwork, listening];
