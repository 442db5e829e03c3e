import { describe, expect, test } from 'vitest';
import { examined, testFaults } from '../../../e2e/support/faultCases';
import type { LogEntry } from '../../contract/log';
import { ACCESS_ENTRIES } from './access';
import { AT, changed, healthyFacts, xServer, type Change } from './fixtures';
import { logEntry, seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const logged = (...log: readonly LogEntry[]) => seenOf(healthyFacts(), { log });
const sshd = (own: NonNullable<Change['login']>['sshd']) => seen({ login: { sshd: own } });
const entry = (event: string, code: string, message: string, display?: string) =>
  logEntry(event, [...(display === undefined ? [] : [['display', display] as [string, string]]), ['code', code], ['message', message]]);
const ended = (message: string, display = ':3') => entry('screen ended', 'rfb-refused', `gpu-a: ${message}`, display);
const shows = (display: string) => logEntry('screen shows', [['display', display]], 'info');

const NO_OTP = ended(
  'The desktop did not accept its one-time password (“The one-time password has not been set on the server”); open it again.',
);
const BLOCKED = ended('The desktop refused the screen (“Too many authentication failures. Client temporarily blocked”).');
const TLS = ended('The server asked for a password (VeNCrypt, Tight); sessions started by this app never do, so the screen was closed.');
const SHUT = entry('screen ended', 'forward-refused', 'gpu-a forbids SSH forwarding, and nothing there can do without it; set …');
const SILENT = entry('not connected', 'connection-lost', 'gpu-a has not answered for 45 s; the network or the machine is down.');
const CHANGED = entry('not connected', 'host-key-changed', 'The host key of gpu-a has changed: on record is …');
const FULL = entry(
  'probe/facts.sh failed',
  'refused',
  'gpu-a allows no more than 1 command at a time over one connection, and none ended in 20 s; …',
);
const CONNECTED = logEntry('connected', [], 'info');
const hit = { path: '/home/op/.vnc/gpu-a:1.log', kind: 'too-many-failures' as const, text: 'Too many authentication failures', at: AT };

testFaults(ACCESS_ENTRIES, [
  {
    id: 'D21',
    fault: 'a one-time password that was used up',
    seen: logged(shows(':3'), NO_OTP, shows(':4')),
    subject: ':3',
    confidence: 'likely',
    from: [''],
    shows: 'has not been set on the server',
    cure: 'words',
  },
  {
    id: 'D22',
    fault: 'a desktop that refuses everybody',
    seen: logged(BLOCKED),
    subject: ':3',
    confidence: 'likely',
    from: [''],
    shows: 'Client temporarily blocked',
    cure: 'words',
  },
  {
    id: 'D22',
    fault: 'the same, in the desktop’s own log',
    seen: seen({ desktop: { logHits: [hit] } }),
    subject: ':1',
    confidence: 'possible',
    from: ['vnc-logs'],
    shows: 'gpu-a:1.log: Too many',
    cure: 'words',
  },
  {
    id: 'D23',
    fault: 'a screen that was asked for a password',
    seen: logged(TLS),
    subject: ':3',
    confidence: 'likely',
    from: [''],
    shows: 'VeNCrypt, Tight',
    cure: 'words',
  },
  {
    id: 'D23',
    fault: 'a desktop with TLS types only',
    seen: seen({ desktop: { xServers: [xServer({ securityTypes: ['tlsotp', 'x509plain'] })] } }),
    subject: ':1',
    confidence: 'certain',
    from: ['x-servers'],
    shows: '-SecurityTypes tlsotp,x509plain',
    cure: 'words',
  },
  {
    id: 'D23',
    fault: 'a policy that leaves TurboVNC nothing',
    seen: seen({ desktop: { turbovnc: { permittedSecurityTypes: ['x509plain', 'tlsotp'] } } }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['turbovnc-settings'],
    shows: 'permitted-security-types = x509plain, tlsotp',
    cure: 'words',
  },
  {
    id: 'D24',
    fault: 'a home directory under /tmp with TurboVNC 3.3',
    seen: seen({ login: { home: { path: '/tmp/home/op', exists: true, writable: true, own: true } } }),
    confidence: 'certain',
    severity: 'note',
    from: ['home', 'x-proxies'],
    shows: /\/tmp\/home\/op\nturbovnc 3\.3/,
    cure: 'words',
  },
  {
    id: 'D26',
    fault: 'pictures that take the relay',
    seen: seenOf(healthyFacts(), { way: 'relay' }),
    confidence: 'certain',
    from: [''],
    shows: 'the relay did reach',
    cure: 'words',
  },
  {
    id: 'D26',
    fault: 'settings of sshd',
    seen: sshd({ allowTcpForwarding: 'remote', allowStreamLocalForwarding: 'no', disableForwarding: true, permitOpen: ['none'] }),
    confidence: 'likely',
    from: ['sshd'],
    shows: /DisableForwarding yes\nAllowTcpForwarding remote\nAllowStreamLocalForwarding no\nPermitOpen none/,
    cure: 'words',
  },
  {
    id: 'D26',
    fault: 'no way to the desktop at all',
    seen: { ...logged(SHUT), way: 'relay' },
    confidence: 'likely',
    severity: 'blocks',
    from: [''],
    shows: 'forbids SSH forwarding',
    cure: 'words',
  },
  {
    id: 'D27',
    fault: 'a host that fell silent',
    seen: logged(CONNECTED, SILENT, logEntry('next try', [['inMs', '500']], 'info')),
    confidence: 'likely',
    from: [''],
    shows: 'has not answered for 45 s',
    cure: 'words',
  },
  {
    id: 'D28',
    fault: 'a changed host key',
    seen: logged(CONNECTED, CHANGED),
    confidence: 'likely',
    severity: 'blocks',
    from: [''],
    shows: 'has changed',
    cure: 'words',
  },
  {
    id: 'D77',
    fault: 'MaxSessions 2 in sshd_config',
    seen: sshd({ maxSessions: 2 }),
    confidence: 'likely',
    from: ['sshd'],
    shows: 'MaxSessions 2',
    cure: 'words',
  },
  {
    id: 'D77',
    fault: 'MaxSessions 1, met and read',
    seen: { ...sshd({ maxSessions: 1 }), log: [FULL] },
    confidence: 'certain',
    from: ['sshd', ''],
    shows: 'no more than 1 command',
    cure: 'words',
  },
]);

describe('no finding', () => {
  const findingsOf = (id: string, other: ReturnType<typeof seenOf>) => examined(ACCESS_ENTRIES, id, other);

  test.each([
    ['D21', NO_OTP],
    ['D22', BLOCKED],
    ['D23', TLS],
  ])('%s when the desktop showed its picture since', (id, refusal) => expect(findingsOf(id, logged(refusal, shows(':3')))).toEqual([]));
  test.each([
    ['D27', SILENT],
    ['D28', CHANGED],
  ])('%s when it is connected since', (id, lost) => expect(findingsOf(id, logged(lost, CONNECTED))).toEqual([]));
  test('D26 when a picture came since', () => expect(findingsOf('D26', logged(SHUT, shows(':3')))).toEqual([]));
  test('D21 of a desktop that refuses everybody', () =>
    expect(
      findingsOf(
        'D21',
        logged(ended('The desktop did not accept its one-time password (“Too many authentication failures”); open it again.')),
      ),
    ).toEqual([]));
  test('D21 of a desktop that says something worse since', () => {
    expect(findingsOf('D21', logged(NO_OTP, BLOCKED))).toEqual([]);
    expect(findingsOf('D21', logged(NO_OTP, ended('Too many security failures', ':4')))).toHaveLength(1);
  });
  test('D22 of a line that is long over', () =>
    expect(findingsOf('D22', seen({ desktop: { logHits: [{ ...hit, at: AT - 3_600_000 }] } }))).toEqual([]));
  test('D22 in the log of a desktop that was shown since', () =>
    expect(findingsOf('D22', { ...seen({ desktop: { logHits: [hit] } }), log: [shows(':1')] })).toEqual([]));
  test('D23 where one type is usable', () =>
    expect(findingsOf('D23', seen({ desktop: { xServers: [xServer({ securityTypes: ['tlsvnc', 'vncauth'] })] } }))).toEqual([]));
  test('D23 of the policy where there is no TurboVNC', () =>
    expect(findingsOf('D23', seen({ desktop: { xProxies: [], turbovnc: { permittedSecurityTypes: ['plain'] } } }))).toEqual([]));
  test('D24 with the version that mended it', () =>
    expect(
      findingsOf(
        'D24',
        seen({
          login: { home: { path: '/tmp/op', exists: true, writable: true, own: true } },
          desktop: { xProxies: [{ kind: 'turbovnc', version: '3.3.1', path: '/opt/TurboVNC/bin/Xvnc' }] },
        }),
      ),
    ).toEqual([]));
  test.each([['any'], ['*:5901'], ['localhost:*'], ['127.0.0.1:5900'], ['[::1]:5900']])('D26 with PermitOpen %s', (place) =>
    expect(findingsOf('D26', sshd({ permitOpen: ['10.0.0.1:22', place] }))).toEqual([]),
  );
  test('D77 when Gearview’s own bound was reached', () =>
    expect(
      findingsOf(
        'D77',
        logged(entry('x failed', 'refused', 'gpu-a allows no more than 8 commands at a time over one connection, and none ended in 20 s')),
      ),
    ).toEqual([]));
});
