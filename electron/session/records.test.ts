import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScriptRecord } from '../connection/script';
import { parseSessions } from './records';

const HOST_ID = '0123456789ab';
const BOOT = 'cf5ba11b-7aed-425a-a535-bade0af0eb2c';
const HOST: ScriptRecord = { key: 'host', values: [`boot ${BOOT}\nbooted 1795323311\nticks 100\nhome /home/op\nplace mnt:[1] net:[2]`] };

interface Parts {
  readonly facts?: string;
  readonly args?: readonly string[];
  readonly listening?: string;
  readonly notes?: string;
}

const FACTS = 'display 3\npid 4711\nstart 25000\nstate S\nscreen 1280x800 24\nprogram /usr/bin/Xtigervnc\nplace mnt:[1] net:[2]\n';
const ARGS = [':3', '-desktop', 'render <1>', '-SecurityTypes', 'None', '-rfbunixpath', '/home/op/.gearview/sessions/gpu:3/rfb'];
const LISTENING = 'unix /tmp/.X11-unix/X3\nunix /home/op/.gearview/sessions/gpu:3/rfb\n';
const NOTES = `kind tigervnc\nboot ${BOOT}\ndevice egl0\npid 4711\nstart 25000\n`;

const record = ({ facts = FACTS, args = ARGS, listening = LISTENING, notes = NOTES }: Parts = {}): ScriptRecord => ({
  key: 'session',
  values: [facts, `${['Xvnc', ...args].join('\0')}\0`, listening, notes],
});
const parse = (parts: Parts = {}) => parseSessions([HOST, record(parts)], HOST_ID)[0];

test('a desktop of ours', () => {
  expect(parse()).toEqual({
    session: {
      id: `${HOST_ID}/${BOOT}.3.4711.25000`,
      hostId: HOST_ID,
      display: 3,
      name: 'render <1>',
      xProxy: 'tigervnc',
      mode: 'host-egl',
      vglDevice: 'egl0',
      geometry: { width: 1280, height: 800 },
      depth: 24,
      ours: true,
      state: 'live',
      startedAt: 1_795_323_561_000,
      pid: 4711,
      rfb: { kind: 'unix' },
    },
    way: { target: { kind: 'unix', path: '/home/op/.gearview/sessions/gpu:3/rfb' }, access: { kind: 'open' } },
  });
});

describe('the way to its RFB', () => {
  const tcp = { args: [':3', '-rfbport', '5903', '-SecurityTypes', 'VncAuth', '-PasswordFile', '/home/op/.vnc/passwd'] };

  test.each([
    ['loopback', 'tcp 0100007F:170F'],
    ['both, of which X11 over TCP is not it', 'tcp 00000000:1773\ntcp 0100007F:170F'],
  ])('TCP: %s', (_name, listening) => {
    expect(parse({ ...tcp, listening })?.way).toEqual({ target: { kind: 'tcp', port: 5903 }, access: { kind: 'password-file' } });
  });

  test.each([
    ['nothing listens', { listening: 'unix /tmp/.X11-unix/X3' }, 'listens on no RFB socket'],
    ['a socket where none of the user should be', { listening: 'unix /etc/rfb' }, 'lies where no socket of the user should'],
    ['only TLS', { args: [':3', '-SecurityTypes', 'TLSVnc,X509Plain'] }, 'It wants tlsvnc, x509plain'],
    ['a password kept nowhere', { args: [':3', '-SecurityTypes', 'VncAuth'] }, 'names no password file'],
    ['a container', { facts: FACTS.replace('net:[2]', 'net:[9]') }, 'in a container'],
  ])('none: %s', (_name, parts, why) => {
    const known = parse(parts);
    expect(known?.way).toBeUndefined();
    expect(known?.session.rfb).toEqual({ kind: 'none', why: expect.stringContaining(why) });
  });

  const turbo = FACTS.replace('/usr/bin/Xtigervnc', '/opt/TurboVNC/bin/Xvnc');
  test.each([
    [['-securitytypes', 'none'], 'open'],
    [['-securitytypes', 'otp'], 'one-time-password'],
    [[], 'one-time-password'],
    [['-securitytypes', 'vnc', '-rfbauth', '/home/op/.vnc/passwd'], 'password-file'],
  ])('TurboVNC with %j: %s', (security, kind) => {
    expect(parse({ facts: turbo, args: [':3', ...security] })).toMatchObject({
      session: { xProxy: 'turbovnc' },
      way: { access: { kind } },
    });
  });
});

describe('whose it is', () => {
  test.each([
    ['no notes', ''],
    ['notes of another process', NOTES.replace('pid 4711', 'pid 4712')],
    ['notes of the same pid, started at another time', NOTES.replace('start 25000', 'start 25001')],
    ['notes from before a restart of the host', NOTES.replace(BOOT, '00000000-0000-0000-0000-000000000000')],
  ])('%s: not ours, and no device is made up', (_name, notes) => {
    const session = parse({ notes })?.session;
    expect(session).toMatchObject({ ours: false, mode: 'software' });
    expect(session?.vglDevice).toBeUndefined();
  });

  test('one with a render node draws through DRI3', () => {
    expect(parse({ notes: '', args: [...ARGS, '-rendernode', '/dev/dri/renderD128'] })?.session.mode).toBe('host-dri3');
  });
});

describe('state', () => {
  test.each([
    ['silent', FACTS.replace('1280x800 24', 'silent')],
    ['silent', FACTS.replace('state S', 'state T')],
    ['live', FACTS.replace('1280x800 24', 'refused')],
    ['live', FACTS.replace('1280x800 24', '')],
  ])('%s', (state, facts) => {
    expect(parse({ facts })?.session.state).toBe(state);
  });

  test('dead ones keep the identity of their notes, also from before a restart of the host', () => {
    const old = '11111111-2222-3333-4444-555555555555';
    const facts = 'display 3\npid 4711\nstart 25000\nstate dead\nscreen \n';
    const known = parse({ facts, args: [], listening: '', notes: NOTES.replace(BOOT, old).replace('tigervnc', 'turbovnc') });
    expect(known?.session).toMatchObject({
      id: `${HOST_ID}/${old}.3.4711.25000`,
      state: 'dead',
      ours: true,
      xProxy: 'turbovnc',
      name: ':3',
    });
    expect(known?.session.rfb).toMatchObject({ kind: 'none' });
  });
});

test('the size is the present one, else the one at the start, and none that the contract does not know', () => {
  const args = [...ARGS, '-geometry', '1024x768', '-depth', '16'];
  expect(parse({ args })?.session).toMatchObject({ geometry: { width: 1280, height: 800 }, depth: 24 });
  expect(parse({ args, facts: FACTS.replace('1280x800 24', 'refused') })?.session).toMatchObject({
    geometry: { width: 1024, height: 768 },
    depth: 16,
  });
  expect(parse({ facts: FACTS.replace('1280x800', '20000x20000') })?.session.geometry).toBeUndefined();
});

test('a name that disguises what it is comes out plain', () => {
  expect(parse({ args: [...ARGS, '-desktop', 'a\u202Eb\nc\u0007'] })?.session.name).toBe('a b c');
});

test('records that do not fit are left out, and one desktop is there once', () => {
  const broken = [record({ facts: '' }), record({ facts: FACTS.replace('pid 4711', 'pid x') }), { key: 'session', values: [] }];
  expect(parseSessions([HOST, ...broken, record(), record()], HOST_ID)).toHaveLength(1);
  expect(parseSessions([record()], HOST_ID)).toEqual([]);
});

test('any records give sessions', () => {
  const text = fc.oneof(fc.string({ maxLength: 200 }), fc.constantFrom(FACTS, LISTENING, NOTES, ARGS.join('\0')));
  const any = fc.record({ key: fc.constantFrom('session', 'host', 'x'), values: fc.array(text, { maxLength: 5 }) });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 6 }), (records) => {
      expect(parseSessions([HOST, ...records], HOST_ID).length).toBeLessThan(7);
    }),
    { numRuns: 2000 },
  );
});
