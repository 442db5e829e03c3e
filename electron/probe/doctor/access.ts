/** Entries about the way to a host and to its desktops: sshd, the connection, and what the desktop's RFB server says. */
import type { LogEntry } from '../../contract/log';
import { words } from './cures';
import type { Detection, Entry, Seen } from './entry';
import { fromAnswer } from './entry';
import { displayOfLog, hitEvidence, hostNow, recentHits } from './desktopLogs';
import { fieldOf, lastSaid, messageOf, saidEvidence } from './said';
import { isAtLeast } from './version';

const turbovncVersion = ({ facts }: Seen): string | undefined => facts.desktop.xProxies?.find(({ kind }) => kind === 'turbovnc')?.version;

/** The screens that were refused with such a sentence, and neither shown nor refused with another one since; one for each desktop. */
function refusedScreens({ log }: Seen, sentence: RegExp): readonly LogEntry[] {
  const displays = new Set(log.map((entry) => fieldOf(entry, 'display')));
  return [...displays].flatMap(
    (display) =>
      lastSaid(
        log,
        (entry) => fieldOf(entry, 'display') === display && fieldOf(entry, 'code') === 'rfb-refused' && sentence.test(messageOf(entry)),
        (later) => fieldOf(later, 'display') === display && (later.event === 'screen shows' || fieldOf(later, 'code') === 'rfb-refused'),
      ) ?? [],
  );
}

const fromScreens = (seen: Seen, sentence: RegExp): readonly Detection[] =>
  refusedScreens(seen, sentence).map((entry) => ({
    subject: fieldOf(entry, 'display'),
    confidence: 'likely',
    evidence: [saidEvidence(entry)],
  }));

const noPassword: Entry = {
  id: 'D21',
  title: 'A desktop did not accept its one-time password',
  cause:
    'Each connect uses a one-time password up, and a new one makes the one before invalid: another client, or vncpasswd by hand, came in between.',
  severity: 'harms',
  cure: words('Open the desktop again: Gearview fetches a fresh one-time password for every connect.'),
  source: 'TurboVNC auth.c 1395–1415, doc/auth.txt; measured',
  detect: (seen) => fromScreens(seen, /^(?!.*too many).*one-time password/i),
};

/** The block begins with 10 s and doubles: an older line is over. */
const BLOCK_MS = 600_000;

const blocked: Entry = {
  id: 'D22',
  title: 'A desktop refuses everybody for a while after wrong passwords',
  cause:
    'Five wrong tries block the client’s address for 10 s, then for twice as long each time; through SSH every client has the address 127.0.0.1.',
  severity: 'harms',
  cure: words(
    'Wait, then open the desktop again: Gearview fetches a fresh password for every connect and never repeats a wrong one. See who else tries.',
  ),
  source: 'TurboVNC auth.c 1579–1612, rfb.h 80; measured: 10.3 s, then doubled',
  detect(seen) {
    const refused = fromScreens(seen, /too many (authentication|security) failures/i);
    const shown = new Set(seen.log.filter(({ event }) => event === 'screen shows').map((entry) => fieldOf(entry, 'display')));
    const logged = recentHits(seen, 'too-many-failures').flatMap((hit): readonly Detection[] => {
      const subject = `:${displayOfLog(hit.path) ?? ''}`;
      return shown.has(subject) || hit.at < hostNow(seen.facts) - BLOCK_MS
        ? []
        : [{ subject, confidence: 'possible', evidence: [hitEvidence(seen, hit)] }];
    });
    return [...logged, ...refused];
  },
};

/** Security types that a client of Gearview can use: none, one-time password, password file. */
const USABLE = new Set(['none', 'otp', 'vnc', 'vncauth']);
const canEnter = (types: readonly string[]): boolean => types.some((type) => USABLE.has(type));

const onlyTls: Entry = {
  id: 'D23',
  title: 'A desktop can only be opened with security types that Gearview does not use',
  cause:
    'The server allows only types with TLS, certificates or a system login, which noVNC does not have; over SSH none of them is needed.',
  severity: 'harms',
  cure: words(
    'Start it with -securitytypes None on a unix socket, or OTP with -localhost; a policy in turbovncserver-security.conf must permit none or otp.',
  ),
  source: 'noVNC #1041 #1230 #1804; TurboVNC #74; measured',
  detect(seen) {
    const { xServers = [], turbovnc } = seen.facts.desktop;
    const permitted = turbovnc?.permittedSecurityTypes ?? [];
    // As resources/session/turbovnc.sh chooses.
    const policy: readonly Detection[] =
      turbovncVersion(seen) === undefined || permitted.length === 0 || permitted.includes('none') || permitted.includes('otp')
        ? []
        : [
            {
              title: 'The policy of this host permits TurboVNC no security type that works through SSH',
              confidence: 'certain',
              severity: 'blocks',
              evidence: [fromAnswer(seen, 'turbovnc-settings', `permitted-security-types = ${permitted.join(', ')}`)],
            },
          ];
    const running = xServers
      .filter(
        ({ own, elsewhere, zombie, securityTypes = [] }) =>
          own && !elsewhere && !zombie && securityTypes.length > 0 && !canEnter(securityTypes),
      )
      .map(({ kind, pid, display, securityTypes = [] }): Detection => {
        const line = `${kind} :${display ?? ''}, pid ${pid}: -SecurityTypes ${securityTypes.join(',')}`;
        return { subject: `:${display ?? pid}`, confidence: 'certain', evidence: [fromAnswer(seen, 'x-servers', line)] };
      });
    return [...policy, ...fromScreens(seen, /asked for a password/i), ...running];
  },
};

const otpInTmp: Entry = {
  id: 'D24',
  title: 'vncpasswd -o fails by hand: “-t is incompatible with -o”',
  cause: 'TurboVNC up to 3.3 takes a home directory under /tmp for its option -t. Gearview goes round it.',
  severity: 'note',
  cure: words('Install TurboVNC 3.3.1 or newer, or call it as HOME=/ vncpasswd -o -display :N.'),
  source: 'TurboVNC #486, commit 9f96dc1c; reproduced',
  detect(seen) {
    const home = seen.facts.login.home?.path;
    const version = turbovncVersion(seen);
    if (home === undefined || version === undefined || !home.startsWith('/tmp/') || isAtLeast(version, [3, 3, 1]) !== false) return [];
    const evidence = [fromAnswer(seen, 'home', home), fromAnswer(seen, 'x-proxies', `turbovnc ${version}`)];
    return [{ confidence: 'certain', evidence: [...evidence, ...recentHits(seen, 'otp-home').map((hit) => hitEvidence(seen, hit))] }];
  },
};

const noForwarding: Entry = {
  id: 'D26',
  title: 'sshd forbids SSH forwarding',
  cause: 'Pictures then travel through a relay in a shell: each open screen takes one of the few commands that a connection may run.',
  severity: 'note',
  cure: words(
    'In sshd_config set “AllowStreamLocalForwarding yes” and “AllowTcpForwarding local”, no DisableForwarding, and a PermitOpen that allows localhost; then reload sshd.',
  ),
  source: 'mscdex/ssh2 #946; sshd_config(5); measured',
  detect(seen) {
    const { sshd = {} } = seen.facts.login;
    const local = new Set([undefined, 'yes', 'local']);
    const lines = [
      ...(sshd.disableForwarding === true ? ['DisableForwarding yes'] : []),
      ...(local.has(sshd.allowTcpForwarding) ? [] : [`AllowTcpForwarding ${sshd.allowTcpForwarding}`]),
      ...(local.has(sshd.allowStreamLocalForwarding) ? [] : [`AllowStreamLocalForwarding ${sshd.allowStreamLocalForwarding}`]),
      ...(permitsLocal(sshd.permitOpen) ? [] : [`PermitOpen ${sshd.permitOpen?.join(' ')}`]),
    ];
    const proof = lines.length === 0 ? [] : [fromAnswer(seen, 'sshd', lines.join('\n'))];
    const shut = lastSaid(
      seen.log,
      (entry) => fieldOf(entry, 'code') === 'forward-refused' && /forbids SSH forwarding/.test(messageOf(entry)),
      ({ event }) => event === 'screen shows',
    );
    if (shut !== undefined) {
      const title = 'sshd forbids SSH forwarding, and nothing on the host can relay';
      return [{ title, confidence: 'likely', severity: 'blocks', evidence: [saidEvidence(shut), ...proof] }];
    }
    if (seen.way === 'relay') {
      const refused = { command: '', text: 'sshd refused to forward to a socket that the relay did reach.' };
      return [{ confidence: 'certain', evidence: [refused, ...proof] }];
    }
    // A Match block may say otherwise for this login.
    return proof.length === 0 ? [] : [{ confidence: 'likely', evidence: proof }];
  },
};

/** `none`, or places of which none is this host's loopback. */
const permitsLocal = (permitOpen: readonly string[] | undefined): boolean =>
  permitOpen === undefined || permitOpen.length === 0 || permitOpen.some((each) => /^(any$|\*|localhost:|127\.|\[?::1)/.test(each));

const CONNECTED = ({ event }: LogEntry): boolean => event === 'connected';

const silence: Entry = {
  id: 'D27',
  title: 'The host stopped answering, and the connection was given up',
  cause: 'The laptop slept, its network changed, or a firewall in between forgot the connection; the desktops go on.',
  severity: 'harms',
  cure: words(
    'Gearview connects anew by itself. If it comes back again and again while nobody types, a firewall drops idle connections: set a shorter ServerAliveInterval for this host.',
  ),
  source: 'ssh2 #367; tabby #3010; electerm #4149; measured: 6.9 s with keepalive 2 s × 3',
  detect(seen) {
    const isSilence = (entry: LogEntry): boolean =>
      fieldOf(entry, 'code') === 'connection-lost' && /has not answered for/.test(messageOf(entry)) && entry.event === 'not connected';
    const lost = lastSaid(seen.log, isSilence, CONNECTED);
    return lost === undefined ? [] : [{ confidence: 'likely', evidence: [saidEvidence(lost)] }];
  },
};

const changedKey: Entry = {
  id: 'D28',
  title: 'The host shows another key than the one on record',
  cause: 'The host was set up anew, or somebody is in between.',
  severity: 'blocks',
  cure: words(
    'Ask whoever runs the host for the fingerprint and compare it; only when it is the same, replace the old key when Gearview shows both.',
  ),
  source: 'electerm #4317; sshd(8) known_hosts',
  detect(seen) {
    const changed = lastSaid(seen.log, (entry) => fieldOf(entry, 'code') === 'host-key-changed', CONNECTED);
    return changed === undefined ? [] : [{ confidence: 'likely', evidence: [saidEvidence(changed)] }];
  },
};

/** What Gearview needs at once: the watch, a probe or list, a check, and one that starts or stops. */
const SESSIONS_NEEDED = 4;

const fewSessions: Entry = {
  id: 'D77',
  title: 'sshd allows too few commands at a time over one connection',
  cause: 'MaxSessions is below 4: Gearview’s commands wait for each other, and there is no live watch.',
  severity: 'harms',
  cure: words('In sshd_config set MaxSessions to 10, which is the default, and reload sshd.'),
  source: 'sshd_config(5); measured',
  detect(seen) {
    const { maxSessions } = seen.facts.login.sshd ?? {};
    const proof =
      maxSessions === undefined || maxSessions >= SESSIONS_NEEDED ? [] : [fromAnswer(seen, 'sshd', `MaxSessions ${maxSessions}`)];
    const limitOf = (entry: LogEntry): number =>
      Number(/(?:allows no more than |MaxSessions allows )(\d+)/.exec(messageOf(entry))?.[1] ?? Number.NaN);
    const said = seen.log.findLast((entry) => limitOf(entry) < SESSIONS_NEEDED);
    const evidence = [...proof, ...(said === undefined ? [] : [saidEvidence(said)])];
    return evidence.length === 0 ? [] : [{ confidence: evidence.length > 1 ? 'certain' : 'likely', evidence }];
  },
};

export const ACCESS_ENTRIES: readonly Entry[] = [noPassword, blocked, onlyTls, otpInTmp, noForwarding, silence, changedKey, fewSessions];
