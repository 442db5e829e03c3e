/** Entries about the host's system: logout, start-up noise, packages, clock and support. */
import type { Facts } from '../../contract/probe';
import { commands, words } from './cures';
import { fromAnswer, type Entry } from './entry';
import { plan } from './plan';

const endsWithLogin: Entry = {
  id: 'D29',
  title: 'Desktops end when the SSH connection closes',
  cause: 'logind ends all processes of a user at the last logout (KillUserProcesses=yes), and this user does not linger.',
  severity: 'harms',
  cure: plan('enable-linger', '', 'Let this user’s processes go on after the last logout.'),
  source: 'TurboVNC #385; systemd #8486; ltsp #92; logind.conf(5)',
  detect(seen) {
    const { killUserProcesses, linger } = seen.facts.system;
    if (killUserProcesses !== true || linger !== false) return [];
    return [{ confidence: 'certain', evidence: [fromAnswer(seen, 'logind', 'KillUserProcesses=yes\nLinger=no')] }];
  },
};

const noise: Entry = {
  id: 'D40',
  title: 'A start-up file of the login shell prints text',
  cause: 'It prints for logins without a terminal too. Gearview skips the text; scp, sftp, rsync and other tools break on it.',
  severity: 'note',
  cure: words(
    'Let the start-up file print only in a terminal: put “case $- in *i*) ;; *) return ;; esac” at its beginning, or move what prints to ~/.bash_profile.',
  ),
  source: 'TurboVNC’s SessionManager.java',
  detect(seen) {
    const { noise: printed, startUpLines = [] } = seen.facts.login;
    if (printed === undefined || printed.bytes === 0) return [];
    const lines = startUpLines.filter(({ kind }) => kind === 'prints').map(({ path, line, text }) => `${path}:${line}: ${text}`);
    const text = `${printed.bytes} bytes before the answer, beginning with: ${printed.text}`;
    return [{ confidence: 'certain', evidence: [fromAnswer(seen, 'start-up-files', [text, ...lines].join('\n'))] }];
  },
};

const interrupted: Entry = {
  id: 'D55',
  title: 'The package manager was interrupted: packages are half installed',
  cause: 'An installation was cut off. Nothing more can be installed before it is finished, and what it concerns may not work.',
  severity: 'harms',
  cure: words('Finish the installation with the package manager, as root.'),
  source: 'dpkg(1) --audit',
  detect(seen) {
    const { brokenPackages = [], packageManager } = seen.facts.system;
    if (brokenPackages.length === 0) return [];
    return [
      {
        confidence: 'certain',
        evidence: [fromAnswer(seen, 'package-state', brokenPackages.join('\n'))],
        ...(packageManager === 'apt' ? { cure: plan('configure-packages', '', 'Finish the installation.') } : {}),
      },
    ];
  },
};

/** TLS and package sources take no more. */
const SKEW_SECONDS = 120;

const clock: Entry = {
  id: 'D56',
  title: 'The host’s clock is wrong, or this computer’s is',
  cause:
    'They differ by more than two minutes: certificates and package sources are refused as not valid yet or expired, and times in logs mislead.',
  severity: 'harms',
  cure: words('See which clock is wrong, and let that machine take its time from the network (chrony or systemd-timesyncd).'),
  source: 'apt: “Release file is not valid yet”; TLS certificates',
  detect(seen) {
    const { clockSkew, init } = seen.facts.system;
    if (clockSkew === undefined || Math.abs(clockSkew) <= SKEW_SECONDS) return [];
    const seconds = Math.round(Math.abs(clockSkew));
    const direction = clockSkew > 0 ? 'ahead of' : 'behind';
    const cure = commands(['timedatectl set-ntp true'], true, 'If it is the host’s clock: let it take its time from the network.');
    return [
      {
        title: `The host’s clock is ${seconds} s ${direction} this computer’s`,
        confidence: 'certain',
        evidence: [fromAnswer(seen, 'clock', `${seconds} s ${direction} this computer’s clock`)],
        ...(init === 'systemd' ? { cure } : {}),
      },
    ];
  },
};

/** Distributions whose support has ended: up to that release, since that day (the makers' own tables for the days). */
const ENDED: readonly { readonly id: string; readonly upTo: number; readonly day: string }[] = [
  { id: 'ubuntu', upTo: 20.04, day: '2025-05-31' },
  { id: 'debian', upTo: 10, day: '2024-06-30' },
  { id: 'centos', upTo: 7, day: '2024-06-30' },
  { id: 'alinux', upTo: 2, day: '2026-03-31' },
];

function endOfSupport({ system: { os }, at }: Facts): string | undefined {
  const release = /^\d{1,4}(\.\d{1,4})?/.exec(os?.version ?? '')?.[0];
  if (os === undefined || release === undefined) return undefined;
  const version = os.id === 'ubuntu' ? Number(release) : Math.floor(Number(release));
  return ENDED.find(({ id, upTo, day }) => id === os.id && version <= upTo && at >= Date.parse(`${day}T23:59:59Z`))?.day;
}

const unsupported: Entry = {
  id: 'D57',
  title: 'The distribution gets no more updates',
  cause: 'The support of this release has ended: neither drivers nor security updates come through its own package sources any more.',
  severity: 'note',
  cure: words('Plan to move to a release that is supported. VirtualGL and TurboVNC still run here (glibc 2.17 is enough).'),
  source: 'the makers’ own tables of support',
  detect(seen) {
    const day = endOfSupport(seen.facts);
    const name = seen.facts.system.os?.name ?? '';
    if (day === undefined) return [];
    const evidence = [fromAnswer(seen, 'os', `${name}\nsupport ended on ${day}`)];
    return [{ title: `${name} gets no more updates since ${day}`, confidence: 'certain', evidence }];
  },
};

const conflictingSources: Entry = {
  id: 'D59',
  title: 'Two package source files name NVIDIA’s repository with different keys',
  cause:
    'apt refuses all work with “Conflicting values set for option Signed-By”: the repository was added twice, by different instructions.',
  severity: 'harms',
  cure: words('Remove all but one of the files that the evidence names, as root, then run apt-get update.'),
  source: 'NVIDIA’s installation guides',
  detect(seen) {
    const { conflictingSources: files = [] } = seen.facts.system;
    // One file alone conflicts with none.
    return files.length < 2 ? [] : [{ confidence: 'certain', evidence: [fromAnswer(seen, 'package-sources', files.join('\n'))] }];
  },
};

export const SYSTEM_ENTRIES: readonly Entry[] = [endsWithLogin, noise, interrupted, clock, unsupported, conflictingSources];
