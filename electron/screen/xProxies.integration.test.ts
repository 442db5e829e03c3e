import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { bytes, key, pointer, setDesktopSize } from '../../e2e/support/rfb';
import { openFrame, type FrameOptions } from '../../e2e/support/rfbFrame';
import { startXvnc, xProxyThere, type XProxy, type Xvnc, type XvncOptions } from '../../e2e/support/xvnc';
import type { Connection } from '../connection/connection';
import { openScreens, type ScreenReach } from './screens';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) await undo();
});

async function xvnc(kind: XProxy, options?: XvncOptions): Promise<Xvnc> {
  const server = await startXvnc(kind, options);
  cleanUp.push(() => server.stop());
  return server;
}

/** Opens the server as a screen, its socket in place of an SSH channel. */
async function show(server: Xvnc, options: FrameOptions & Partial<ScreenReach> = {}) {
  const streams: Duplex[] = [];
  const connection: Connection = {
    hostName: 'gpu1',
    wayTo: () => 'forward',
    test: () => Promise.resolve(true),
    note: () => undefined,
    shell: () => Promise.reject(new Error('not used')),
    send: () => Promise.reject(new Error('not used')),
    async forward() {
      const stream = await server.connect();
      streams.push(stream);
      return stream;
    },
    onClose: () => undefined,
    close: () => undefined,
  };
  const screens = openScreens({
    connection: () => Promise.resolve(connection),
    reach: () =>
      Promise.resolve({
        hostId: 'host',
        target: { kind: 'unix', path: server.socketPath },
        transport: options.transport ?? 'rfb',
        password: options.password,
      }),
  });
  const frame = openFrame(options);
  cleanUp.push(() => {
    screens.closeAll();
    frame.close();
  });
  const opened = await screens.open({ sessionId: 'session' }, frame.port);
  return { screens, frame, streams, opened };
}

/** What the host sent after its security handshake. */
function record([stream]: readonly Duplex[]): () => Uint8Array {
  const chunks: Uint8Array[] = [];
  stream?.on('data', (chunk: Buffer) => void chunks.push(new Uint8Array(chunk)));
  return () => {
    const all = bytes(...chunks);
    const version = 12;
    return all.subarray(version + 1 + (all[version] ?? 0) + 4);
  };
}

const TIGHT_FIRST = undefined;
const RAW_ONLY = [0, -223, -224, -308];

for (const kind of ['tigervnc', 'turbovnc'] as const) {
  describe.skipIf(!xProxyThere(kind))(`${kind} on a unix socket`, () => {
    test.each([
      ['Tight', TIGHT_FIRST],
      ['Raw', RAW_ONLY],
    ])('pictures of a busy desktop pass byte for byte (%s)', async (_name, encodings) => {
      const server = await xvnc(kind);
      const { frame, streams } = await show(server, encodings === undefined ? {} : { encodings });
      const sent = record(streams);
      await server.drawn('xsetroot', ['-solid', 'red']);
      server.draw('glxgears', ['-geometry', '400x300+20+20']);
      expect(await frame.until(() => frame.seen.updates > 60)).toBe(true);
      expect(frame.seen.picture).toBe(true);
      const got = frame.received();
      const same = sent().subarray(0, got.length);
      expect(got.length).toBeGreaterThan(10_000);
      expect(Buffer.compare(got, same)).toBe(0);
      expect(frame.desktop).toMatchObject({ width: 640, height: 480 });
    });

    test('VncAuth with the right password shows the desktop, with a wrong one a sentence', async () => {
      const server = await xvnc(kind, { password: 'secret12' });
      const right = await show(server, { password: 'secret12' });
      expect(await right.frame.until(() => right.frame.seen.picture)).toBe(true);
      const wrong = await show(server, { password: 'secret13' });
      await expect(wrong.frame.ended).resolves.toMatchObject({ code: 'rfb-refused', message: expect.stringMatching(/^gpu1: The desktop/) });
    });

    test('without a password it is asked of nobody', async () => {
      const server = await xvnc(kind, { password: 'secret12' });
      const { frame } = await show(server);
      await expect(frame.ended).resolves.toMatchObject({
        code: 'rfb-refused',
        message: expect.stringContaining('asked for a password (VncAuth'),
      });
    });

    test('the window’s size becomes the desktop’s, and the picture goes on', async () => {
      const server = await xvnc(kind);
      const { frame } = await show(server);
      expect(await frame.until(() => frame.seen.picture)).toBe(true);
      for (const [width, height] of [
        [800, 600],
        [801, 601],
        [500, 300],
      ] as const) {
        frame.send(setDesktopSize(width, height, frame.desktop.layout));

        expect(await frame.until(() => frame.desktop.width === width && frame.desktop.height === height)).toBe(true);
      }
      const before = frame.seen.updates;
      await server.drawn('xsetroot', ['-solid', 'blue']);
      expect(await frame.until(() => frame.seen.updates > before)).toBe(true);
    });

    test('keys and pointer arrive', async () => {
      const server = await xvnc(kind);
      const { frame } = await show(server);
      expect(await frame.until(() => frame.seen.picture)).toBe(true);
      const before = frame.seen.updates;
      server.draw('xterm', ['-e', 'cat']);
      expect(await frame.until(() => frame.seen.updates > before + 1)).toBe(true);
      frame.send(pointer(100, 100));
      const typed = frame.seen.updates;
      frame.send(key(true, 0x61));
      frame.send(key(false, 0x61));
      expect(await frame.until(() => frame.seen.updates > typed)).toBe(true);
    });

    test('when the X proxy ends, the screen says so', async () => {
      const server = await xvnc(kind);
      const { frame } = await show(server);
      expect(await frame.until(() => frame.seen.picture)).toBe(true);
      process.kill(server.pid, 'SIGKILL');
      await expect(frame.ended).resolves.toMatchObject({ code: 'session-gone', retry: true, message: expect.stringContaining('gpu1') });
    });

    test('a second screen does not take the desktop from the first', async () => {
      const server = await xvnc(kind);
      const first = await show(server);
      expect(await first.frame.until(() => first.frame.seen.picture)).toBe(true);
      const second = await show(server);
      expect(await second.frame.until(() => second.frame.seen.picture)).toBe(true);
      const before = first.frame.seen.updates;
      await server.drawn('xsetroot', ['-solid', 'green']);
      expect(await first.frame.until(() => first.frame.seen.updates > before)).toBe(true);
    });
  });
}

describe.skipIf(!xProxyThere('turbovnc'))('turbovnc over WebSocket', () => {
  test('shows the desktop', async () => {
    const server = await xvnc('turbovnc');
    const { frame } = await show(server, { transport: 'websocket' });
    expect(await frame.until(() => frame.seen.picture)).toBe(true);
    const before = frame.seen.updates;
    server.draw('glxgears');
    expect(await frame.until(() => frame.seen.updates > before + 20)).toBe(true);
  });

  test('a one-time password opens it once', async () => {
    const server = await xvnc('turbovnc', { args: ['-securitytypes', 'otp'] });
    const password = await oneTimePassword(server);
    const { frame } = await show(server, { transport: 'websocket', password });
    expect(await frame.until(() => frame.seen.picture)).toBe(true);
    const again = await show(server, { transport: 'websocket', password });
    await expect(again.frame.ended).resolves.toMatchObject({ code: 'rfb-refused' });
  });

  test('where the request comes too late, raw RFB on a second stream shows the desktop', async () => {
    const server = await xvnc('turbovnc');
    const { frame, streams } = await show({ ...server, connect: () => late(server) }, { transport: 'websocket' });
    expect(await frame.until(() => frame.seen.picture)).toBe(true);
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  });
});

/** A stream that is handed over as a slow link does: when Xvnc has given up to wait for a WebSocket request. */
async function late(server: Xvnc): Promise<Socket> {
  const socket = await server.connect();
  await once(socket, 'readable');
  return socket;
}

async function oneTimePassword(server: Xvnc): Promise<string> {
  // With a home below /tmp, vncpasswd takes itself to be called with -t.
  const said = await server.said('env', ['HOME=/nonexistent', '/opt/TurboVNC/bin/vncpasswd', '-o', '-display', server.display]);
  return /password: (\d{8})/.exec(said)?.[1] ?? '';
}
