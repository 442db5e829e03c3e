import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { download } from './download';

const LIMITS = { answerMs: 300, stallMs: 300 };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder = '';
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true });
});

async function serving(answer: RequestListener): Promise<string> {
  const started = createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/file.zip`;
}

test('keeps the file that has the checksum', async () => {
  const url = await serving((_request, response) => response.end('the runtime'));
  await download(url, join(folder, 'file'), sha256('the runtime'), LIMITS);
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('the runtime');
});

test('refuses another file', async () => {
  const url = await serving((_request, response) => response.end('something else'));
  await expect(download(url, join(folder, 'file'), sha256('the runtime'), LIMITS)).rejects.toThrow(/SHA-256 .* not /);
});

test('says the status of a refusal', async () => {
  const url = await serving((_request, response) => response.writeHead(404).end());
  await expect(download(url, join(folder, 'file'), '', LIMITS)).rejects.toThrow('HTTP status 404');
});

test('does not wait for a server that never answers', async () => {
  const url = await serving(() => undefined);
  await expect(download(url, join(folder, 'file'), '', LIMITS)).rejects.toThrow('too slow');
});

test('does not wait for one that stops in the middle', async () => {
  const url = await serving((_request, response) => void response.writeHead(200, { 'Content-Length': 100 }).write('half'));
  await expect(download(url, join(folder, 'file'), '', LIMITS)).rejects.toThrow('too slow');
});

test('names the reason when there is no way to the server', async () => {
  const url = await serving(() => undefined);
  await new Promise((resolve) => server?.close(resolve));
  await expect(download(url, join(folder, 'file'), '', LIMITS)).rejects.toThrow('ECONNREFUSED');
});
