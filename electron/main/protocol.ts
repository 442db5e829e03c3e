/** The two schemes of the app: `app://gearview/` for the page, `screen://<id>/` for the frames. Each serves its own folder and nothing else. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol, session } from 'electron';
import { ScreenId } from '../contract/screen';
import { frameFolder, pageFolder } from './paths';

export const PAGE_ORIGIN = 'app://gearview';
export const PAGE_URL = `${PAGE_ORIGIN}/index.html`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

const SHARED =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; require-trusted-types-for 'script'";
const PAGE_POLICY = `${SHARED}; frame-src screen:; frame-ancestors 'none'`;
const FRAME_POLICY = `${SHARED}; frame-src 'none'; frame-ancestors ${PAGE_ORIGIN}`;

/** Must run before the app is ready. `standard` gives each host part its own origin; no other privilege is asked for. */
export function declareSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true } },
    { scheme: 'screen', privileges: { standard: true } },
  ]);
}

export function serveSchemes(): void {
  const handler = session.defaultSession.protocol;
  handler.handle('app', (request) => {
    const url = new URL(request.url);
    return url.host === 'gearview' ? serveFile(pageFolder(), url.pathname, PAGE_POLICY) : notFound();
  });
  handler.handle('screen', (request) => {
    const url = new URL(request.url);
    if (!ScreenId.safeParse(url.host).success) return notFound();
    return serveFile(frameFolder(), url.pathname === '/' ? '/frame.html' : url.pathname, FRAME_POLICY);
  });
}

// One name per path part, no dot in front: neither `..` nor hidden files, whatever way they are escaped.
const PATH = /^(\/[A-Za-z0-9_][A-Za-z0-9_.-]*){1,3}$/;

async function serveFile(folder: string, path: string, policy: string): Promise<Response> {
  const type = TYPES[extname(path)];
  if (!PATH.test(path) || type === undefined) return notFound();
  try {
    const body = await readFile(join(folder, path));
    return new Response(new Uint8Array(body), {
      headers: {
        'Content-Type': type,
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-store',
      },
    });
  } catch {
    return notFound();
  }
}

const notFound = (): Response => new Response('Not found', { status: 404, headers: { 'Content-Type': 'text/plain' } });
