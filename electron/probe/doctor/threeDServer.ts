/** Entries about the 3D X server that VirtualGL's GLX back end needs: not there, closed, of the wrong kind. */
import type { Cure } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import type { StartUpLine } from '../../contract/probe/login';
import { commands, words } from './cures';
import { hitEvidence, recentHits } from './desktopLogs';
import { fromAnswer, type Detection, type Entry, type Seen } from './entry';
import { eglGpus } from './hardware';
import { plan } from './plan';

const XORG: ReadonlySet<string> = new Set(['Xorg', 'Xwayland']);

/** Undefined when the processes were not read. */
function serverLines({ desktop }: Facts): string | undefined {
  const servers = desktop.xServers?.filter(({ kind, zombie, elsewhere }) => XORG.has(kind) && !zombie && !elsewhere);
  return servers?.map(({ kind, display, user }) => `${kind} :${display ?? '?'}, user ${user}`).join('\n');
}

const KEY = '/etc/opt/VirtualGL/vgl_xauth_key';

const noServer: Entry = {
  id: 'D03',
  title: 'VirtualGL cannot open its 3D X server',
  cause: 'The GLX back end was asked for, and the X server that it draws on is not there or refuses this login.',
  severity: 'harms',
  cure: words('Use the EGL back end, vglrun -d egl0. Or run vglserver_config +glx, join vglusers, and log in anew.'),
  source: 'VirtualGL #108 #138 #173, doc/unixconfig.txt; measured',
  detect: (seen) => [...refusedDesktop(seen), ...pointedNowhere(seen)],
};

function refusedDesktop(seen: Seen): readonly Detection[] {
  const hits = recentHits(seen, 'vgl-no-display');
  if (hits.length === 0) return [];
  const refused = recentHits(seen, 'x-unauthorised');
  const { virtualgl } = seen.facts.desktop;
  const servers = serverLines(seen.facts);
  const evidence = [
    ...[...hits.slice(-2), ...refused.slice(-2)].map((hit) => hitEvidence(seen, hit)),
    ...(servers === undefined ? [] : [fromAnswer(seen, 'x-servers', servers || 'no Xorg runs')]),
    ...(virtualgl === undefined ? [] : [fromAnswer(seen, 'virtualgl-setup', `${KEY}: ${virtualgl.xauthKey}`)]),
  ];
  return [{ confidence: 'certain', evidence, ...reasonFor(seen.facts, servers, refused.length > 0) }];
}

function reasonFor(facts: Facts, servers: string | undefined, refused: boolean): Pick<Detection, 'cause' | 'cure'> {
  const { virtualgl } = facts.desktop;
  if (servers === '' && !refused)
    return { cause: 'No 3D X server runs: VirtualGL’s GLX back end, its default, has nothing to draw on.', cure: withEgl(facts) };
  if (virtualgl?.xauthKey === 'unreadable' && virtualgl.group && !virtualgl.inGroup && !virtualgl.groupPending) {
    const text = 'Add this user to the group vglusers, which may read the 3D X server’s key. A new login is needed then.';
    return {
      cause: 'The 3D X server runs, and its key is kept for the group vglusers.',
      cure: plan('join-group', 'vglusers', text),
    };
  }
  return {
    cause: 'The 3D X server refuses this login: it was not opened to VirtualGL’s users, or that was lost when it was reset.',
    cure: withEgl(facts),
  };
}

function withEgl(facts: Facts): Cure {
  const [gpu] = eglGpus(facts);
  if (gpu === undefined) return words('Start the desktop without VirtualGL, or make the GPU’s EGL device usable.');
  return commands(
    [`export VGL_DISPLAY=${gpu.device}`],
    false,
    'Use the EGL back end, which needs no X server: in the start-up file of the shell, or with vglrun -d.',
  );
}

/** VGL_DISPLAY in a start-up file names a display where nothing runs. */
function pointedNowhere(seen: Seen): readonly Detection[] {
  const { login, desktop } = seen.facts;
  const { xServers } = desktop;
  if (xServers === undefined) return [];
  const runs = new Set(xServers.filter(({ zombie }) => !zombie).map(({ display }) => display));
  return (login.startUpLines ?? []).flatMap((line): readonly Detection[] => {
    const display = displayIn(line);
    if (display === undefined || runs.has(display)) return [];
    const subject = `${line.path}:${line.line}`;
    return [
      {
        subject: subject.slice(0, 256),
        title: `VGL_DISPLAY names :${display}, where no X server runs`,
        confidence: 'likely',
        evidence: [fromAnswer(seen, 'start-up-files', `${subject}: ${line.text}`)],
        cure: words(`Take the line out of ${line.path}, or name an EGL device in it, as egl0.`),
      },
    ];
  });
}

function displayIn({ kind, text }: StartUpLine): number | undefined {
  const [, display] = (kind === 'vgl-display' ? /VGL_DISPLAY[= ]["']?(?:unix)?:(\d{1,5})/.exec(text) : undefined) ?? [];
  return display === undefined ? undefined : Number(display);
}

const waylandGreeter: Entry = {
  id: 'D04',
  title: 'GDM runs on Wayland: there is no :0 for VirtualGL’s GLX back end',
  cause:
    'The login screen of this GDM is a Wayland one, with an Xwayland at :1024 in the place of an Xorg at :0; from GDM 49 on there is no other.',
  severity: 'harms',
  cure: words(
    'Use the EGL back end. Or use LightDM, or WaylandEnable=false in GDM’s custom.conf before GDM 49. VirtualGL 3.1.4 finds :1024 by itself.',
  ),
  source: 'VirtualGL doc/unixconfig.txt, ChangeLog 3.1.4[3], #99 #246',
  explains: ['D03'],
  detect(seen) {
    const { displayManager, seats, virtualgl } = seen.facts.desktop;
    const servers = serverLines(seen.facts);
    const hits = recentHits(seen, 'vgl-no-display');
    // Whoever uses EGL has no need of :0.
    const wanted = hits.length > 0 || (virtualgl !== undefined && virtualgl.xauthKey !== 'absent');
    const gdm = displayManager?.active === true && /^gdm/i.test(displayManager.name);
    if (!wanted || !gdm || servers === undefined || servers.includes('Xorg ')) return [];
    const wayland = (seats ?? []).filter(({ type }) => type === 'wayland');
    const modern = Number.parseInt(displayManager.version ?? '', 10) >= 49;
    if (wayland.length === 0 && !modern) return [];
    const evidence = [
      fromAnswer(seen, 'display-manager', `${displayManager.name} ${displayManager.version ?? ''}, active`),
      ...(wayland.length === 0
        ? []
        : [
            fromAnswer(
              seen,
              'seats',
              wayland.map(({ user, type, greeter }) => `${user}: ${type}${greeter ? ', login screen' : ''}`).join('\n'),
            ),
          ]),
      fromAnswer(seen, 'x-servers', servers || 'no Xorg runs'),
      ...hits.slice(-2).map((hit) => hitEvidence(seen, hit)),
    ];
    return [{ confidence: hits.length > 0 ? 'certain' : 'likely', evidence }];
  },
};

const noGlx: Entry = {
  id: 'D79',
  title: 'VirtualGL met an X server without GLX',
  cause: 'The X server of the desktop, or the 3D X server, runs without the extension GLX, which VirtualGL needs in both.',
  severity: 'harms',
  cure: words('Start the X server with GLX: without “-extension GLX”, and on an NVIDIA GPU with the driver’s own GLX module.'),
  source: 'messages of vglrun; VirtualGL faker',
  detect(seen) {
    const hits = recentHits(seen, 'vgl-no-glx');
    return hits.length === 0 ? [] : [{ confidence: 'certain', evidence: hits.slice(-4).map((hit) => hitEvidence(seen, hit)) }];
  },
};

export const THREE_D_SERVER_ENTRIES: readonly Entry[] = [noServer, waylandGreeter, noGlx];
