/** D39: a desktop cannot keep its files, because there is no room, or because they cannot be written by its user. */
import type { Cure } from '../../contract/doctor';
import type { HomeFile } from '../../contract/probe/login';
import { safe } from './command';
import { commands, words } from './cures';
import { hitEvidence, recentHits } from './desktopLogs';
import { fromAnswer, type Detection, type Entry, type Seen } from './entry';
import { fromHome, plan } from './plan';

/** KiB and inodes that a start needs (resources/session/preflight.sh). */
const ROOM = 51_200;
const INODES = 200;

function fullDisks(seen: Seen): readonly Detection[] {
  const needed = (seen.facts.system.disks ?? []).filter(({ place }) => place === 'home' || place === 'tmp');
  const said = recentHits(seen, 'disk-full').map((hit) => hitEvidence(seen, hit));
  return needed.flatMap(({ path, mount, free, inodesFree }): readonly Detection[] => {
    const common = {
      subject: mount,
      confidence: 'certain',
      severity: 'blocks',
      cure: words(`Make room: remove files under ${mount}, or give it more.`),
      explains: ['D13', 'D14', 'D18'],
    } as const;
    if (free < ROOM) {
      const text = `${path} (on ${mount}): ${Math.floor(free / 1024)} MiB free`;
      return [{ ...common, title: `No room is left on ${mount}`, evidence: [fromAnswer(seen, 'disks', text), ...said] }];
    }
    if (inodesFree === undefined || inodesFree >= INODES) return [];
    const text = `${path} (on ${mount}): room for ${inodesFree} more files`;
    const title = `${mount} has no room for more files: its inodes are used up`;
    return [{ ...common, title, evidence: [fromAnswer(seen, 'inodes', text), ...said] }];
  });
}

function quota(seen: Seen): readonly Detection[] {
  const { quotaExceeded } = seen.facts.system;
  if (quotaExceeded === undefined) return [];
  const cure = words('Remove files of this user, or ask the administrator for more room.');
  const title = 'The disk quota of this user is used up';
  const evidence = [fromAnswer(seen, 'quota', quotaExceeded)];
  return [{ subject: 'quota', title, confidence: 'certain', evidence, cure, explains: ['D13', 'D14', 'D18'] }];
}

function badHome(seen: Seen): readonly Detection[] {
  const { home, user } = seen.facts.login;
  if (home === undefined || (home.exists && home.writable)) return [];
  const what = home.exists ? 'cannot be written by this user' : 'is not there';
  const path = safe(home.path);
  const name = user === undefined ? undefined : safe(user);
  const owned = path === undefined || name === undefined ? undefined : `chown ${name}: ${path}`;
  const cure =
    home.exists && !home.own ? commands([owned], true, 'Give it to the user.') : words('Give the user a home directory to write to.');
  const evidence = [fromAnswer(seen, 'home', `${home.path} ${what}`)];
  return [{ subject: home.path, title: `The home directory ${what}`, confidence: 'certain', severity: 'blocks', evidence, cure }];
}

/** What desktops write to, from the home directory on; a password file or a start file may well be another's, or only for reading. */
const WRITTEN = /^~\/\.(vnc|Xauthority|ICEauthority|gearview|config|cache|local|dbus|config\/tigervnc)$/;
/** What the recipe gives back. */
const OWNABLE = /^~\/\.(vnc|Xauthority|gearview|config|cache|local|dbus)$/;
const XAUTH_LOCK = /\/\.Xauthority-[cl]$/;

function foreignFiles(seen: Seen): readonly Detection[] {
  return (seen.facts.login.homeFiles ?? []).flatMap((file): readonly Detection[] => {
    const { path, owner, mode, own, writable, kind } = file;
    const short = fromHome(path, seen.facts.login.home?.path);
    // vncserver takes only a ~/.vnc of the user's own, whoever may write to it.
    if (!WRITTEN.test(short) || (writable && (own || short !== '~/.vnc'))) return [];
    return [
      {
        subject: path,
        title: own || kind === 'link' ? `${short} cannot be written` : `${short} belongs to ${owner}`,
        confidence: 'certain',
        evidence: [fromAnswer(seen, 'home', `${path}: ${kind}, owner ${owner}, mode ${mode}`)],
        cure: cureOf(file, short),
      },
    ];
  });
}

function cureOf({ path, own, kind }: HomeFile, short: string): Cure {
  if (kind === 'link') return words(`Let the link ${short} lead to something that this user may write to, or remove it.`);
  if (!own) {
    const text = `Give ${short} back to this user (as root).`;
    return OWNABLE.test(short) ? plan('own-home-file', short, text) : words(text);
  }
  const word = safe(path);
  return commands([word === undefined ? undefined : `chmod u+rwX ${word}`], false, 'Let the user write to it again.');
}

function xauthLocks(seen: Seen): readonly Detection[] {
  const locks = (seen.facts.login.homeFiles ?? []).filter(({ path }) => XAUTH_LOCK.test(path));
  if (locks.length === 0) return [];
  const lines = locks.map(({ path, owner }) => `${path}: owner ${owner}`).join('\n');
  return [
    {
      subject: 'xauth',
      title: 'xauth left locks behind, and every desktop waits for them',
      // xauth holds them itself for an instant.
      confidence: 'likely',
      evidence: [fromAnswer(seen, 'home', lines)],
      cure: plan('clear-xauth-locks', '', 'Remove the locks, when no xauth runs.'),
    },
  ];
}

const cannotWrite: Entry = {
  id: 'D39',
  title: 'A desktop cannot keep its files',
  cause:
    'There is no room, or what desktops write (~/.vnc, ~/.Xauthority) cannot be written by this user: a command run with sudo has made it, or a lock was left. X proxies then fail, or start without a cookie.',
  severity: 'harms',
  cure: words('Make room, and give the files of the home directory back to the user.'),
  source: 'TigerVNC #1205; TurboVNC #115; NICE DCV troubleshooting; measured',
  explains: ['D13', 'D14'],
  detect: (seen) => [...fullDisks(seen), ...quota(seen), ...badHome(seen), ...foreignFiles(seen), ...xauthLocks(seen)],
};

export const ROOM_ENTRIES: readonly Entry[] = [cannotWrite];
