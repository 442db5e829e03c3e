import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listenOn } from '../../e2e/support/listener';
import { scriptText } from '../../electron/connection/script';

const NONCE = '0123456789abcdef';
const part = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8');

let folder: string;
let server: Server;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gv-relay-'));
  server = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => undefined).pipe(socket));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Runs the script as sshd would: on stdin of `sh -s`, and after `open` the bytes. */
async function relay(
  shell: readonly string[],
  parameters: Record<string, string>,
  bytes: Buffer,
): Promise<{ out: Buffer; status: number | null }> {
  const [command = '', ...args] = shell;
  const child = spawn(command, [...args, '-s'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  let open = false;
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${scriptText(NONCE, parameters, [part('lib/prelude.sh'), part('connection/relay.sh')]).trimEnd()}\n`);
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    if (open || !Buffer.concat(chunks).includes('open\n')) return;
    open = true;
    child.stdin.end(bytes);
  });
  const status = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { out: Buffer.concat(chunks), status };
}

const digest = (bytes: Buffer): string => `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;

describe.each([[['dash']], [['bash']], [['bash', '--posix']], [['busybox', 'sh']]])('under %j', (shell) => {
  test.each(['unix', 'tcp'])('a megabyte comes back byte for byte, and nothing else goes to the socket: %s', async (KIND) => {
    const path = join(folder, "a socket's name; $HOME");
    const port = await listenOn(server, KIND === 'unix' ? path : undefined);
    const bytes = randomBytes(1024 * 1024);
    const { out } = await relay(shell, { KIND, PLACE: KIND === 'unix' ? path : String(port) }, bytes);
    const begin = `GV-${NONCE}-BEGIN\nopen\n`;
    expect(out.subarray(0, begin.length).toString()).toBe(begin);
    expect(digest(out.subarray(begin.length))).toBe(digest(bytes));
  });

  test.each([
    ['unix', '/nonexistent/socket'],
    ['tcp', '1'],
  ])('an absent socket is status 71: %s', async (KIND, PLACE) => {
    const { out, status } = await relay(shell, { KIND, PLACE }, Buffer.alloc(0));
    expect([out.toString(), status]).toEqual([`GV-${NONCE}-BEGIN\n`, 71]);
  });

  test('another kind is a failure', async () => {
    const { out, status } = await relay(shell, { KIND: 'file', PLACE: '/etc/passwd' }, Buffer.alloc(0));
    expect(out.toString()).toContain(`fail\t${Buffer.from('internal').toString('base64')}`);
    expect(status).toBe(1);
  });
});
