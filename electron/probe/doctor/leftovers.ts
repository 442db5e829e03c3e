/** Entries about what X proxies leave behind: locks, sockets, pid files, zombies, and desktops that their own list lost. */
import type { Cure } from '../../contract/doctor';
import type { DesktopState, VncFile, XLock } from '../../contract/probe/desktop';
import type { Detection, Entry, Seen } from './entry';
import { fromAnswer } from './entry';
import { plan } from './plan';
import { commands, words } from './cures';

const staleFiles: Entry = {
  id: 'D18',
  title: 'A display is blocked by files of an X server that is gone',
  cause: 'A crash, kill -9 or a reboot left its lock or socket behind, so that new desktops refuse this number or skip it.',
  severity: 'harms',
  cure: words('Remove the lock and the socket, as their owner or as root.'),
  source: 'TigerVNC #527 #912 #1028; vncserver.in CheckDisplayNumber; measured',
  detect(seen) {
    const { xLocks = [], xServers = [] } = seen.facts.desktop;
    const taken = new Set(
      [...xLocks.filter(({ alive }) => alive), ...xServers.filter(({ zombie }) => !zombie)].map(({ display }) => display),
    );
    const displays = new Set(xLocks.map(({ display }) => display).filter((display) => !taken.has(display)));
    return [...displays].map((display) => staleDisplay(seen, display, xLocks));
  },
};

function staleDisplay(seen: Seen, display: number, xLocks: readonly XLock[]): Detection {
  const files = xLocks.filter((each) => each.display === display);
  const evidence = files.map(({ path, kind, owner, pid }) =>
    kind === 'lock'
      ? fromAnswer(seen, 'x-locks', `${path}: pid ${pid ?? 'unreadable'} is no X server any more; owner ${owner}`)
      : fromAnswer(seen, 'x-sockets', `${path}: nobody listens; owner ${owner}`),
  );
  const own = files.every((each) => each.own);
  return {
    subject: `:${display}`,
    title: `The display :${display} is blocked by files of an X server that is gone`,
    confidence: 'certain',
    evidence,
    // The other user's next desktop just takes another number.
    severity: own ? 'harms' : 'note',
    cure: own
      ? plan('clear-x-files', `:${display}`, 'Remove the lock and the socket.')
      : commands(
          [`rm -f /tmp/.X${display}-lock /tmp/.X11-unix/X${display}`],
          true,
          'They belong to another user: remove them when no X server of that display runs.',
        ),
  };
}

/** Files that this host's starters look at. Those of other hosts lie there too when the home is shared. */
const filesHere = ({ facts }: Seen): readonly VncFile[] =>
  (facts.desktop.vncFiles ?? []).filter(({ host }) => host === facts.system.hostname);

const unlisted = ({ facts }: Seen): readonly DesktopState[] => (facts.desktop.desktops ?? []).filter((each) => each.unlisted);

/** The recipe takes only names that a starter gives. */
const PID_FILE = /^[~/].*\/\.(vnc|config\/tigervnc|local\/state\/tigervnc)\/\w[\w.-]*:\d{1,5}\.pid$/;

function clearing({ path }: VncFile): Cure {
  const text = `Remove ${path}.`;
  return PID_FILE.test(path) ? plan('clear-pid-file', path, text) : words(text);
}

const lineOf = ({ path, pid, runs, comm }: VncFile): string =>
  `${path}: pid ${pid}, ${runs === 'proxy' ? 'the X proxy' : runs === 'nothing' ? 'no such process' : `the process ${comm ?? ''}`}`;

/** What tells which desktops are listed. TigerVNC’s list is made of its pid files. */
const listOf = ({ facts }: Seen): 'turbovnc-sessions' | 'vnc-files' =>
  facts.desktop.turbovnc?.listed === undefined ? 'vnc-files' : 'turbovnc-sessions';

const lostByList: Entry = {
  id: 'D19',
  title: 'A desktop runs that its own list does not show',
  cause: 'X proxies are found by a pid file that carries the host’s name: the name has changed since, or the file is gone.',
  severity: 'harms',
  cure: words('Open and end it with Gearview, which finds it by its process.'),
  source: 'vncserver.in GetSessions/Kill; reproduced',
  detect: (seen) =>
    unlisted(seen).flatMap((desktop): readonly Detection[] => {
      const { display, pid } = desktop;
      if (parallel(seen, desktop) !== undefined) return [];
      const file = seen.facts.desktop.vncFiles?.find((each) => each.display === display && each.pid === pid);
      const subject = `:${display}`;
      const evidence = [fromAnswer(seen, listOf(seen), `${subject} (pid ${pid}) runs and is not listed`)];
      const title = `The desktop ${subject} runs, and its own list does not show it`;
      if (file !== undefined) {
        const text = `Give ${file.path} the name of this host: then list and kill find the desktop.`;
        evidence.push(fromAnswer(seen, 'vnc-files', lineOf(file)));
        return [{ subject, title, confidence: 'certain', evidence, cure: plan('rename-pid-file', subject, text) }];
      }
      const text = 'There is no pid file to mend. Save your work in it with Gearview, then end it, with all that runs in it.';
      return [{ subject, title, confidence: 'certain', evidence, cure: plan('end-x-server', `${pid}`, text) }];
    }),
};

/** This host's pid file of the desktop's display, when it names another process. */
function parallel(seen: Seen, { display, pid }: DesktopState): VncFile | undefined {
  const files = filesHere(seen).filter((each) => each.display === display);
  return files.some((each) => each.pid === pid) ? undefined : files[0];
}

const lostByRace: Entry = {
  id: 'D43',
  title: 'Two starts took the same display, and one desktop lost its pid file',
  cause:
    'TurboVNC’s starter does not lock: starts at the same moment choose the same number, and the last one writes its pid file over the others’.',
  severity: 'harms',
  cure: words(
    'Open and end the desktop with Gearview, which finds it by its process. Gearview starts desktops of a host one after the other; by hand, use flock -o.',
  ),
  source: 'reproduced with TurboVNC 3.3',
  detect(seen) {
    const lost = unlisted(seen).flatMap((desktop): readonly Detection[] => {
      const file = parallel(seen, desktop);
      if (file === undefined) return [];
      const running = `:${desktop.display} runs with pid ${desktop.pid} and is not listed`;
      const evidence = [fromAnswer(seen, 'vnc-files', lineOf(file)), fromAnswer(seen, listOf(seen), running)];
      return [{ subject: `:${desktop.display}`, confidence: 'certain', evidence }];
    });
    return [...lost, ...doubles(seen)];
  },
};

/** Own X proxies that share a display. */
function doubles(seen: Seen): readonly Detection[] {
  const proxies = (seen.facts.desktop.xServers ?? []).filter(
    ({ kind, own, elsewhere, zombie, display }) =>
      ['Xvnc', 'Xtigervnc'].includes(kind) && own && !elsewhere && !zombie && display !== undefined,
  );
  const displays = [...new Set(proxies.map(({ display }) => display))];
  return displays.flatMap((display): readonly Detection[] => {
    const same = proxies.filter((each) => each.display === display);
    if (same.length < 2) return [];
    const lines = same.map(({ kind, pid }) => `${kind} :${display}, pid ${pid}`).join('\n');
    const title = `Two X proxies run on the display :${display}`;
    return [{ subject: `:${display}`, title, confidence: 'likely', evidence: [fromAnswer(seen, 'x-servers', lines)] }];
  });
}

const ghost: Entry = {
  id: 'D20',
  title: 'A desktop is listed that is not there any more',
  cause: 'Its X proxy is gone and left its pid file; TurboVNC before 3.3 lists it still, and a start on that display can fail.',
  severity: 'harms',
  cure: words('Remove the pid file.'),
  source: 'TurboVNC ChangeLog 3.3beta2[2], #397',
  detect(seen) {
    const lost = new Set(unlisted(seen).map(({ display }) => display));
    // Of a zombie there is nothing that could be listed anew or cured.
    const zombies = new Set((seen.facts.desktop.xServers ?? []).flatMap((server) => (server.zombie ? [server.pid] : [])));
    return filesHere(seen)
      .filter(({ runs, display, pid }) => runs === 'nothing' && !lost.has(display) && !zombies.has(pid))
      .map((file) => ({
        subject: file.path,
        title: `The desktop :${file.display} has a pid file and is not there any more`,
        confidence: 'certain',
        evidence: [fromAnswer(seen, 'vnc-files', lineOf(file))],
        cure: clearing(file),
      }));
  },
};

const wrongProcess: Entry = {
  id: 'D44',
  title: 'Ending a desktop by hand would end another process',
  cause: 'The X proxy is gone and another process has its number now: vncserver -kill ends whatever the pid file names.',
  severity: 'harms',
  cure: words('Remove the pid file; do not use vncserver -kill for that display.'),
  source: 'reproduced with TurboVNC 3.3',
  detect: (seen) =>
    filesHere(seen)
      .filter(({ runs }) => runs === 'other')
      .map((file) => ({
        subject: file.path,
        title: `vncserver -kill :${file.display} would end the process ${file.comm ?? file.pid}`,
        confidence: 'certain',
        evidence: [fromAnswer(seen, 'vnc-files', lineOf(file))],
        cure: clearing(file),
      })),
};

const zombie: Entry = {
  id: 'D45',
  title: 'A desktop has ended and stays in the process list as a zombie',
  cause:
    'Process 1 does not collect ended processes, as in a container that runs without --init; vncserver takes the zombie for a desktop.',
  severity: 'harms',
  cure: words('A zombie cannot be ended. Start the container anew with --init (Kubernetes: tini, or shareProcessNamespace: true).'),
  source: 'measured by Gearview’s makers',
  detect: (seen) =>
    (seen.facts.desktop.xServers ?? [])
      .filter((server) => ['Xvnc', 'Xtigervnc'].includes(server.kind) && server.own && server.zombie && !server.elsewhere)
      .map(({ kind, pid, display }) => ({
        subject: display === undefined ? `${pid}` : `:${display}`,
        confidence: 'likely',
        evidence: [
          fromAnswer(seen, 'x-servers', `${kind}, pid ${pid}: zombie`),
          ...(seen.facts.system.init === undefined ? [] : [fromAnswer(seen, 'init', seen.facts.system.init)]),
        ],
      })),
};

export const LEFTOVER_ENTRIES: readonly Entry[] = [staleFiles, lostByList, lostByRace, ghost, wrongProcess, zombie];
