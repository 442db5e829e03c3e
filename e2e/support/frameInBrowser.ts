/** The screen frame in a real browser: built, served under the app's policy, and connected with a desktop through the worker's guard. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'vite';
import { ToFrame, type FrameCommand, type FrameEvent, type FromFrame } from '../../electron/contract/screen';
import type { Port } from '../../electron/ipc/port';

export const BROWSER = '/usr/bin/chromium';
const PAGE = 'https://page.test';
const FRAME = 'https://frame.test';
/** As electron/main/protocol.ts serves the frame. */
const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'none'; base-uri 'none'",
  "form-action 'none'; object-src 'none'; require-trusted-types-for 'script'; frame-src 'none'",
  `frame-ancestors ${PAGE}`,
].join('; ');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Plays the app's page: passes the control port, and carries the RFB port's messages to and from the test. */
const PAGE_HTML = `<!doctype html><body style="margin:0"><iframe src="${FRAME}/frame.html" style="border:0;display:block;width:100vw;height:100vh"
  sandbox="allow-scripts allow-same-origin"></iframe><script>
  const frame = document.querySelector('iframe');
  const control = new MessageChannel();
  const rfb = new Map();
  const text = (bytes) => { let s = ''; for (const b of bytes) s += String.fromCharCode(b); return btoa(s); };
  control.port1.onmessage = ({ data }) => heardEvent(data);
  frame.onload = () => frame.contentWindow.postMessage({ kind: 'control' }, '${FRAME}', [control.port2]);
  window.tell = (command) => control.port1.postMessage(command);
  window.connectRfb = (number) => {
    const channel = new MessageChannel();
    const port = channel.port1;
    rfb.set(number, port);
    port.onmessage = ({ data }) => heardRfb(number, data.kind === 'bytes' ? { kind: 'bytes', bytes: text(data.bytes) } : data);
    port.addEventListener('close', () => heardRfb(number, { kind: 'closed' }));
    control.port1.postMessage({ kind: 'connect' }, [channel.port2]);
  };
  window.sendRfb = (number, messages) => {
    for (const message of messages) {
      if (message.kind === 'bytes') message.bytes = Uint8Array.from(atob(message.bytes), (c) => c.charCodeAt(0));
      rfb.get(number).postMessage(message);
    }
  };
</script>`;

export interface FrameInBrowser {
  readonly page: Page;
  readonly events: FrameEvent[];
  /** Console errors and warnings, uncaught exceptions and violations of the policy, in page and frame. */
  readonly faults: string[];
  tell(command: FrameCommand): Promise<void>;
  /** Has the frame connect; the worker's end of the new RFB port. */
  connect(): Promise<Port>;
  /** Resolves with the first event of that kind after the ones seen so far. */
  next<K extends FrameEvent['kind']>(kind: K): Promise<Extract<FrameEvent, { kind: K }>>;
  /** Bytes that the frame sent to the host so far. */
  sentBytes(): number;
  close(): Promise<void>;
}

/** Builds the frame into a folder of its own. */
export async function buildFrame(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'gv-frame-'));
  const root = resolve(import.meta.dirname, '../../renderer/screen/frame');
  await build({
    configFile: false,
    logLevel: 'silent',
    root,
    base: './',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome130',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, 'frame.html') },
    },
  });
  return outDir;
}

export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  return await chromium.launch({ executablePath: BROWSER, args: [...args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
}

export async function openFrameInBrowser(
  browser: Browser,
  folder: string,
  viewport: { width: number; height: number } | null = { width: 640, height: 480 },
): Promise<FrameInBrowser> {
  const page = await browser.newPage({ viewport });
  const events: FrameEvent[] = [];
  const faults: string[] = [];
  const waiting = new Set<() => void>();
  const ports = new Map<number, (message: FromFrame | { kind: 'closed' }) => void>();
  let connections = 0;
  let sent = 0;

  page.on('console', (message) => {
    // Chromium's advice on how to read canvases is for noVNC.
    const counts = ['error', 'warning'].includes(message.type()) && !message.text().startsWith('Canvas2D:');
    if (counts) faults.push(message.text());
  });
  page.on('pageerror', (error) => void faults.push(String(error)));
  await page.exposeFunction('heardEvent', (event: FrameEvent) => {
    events.push(event);
    for (const check of waiting) check();
  });
  await page.exposeFunction(
    'heardRfb',
    (number: number, message: { kind: 'bytes'; bytes: string } | { kind: 'ack'; count: number } | { kind: 'closed' }) => {
      if (message.kind === 'bytes') {
        const bytes = new Uint8Array(Buffer.from(message.bytes, 'base64'));
        sent += bytes.length;
        ports.get(number)?.({ kind: 'bytes', bytes });
      } else ports.get(number)?.(message);
    },
  );
  await page.route(`${PAGE}/`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE_HTML }));
  await page.route(`${FRAME}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = await readFile(join(folder, pathname));
    await route.fulfill({ contentType: TYPES[extname(pathname)] ?? '', headers: { 'Content-Security-Policy': POLICY }, body });
  });

  function workerPort(number: number): Port {
    let listener: ((message: unknown) => void) | undefined;
    let onClose: () => void = () => undefined;
    const early: unknown[] = [];
    const queue: unknown[] = [];
    let sending = false;
    ports.set(number, (message) => {
      if (message.kind === 'closed') onClose();
      else if (listener === undefined) early.push(message);
      else listener(message);
    });
    const drain = async (): Promise<void> => {
      sending = true;
      while (queue.length > 0) {
        const part = { number, messages: queue.splice(0) };
        // The page may be closed already.
        await page.evaluate(({ number, messages }) => globalThis.sendRfb(number, messages), part).catch(() => undefined);
      }
      sending = false;
    };
    return {
      post(message) {
        const told = ToFrame.parse(message);
        queue.push(told.kind === 'bytes' ? { kind: told.kind, bytes: Buffer.from(told.bytes).toString('base64') } : told);
        if (!sending) void drain();
      },
      listen(heard) {
        listener = (message) => heard(message, []);
        for (const message of early.splice(0)) heard(message, []);
      },
      onClose: (closed) => void (onClose = closed),
      close: () => void ports.delete(number),
    };
  }

  const next: FrameInBrowser['next'] = (kind) =>
    new Promise((resolve) => {
      const from = events.length;
      const check = (): void => {
        const found = events.slice(from).find((event) => isOf(event, kind));
        if (found === undefined || !isOf(found, kind)) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
    });

  const loaded = next('loaded');
  await page.goto(`${PAGE}/`);
  await loaded;
  return {
    page,
    events,
    faults,
    tell: async (command) => await page.evaluate((told) => globalThis.tell(told), command),
    async connect() {
      const number = ++connections;
      const port = workerPort(number);
      await page.evaluate((which) => globalThis.connectRfb(which), number);
      return port;
    },
    next,
    sentBytes: () => sent,
    close: () => page.close(),
  };
}

const isOf = <K extends FrameEvent['kind']>(event: FrameEvent, kind: K): event is Extract<FrameEvent, { kind: K }> => event.kind === kind;

export const removeFrame = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

declare global {
  // What PAGE_HTML defines in the page.
  function sendRfb(number: number, messages: readonly unknown[]): void;
  function tell(command: unknown): void;
  function connectRfb(number: number): void;
}
