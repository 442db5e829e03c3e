/** Entries about what a desktop runs in: its message bus, its runtime directory, screen lockers, and what a frame rate means. */
import type { Check } from '../../contract/check';
import type { Cure } from '../../contract/doctor';
import { installing } from './command';
import { words } from './cures';
import { displayOfLog, hitEvidence, hitsOfRunning, recentHits } from './desktopLogs';
import { fromAnswer, type Detection, type Entry, type Seen } from './entry';
import { plan } from './plan';

/** A folder of conda and its kin, or what it looks like by the start-up line that put it there. */
const CONDA = /\/(?:[a-z]*conda\d*|[a-z]*forge\d*|micromamba)\//i;

const bus: Entry = {
  id: 'D15',
  title: 'Desktops have no working D-Bus',
  cause: 'dbus-launch is missing, or one that conda brought comes first in PATH: desktops do not find their settings and may end at once.',
  severity: 'harms',
  cure: words(
    'Take conda out of the PATH of desktops: conda config --set auto_activate_base false, and no conda folder in PATH in start-up files.',
  ),
  source: 'OnDemand #700 #872; OneClickDesktop #19; NICE DCV troubleshooting',
  explains: ['D13', 'D14', 'D17'],
  detect(seen) {
    const { dbus } = seen.facts.desktop;
    const hits = recentHits(seen, 'no-dbus').map((hit) => hitEvidence(seen, hit));
    const confidence = hits.length > 0 ? 'certain' : 'likely';
    if (dbus !== undefined && dbus.launch === undefined && !dbus.daemon) {
      const evidence = [fromAnswer(seen, 'dbus', 'neither dbus-launch nor dbus-run-session nor dbus-daemon'), ...hits];
      return [{ title: 'Desktops have no D-Bus: it is not installed', confidence, evidence, cure: installBus(seen) }];
    }
    const [first = '', ...others] = (seen.facts.login.loginDbus ?? []).filter(
      (path) => path.endsWith('/dbus-launch') || path.endsWith('/dbus-daemon'),
    );
    if (CONDA.test(first)) {
      const lines = (seen.facts.login.startUpLines ?? []).filter(({ kind }) => kind === 'conda');
      const evidence = [
        fromAnswer(seen, 'login-path', [first, ...others].join('\n')),
        ...lines.slice(0, 4).map(({ path, line, text }) => fromAnswer(seen, 'start-up-files', `${path}:${line}: ${text}`)),
        ...hits,
      ];
      return [{ title: 'Desktops get conda’s D-Bus in place of the system’s', confidence, evidence }];
    }
    return complaining(seen, 'no-dbus').filter(({ subject }) => !hasBus(seen, subject));
  },
};

/** The running desktop's window manager has a bus. */
const hasBus = ({ facts }: Seen, subject: string | undefined): boolean =>
  facts.desktop.desktops?.some(({ display, dbus }) => `:${display}` === subject && dbus === true) === true;

const installBus = ({ facts }: Seen): Cure =>
  installing(
    facts,
    { apt: ['dbus-x11'], dnf: ['dbus-x11'], yum: ['dbus-x11'], zypper: ['dbus-1-x11'], pacman: ['dbus'] },
    'Install D-Bus with dbus-launch.',
  );

/** Desktops that run and said so in their log. */
const complaining = (seen: Seen, kind: 'no-dbus' | 'no-runtime-dir'): readonly Detection[] =>
  hitsOfRunning(seen, kind).map((hit) => ({
    subject: `:${displayOfLog(hit.path) ?? ''}`,
    confidence: 'likely',
    evidence: [hitEvidence(seen, hit)],
  }));

const runtimeDirectory: Entry = {
  id: 'D16',
  title: 'XDG_RUNTIME_DIR leads to a directory that this user cannot use',
  cause: 'It belongs to another user or is not there, as after su, sudo or a login without logind: settings, sound and D-Bus do not work.',
  severity: 'harms',
  cure: words('Set XDG_RUNTIME_DIR to a directory of this user with mode 0700, or unset it, before desktops are started.'),
  source: 'ood-ansible #78; TurboVNC #51',
  explains: ['D13', 'D14'],
  detect(seen) {
    const { login, system, desktop } = seen.facts;
    // Only logind makes the directory, and only that of this user.
    const cureFor = (path: string): { readonly cure?: Cure } =>
      system.linger === false && path === `/run/user/${login.uid}` ? { cure: LINGER } : {};
    const desktops = (desktop.desktops ?? [])
      .filter(({ runtimeDir }) => runtimeDir?.usable === false)
      .map(({ display, runtimeDir }): Detection => {
        const text = `:${display}: XDG_RUNTIME_DIR=${runtimeDir?.path ?? ''}, not a directory that this user can use`;
        const evidence = [fromAnswer(seen, 'desktop-state', text)];
        return { subject: `:${display}`, confidence: 'certain', evidence, ...cureFor(runtimeDir?.path ?? '') };
      });
    if (desktops.length > 0) return desktops;
    if (login.runtimeDir?.usable === false) {
      const { path } = login.runtimeDir;
      const evidence = [fromAnswer(seen, 'home', `XDG_RUNTIME_DIR=${path}, not a directory that this user can use`)];
      return [{ confidence: 'certain', evidence, ...cureFor(path) }];
    }
    return complaining(seen, 'no-runtime-dir').filter(({ subject }) => !hasDirectory(seen, subject));
  },
};

const LINGER = plan('enable-linger', '', 'Keep this user’s runtime directory between logins.');

/** The running desktop has one that works. */
const hasDirectory = ({ facts }: Seen, subject: string | undefined): boolean =>
  facts.desktop.desktops?.some(({ display, runtimeDir }) => `:${display}` === subject && runtimeDir?.usable === true) === true;

const locker: Entry = {
  id: 'D32',
  title: 'A screen locker runs in this user’s desktops',
  cause: 'It asks for a password that many accounts on such hosts do not have, and locks a desktop that nobody touched for a while.',
  severity: 'note',
  cure: plan('stop-lockers', '', 'Turn the locker off in desktops of this user.'),
  source: 'TurboVNC #47 #51 #238; Open OnDemand’s desktop scripts',
  detect(seen) {
    const { lockers = [], desktops = [] } = seen.facts.desktop;
    // At the host's own screen it does its duty.
    if (lockers.length === 0 || desktops.length === 0) return [];
    return [{ confidence: 'likely', evidence: [fromAnswer(seen, 'lockers', lockers.join('\n'))] }];
  },
};

/** What evidence says when glxgears waited for the display's refresh (electron/check/evidence.ts). */
const VSYNC = /vsync was on|synchronized to the vertical refresh/i;

const refreshRate: Entry = {
  id: 'D33',
  title: 'The frame rate of the check is the display’s refresh rate',
  cause:
    'Vsync was on, so the number does not tell how fast the GPU is. Through VirtualGL a simple scene reaches 16–18 % of the native rate in any case, because each picture is read back: that is no fault.',
  severity: 'note',
  cure: words(
    'Judge by whether the picture moves well, or measure with vsync off (vblank_mode=0, __GL_SYNC_TO_VBLANK=0) and a heavier scene.',
  ),
  source: 'VirtualGL #127 #152, doc/perfmeasurement.txt',
  detect: (seen) =>
    seen.checks.flatMap((check): readonly Detection[] => {
      const synchronised = check.evidence.find(({ summary, raw }) => VSYNC.test(`${summary}\n${raw}`));
      if (check.verdict?.kind !== 'gpu' || synchronised === undefined) return [];
      const rate = check.rendered.at(-1);
      const text = `${synchronised.summary}${rate === undefined ? '' : ` It was ${rate.fps.toFixed(1)} frames a second.`}`;
      return [{ subject: displayOf(check), confidence: 'certain', evidence: [{ command: check.command, text: text.slice(0, 2000) }] }];
    }),
};

const displayOf = ({ sessionId }: Check): string => `:${/\.(\d+)\.\d+\.\d+$/.exec(sessionId)?.[1] ?? ''}`;

export const SURROUNDING_ENTRIES: readonly Entry[] = [bus, runtimeDirectory, locker, refreshRate];
