import { describe, expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import { changed, desktopState, healthyFacts, xServer, type Change } from './fixtures';
import { OPENNESS_ENTRIES } from './openness';
import { seenOf } from './seenFixtures';

const seen = (desktop: NonNullable<Change['desktop']>) => seenOf(changed(healthyFacts(), { desktop }));
const viewer = { kind: 'x11vnc', pid: 500, display: 0, turbovnc: false, securityTypes: undefined } as const;

testFaults(OPENNESS_ENTRIES, [
  {
    id: 'D47',
    fault: 'a policy without none',
    seen: seen({ turbovnc: { permittedSecurityTypes: ['otp', 'vnc'] } }),
    confidence: 'certain',
    severity: 'note',
    from: ['turbovnc-settings'],
    shows: 'permitted-security-types = otp, vnc',
    cure: 'words',
  },
  {
    id: 'D51',
    fault: 'xhost +',
    seen: seen({ desktops: [desktopState({ openToOthers: true })] }),
    subject: ':1',
    confidence: 'certain',
    from: ['desktop-state'],
    shows: ':1 (pid 4242): clients of other users are let in',
    cure: 'DISPLAY=:1 XAUTHORITY=/home/op/.Xauthority xhost -local:; DISPLAY=:1 XAUTHORITY=/home/op/.Xauthority xhost -',
  },
  {
    id: 'D52',
    fault: 'x11vnc on all addresses',
    seen: seen({ xServers: [xServer({ ...viewer, listens: ['127.0.0.1:5900', '[::]:5900'] })] }),
    subject: '500',
    confidence: 'certain',
    from: ['x-servers'],
    shows: 'x11vnc :0, pid 500, user op: listens on [::]:5900',
    cure: 'end-x-server 500',
  },
  {
    id: 'D52',
    fault: 'another user’s x0vncserver',
    seen: seen({ xServers: [xServer({ ...viewer, kind: 'x0vncserver', own: false, user: 'eve', listens: ['0.0.0.0:5900'] })] }),
    subject: '500',
    confidence: 'certain',
    from: ['x-servers'],
    shows: 'user eve',
    cure: 'words',
  },
  {
    id: 'D53',
    fault: 'no password on loopback',
    seen: seen({ xServers: [xServer({ listens: ['127.0.0.1:5901'] })] }),
    subject: ':1',
    confidence: 'certain',
    from: ['x-servers'],
    shows: 'listens on 127.0.0.1:5901, security types none',
    cure: 'end-x-server 4242',
  },
  {
    id: 'D53',
    fault: 'a password, on the network',
    seen: seen({ xServers: [xServer({ kind: 'Xtigervnc', securityTypes: undefined, listens: ['0.0.0.0:5901', '127.0.0.1:5901'] })] }),
    subject: ':1',
    confidence: 'certain',
    from: ['x-servers'],
    shows: 'listens on 0.0.0.0:5901, security types not named',
    cure: 'end-x-server 4242',
  },
]);

describe('no finding', () => {
  const findingsOf = (id: string, desktop: NonNullable<Change['desktop']>) => examined(OPENNESS_ENTRIES, id, seen(desktop));

  test('of a policy for a TurboVNC that is not there', () =>
    expect(findingsOf('D47', { xProxies: [], turbovnc: { permittedSecurityTypes: ['otp'] } })).toEqual([]));
  test('where it is not known who is let in', () =>
    expect(findingsOf('D51', { desktops: [desktopState({ openToOthers: undefined })] })).toEqual([]));
  test.each([['127.0.0.1:5900'], ['[::1]:5900'], ['::1:5900'], ['[::ffff:127.0.0.1]:5900'], ['127.8.9.1:5900']])('of %s', (address) => {
    expect(findingsOf('D52', { xServers: [xServer({ ...viewer, listens: [address] })] })).toEqual([]);
    expect(findingsOf('D53', { xServers: [xServer({ securityTypes: ['vncauth'], listens: [address] })] })).toEqual([]);
  });
  test('of addresses in a container of its own', () => {
    expect(findingsOf('D52', { xServers: [xServer({ ...viewer, elsewhere: true, listens: ['0.0.0.0:5900'] })] })).toEqual([]);
    expect(findingsOf('D53', { xServers: [xServer({ elsewhere: true, listens: ['0.0.0.0:5901'] })] })).toEqual([]);
  });
  test('where the addresses cannot be seen', () => expect(findingsOf('D53', { xServers: [xServer({ listens: undefined })] })).toEqual([]));
});

test('a cookie file with a name for shells stays out of the command', () => {
  const xServers = [xServer({ auth: '/home/op/$(reboot)/.Xauthority' })];
  const [found] = examined(OPENNESS_ENTRIES, 'D51', seen({ desktops: [desktopState({ openToOthers: true })], xServers }));
  expect(found === undefined ? '' : curesOf(found.cure)).toBe('DISPLAY=:1 xhost -local:; DISPLAY=:1 xhost -');
});
