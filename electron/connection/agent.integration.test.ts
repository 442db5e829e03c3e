import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { hostOf, openLaptop, output, type Laptop } from '../../e2e/support/laptop';
import { securityKeyAgent, startAgent, type SshAgent } from '../../e2e/support/sshAgent';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import { agentPlaces, openAgent } from './agent';
import type { Connection } from './connection';

let sshd: Sshd;
let folder: string;
let agent: SshAgent;
let laptop: Laptop;
beforeAll(async () => {
  sshd = await startSshd();
  folder = mkdtempSync(join(tmpdir(), 'gv-agent-'));
  // sshd reads the certificate authority as another user.
  chmodSync(folder, 0o711);
  agent = await startAgent(join(folder, 'agent'));
});
afterAll(async () => {
  await agent.stop();
  rmSync(folder, { recursive: true });
  await sshd.stop();
});
beforeEach(() => {
  laptop = openLaptop();
  laptop.know(sshd.hostKeyLine);
  agent.add('-D');
});
afterEach(() => laptop.end());

const keygen = (...args: string[]): string => execFileSync('ssh-keygen', ['-q', ...args], { encoding: 'utf8' });
let keys = 0;
function newKey(type = 'ed25519'): string {
  const path = join(folder, `key-${(keys += 1)}`);
  keygen('-t', type, ...(type === 'rsa' ? ['-b', '2048'] : []), '-N', '', '-C', `${type} key`, '-f', path);
  return path;
}
const user = async (connection: Connection): Promise<string> => (await output(connection, 'id -un\n')).trim();
const byAgent = { auth: { kind: 'agent' as const } };
const theAgent = () => ({ agentSocket: agent.socket });
function listening(server: Server): Server {
  onTestFinished(() => void server.close());
  return server;
}

describe('with an agent', () => {
  test('logs in with the key that fits, among others', async () => {
    agent.add(newKey());
    await expect(laptop.connect(hostOf(sshd, byAgent), theAgent())).rejects.toMatchObject({
      code: 'auth-rejected',
      message: expect.stringContaining('the key of the SSH agent'),
    });
    agent.add(sshd.clientKeyPath);
    expect(await user(await laptop.connect(hostOf(sshd, byAgent), theAgent()))).toBe(sshd.user);
    expect(laptop.asked).toEqual([]);
  });

  test.each(['rsa', 'ecdsa'])('with an %s key', async (type) => {
    const key = newKey(type);
    appendFileSync(join(dirname(sshd.clientKeyPath), 'authorized_keys'), execFileSync('cat', [`${key}.pub`]));
    agent.add(key);
    expect(await user(await laptop.connect(hostOf(sshd, byAgent), theAgent()))).toBe(sshd.user);
  });

  test.each([
    ['SSH_AUTH_SOCK', undefined],
    ['does not answer', '/nonexistent/agent'],
  ])('none there is told: %s', async (why, agentSocket) => {
    await expect(laptop.connect(hostOf(sshd, byAgent), { agentSocket })).rejects.toMatchObject({
      code: 'auth-unavailable',
      message: expect.stringContaining(why),
    });
  });

  test('an empty one is told', async () => {
    await expect(laptop.connect(hostOf(sshd, byAgent), theAgent())).rejects.toMatchObject({
      code: 'auth-unavailable',
      message: expect.stringContaining('ssh-add'),
    });
  });

  test('one that was killed leaves a socket that is told', async () => {
    const short = await startAgent(join(folder, 'short'));
    short.add(sshd.clientKeyPath);
    await short.stop();
    await expect(laptop.connect(hostOf(sshd, byAgent), { agentSocket: short.socket })).rejects.toMatchObject({
      code: 'auth-unavailable',
      message: expect.stringContaining(short.socket),
    });
  });

  test('more keys than the host allows tries: the sentence says to choose one', async () => {
    for (let count = 0; count < 7; count++) agent.add(newKey());
    agent.add(sshd.clientKeyPath);
    await expect(laptop.connect(hostOf(sshd, byAgent), theAgent())).rejects.toMatchObject({
      code: 'auth-rejected',
      message: expect.stringMatching(/too many tries.*choose a key file/),
    });
    const only = { auth: { kind: 'auto' as const, files: [sshd.clientKeyPath], onlyFiles: true } };
    expect(await user(await laptop.connect(hostOf(sshd, only), theAgent()))).toBe(sshd.user);
  });

  test('the agent is never offered to the host', async () => {
    agent.add(sshd.clientKeyPath);
    const connection = await laptop.connect(hostOf(sshd, byAgent), theAgent());
    const out = await output(connection, 'echo "agent=${SSH_AUTH_SOCK-none} display=${DISPLAY-none}"\n');
    expect(out).toBe('agent=none display=none\n');
  });

  test('the host’s own one (IdentityAgent) is used in place of the system’s, or none', async () => {
    agent.add(sshd.clientKeyPath);
    const own = hostOf(sshd, { ...byAgent, ssh: { identityAgent: agent.socket } });
    expect(await user(await laptop.connect(own, { agentSocket: '/nonexistent' }))).toBe(sshd.user);
    await expect(laptop.connect(hostOf(sshd, { ...byAgent, ssh: { identityAgent: 'none' } }), theAgent())).rejects.toMatchObject({
      code: 'auth-unavailable',
      message: expect.stringContaining('IdentityAgent none'),
    });
  });

  test('a security key signs as it does for ssh', async () => {
    const token = securityKeyAgent(join(folder, 'token'));
    listening(token.server);
    appendFileSync(join(dirname(sshd.clientKeyPath), 'authorized_keys'), `${token.publicKey}\n`);
    expect(await user(await laptop.connect(hostOf(sshd, byAgent), { agentSocket: join(folder, 'token') }))).toBe(sshd.user);
  });

  test.each(['ed25519', 'rsa', 'ecdsa'])('a certificate of an %s key is used as ssh uses it', async (type) => {
    const authority = newKey();
    const key = newKey(type);
    keygen('-s', authority, '-I', 'alice', '-n', sshd.user, `${key}.pub`);
    const server = await sshdForTest({ options: [`TrustedUserCAKeys ${authority}.pub`] });
    laptop.know(server.hostKeyLine);
    agent.add(key);
    expect(await user(await laptop.connect(hostOf(server, byAgent), theAgent()))).toBe(server.user);
    expect(server.log()).toMatch(/Accepted publickey .* ID alice \(serial/);
  });

  test('a certificate beside a key file is said to work through the agent', async () => {
    const [authority, key] = [newKey(), newKey()];
    keygen('-s', authority, '-I', 'alice', '-n', sshd.user, `${key}.pub`);
    expect(existsSync(`${key}-cert.pub`)).toBe(true);
    await expect(laptop.connect(hostOf(sshd, { auth: { kind: 'key', path: key } }))).rejects.toMatchObject({
      message: expect.stringContaining(`certificate of ${key} (it works through the agent: run ssh-add ${key})`),
    });
  });
});

describe('an agent that misbehaves', () => {
  const at = (path: string) => ({ kind: 'some' as const, paths: [path] });

  test('one that takes connections and never answers is given up', async () => {
    const path = join(folder, 'silent');
    listening(createServer((client) => client.on('error', () => undefined)).listen(path));
    expect(await openAgent(at(path), { listMs: 50 })).toEqual({ kind: 'absent', why: `the SSH agent at ${path} does not answer` });
  });

  test.each([
    ['rubbish', Buffer.from('hello, this is no agent')],
    ['a list that is cut short', Buffer.from([0, 0, 0, 5, 12, 0, 0, 0, 9])],
    ['a refusal', Buffer.from([0, 0, 0, 1, 5])],
  ])('%s is none', async (name, answer) => {
    const path = join(folder, `bad-${name.replaceAll(' ', '-')}`);
    listening(createServer((client) => client.on('error', () => undefined).end(answer)).listen(path));
    expect(await openAgent(at(path))).toMatchObject({ kind: 'absent' });
  });

  test('one that announces an answer without end is given up before the time is over', async () => {
    const path = join(folder, 'endless');
    const announce = Buffer.from([0xff, 0xff, 0xff, 0xff, 12]);
    listening(createServer((client) => void client.on('error', () => undefined).write(announce)).listen(path));
    expect(await openAgent(at(path), { listMs: 60_000 })).toMatchObject({ kind: 'absent' });
  });

  test('a security key that nobody touches is told', async () => {
    const path = join(folder, 'untouched');
    const token = securityKeyAgent(path, false);
    listening(token.server);
    const found = await openAgent(at(path), { signMs: 50 });
    const key = found.kind === 'ready' ? found.agent.keys[0] : undefined;
    expect(key).toMatchObject({ type: 'sk-ssh-ed25519@openssh.com', comment: 'my token' });
    await expect(found.kind === 'ready' && key !== undefined && found.agent.sign(key, Buffer.alloc(9), 0)).rejects.toThrow(
      'does not answer',
    );
  });

  test('one that refuses to sign is told', async () => {
    // A locked agent lists nothing, so one forgets its key between the list and the signature.
    const key = newKey();
    copyFileSync(sshd.clientKeyPath, key);
    agent.add(key);
    const found = await openAgent(at(agent.socket));
    agent.add('-D');
    const first = found.kind === 'ready' ? found.agent.keys[0] : undefined;
    expect(first).toBeDefined();
    await expect(found.kind === 'ready' && first !== undefined && found.agent.sign(first, Buffer.alloc(9), 0)).rejects.toThrow(
      'refused to sign',
    );
  });
});

describe('where the agent is', () => {
  test.each([
    [undefined, '/run/agent', 'linux', ['/run/agent']],
    ['/own', '/run/agent', 'linux', ['/own']],
    ['SSH_AUTH_SOCK', '/run/agent', 'linux', ['/run/agent']],
    [undefined, undefined, 'win32', ['\\\\.\\pipe\\openssh-ssh-agent', 'pageant']],
    [undefined, '\\\\.\\pipe\\other', 'win32', ['\\\\.\\pipe\\other']],
  ] as const)('IdentityAgent %s, SSH_AUTH_SOCK %s on %s', (own, agentSocket, platform, paths) => {
    expect(agentPlaces(own, { agentSocket, platform })).toEqual({ kind: 'some', paths });
  });

  test.each([
    [undefined, undefined],
    [undefined, ''],
    ['none', '/run/agent'],
    ['SSH_AUTH_SOCK', undefined],
  ])('IdentityAgent %s, SSH_AUTH_SOCK %s: there is none', (own, agentSocket) => {
    expect(agentPlaces(own, { agentSocket, platform: 'linux' })).toMatchObject({ kind: 'none' });
  });
});
