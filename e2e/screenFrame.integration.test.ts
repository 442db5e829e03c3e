import { existsSync, readFileSync } from 'node:fs';
import { Duplex, PassThrough } from 'node:stream';
import type { Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../electron/connection/connection';
import { openScreens } from '../electron/screen/screens';
import { BROWSER, buildFrame, openBrowser, openFrameInBrowser, removeFrame, type FrameInBrowser } from './support/frameInBrowser';
import { bytes, compact, GREETING, jpegBytes, picture as rawPicture, rect, serverInit, update } from './support/rfb';
import { startXvnc, xProxyThere, type XProxy, type Xvnc } from './support/xvnc';

const WAIT = { timeout: 10_000, interval: 20 };

let browser: Browser;
let folder = '';
beforeAll(async () => {
  if (!existsSync(BROWSER)) return;
  [folder, browser] = await Promise.all([buildFrame(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  if (folder !== '') await removeFrame(folder);
});

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) await undo();
});

async function xvnc(kind: XProxy = 'tigervnc'): Promise<Xvnc> {
  const server = await startXvnc(kind, { geometry: '640x480' });
  cleanUp.push(() => server.stop());
  return server;
}

async function openFrame(): Promise<FrameInBrowser> {
  const frame = await openFrameInBrowser(browser, folder);
  cleanUp.push(() => frame.close());
  return frame;
}

/** Connects the frame with the server through the worker's own way. */
async function connect(frame: FrameInBrowser, server: Xvnc) {
  const stream = await server.connect();
  const picture = frame.next('picture');
  await showStream(frame, stream);
  return { stream, picture };
}

async function showStream(frame: FrameInBrowser, stream: Duplex): Promise<void> {
  const connection: Connection = {
    hostName: 'gpu1',
    shell: () => Promise.reject(new Error('not used')),
    send: () => Promise.reject(new Error('not used')),
    forward: () => Promise.resolve(stream),
    wayTo: () => 'forward',
    test: () => Promise.resolve(true),
    note: () => undefined,
    onClose: () => undefined,
    close: () => undefined,
  };
  const screens = openScreens({
    connection: () => Promise.resolve(connection),
    reach: () => Promise.resolve({ hostId: 'host', target: { kind: 'tcp', port: 5901 }, transport: 'rfb' }),
  });
  cleanUp.push(() => screens.closeAll());
  await screens.open({ sessionId: 'session' }, await frame.connect());
}

/** A stream whose host the test plays. */
function hostileHost() {
  const [up, down] = [new PassThrough(), new PassThrough()];
  return {
    stream: Duplex.from({ readable: down, writable: up }),
    say: (...parts: readonly Uint8Array[]) => down.write(bytes(...parts)),
    heard: () => up.readableLength,
  };
}

/** The middle of what is visible, as red, green, blue. */
async function colourAt(frame: FrameInBrowser): Promise<readonly number[]> {
  const png = (await frame.page.screenshot({ clip: { x: 300, y: 200, width: 1, height: 1 } })).toString('base64');
  return await frame.page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
  }, png);
}

/** Resolves when the frame has obeyed all it was told so far: it answers to `sample` alone. */
async function obeyed(frame: FrameInBrowser): Promise<void> {
  const sampled = frame.next('sampled');
  await frame.tell({ kind: 'sample' });
  await sampled;
  await frame.tell({ kind: 'stop-sampling' });
}

/** Resolves with the bytes sent once nothing was sent for a while. */
async function quiet(frame: FrameInBrowser): Promise<number> {
  for (let last = -1; last !== frame.sentBytes();) {
    last = frame.sentBytes();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return frame.sentBytes();
}

describe.skipIf(!existsSync(BROWSER) || !xProxyThere('tigervnc'))('the frame in a browser', () => {
  test('shows a desktop under the app’s policy, and counts its gears', async () => {
    const server = await xvnc();
    await server.drawn('xsetroot', ['-solid', 'black']);
    const frame = await openFrame();
    const { picture } = await connect(frame, server);
    await expect(picture).resolves.toMatchObject({ width: 640, height: 480 });
    server.draw('glxgears', ['-geometry', '300x300+20+30']);
    await frame.tell({ kind: 'sample', region: { x: 20, y: 30, width: 300, height: 300 } });
    let sampled = await frame.next('sampled');
    // The gears may need a moment to come up.
    while (sampled.total.red === 0) sampled = await frame.next('sampled');
    sampled = await frame.next('sampled');
    expect(sampled.lastFps).toBeGreaterThan(3);
    expect(sampled.total).toMatchObject({ oneColour: false });
    for (const colour of ['red', 'green', 'blue'] as const) expect(sampled.total[colour]).toBeGreaterThan(0.02);
    await frame.tell({ kind: 'stop-sampling' });
    expect(frame.faults).toEqual([]);
  });

  test('keys and pointer go to the desktop; in view-only, and as chords, they do not', async () => {
    const server = await xvnc();
    const file = `${server.home}/typed`;
    const frame = await openFrame();
    const { picture } = await connect(frame, server);
    await picture;
    server.draw('xterm', ['-geometry', '80x24+0+0', '-e', 'sh', '-c', `cat > ${file}`]);
    await vi.waitFor(() => expect(existsSync(file)).toBe(true), WAIT);
    const focused = frame.next('focused');
    await frame.page.mouse.click(100, 100);
    await expect(focused).resolves.toEqual({ kind: 'focused', on: true });
    await frame.page.keyboard.type('one\n');
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('one\n'), WAIT);
    await frame.tell({ kind: 'view-only', on: true });
    await obeyed(frame);
    await frame.page.keyboard.type('two\n');
    await frame.page.mouse.click(110, 110);
    await frame.tell({ kind: 'view-only', on: false });
    await obeyed(frame);
    for (const [key, shortcut] of [
      ['f', 'full-screen'],
      ['v', 'view-only'],
      ['d', 'ctrl-alt-del'],
      ['r', 'refresh'],
      ['c', 'check'],
    ] as const) {
      const caught = frame.next('shortcut');
      await frame.page.keyboard.press(`Control+Alt+Shift+${key.toUpperCase()}`);
      await expect(caught).resolves.toEqual({ kind: 'shortcut', shortcut });
    }
    await frame.page.keyboard.type('three\n');
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('one\nthree\n'), WAIT);
    expect(frame.faults).toEqual([]);
  });

  test('the desktop follows the size of the window, unless the picture is to be scaled', async () => {
    const server = await xvnc();
    const frame = await openFrame();
    const { picture } = await connect(frame, server);
    await picture;
    const resized = frame.next('resized');
    await frame.page.setViewportSize({ width: 803, height: 601 });
    await expect(resized).resolves.toEqual({ kind: 'resized', width: 803, height: 601 });
    await frame.tell({ kind: 'scaling', scaling: 'fit' });
    await frame.page.setViewportSize({ width: 400, height: 300 });
    const canvas = frame.page.frames()[1]?.locator('canvas');
    await vi.waitFor(async () => expect((await canvas?.boundingBox())?.width).toBe(400), WAIT);
    await frame.tell({ kind: 'scaling', scaling: 'actual' });
    await vi.waitFor(async () => expect((await canvas?.boundingBox())?.width).toBe(803), WAIT);
    expect(frame.events.filter(({ kind }) => kind === 'resized').length).toBe(1);
  });

  test('at a scale of 125 % it gets whole pixels, and is asked once', async () => {
    const scaled = await openBrowser(['--force-device-scale-factor=1.25', '--window-size=803,621']);
    cleanUp.push(() => scaled.close());
    const server = await xvnc();
    const frame = await openFrameInBrowser(scaled, folder, null);
    await frame.page.evaluate(() => {
      const iframe = document.querySelector('iframe');
      if (iframe !== null) iframe.style.width = '303px';
    });
    const widthInside = () => frame.page.frames()[1]?.evaluate(() => document.documentElement.getBoundingClientRect().width);
    await vi.waitFor(async () => expect(await widthInside()).toBeCloseTo(303.2), WAIT);
    const { picture } = await connect(frame, server);
    await picture;
    const canvas = frame.page.frames()[1]?.locator('canvas');
    await vi.waitFor(async () => expect(await canvas?.getAttribute('width')).toBe('303'), WAIT);
    const sent = await quiet(frame);
    // Nothing is asked for while nothing happens: there is no event to wait for.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(frame.sentBytes() - sent).toBeLessThan(100);
    expect(frame.faults).toEqual([]);
  });

  test('text goes both ways', async () => {
    const server = await xvnc();
    const frame = await openFrame();
    const { picture } = await connect(frame, server);
    await picture;
    const copied = frame.next('clipboard');
    server.draw('sh', ['-c', 'printf "from the desktop äö €" | xclip -selection clipboard']);
    await expect(copied).resolves.toEqual({ kind: 'clipboard', text: 'from the desktop äö €' });
    await frame.tell({ kind: 'paste', text: 'from the laptop äö €\nsecond line' });
    await vi.waitFor(
      async () => expect(await server.said('xclip', ['-selection', 'clipboard', '-o'])).toBe('from the laptop äö €\nsecond line'),
      WAIT,
    );
  });

  test('when the stream ends the last picture stays until the next has drawn', async () => {
    const server = await xvnc();
    await server.drawn('xsetroot', ['-solid', '#c04020']);
    const frame = await openFrame();
    const first = await connect(frame, server);
    await first.picture;
    expect(await colourAt(frame)).toEqual([192, 64, 32]);
    const ended = frame.next('ended');
    first.stream.destroy();
    await expect(ended).resolves.toMatchObject({ failure: { code: 'session-gone' } });
    expect(await colourAt(frame)).toEqual([192, 64, 32]);
    await server.drawn('xsetroot', ['-solid', '#2040c0']);
    const second = await connect(frame, server);
    await second.picture;
    expect(await colourAt(frame)).toEqual([32, 64, 192]);
    // A third one in place of a live one ends that without a word.
    await server.drawn('xsetroot', ['-solid', '#20c040']);
    const third = await connect(frame, server);
    await third.picture;
    expect(await colourAt(frame)).toEqual([32, 192, 64]);
    expect(frame.events.filter(({ kind }) => kind === 'ended').length).toBe(1);
    expect(await frame.page.frames()[1]?.locator('canvas').count()).toBe(1);
    const closed = frame.next('ended');
    await frame.tell({ kind: 'disconnect' });
    await expect(closed).resolves.toEqual({ kind: 'ended' });
    expect(frame.faults).toEqual([]);
  });

  test.each(['tigervnc', 'turbovnc'] as const)('behind another screen no pictures are asked for (%s)', async (kind) => {
    if (!xProxyThere(kind)) return;
    const server = await xvnc(kind);
    const frame = await openFrame();
    const { picture, stream } = await connect(frame, server);
    await picture;
    let received = 0;
    stream.on('data', (chunk: Buffer) => void (received += chunk.length));
    server.draw('glxgears', ['-geometry', '300x300+20+30']);
    await vi.waitFor(() => expect(received).toBeGreaterThan(50_000), WAIT);
    await frame.tell({ kind: 'in-front', on: false });
    // What is on its way still comes.
    let before = -1;
    await vi.waitFor(
      () => {
        const last = before;
        before = received;
        expect(received - last).toBeLessThan(2000);
      },
      { timeout: 10_000, interval: 300 },
    );
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(received - before).toBeLessThan(2000);
    await frame.tell({ kind: 'in-front', on: true });
    await vi.waitFor(() => expect(received - before).toBeGreaterThan(50_000), WAIT);
  });

  test('a picture that cannot be decoded is a stall that is told, not a dead screen', async () => {
    const frame = await openFrame();
    const ended = frame.next('ended');
    const host = hostileHost();
    await showStream(frame, host.stream);
    host.say(GREETING, serverInit(64, 48));
    await vi.waitFor(() => expect(host.heard()).toBeGreaterThan(60), WAIT);
    const broken = jpegBytes(64, 48);
    host.say(update(1, rect(0, 0, 64, 48, 7, [0x90], compact(broken.length), broken)), rawPicture(64, 48));
    await expect(ended).resolves.toMatchObject({
      failure: { code: 'rfb-stalled', message: expect.stringContaining('gpu1: The screen could not draw') },
    });
  });
});
