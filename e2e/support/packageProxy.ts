/** An HTTP proxy for package managers of boxes, with a cache on disk: what it fetched once it serves again, and it can misbehave. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { listenOn } from './listener';

export interface PackageProxy {
  readonly port: number;
  /** Lines for `prepare` of a box that let its apt use this proxy. */
  readonly prepare: string;
  /** Paths asked for so far. */
  readonly asked: readonly string[];
  /** From now on: `well`; `dead` closes every connection; `silent` never answers; `missing` has no packages. */
  be(how: 'well' | 'dead' | 'silent' | 'missing'): void;
  /** Waits this long before each package, milliseconds. */
  slow(ms: number): void;
  /** From now on packages are kept back, until the function is called. */
  hold(): () => void;
  stop(): Promise<void>;
}

/** Package files never change under their name; indexes do, so those are kept only as long as a proxy runs. */
const CACHE = '/var/cache/gearview/packages';

export async function startPackageProxy(): Promise<PackageProxy> {
  mkdirSync(CACHE, { recursive: true });
  const asked: string[] = [];
  const indexes = new Map<string, { readonly status: number; readonly body: Buffer }>();
  let mood: 'well' | 'dead' | 'silent' | 'missing' = 'well';
  let delayMs = 0;
  let held: Promise<void> | undefined;

  async function answer({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, hostname } = new URL(url, 'http://unknown');
    asked.push(pathname);
    const isPackage = pathname.endsWith('.deb');
    if (mood === 'dead') return void response.destroy();
    if (mood === 'silent') return;
    if (mood === 'missing' && isPackage) return void response.writeHead(404).end();
    if (isPackage) await held;
    if (isPackage && delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (!isPackage) {
      const known = indexes.get(url) ?? (await fetched(url));
      indexes.set(url, known);
      return void response.writeHead(known.status).end(known.body);
    }
    const file = join(CACHE, createHash('sha256').update(`${hostname}${pathname}`).digest('hex'));
    if (!existsSync(file)) {
      const { status, body } = await fetched(url);
      if (status !== 200) return void response.writeHead(status).end();
      const temporary = `${file}.${randomBytes(4).toString('hex')}`;
      await writeFile(temporary, body);
      renameSync(temporary, file);
    }
    response.writeHead(200);
    createReadStream(file).pipe(response);
  }

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    answer(request, response).catch(() => response.destroy());
  });
  const port = await listenOn(server);
  return {
    port,
    prepare: `echo 'Acquire::http::Proxy "http://127.0.0.1:${port}";' >/etc/apt/apt.conf.d/80proxy; echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/unsafe-io`,
    asked,
    be: (how) => (mood = how),
    slow: (ms) => (delayMs = ms),
    hold() {
      let release = (): void => undefined;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function fetched(url: string): Promise<{ readonly status: number; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 500, body: Buffer.concat(parts) }));
      response.on('error', reject);
    }).on('error', reject);
  });
}
