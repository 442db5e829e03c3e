import { PassThrough, Duplex } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { be32, bytes, GREETING, picture, rawRect, serverInit, update } from '../../e2e/support/rfb';
import { openFrame, type FrameOptions, type RfbFrame } from '../../e2e/support/rfbFrame';
import { Failure } from '../base/failure';
import type { Connection, ForwardTarget } from '../connection/connection';
import { openScreens, type ScreenReach } from './screens';

/** The two ends of a stream to a host that the test plays itself. */
function hostStream() {
  const [up, down] = [new PassThrough(), new PassThrough({ highWaterMark: 64 * 1024 })];
  const stream = Duplex.from({ readable: down, writable: up });
  return { stream, hear: up, say: (...parts: readonly Uint8Array[]) => down.write(bytes(...parts)), end: () => down.end() };
}

const frames: RfbFrame[] = [];
afterEach(() => {
  for (const frame of frames.splice(0)) frame.close();
  vi.useRealTimers();
});

function setUp(options: FrameOptions & { reach?: Partial<ScreenReach>; forward?: Connection['forward'] } = {}) {
  const host = hostStream();
  const asked: ForwardTarget[] = [];
  const notes: Parameters<Connection['note']>[] = [];
  let close: (why?: Error) => void = () => undefined;
  let listeners = 0;
  const connection: Connection = {
    hostName: 'gpu1',
    wayTo: () => 'forward',
    test: () => Promise.resolve(true),
    note: (...note) => void notes.push(note),
    shell: () => Promise.reject(new Error('not used')),
    send: () => Promise.reject(new Error('not used')),
    forward: (target) => {
      asked.push(target);
      return options.forward?.(target) ?? Promise.resolve(host.stream);
    },
    onClose: (listener) => {
      listeners += 1;
      close = listener;
    },
    close: () => undefined,
  };
  const screens = openScreens({
    connection: () => Promise.resolve(connection),
    reach: () => Promise.resolve({ hostId: 'host', target: { kind: 'tcp', port: 5901 }, transport: 'rfb', ...options.reach }),
  });
  const frame = openFrame(options);
  frames.push(frame);
  return { screens, frame, host, asked, notes, lose: (why?: Error) => close(why), listeners: () => listeners };
}
const WISH = { sessionId: 'host/boot.1.2.3' };

test('shows a desktop', async () => {
  const { screens, frame, host, asked, notes } = setUp();
  await expect(screens.open(WISH, frame.port)).resolves.toEqual({ path: 'loopback TCP' });
  host.say(GREETING, serverInit(64, 48));
  await vi.waitFor(() => expect(frame.desktop.width).toBe(64));
  await vi.waitFor(() => expect(host.hear.readableLength).toBeGreaterThan(60));
  host.say(picture(64, 48));
  expect(await frame.until(() => frame.seen.picture)).toBe(true);
  expect(asked).toEqual([{ kind: 'tcp', port: 5901 }]);
  expect(screens.count()).toBe(1);
  screens.closeAll();
  await expect(frame.ended).resolves.toBeUndefined();
  expect(screens.count()).toBe(0);
  expect(host.stream.destroyed).toBe(true);
  // An end that was wished is no event.
  expect(notes).toEqual([['info', 'screen shows', { display: ':1' }]]);
});

describe('the host’s log tells', () => {
  test('why a desktop was not shown, in its own words', async () => {
    const { screens, frame, host, notes } = setUp({ reach: { password: 'secret12' } });
    await screens.open({ sessionId: 'host/boot.7.2.3' }, frame.port);
    const reason = Buffer.from('Too many authentication failures. Client temporarily blocked');
    host.say(Buffer.from('RFB 003.008\n'), Uint8Array.of(0, ...be32(reason.length)), reason);
    await frame.ended;
    const message = `gpu1: The desktop refused the screen (“${reason.toString()}”).`;
    expect(notes).toEqual([['warn', 'screen ended', { display: ':7', code: 'rfb-refused', message }]]);
  });

  test('why there was no stream', async () => {
    const forward = () => Promise.reject(new Failure('forward-refused', 'gpu1 forbids SSH forwarding.'));
    const { screens, frame, notes } = setUp({ forward });
    await expect(screens.open(WISH, frame.port)).rejects.toMatchObject({ code: 'forward-refused' });
    expect(notes).toEqual([['warn', 'screen ended', { display: ':1', code: 'forward-refused', message: 'gpu1 forbids SSH forwarding.' }]]);
  });
});

describe('ends', () => {
  test('at once when the connection is lost, with its reason', async () => {
    const { screens, frame, lose } = setUp();
    await screens.open(WISH, frame.port);
    lose(new Error('Keepalive timeout'));
    await expect(frame.ended).resolves.toMatchObject({
      code: 'connection-lost',
      message: 'The connection to gpu1 was lost; the desktop goes on there.',
      detail: 'Keepalive timeout',
      retry: true,
    });
  });

  test('with the connection’s loss also when the stream’s end comes first', async () => {
    const { screens, frame, host, lose } = setUp();
    await screens.open(WISH, frame.port);
    host.end();
    setTimeout(() => lose(new Error('reset')), 20);
    await expect(frame.ended).resolves.toMatchObject({ code: 'connection-lost' });
  });

  test('without a failure when we closed the connection', async () => {
    const { screens, frame, lose } = setUp();
    await screens.open(WISH, frame.port);
    lose();
    await expect(frame.ended).resolves.toBeUndefined();
  });

  test('when the host ends the stream', async () => {
    const { screens, frame, host } = setUp();
    await screens.open(WISH, frame.port);
    host.end();
    await expect(frame.ended).resolves.toMatchObject({ code: 'session-gone', message: expect.stringContaining('gpu1') });
  });

  test('when the frame goes away', async () => {
    const { screens, frame, host } = setUp();
    await screens.open(WISH, frame.port);
    frame.close();
    await vi.waitFor(() => expect(host.stream.destroyed).toBe(true));
    expect(screens.count()).toBe(0);
  });

  test('when the host breaks the rules, with its name in front', async () => {
    const { screens, frame, host } = setUp();
    await screens.open(WISH, frame.port);
    host.say(bytes('HTTP/1.1 400 Bad Request'));
    await expect(frame.ended).resolves.toMatchObject({ code: 'rfb-refused', message: expect.stringMatching(/^gpu1: What answers is not/) });
    expect(host.stream.destroyed).toBe(true);
  });

  test('when the frame sends what is no message', async () => {
    const { screens, frame } = setUp();
    await screens.open(WISH, frame.port);
    frame.post({ kind: 'bytes', bytes: 'text' });
    await expect(frame.ended).resolves.toMatchObject({ code: 'rfb-refused' });
  });

  test('when the host stays silent for 10 s', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const { screens, frame } = setUp();
    await screens.open(WISH, frame.port);
    // The frame's own greeting travels in real time.
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(11_000);
    await expect(frame.ended).resolves.toMatchObject({ code: 'rfb-stalled', message: expect.stringContaining('within 10 s') });
  });
});

describe('opening is refused', () => {
  test.each([
    ['the session', { reach: () => Promise.reject(new Failure('session-gone', 'It has ended.')) }, 'session-gone'],
    ['anything else', { reach: () => Promise.reject(new Error('oops')) }, 'internal'],
  ])('by %s, and the frame hears the same', async (_name, { reach }, code) => {
    const frame = openFrame();
    frames.push(frame);
    const screens = openScreens({ connection: () => Promise.reject(new Error('not reached')), reach });
    await expect(screens.open(WISH, frame.port)).rejects.toMatchObject({ code });
    await expect(frame.ended).resolves.toMatchObject({ code });
    expect(screens.count()).toBe(0);
  });

  test('by sshd, and the frame hears the same', async () => {
    const { screens, frame } = setUp({ forward: () => Promise.reject(new Failure('forward-refused', 'gpu1 refused.')) });
    await expect(screens.open(WISH, frame.port)).rejects.toMatchObject({ code: 'forward-refused' });
    await expect(frame.ended).resolves.toMatchObject({ code: 'forward-refused', message: 'gpu1 refused.' });
  });
});

test('a frame that does not acknowledge is not sent more than 4 MiB and one message, and the host is not read', async () => {
  const { screens, frame, host } = setUp({ acknowledges: false });
  await screens.open(WISH, frame.port);
  host.say(GREETING, serverInit(1024, 1024));
  await vi.waitFor(() => expect(host.hear.readableLength).toBeGreaterThan(60));
  let given = 0;
  const whole = update(1, rawRect(0, 0, 1024, 1024));
  for (; given < 6; given++) for (let at = 0; at < whole.length; at += 32 * 1024) host.say(whole.subarray(at, at + 32 * 1024));
  await vi.waitFor(() => expect(host.stream.isPaused()).toBe(true));
  const most = 4 * 1024 * 1024 + 256 * 1024;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(frame.received().length).toBeLessThan(most);
  expect(frame.seen.largest).toBe(128 * 1024);
  frame.acknowledge(frame.received().length);
  await vi.waitFor(() => expect(frame.received().length).toBeGreaterThan(most));
});

test('a host that takes no keys holds at most 8 MiB of them', async () => {
  const { screens, frame, host } = setUp();
  await screens.open(WISH, frame.port);
  host.say(GREETING, serverInit(64, 48));
  await vi.waitFor(() => expect(host.hear.readableLength).toBeGreaterThan(60));
  const text = bytes(6, [0, 0, 0], be32(2 * 1024 * 1024 - 8), new Uint8Array(2 * 1024 * 1024 - 8).fill(65));
  const send = (): void => {
    for (const half of [0, 1]) frame.send(text.slice(half * 1024 * 1024, (half + 1) * 1024 * 1024));
  };
  for (let count = 0; count < 4; count++) send();
  await vi.waitFor(() => expect(host.stream.writableLength).toBeGreaterThan(7.9 * 1024 * 1024));
  expect(screens.count()).toBe(1);
  send();
  await expect(frame.ended).resolves.toMatchObject({ code: 'rfb-stalled', message: expect.stringContaining('keys and pointer') });
});

test('many screens put one listener on their connection', async () => {
  const { screens, frame, listeners } = setUp();
  const second = openFrame();
  frames.push(second);
  await screens.open(WISH, frame.port);
  await screens.open(WISH, second.port);
  expect(listeners()).toBe(1);
});
