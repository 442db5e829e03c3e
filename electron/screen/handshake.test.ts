import { describe, expect, test } from 'vitest';
import { guarded } from '../../e2e/support/guarded';
import { be32, bytes, CLIENT_HELLO, GREETING, serverInit, VERSION } from '../../e2e/support/rfb';
import { vncAuthResponse } from './vncAuth';

const CHALLENGE = Uint8Array.from({ length: 16 }, (_, index) => index * 7);
const text = (part: Uint8Array): string => Buffer.from(part).toString('latin1');

describe('with the host', () => {
  test('None: version, choice, and a ClientInit that shares the desktop', () => {
    const side = guarded();
    expect(side.host(GREETING)).toBeUndefined();
    expect(side.toHost()).toEqual(bytes(VERSION, 1, 1));
  });

  test('3.3: the server decides, and None has no result', () => {
    const side = guarded();
    expect(side.host(bytes('RFB 003.003\n', be32(1)))).toBeUndefined();
    expect(side.toHost()).toEqual(bytes('RFB 003.003\n', 1));
  });

  test('3.7: None has no result', () => {
    const side = guarded();
    expect(side.host(bytes('RFB 003.007\n', [2, 16, 1]))).toBeUndefined();
    expect(side.toHost()).toEqual(bytes('RFB 003.007\n', 1, 1));
  });

  test.each(['3', '7', '8'])('VncAuth in 3.%s is answered with the password', (minor) => {
    const side = guarded('02550504');
    const offer = minor === '3' ? be32(2) : [2, 1, 2];
    expect(side.host(bytes(`RFB 003.00${minor}\n`, offer, CHALLENGE, be32(0)))).toBeUndefined();
    const choice = minor === '3' ? [] : [2];
    expect(side.toHost()).toEqual(bytes(`RFB 003.00${minor}\n`, choice, vncAuthResponse('02550504', CHALLENGE), 1));
  });

  test('a password is not needed where only None is offered', () => {
    const side = guarded('02550504');
    expect(side.host(GREETING)).toBeUndefined();
    expect(side.toHost()).toEqual(bytes(VERSION, 1, 1));
  });

  test('the password is not sent before the server asks, and not to noVNC', () => {
    const side = guarded('02550504');
    side.frame(...CLIENT_HELLO);
    side.host(bytes(VERSION, [1, 2], CHALLENGE, be32(0)), serverInit(64, 48));
    expect(text(side.toFrame())).toBe(text(bytes(VERSION, [1, 1], be32(0), serverInit(64, 48))));
  });

  test.each([
    ['RFB 003.006\n', 'an UltraVNC version'],
    ['RFB 003.889\n', 'Apple'],
    ['RFB 005.000\n', 'RealVNC'],
    ['HTTP/1.1 400 Bad', 'a web server'],
    ['SSH-2.0-OpenSSH_9.2', 'an SSH server'],
    ['\0\0\0\0\0\0\0\0\0\0\0\0', 'garbage'],
  ])('%j is refused (%s)', (greeting) => {
    const failure = guarded().host(bytes(greeting));
    expect(failure).toMatchObject({ code: 'rfb-refused', message: expect.stringContaining('not a VNC server that Gearview speaks to') });
  });

  test.each([
    [[2], 'VncAuth'],
    [[19], 'VeNCrypt'],
    [[30], 'ARD'],
    [[16, 2, 5], 'Tight, VncAuth, RA2'],
    [[200], 'type 200'],
  ])('security types %j without a password are refused, and named', (types, named) => {
    const side = guarded();
    const failure = side.host(bytes(VERSION, types.length, types));
    expect(failure).toMatchObject({ code: 'rfb-refused', message: expect.stringContaining(`asked for a password (${named})`) });
    expect(text(side.toHost())).toBe(VERSION);
  });

  test('3.3: a type that was not expected is refused', () => {
    expect(guarded().host(bytes('RFB 003.003\n', be32(2)))).toMatchObject({ code: 'rfb-refused' });
  });

  test.each([
    ['3.8, no types', bytes(VERSION, 0, be32(8), 'too many')],
    ['3.3, type 0', bytes('RFB 003.003\n', be32(0), be32(8), 'too many')],
    ['3.8, result', bytes(VERSION, [1, 1], be32(1), be32(8), 'too many')],
  ])('the reason is told (%s)', (_name, greeting) => {
    expect(guarded().host(greeting)?.message).toBe('The desktop refused the screen (“too many”).');
  });

  test('of a long reason a part is read, and nothing of it can disguise itself', () => {
    const failure = guarded().host(bytes(VERSION, 0, be32(0xffffffff), '\u001b[31m', 'x'.repeat(1100)));
    expect(failure?.message.length).toBeLessThan(400);
    expect(failure?.message).not.toContain('\u001b');
  });

  test('a wrong one-time password is told as that', () => {
    const failure = guarded('02550504').host(bytes('RFB 003.007\n', [1, 2], CHALLENGE, be32(1)));
    expect(failure?.message).toContain('did not accept its one-time password');
  });

  test.each([
    ['nothing', bytes('')],
    ['half a version', bytes('RFB 003')],
    ['half a handshake', bytes(VERSION, [1, 1])],
    ['half a ServerInit', bytes(GREETING, [0, 64])],
  ])('%s within 10 s is a stall', (_name, greeting) => {
    const side = guarded();
    side.frame(...CLIENT_HELLO);
    expect(side.host(greeting)).toBeUndefined();
    expect(side.pass(10)).toBeUndefined();
    expect(side.pass(1)).toMatchObject({ code: 'rfb-stalled', retry: true });
  });
});

describe('with noVNC', () => {
  test('is told 3.8, None and OK, step by step', () => {
    const side = guarded();
    expect(text(side.toFrame())).toBe(VERSION);
    side.frame(CLIENT_HELLO[0]);
    expect(side.toFrame()).toEqual(bytes(1, 1));
    side.frame(CLIENT_HELLO[1]);
    expect(side.toFrame()).toEqual(bytes(be32(0)));
    side.frame(bytes(0));
    expect(side.toFrame()).toEqual(bytes());
  });

  test('gets ServerInit only after its own ClientInit', () => {
    const side = guarded();
    side.host(GREETING, serverInit(64, 48));
    expect(text(side.toFrame())).toBe(VERSION);
    expect(side.full()).toBe(true);
    side.frame(...CLIENT_HELLO);
    expect(side.toFrame()).toEqual(bytes([1, 1], be32(0), serverInit(64, 48)));
    expect(side.full()).toBe(false);
  });

  test.each([
    ['another version', [bytes('RFB 003.007\n')]],
    ['another security type', [CLIENT_HELLO[0], bytes(19)]],
  ])('%s is refused', (_name, parts) => {
    expect(guarded().frame(...parts)).toMatchObject({ code: 'rfb-refused' });
  });
});
