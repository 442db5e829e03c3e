/** A real ssh-agent on a socket of its own, and one of ours that holds a security key. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { readWire, sshString, uint32 } from '../../electron/connection/wire';

export interface SshAgent {
  readonly socket: string;
  /** Runs ssh-add with these arguments. */
  add(...args: readonly string[]): void;
  /** Ends when the agent has ended. */
  stop(): Promise<void>;
}

export async function startAgent(socket: string): Promise<SshAgent> {
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (!existsSync(socket)) {
    if (child.exitCode !== null) throw new Error('ssh-agent did not start');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    socket,
    add: (...args) => void execFileSync('ssh-add', ['-q', ...args], { stdio: 'pipe', env: { ...process.env, SSH_AUTH_SOCK: socket } }),
    async stop() {
      child.kill();
      await ended;
    },
  };
}

const SECURITY_KEY = 'sk-ssh-ed25519@openssh.com';

export interface SecurityKeyAgent {
  /** As authorized_keys has it. */
  readonly publicKey: string;
  readonly server: Server;
}

/** Signs as a touched security key does (OpenSSH's PROTOCOL.u2f); with `touch` false it never answers a request to sign. */
export function securityKeyAgent(socket: string, touch = true): SecurityKeyAgent {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const blob = Buffer.concat([sshString(SECURITY_KEY), sshString(point), sshString('ssh:')]);
  const answerTo = (request: Buffer): Buffer | undefined => {
    const fields = readWire(request);
    if (fields.byte() === 11) return Buffer.concat([Buffer.from([12]), uint32(1), sshString(blob), sshString('my token')]);
    if (!touch) return undefined;
    fields.string();
    const data = fields.string();
    const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();
    const flagsAndCounter = Buffer.concat([Buffer.from([1]), uint32(7)]);
    const raw = sign(null, Buffer.concat([sha256('ssh:'), flagsAndCounter, sha256(data)]), privateKey);
    return Buffer.concat([Buffer.from([14]), sshString(Buffer.concat([sshString(SECURITY_KEY), sshString(raw), flagsAndCounter]))]);
  };
  const server = createServer((client) => {
    client.on('error', () => undefined);
    // The requests of these tests are small enough to arrive whole.
    client.on('data', (bytes) => {
      const answer = answerTo(bytes.subarray(4));
      if (answer !== undefined) client.write(sshString(answer));
    });
  }).listen(socket);
  return { publicKey: `${SECURITY_KEY} ${blob.toString('base64')}`, server };
}
