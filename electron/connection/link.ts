/** One login over one stream: an ssh2 client, its signs of life, and its end. */
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { Failure } from '../base/failure';
import type { Log } from '../base/log';
import type { Peer } from '../contract/host';
import { createLogin } from './auth';
import { logIn } from './client';
import { lostFailure, quiet } from './failures';
import type { AcceptedKey, HostKeys } from './hostKey';
import { watchLife } from './life';
import type { Questions } from './questions';
import type { Secrets } from './secrets';

export interface LinkEnvironment {
  readonly home: string;
  /** Path of the SSH agent's socket. */
  readonly agentSocket: string | undefined;
  readonly hostKeys: HostKeys;
  readonly questions: Questions;
  readonly secrets: Secrets;
  readonly log?: Log;
  readonly limits?: Partial<Limits>;
}

/** Milliseconds, but for `aliveCount`. The peer's own options win. */
export interface Limits {
  readonly connectMs: number;
  readonly handshakeMs: number;
  readonly loginMs: number;
  /** Between two questions for a sign of life. */
  readonly keepaliveMs: number;
  /** Questions without an answer after which the link is dead. */
  readonly aliveCount: number;
}

const LIMITS: Limits = { connectMs: 10_000, handshakeMs: 10_000, loginMs: 20_000, keepaliveMs: 2000, aliveCount: 4 };

export interface Link {
  readonly peer: Peer;
  readonly client: Client;
  isOver(): boolean;
  /** Why it is over. */
  gone(): Failure;
  /** Called once, with the reason unless we ended it. Returns what stops it. */
  onEnd(listener: (failure: Failure | undefined) => void): () => void;
  /** Asks for a sign of life now. False when none came in time: the link is then over. */
  test(deadlineMs: number): Promise<boolean>;
  end(failure?: Failure): void;
}

export interface LinkOptions {
  readonly onStep: (step: string) => void;
  /** It waits for the operator, and may do so for long. */
  readonly onIdle?: () => void;
  readonly signal: AbortSignal;
  readonly open: (limits: Limits) => Promise<Duplex>;
}

/** Opens the stream and logs in. Rejects with a Failure, and then nothing is left open. */
export async function openLink(peer: Peer, environment: LinkEnvironment, options: LinkOptions): Promise<Link> {
  const limits = limitsOf(peer, environment.limits);
  const { hostKeys, log } = environment;
  // Its questions close when the login ends, whoever ended it.
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const knownTypes = await hostKeys.typesOf(peer);
  const stream = await options.open(limits);
  options.onStep('Checking the host key');
  let accepted: AcceptedKey | undefined;
  let login: ReturnType<typeof createLogin> | undefined;
  const methods: string[] = [];
  let bytes = 0;
  /** Runs what is answered at once unless the operator has to. */
  const ours = async <T>(job: () => Promise<T>): Promise<T> => {
    const timer = setTimeout(() => options.onIdle?.(), OPERATOR_MS);
    return await job().finally(() => clearTimeout(timer));
  };
  try {
    const client = await logIn({
      ...limits,
      host: peer,
      stream,
      knownTypes,
      signal,
      onBytes: (count) => (bytes += count),
      async verify(key) {
        accepted = await ours(() => hostKeys.check(peer, key, signal));
        log?.write('info', peer, 'host key accepted', { machine: peer.name, fingerprint: accepted.fingerprint });
      },
      async next(reply) {
        if (accepted === undefined) throw new Error('the login began before the host key was accepted');
        if (login === undefined) {
          // Only now has the host proved that the key is its own.
          await accepted.keep();
          options.onStep(`Logging in as ${peer.user}`);
          login = createLogin({ ...environment, host: peer, fingerprint: accepted.fingerprint, signal });
        }
        const own = login;
        const attempt = await ours(() => own.next(reply));
        // What was tried before counts only when it was right.
        if (!reply.partial) methods.pop();
        methods.push(attempt.type);
        if (attempt.type !== 'keyboard-interactive') return attempt;
        return { ...attempt, answer: (prompts) => ours(() => attempt.answer(prompts)) };
      },
    });
    log?.write('info', peer, 'logged in', { machine: peer.name, user: peer.user, by: methods.join(', ') });
    // First, so that an end in the meantime is heard.
    const link = linkOver(client, stream, peer, limits, () => bytes);
    await login?.succeeded();
    return link;
  } catch (error) {
    over.abort(Failure.from(error));
    throw error;
  }
}

/** Longer than any file takes to be read. */
const OPERATOR_MS = 300;

/** ssh_config(5): ServerAliveInterval, ServerAliveCountMax, and ConnectTimeout, which is for the handshake as well. */
function limitsOf({ ssh }: Peer, given: Partial<Limits> = {}): Limits {
  const limits = { ...LIMITS, ...given };
  const own = ssh?.connectSeconds === undefined ? undefined : ssh.connectSeconds * 1000;
  return {
    ...limits,
    ...(own === undefined ? {} : { connectMs: own, handshakeMs: own }),
    ...(ssh?.aliveSeconds === undefined ? {} : { keepaliveMs: ssh.aliveSeconds * 1000 }),
    ...(ssh?.aliveCount === undefined ? {} : { aliveCount: ssh.aliveCount }),
  };
}

/** A host that does not answer does not close either. */
const CLOSE_MS = 500;

function linkOver(client: Client, stream: Duplex, peer: Peer, limits: Limits, bytes: () => number): Link {
  const listeners = new Set<(failure: Failure | undefined) => void>();
  let ended: { readonly failure: Failure | undefined } | undefined;

  function end(failure: Failure | undefined): void {
    if (ended !== undefined) return;
    ended = { failure };
    life.stop();
    client.end();
    const destroy = (): void => {
      // A channel closes only once it is read to its end.
      stream.resume();
      stream.destroy();
    };
    if (failure === undefined) {
      const timer = setTimeout(destroy, CLOSE_MS);
      client.once('close', () => clearTimeout(timer));
    } else destroy();
    for (const listener of listeners) listener(failure);
    listeners.clear();
  }

  const life = watchLife({
    bytes,
    everyMs: limits.keepaliveMs,
    count: limits.aliveCount,
    // Nothing is forwarded back, so there is nothing to cancel: the host says no, and that is an answer (RFC 4254 §7.1).
    ask: (answered) => void client.unforwardIn('127.0.0.1', 0, answered),
    onDead: (silentMs) => end(quiet(peer, Math.round(silentMs / 1000))),
  });
  let lastError: Error | undefined;
  client.on('error', (error) => {
    lastError = error;
    end(lostFailure(peer, error));
  });
  client.on('end', () => end(lostFailure(peer, lastError)));
  client.on('close', () => end(lostFailure(peer, lastError)));

  return {
    peer,
    client,
    isOver: () => ended !== undefined,
    gone: () => ended?.failure ?? new Failure('connection-lost', `The connection to ${peer.name} is closed.`, { retry: true }),
    onEnd(listener) {
      if (ended === undefined) listeners.add(listener);
      else queueMicrotask(() => listener(ended?.failure));
      return () => void listeners.delete(listener);
    },
    test: (deadlineMs) => (ended === undefined ? life.test(deadlineMs) : Promise.resolve(false)),
    end,
  };
}
