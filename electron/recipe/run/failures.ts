/** Why a step failed, in sentences that tell what to do. */
import { Failure } from '../../base/failure';
import { plainText } from '../../contract/text';
import type { Unfetched } from './lists';

export interface Cause {
  readonly why: string;
  /** The same again can help. */
  readonly retry?: boolean;
}

const CHOICES = 'check its network, proxy and mirror, or choose package files';

/** `$1`, `$2`: what the groups found. */
const KNOWN: readonly (readonly [RegExp, string, boolean?])[] = [
  [
    /No space left on device|don't have enough free space|needs? .{1,40} (?:more space|MB) on the/i,
    'The disk is full; make room on it, then set it up again.',
    true,
  ],
  [/Disk quota exceeded/i, 'The disk quota is used up; make room, then set it up again.', true],
  [/Read-only file system/i, 'The file system is read-only there; it cannot be set up like that.'],
  [
    /Could not get lock|is another process using it|frontend lock was locked by another process|Failed to obtain the transaction lock/i,
    'Another package manager did not end in time; wait for it, then set it up again.',
    true,
  ],
  [
    /Unable to locate package (\S+)|No match for argument: (\S+)|Unable to find a match: (\S+)|Package (\S+) has no installation candidate|No package (\S+) available/i,
    'The package $1 is in no repository of this host; look at the repositories, or choose a package file of it.',
  ],
  [
    /NO_PUBKEY|is not signed|GPG check FAILED|signatures? (?:were|was|could|couldn't).{0,60}(?:invalid|verified)|Public key for .{1,200} is not installed/i,
    'A signature could not be verified, so nothing of it was installed; the repository or mirror may have been tampered with, or its key changed.',
  ],
  [
    /Hash Sum mismatch|checksum.{0,40}(?:does not|doesn't) match|FAILED.{0,20}checksum/i,
    'A download was damaged; set it up again, or choose another mirror.',
    true,
  ],
  [
    /Failed to fetch [a-z]+:\/\/([^\s/]+)\/\S*?([^\s/_]+)_[^\s/]*\.deb\s+404\b/,
    'The mirror $1 does not have the package $2 that its lists name; set it up again later, or choose another mirror or a package file of it.',
    true,
  ],
  [/Failed to fetch [a-z]+:\/\/([^\s/]+)\S*\s+([1-5]\d\d\s.*)/, `The repository or mirror $1 answers this host “$2”; ${CHOICES}.`, true],
  [/Failed to fetch [a-z]+:\/\/([^\s/]+)/, `The repository or mirror $1 does not answer this host; ${CHOICES}.`, true],
  [
    /Could not resolve|Temporary failure resolving|Could not connect to|Connection (?:failed|refused|timed out)|Failed to fetch|Cannot download|Curl error|Could not retrieve mirrorlist|No more mirrors|Cannot find a valid baseurl/i,
    `The repository or mirror does not answer this host; ${CHOICES}.`,
    true,
  ],
  [
    /package (\S+) needs to be reinstalled, but I can't find an archive/i,
    'The package $1 is half installed, and no repository of this host has it; choose a package file of it.',
  ],
  [/dpkg was interrupted/i, 'An installation was interrupted before; set it up again, and that is finished first.', true],
  [
    /unmet dependencies|conflicting requests|Failed dependencies|dependency problems/i,
    'Packages need others that this host cannot install; the output says which.',
  ],
];

const NO_REPOSITORY = /is in no repository/;

/** Package lists that did not come. */
export const silentMirrors = ({ from }: Unfetched): string =>
  `${from.join(' and ')} ${from.length === 1 ? 'does' : 'do'} not answer this host, so its package lists did not come; ${CHOICES}.`;

/** `lines`: the end of what it printed. `lists`: those that did not come before. */
export function causeOf(status: number, lines: readonly string[], lists?: Unfetched): Cause {
  for (const [shape, why, retry = false] of KNOWN) {
    // Errors come last, and warnings before them may say similar things.
    const found = lines.toReversed().flatMap((line) => shape.exec(line) ?? []);
    if (found.length > 0) {
      const names = found.slice(1).filter((part) => part !== undefined);
      const known = why.replaceAll(/\$(\d)/g, (_, at) => plainText(names[Number(at) - 1] ?? '', 80).replace(/\.$/, ''));
      return lists !== undefined && NO_REPOSITORY.test(known)
        ? { why: `${known} Before, ${silentMirrors(lists)}`, retry: true }
        : { why: known, retry };
    }
  }
  if (status === 124 || status === 137)
    return { why: 'It took too long and was ended; set it up again, and what is done stays done.', retry: true };
  if (status === 127) return { why: 'A program that it needs is not there; the output says which.' };
  const said = telling(lines);
  return { why: said === undefined ? 'It said nothing.' : `It said: “${plainText(said, 400)}”.` };
}

/** apt's last line only says that dpkg failed, and dpkg's that something is worth a note. */
function telling(lines: readonly string[]): string | undefined {
  const said = lines.filter((line) => line.trim() !== '' && !line.startsWith('E: Sub-process '));
  return (
    said.findLast((line) => /\b(?:error|failed|cannot|fatal)\b|^E: /i.test(line)) ??
    said.at(-1) ??
    lines.findLast((line) => line.trim() !== '')
  );
}

/** Somebody else holds the lock: owner, since when (epoch seconds), and at which step. */
export function busyFailure(hostName: string, [owner = '', since = '', title = '']: readonly string[]): Failure {
  const at = /^\d{1,12}$/.test(since) ? ` since ${new Date(Number(since) * 1000).toISOString().slice(11, 16)} UTC` : '';
  const what = title === '' ? '' : ` (“${plainText(title, 200)}”)`;
  const who = plainText(owner, 200);
  return new Failure(
    'refused',
    `${hostName}: ${who === '' ? 'Somebody else' : who} sets this host up${at}${what}; wait until that ended, then look at the plan again.`,
    { retry: true },
  );
}

const COPY = 'or copy the commands of this step from the plan and have them run as root';

/** Why sudo gives no root rights; `text`: what it said itself. */
export function sudoFailure(hostName: string, user: string, status: string, text: string): Failure {
  const detail = plainText(text, 2000);
  const unchanged = 'This step changed nothing.';
  switch (status) {
    case 'denied':
      return new Failure(
        'auth-rejected',
        `${hostName}: ${user} may not use sudo; ask the administrator for that right, ${COPY}. ${unchanged}`,
        { detail },
      );
    case 'nosudo':
      return new Failure('auth-rejected', `${hostName}: There is no sudo, and ${user} is not root; log in as root, ${COPY}. ${unchanged}`, {
        detail,
      });
    case 'needtty':
      return new Failure(
        'auth-rejected',
        `${hostName}: sudo wants a terminal there; take requiretty out of sudoers for ${user}, ${COPY}. ${unchanged}`,
        { detail },
      );
    default:
      return new Failure('script-failed', `${hostName}: sudo gave no root rights to ${user}; log in as root, ${COPY}. ${unchanged}`, {
        detail: `${plainText(status, 40)} ${detail}`,
      });
  }
}

/** The host restarted, or the process went away without a word. */
export const lostFailure = (hostName: string, title: string, why: string): Failure =>
  new Failure(
    'script-failed',
    `${hostName}: ${title} was cut off: ${plainText(why, 400).replace(/\.$/, '') || 'its process is gone'}; look at the plan again and go on from there.`,
    { retry: true },
  );
