import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hostOf, loadScript, openLaptop, output, type Laptop } from '../../e2e/support/laptop';
import { listenOn } from '../../e2e/support/listener';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import type { Connection, ForwardTarget } from './connection';

let laptop: Laptop;
beforeEach(() => {
  laptop = openLaptop();
});
afterEach(() => laptop.end());

async function connectTo(server: Sshd): Promise<Connection> {
  laptop.know(server.hostKeyLine);
  return await laptop.connect(hostOf(server));
}

const echo = (): Server => createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => undefined).pipe(socket));
/** As an RFB server: it speaks first. */
const greeter = (): Server => createServer((socket) => socket.on('error', () => undefined).write('RFB 003.008\n'));
async function digest(stream: Duplex, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  let got = 0;
  await new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      got += chunk.length;
      if (got >= bytes) resolve();
    });
    stream.on('close', resolve);
  });
  return `${got} ${hash.digest('hex')}`;
}

const SIZE = 5 * 1024 * 1024;

describe.each([
  ['over SSH forwarding', []],
  ['where sshd forbids forwarding', ['DisableForwarding yes']],
  ['where sshd forbids TCP forwarding', ['AllowTcpForwarding no', 'AllowStreamLocalForwarding no']],
  ['where sshd allows one session', ['MaxSessions 1']],
])('a stream to a socket %s', (_, options) => {
  let server: Sshd;
  let connection: Connection;
  let sockets: string;
  beforeAll(async () => {
    server = await startSshd({ options });
    sockets = join(server.home, '..');
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    connection = await connectTo(server);
  });

  test.each(['unix', 'tcp'] as const)('carries 5 MB each way byte for byte: %s', async (kind) => {
    const listener = echo();
    const path = join(sockets, `echo-${kind}`);
    const port = await listenOn(listener, kind === 'unix' ? path : undefined);
    const target: ForwardTarget = kind === 'unix' ? { kind, path } : { kind, port };
    const stream = await connection.forward(target);
    const sent = randomBytes(SIZE);
    const got = digest(stream, SIZE);
    stream.write(sent);
    expect(await got).toBe(`${SIZE} ${createHash('sha256').update(sent).digest('hex')}`);
    stream.destroy();
    listener.close();
  });

  test('gives what the server says first, and ends when the server ends', async () => {
    const listener = greeter();
    const path = join(sockets, 'greeter');
    await listenOn(listener, path);
    listener.on('connection', (socket) => socket.end());
    const stream = await connection.forward({ kind: 'unix', path });
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(stream, 'close');
    expect(text).toBe('RFB 003.008\n');
    listener.close();
  });

  test('ends at the server when we end it', async () => {
    const listener = greeter();
    const path = join(sockets, 'ended');
    await listenOn(listener, path);
    const closed = new Promise<string>((resolve) => {
      listener.on('connection', (socket) => socket.resume().on('close', () => resolve('closed')));
    });
    const stream = await connection.forward({ kind: 'unix', path });
    stream.resume();
    stream.destroy();
    expect(await closed).toBe('closed');
    listener.close();
  });

  test.each<[string, ForwardTarget]>([
    ['an absent socket', { kind: 'unix', path: '/nonexistent/rfb' }],
    ['a hostile name', { kind: 'unix', path: '/tmp/$(touch canary)`touch canary`"\';touch canary;' }],
    ['a closed port', { kind: 'tcp', port: 1 }],
    ['a relative path', { kind: 'unix', path: 'rfb' }],
    ['a path that no socket can have', { kind: 'unix', path: `/${'x'.repeat(107)}` }],
    ['a path with a newline', { kind: 'unix', path: '/tmp/a\nb' }],
  ])('to %s is refused in words', async (_, target) => {
    await expect(connection.forward(target)).rejects.toMatchObject({
      code: 'forward-refused',
      message: expect.stringContaining('GPU box 1'),
    });
    expect(await output(connection, 'ls -A; ls -A "$HOME"\n')).not.toContain('canary');
  });
});

describe('a relay', () => {
  const installed = ['perl', 'python3', 'socat', 'nc'].filter((tool) => existsSync(`/usr/bin/${tool}`) || existsSync(`/bin/${tool}`));
  test.each(installed)('works with nothing but %s', async (tool) => {
    const server = await sshdForTest({ options: ['DisableForwarding yes'] });
    const connection = await connectTo(server);
    const all = ['sh', 'base64', 'tr', 'printf', 'tail', 'timeout', tool];
    const links = all.map((name) => `ln -s "$(PATH=/usr/bin:/bin command -v ${name})" "$HOME/bin/${name}"`).join('\n');
    await output(connection, `mkdir "$HOME/bin"\n${links}\n`);
    const load = async (name: string): Promise<string> => {
      const text = await loadScript(name);
      return name === 'lib/prelude.sh' ? text.replace(/^PATH=.*$/m, 'PATH=$HOME/bin') : text;
    };
    const limited = await laptop.connect(hostOf(server), { load });
    const listener = echo();
    const path = join(server.home, '..', 'echo');
    await listenOn(listener, path);
    const stream = await limited.forward({ kind: 'unix', path });
    const got = digest(stream, 100_000);
    const sent = randomBytes(100_000);
    stream.write(sent);
    expect(await got).toBe(`100000 ${createHash('sha256').update(sent).digest('hex')}`);
    stream.destroy();
    await expect(limited.forward({ kind: 'unix', path: '/nonexistent' })).rejects.toMatchObject({ code: 'forward-refused' });
    listener.close();
  });

  test('without any tool says what to install', async () => {
    const server = await sshdForTest({ options: ['DisableForwarding yes'] });
    laptop.know(server.hostKeyLine);
    const load = async (name: string): Promise<string> =>
      (await loadScript(name)).replace(/^PATH=.*$/m, 'PATH=/nonexistent').replace(/\| base64 .*$/gm, '');
    const connection = await laptop.connect(hostOf(server), { load });
    await expect(connection.forward({ kind: 'tcp', port: 1 })).rejects.toMatchObject({ code: 'forward-refused' });
  });

  test('is what the connection then says of its way', async () => {
    const server = await sshdForTest({ options: ['AllowStreamLocalForwarding no'] });
    const connection = await connectTo(server);
    const path = join(server.home, '..', 'echo');
    const listener = echo();
    await listenOn(listener, path);
    const port = await listenOn(echo().unref());
    expect(connection.wayTo({ kind: 'unix', path })).toBe('forward');
    (await connection.forward({ kind: 'unix', path })).destroy();
    (await connection.forward({ kind: 'tcp', port })).destroy();
    expect(connection.wayTo({ kind: 'unix', path })).toBe('relay');
    expect(connection.wayTo({ kind: 'tcp', port })).toBe('forward');
    listener.close();
  });

  test.each<[ForwardTarget, string]>([
    [{ kind: 'unix', path: '/run/rfb' }, 'AllowStreamLocalForwarding yes'],
    [{ kind: 'tcp', port: 5901 }, 'AllowTcpForwarding local'],
  ])('that no shell can do names the option of sshd that would help: %j', async (target, option) => {
    const server = await sshdForTest({ options: ['DisableForwarding yes', 'ForceCommand echo This account is limited.'] });
    const connection = await connectTo(server);
    await expect(connection.forward(target)).rejects.toMatchObject({
      code: 'forward-refused',
      message: expect.stringContaining(option),
    });
  });

  test('leaves one place for scripts, and then says what would make room', async () => {
    const server = await sshdForTest({ options: ['DisableForwarding yes', 'MaxSessions 3'] });
    const connection = await connectTo(server);
    const listener = echo();
    const port = await listenOn(listener);
    // The limit is found out.
    await Promise.all(Array.from({ length: 6 }, () => output(connection, 'true\n')));
    const streams = [await connection.forward({ kind: 'tcp', port }), await connection.forward({ kind: 'tcp', port })];
    await expect(connection.forward({ kind: 'tcp', port })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/AllowTcpForwarding local.*MaxSessions/),
    });
    expect(await output(connection, 'echo room\n')).toBe('room\n');
    for (const stream of streams) stream.resume().destroy();
    listener.close();
  });
});
