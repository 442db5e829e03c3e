/** Entries about desktops that do not come up, or do not stay. */
import type { Cure } from '../../contract/doctor';
import { words } from './cures';
import type { Detection, Entry, Seen } from './entry';
import { fromAnswer } from './entry';
import { fromHome, plan } from './plan';
import { displayOfLog, hitEvidence, recentHits } from './desktopLogs';
import { lastSaid, messageOf, saidEvidence } from './said';
import { isAtLeast } from './version';

/** The user's own start file, when it starts nothing. */
function brokenXstartup({ facts }: Seen): { readonly path: string; readonly line: string; readonly cure: Cure } | undefined {
  const { xstartup } = facts.desktop;
  if (xstartup === undefined || (xstartup.executable && xstartup.starts)) return undefined;
  const line = `${xstartup.path}: ${xstartup.executable ? 'starts nothing' : 'is not executable'}`;
  const text = `Set ${xstartup.path} aside: then the window manager that is chosen starts.`;
  // TurboVNC makes xstartup.turbovnc itself, and no recipe touches it.
  const own = /^[~/].*\/\.(vnc|config\/tigervnc)\/xstartup$/.test(xstartup.path) && !/[\s$"'`\\]/.test(xstartup.path);
  return { path: xstartup.path, line, cure: own ? plan('set-aside-xstartup', xstartup.path, text) : words(text) };
}

const noWindowManager: Entry = {
  id: 'D13',
  title: 'A desktop is a black screen with a cursor',
  cause: 'No window manager runs in it: its start-up file ended, or names a window manager that is not there.',
  severity: 'harms',
  cure: words(
    'End the desktop and start a new one with another window manager, for example Xfce; the log of the desktop says why the first one did not start.',
  ),
  source: 'TurboVNC #71 #115 #231 #446 and its doc/usage.txt; measured',
  detect(seen) {
    const broken = brokenXstartup(seen);
    const proof = broken === undefined ? [] : [fromAnswer(seen, 'xstartup', broken.line)];
    const hits = recentHits(seen, 'no-window-manager');
    const bare = (seen.facts.desktop.desktops ?? []).filter(({ windowManager }) => windowManager === false);
    const found = bare.map(({ display, pid }): Detection => {
      const lines = hits.filter(({ path }) => displayOfLog(path) === display).map((hit) => hitEvidence(seen, hit));
      return {
        subject: `:${display}`,
        title: `The desktop :${display} is a black screen with a cursor`,
        // A desktop that is only just starting has none either.
        confidence: proof.length + lines.length > 0 ? 'certain' : 'likely',
        evidence: [
          fromAnswer(seen, 'desktop-state', `:${display} (pid ${pid}): no _NET_SUPPORTING_WM_CHECK on the root window`),
          ...proof,
          ...lines,
        ],
        ...(broken === undefined ? {} : { cure: broken.cure, explains: ['D14'] }),
      };
    });
    if (found.length > 0 || broken === undefined) return found;
    const title = 'The user’s own xstartup starts no desktop';
    return [{ subject: broken.path, title, confidence: 'likely', evidence: proof, cure: broken.cure, explains: ['D14'] }];
  },
};

const vanishes: Entry = {
  id: 'D14',
  title: 'A desktop ended as soon as it had started',
  cause: 'What was to be its desktop exited at once, and the X proxy was ended with it.',
  severity: 'harms',
  cure: words(
    'Read the log: the lines before the end say why the desktop exited. Then start one with another window manager, or with openbox, to see whether the rest works.',
  ),
  source: 'TurboVNC #392 #438',
  detect(seen) {
    const { desktops, xServers } = seen.facts.desktop;
    if (desktops === undefined) return [];
    const running = new Set([...desktops, ...(xServers ?? []).filter(({ zombie }) => !zombie)].map(({ display }) => display));
    const found = recentHits(seen, 'killed-at-once').flatMap((hit): readonly Detection[] => {
      const display = displayOfLog(hit.path);
      if (display === undefined || running.has(display)) return [];
      const title = `The desktop :${display} ended as soon as it had started`;
      return [{ subject: `:${display}`, title, confidence: 'likely', evidence: [hitEvidence(seen, hit)] }];
    });
    if (found.length > 0) return found;
    const failed = lastSaid(
      seen.log,
      (entry) => entry.event === 'session/start.sh failed' && /ended at once|ended as soon as/.test(messageOf(entry)),
      ({ event }) => event === 'ran session/start.sh',
    );
    return failed === undefined ? [] : [{ confidence: 'likely', evidence: [saidEvidence(failed)] }];
  },
};

const gnomeFails: Entry = {
  id: 'D17',
  title: 'GNOME says “Oh no! Something has gone wrong”',
  cause: 'GNOME needs OpenGL that works in the X proxy, and one user can run only one GNOME session at a time.',
  severity: 'harms',
  cure: words(
    'Choose Xfce or MATE. GNOME needs TurboVNC 3.1.1 or newer, VirtualGL for the whole desktop, and no other GNOME session of this user.',
  ),
  source: 'TurboVNC #82 #238 #248 #355 #402',
  explains: ['D13', 'D14'],
  detect: (seen) =>
    recentHits(seen, 'gnome-failed').map((hit) => ({
      subject: displayOfLog(hit.path) === undefined ? hit.path : `:${displayOfLog(hit.path)}`,
      confidence: 'likely',
      evidence: [hitEvidence(seen, hit)],
    })),
};

const sessionLimit: Entry = {
  id: 'D25',
  title: 'No more desktop may be started: TurboVNC’s session limit is reached',
  cause: 'The administrator of the host allows each user only so many TurboVNC sessions.',
  severity: 'harms',
  cure: words('End a desktop that is not needed any more, or raise session-limit in turbovncserver-security.conf (as root).'),
  source: 'TurboVNC ChangeLog 3.3beta1[5]',
  detect(seen) {
    const { sessionLimit: limit = 0, listed } = seen.facts.desktop.turbovnc ?? {};
    if (limit === 0 || listed === undefined || listed.length < limit) return [];
    const displays = listed.map((display) => `:${display}`).join(' ');
    const evidence = [
      fromAnswer(seen, 'turbovnc-settings', `session-limit = ${limit}`),
      fromAnswer(seen, 'turbovnc-sessions', `${listed.length} listed: ${displays}`),
    ];
    return [{ confidence: 'certain', evidence }];
  },
};

/** What the recipe edits: a start-up file in the home directory itself, or one of the system's. */
const COMMENTED = /^(~\/\.[A-Za-z0-9._-]+|\/etc\/[A-Za-z0-9._/-]+):[1-9]\d{0,5}$/;

const oldRecipe: Entry = {
  id: 'D42',
  title: 'TVNC_VGLRUN in a start-up file has no effect',
  cause:
    'TurboVNC overwrites TVNC_VGLRUN since 3.3, so that VirtualGL draws on the 3D X server :0, not on the device that the line names; where there is none, a desktop started by hand ends within seconds.',
  severity: 'harms',
  cure: words('Take the line out, and set VGL_DISPLAY to the device, for example VGL_DISPLAY=egl0.'),
  source: 'TurboVNC 3.3 beta2, vncserver.in; measured',
  detect(seen) {
    const { desktop, login } = seen.facts;
    const version = desktop.xProxies?.find(({ kind }) => kind === 'turbovnc')?.version;
    if (version === undefined || isAtLeast(version, [3, 3]) !== true) return [];
    const home = login.home?.path;
    return (login.startUpLines ?? [])
      .filter(({ kind }) => kind === 'tvnc-vglrun')
      .map(({ path, line: number, text }): Detection => {
        const subject = `${path}:${number}`;
        const line = fromHome(subject, home);
        const advice = 'comment the line out; VGL_DISPLAY=egl0 does what it was for.';
        return {
          subject,
          confidence: 'certain',
          evidence: [fromAnswer(seen, 'start-up-files', `${subject}: ${text}`), fromAnswer(seen, 'x-proxies', `turbovnc ${version}`)],
          cure: COMMENTED.test(line) ? plan('comment-start-up-line', line, `A copy is kept: ${advice}`) : words(`In ${subject}: ${advice}`),
        };
      });
  },
};

const stopped: Entry = {
  id: 'D80',
  title: 'A desktop is stopped and does not answer',
  cause: 'Its X proxy was stopped by a signal (SIGSTOP), as a debugger or Ctrl-Z does.',
  severity: 'harms',
  cure: words('Let the process go on with kill -CONT.'),
  source: 'proc_pid_stat(5): state T',
  detect: (seen) =>
    (seen.facts.desktop.xServers ?? [])
      .filter(
        (server) => ['Xvnc', 'Xtigervnc'].includes(server.kind) && server.own && !server.elsewhere && server.stopped && !server.zombie,
      )
      .map(({ kind, pid, display }) => {
        const name = display === undefined ? `with pid ${pid}` : `:${display}`;
        return {
          subject: display === undefined ? `${pid}` : `:${display}`,
          title: `The desktop ${name} is stopped and does not answer`,
          confidence: 'certain',
          evidence: [fromAnswer(seen, 'x-servers', `${kind} ${name}, pid ${pid}: stopped`)],
          cure: plan('end-x-server', `${pid}`, `End it, with all that runs in it. To keep it instead, let it go on: kill -CONT ${pid}`),
        };
      }),
};

export const SESSION_ENTRIES: readonly Entry[] = [noWindowManager, vanishes, gnomeFails, sessionLimit, oldRecipe, stopped];
