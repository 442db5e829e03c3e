/** A connection to a host over ssh2: one socket, and every shell and stream a channel of it. */
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { Failure } from '../base/failure';
import type { Log } from '../base/log';
import type { Host } from '../contract/host';
import { createLogin } from './auth';
import { openChannels } from './channels';
import { logIn } from './client';
import type { Connection, ForwardTarget, LoadScript, Shell } from './connection';
import { lostFailure, quiet } from './failures';
import type { AcceptedKey, HostKeys } from './hostKey';
import { readKeyFile } from './keyFile';
import type { Questions } from './questions';
import { refused, relay } from './relay';
import type { Secrets } from './secrets';
import { openSocket } from './socket';

export interface Environment {
  readonly home: string;
  /** Path of the SSH agent's socket. */
  readonly agentSocket: string | undefined;
  readonly hostKeys: HostKeys;
  readonly questions: Questions;
  readonly secrets: Secrets;
  readonly load: LoadScript;
  readonly log?: Log;
  readonly limits?: Partial<Limits>;
}

/** Milliseconds. */
export interface Limits {
  readonly connectMs: number;
  readonly handshakeMs: number;
  readonly loginMs: number;
  readonly keepaliveMs: number;
}

const LIMITS: Limits = { connectMs: 10_000, handshakeMs: 10_000, loginMs: 20_000, keepaliveMs: 5000 };
/** Signs of life in a row that may be missing. */
const MISSING = 3;
/** What sockaddr_un holds, with the final zero (unix(7)). */
const SOCKET_PATH_LIMIT = 107;

export interface ConnectOptions {
  /** Called with what is being done now. */
  readonly onStep: (step: string) => void;
  /** Its reason, a Failure, is what the promise then rejects with. */
  readonly signal: AbortSignal;
}

/** Connects and logs in. Rejects with a Failure, and then nothing is left open. */
export async function connectSsh(host: Host, environment: Environment, { onStep, signal }: ConnectOptions): Promise<Connection> {
  const limits = { ...LIMITS, ...environment.limits };
  const { hostKeys } = environment;
  const keyFile = host.auth.kind === 'key' ? await readKeyFile(host.auth.path, environment.home) : undefined;
  const knownTypes = await hostKeys.typesOf(host);
  onStep(`Connecting to ${host.address}`);
  const socket = await openSocket(host, limits.connectMs, signal);
  onStep('Checking the host key');
  let accepted: AcceptedKey | undefined;
  let login: ReturnType<typeof createLogin> | undefined;
  const client = await logIn({
    ...limits,
    host,
    socket,
    knownTypes,
    signal,
    async verify(key) {
      accepted = await hostKeys.check(host, key, signal);
    },
    async next(reply) {
      if (accepted === undefined) throw new Error('the login began before the host key was accepted');
      if (login === undefined) {
        // Only now has the host proved that the key is its own.
        await accepted.keep();
        onStep(`Logging in as ${host.user}`);
        login = createLogin({ ...environment, host, fingerprint: accepted.fingerprint, keyFile, signal });
      }
      return await login.next(reply);
    },
  });
  // First, so that an end in the meantime is heard.
  const connection = over(client, host, environment.load, limits.keepaliveMs, () => socket.bytesRead);
  await login?.succeeded();
  return connection;
}

function over(client: Client, host: Host, load: LoadScript, keepaliveMs: number, bytesRead: () => number): Connection {
  const listeners = new Set<(failure?: Error) => void>();
  let ended: { readonly failure: Failure | undefined } | undefined;

  function end(failure: Failure | undefined): void {
    if (ended !== undefined) return;
    ended = { failure };
    clearInterval(life);
    client.end();
    // A host that does not answer does not close either.
    setTimeout(() => client.destroy(), failure === undefined ? 500 : 0);
    for (const listener of listeners) listener(failure);
  }

  // Any byte is a sign of life: the answer to a keepalive can wait long behind a full pipe.
  let seen = bytesRead();
  let silentTicks = 0;
  const life = setInterval(() => {
    const now = bytesRead();
    silentTicks = now === seen ? silentTicks + 1 : 0;
    seen = now;
    if (silentTicks >= MISSING) end(quiet(host, Math.round((keepaliveMs * MISSING) / 1000)));
  }, keepaliveMs);

  let lastError: Error | undefined;
  client.on('error', (error) => {
    lastError = error;
    end(lostFailure(host, error));
  });
  client.on('end', () => end(lostFailure(host, lastError)));
  client.on('close', () => end(lostFailure(host, lastError)));

  const gone = (): Failure =>
    ended?.failure ?? new Failure('connection-lost', `The connection to ${host.name} is closed.`, { retry: true });
  const channels = openChannels(client, host.name, () => ended !== undefined, gone);
  /** Kinds of sockets that this sshd would not forward to and the relay did. */
  const relayed = new Set<ForwardTarget['kind']>();

  async function forward(target: ForwardTarget): Promise<Duplex> {
    if (target.kind === 'unix' && !isSocketPath(target.path)) throw refused(host.name, target);
    const direct = relayed.has(target.kind) ? undefined : await channels.forward(target).catch(() => undefined);
    if (direct !== undefined) return direct;
    if (ended !== undefined) throw gone();
    // sshd gives the same reason for a forbidden and for an absent socket; the relay tells which.
    try {
      const stream = await relay(await channels.exec(), host.name, load, target);
      relayed.add(target.kind);
      return stream;
    } catch (error) {
      throw ended === undefined ? error : gone();
    }
  }

  return {
    hostName: host.name,
    shell: async () => shellOver(await channels.exec()),
    forward,
    onClose(listener) {
      if (ended === undefined) listeners.add(listener);
      else queueMicrotask(() => listener(ended?.failure));
    },
    close: () => end(undefined),
  };
}

const isSocketPath = (path: string): boolean =>
  path.startsWith('/') && Buffer.byteLength(path) <= SOCKET_PATH_LIMIT && !/[\0\n]/.test(path);

/** Time for the exit status to arrive after we closed. */
const CLOSE_MS = 300;

function shellOver(channel: ClientChannel): Shell {
  let status: number | undefined;
  let settle: (status: number | undefined) => void = () => undefined;
  const ended = new Promise<number | undefined>((resolve) => {
    settle = resolve;
  });
  channel.on('exit', (code: number | null) => {
    status = code ?? undefined;
  });
  channel.on('close', () => settle(status));
  channel.on('error', () => settle(status));
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    ended,
    close() {
      channel.destroy();
      // sshd does not confirm before the last process has let go of the channel; whoever closed need not wait for that.
      channel.resume();
      channel.stderr.resume();
      setTimeout(() => settle(status), CLOSE_MS);
    },
  };
}
