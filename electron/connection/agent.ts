/** The SSH agent: where it is, which keys it holds, and what it signs (draft-miller-ssh-agent). It is never offered to a host. */
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import { readWire, sshString, uint32 } from './wire';

export interface AgentKey {
  /** As in the blob, e.g. `sk-ssh-ed25519@openssh.com` or `ssh-rsa-cert-v01@openssh.com`. */
  readonly type: string;
  readonly blob: Buffer;
  readonly comment: string;
}

export interface Agent {
  readonly keys: readonly AgentKey[];
  /** The signature, with its algorithm's name before it. Rejects with an Error that says why there is none. */
  sign(key: AgentKey, data: Buffer, flags: number): Promise<Buffer>;
}

export type FoundAgent =
  | { readonly kind: 'ready'; readonly agent: Agent }
  /** `why` continues a sentence: `no SSH agent is running`. */
  | { readonly kind: 'absent'; readonly why: string };

/** Where an agent may be: to be tried in order. */
export type AgentPlaces = { readonly kind: 'some'; readonly paths: readonly string[] } | { readonly kind: 'none'; readonly why: string };

/** What the system says about where its agent is. */
export interface AgentSettings {
  /** $SSH_AUTH_SOCK. */
  readonly agentSocket: string | undefined;
  readonly platform?: NodeJS.Platform;
}

const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_REQUEST = 13;
const SIGN_RESPONSE = 14;
/** No answer of an agent is longer: OpenSSH's own limit. */
const ANSWER_LIMIT = 256 * 1024;
const LIST_MS = 5000;
/** A security key waits for a touch, but no longer than the login. */
const SIGN_MS = 15_000;
const WINDOWS_PIPE = /^[/\\]{2}\.[/\\]pipe[/\\]/;

/** `identityAgent`: ssh_config(5), IdentityAgent, in place of the system's; a full path, or one of its words. */
export function agentPlaces(identityAgent: string | undefined, { agentSocket, platform }: AgentSettings): AgentPlaces {
  if (identityAgent === 'none') return { kind: 'none', why: 'its configuration allows no SSH agent (IdentityAgent none)' };
  if (identityAgent !== undefined && identityAgent !== 'SSH_AUTH_SOCK') return { kind: 'some', paths: [identityAgent] };
  if (agentSocket !== undefined && agentSocket !== '') return { kind: 'some', paths: [agentSocket] };
  // The agent of Windows' OpenSSH, and PuTTY's.
  if ((platform ?? process.platform) === 'win32') return { kind: 'some', paths: ['\\\\.\\pipe\\openssh-ssh-agent', 'pageant'] };
  return { kind: 'none', why: 'no SSH agent is running (SSH_AUTH_SOCK is not set)' };
}

/** The first agent that answers; times in ms. */
export async function openAgent(places: AgentPlaces, { listMs = LIST_MS, signMs = SIGN_MS } = {}): Promise<FoundAgent> {
  if (places.kind === 'none') return { kind: 'absent', why: places.why };
  let why = '';
  for (const path of places.paths) {
    try {
      const answer = await ask(path, Buffer.from([REQUEST_IDENTITIES]), listMs);
      const keys = keysIn(answer);
      return { kind: 'ready', agent: { keys, sign: (key, data, flags) => sign(path, key, data, flags, signMs) } };
    } catch {
      why ||= `the SSH agent at ${path} does not answer`;
    }
  }
  return { kind: 'absent', why: places.paths.length > 1 ? 'no SSH agent is running (neither OpenSSH’s nor Pageant)' : why };
}

function keysIn(answer: Buffer): readonly AgentKey[] {
  const fields = readWire(answer);
  if (fields.byte() !== IDENTITIES_ANSWER) throw new Error('the agent refused to list its keys');
  return Array.from({ length: fields.uint32() }, () => {
    const blob = Buffer.from(fields.string());
    return { type: readWire(blob).string().toString('latin1'), blob, comment: fields.string().toString('utf8') };
  });
}

async function sign(path: string, key: AgentKey, data: Buffer, flags: number, timeoutMs: number): Promise<Buffer> {
  const request = Buffer.concat([Buffer.from([SIGN_REQUEST]), sshString(key.blob), sshString(data), uint32(flags)]);
  const fields = readWire(await ask(path, request, timeoutMs));
  if (fields.byte() !== SIGN_RESPONSE) throw new Error('the agent refused to sign');
  return Buffer.from(fields.string());
}

/** One request and its answer, on a connection of their own. */
async function ask(path: string, request: Buffer, timeoutMs: number): Promise<Buffer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const stream = await streamTo(path, signal);
  try {
    return await new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error('the agent does not answer'));
      let bytes = Buffer.alloc(0);
      signal.addEventListener('abort', fail, { once: true });
      stream.on('error', fail).on('close', fail).on('end', fail);
      stream.on('data', (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        const length = bytes.length < 4 ? undefined : bytes.readUInt32BE(0);
        if (length === undefined) return;
        if (length > ANSWER_LIMIT) return fail();
        if (bytes.length >= 4 + length) resolve(bytes.subarray(4, 4 + length));
      });
      stream.write(sshString(request));
    });
  } finally {
    stream.destroy();
  }
}

async function streamTo(path: string, signal: AbortSignal): Promise<Duplex> {
  // Pageant takes messages of Windows, and Cygwin's sockets are files: ssh2 knows how.
  if (process.platform === 'win32' && !WINDOWS_PIPE.test(path)) return await windowsStream(path);
  return await new Promise((resolve, reject) => {
    const socket: Socket = connect(path, () => resolve(socket));
    // Stays for good: an error after the end must not become an uncaught one.
    socket.on('error', reject);
    signal.addEventListener(
      'abort',
      () => {
        socket.destroy();
        reject(new Error('the agent does not answer'));
      },
      { once: true },
    );
  });
}

async function windowsStream(path: string): Promise<Duplex> {
  return await new Promise((resolve, reject) => {
    const agent = ssh2.createAgent(path);
    if (agent.getStream === undefined) return reject(new Error('this agent has no stream'));
    agent.getStream((error, stream) => (stream === undefined ? reject(error ?? new Error('the agent does not answer')) : resolve(stream)));
  });
}
