/** The machines on the way to hosts: one login for each chain of them, shared by all hosts behind it, so that it asks once. */
import type { Duplex } from 'node:stream';
import { Failure } from '../base/failure';
import type { Hop, Host, Peer } from '../contract/host';
import { jumpFailure } from './jumpFailures';
import { networkName } from './knownHosts';
import { openLink, type Limits, type Link, type LinkEnvironment } from './link';
import { openSocket } from './socket';

/** Who wants to get to a host. */
export interface Traveller {
  readonly host: Host;
  readonly environment: LinkEnvironment;
  readonly signal: AbortSignal;
  readonly onStep: (step: string, hop?: HopShown) => void;
  /** An SSH server answered at all. */
  readonly onReached?: () => void;
  /** It waits for the operator: others may connect meanwhile. */
  readonly onIdle?: () => void;
  /** How long to wait for a TCP connection, ms. */
  readonly connectMs?: number;
  /** Does what waits for somebody else, while others may connect. */
  readonly pause?: <T>(job: () => Promise<T>) => Promise<T>;
}

/** `index` counts from 1. */
export interface HopShown {
  readonly name: string;
  readonly index: number;
  readonly count: number;
}

export interface Lease {
  readonly link: Link;
  /** To be called once it is not needed any more; further calls do nothing. */
  release(): void;
}

export interface Jumps {
  /** A login on the last of `hops`, which are on the way to the traveller's host. Rejects with a Failure that names the machine. */
  lease(hops: readonly Hop[], traveller: Traveller): Promise<Lease>;
  /** Logins that are there, or under way. */
  count(): number;
  closeAll(): void;
}

interface Shared {
  readonly link: Promise<Link>;
  readonly peer: Peer;
  readonly stop: AbortController;
  readonly travellers: Set<Traveller>;
  ready: Link | undefined;
  reached: boolean;
  /** What is being done now. */
  step?: { readonly step: string; readonly hop: Omit<HopShown, 'count'> };
  linger?: NodeJS.Timeout;
}

/** A host that is connected anew, or the next one behind the same machine, need not log in there again. */
const LINGER_MS = 5000;
/** A login that is taken over has to show that it lives. */
const TEST_MS = 3000;

export function createJumps(lingerMs = LINGER_MS): Jumps {
  const shared = new Map<string, Shared>();

  const tellStep = ({ onStep, host }: Traveller, { step }: Shared): void => {
    if (step !== undefined) onStep(step.step, { ...step.hop, count: host.via?.length ?? step.hop.index });
  };

  function start(key: string, hops: readonly Hop[], first: Traveller): Shared {
    const stop = new AbortController();
    const travellers = new Set<Traveller>();
    const peer = peerOf(hops, first.host);
    const one: Shared = {
      peer,
      stop,
      travellers,
      ready: undefined,
      reached: false,
      link: Promise.resolve().then(() =>
        open(hops, peer, {
          ...first,
          signal: stop.signal,
          onStep(step, hop) {
            one.step = { step, hop: hop ?? { name: hops.at(-1)?.name ?? '', index: hops.length } };
            for (const each of travellers) tellStep(each, one);
          },
          onReached() {
            one.reached = true;
            for (const each of travellers) each.onReached?.();
          },
        }),
      ),
    };
    shared.set(key, one);
    const drop = (): void => {
      clearTimeout(one.linger);
      if (shared.get(key) === one) shared.delete(key);
    };
    one.link.then((link) => {
      one.ready = link;
      link.onEnd(drop);
      // The last one may have gone at the very end.
      if (stop.signal.aborted) link.end();
    }, drop);
    return one;
  }

  async function open(hops: readonly Hop[], peer: Peer, traveller: Traveller): Promise<Link> {
    const before = hops.length > 1 ? await lease(hops.slice(0, -1), traveller) : undefined;
    try {
      traveller.onStep(`Connecting to ${peer.address}`);
      return await openVia(peer, before, traveller);
    } catch (error) {
      before?.release();
      throw error;
    }
  }

  function leave(key: string, one: Shared): void {
    if (one.travellers.size > 0) return;
    clearTimeout(one.linger);
    const end = (): void => {
      if (shared.get(key) === one) shared.delete(key);
      one.stop.abort(new Failure('cancelled', `Connecting to ${one.peer.name} was cancelled.`));
      one.ready?.end();
    };
    if (one.ready === undefined || lingerMs === 0) end();
    else one.linger = setTimeout(end, lingerMs);
  }

  async function lease(hops: readonly Hop[], traveller: Traveller): Promise<Lease> {
    const key = keyOf(hops);
    const found = shared.get(key);
    const one = found ?? start(key, hops, traveller);
    clearTimeout(one.linger);
    one.travellers.add(traveller);
    const release = (): void => {
      if (one.travellers.delete(traveller)) leave(key, one);
    };
    if (one.ready === undefined) {
      if (one.reached) traveller.onReached?.();
      tellStep(traveller, one);
    }
    try {
      const wait = (): Promise<Link> => abortable(one.link, traveller.signal);
      const link =
        found === undefined || traveller.pause === undefined || one.ready !== undefined ? await wait() : await traveller.pause(wait);
      if (found === undefined || (await link.test(TEST_MS))) return { link, release };
    } catch (error) {
      release();
      throw retold(Failure.from(error), one.peer, peerOf(hops, traveller.host));
    }
    release();
    return await lease(hops, traveller);
  }

  return {
    lease,
    count: () => shared.size,
    closeAll() {
      for (const [key, one] of shared) {
        one.travellers.clear();
        leave(key, one);
        clearTimeout(one.linger);
        one.ready?.end();
      }
      shared.clear();
    },
  };
}

/** Logs in to `peer` through the machine before it, or over TCP. The lease ends with the link. */
export async function openVia(peer: Peer, before: Lease | undefined, traveller: Traveller): Promise<Link> {
  const { environment, signal, onStep, onReached, onIdle } = traveller;
  const open = async (limits: Limits): Promise<Duplex> => {
    const connectMs = traveller.connectMs ?? limits.connectMs;
    const stream = before === undefined ? await openSocket(peer, connectMs, signal) : await channelTo(peer, before.link, connectMs, signal);
    onReached?.();
    return stream;
  };
  let link: Link;
  try {
    link = await openLink(peer, environment, { signal, onStep, open, ...(onIdle === undefined ? {} : { onIdle }) });
  } catch (error) {
    if (before?.link.isOver() === true && !signal.aborted) throw lost(peer, before.link);
    throw error;
  }
  if (before !== undefined) {
    const forget = before.link.onEnd(() => link.end(lost(peer, before.link)));
    link.onEnd(() => {
      forget();
      before.release();
    });
  }
  return link;
}

/** Rejects with a failure that names both machines and what to change. */
async function channelTo(peer: Peer, link: Link, timeoutMs: number, signal: AbortSignal): Promise<Duplex> {
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(jumpFailure(link.peer, peer, undefined)), timeoutMs);
    let over = false;
    const settle = (): void => {
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
    const fail = (failure: Failure): void => {
      settle();
      reject(failure);
    };
    const abort = (): void => fail(Failure.from(signal.reason));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      link.client.forwardOut('127.0.0.1', 0, networkName(peer.address), peer.port, (error: Error | undefined, channel) => {
        if (over) return void (error === undefined && channel.resume().destroy());
        if (error !== undefined) return fail(link.isOver() ? lost(peer, link) : jumpFailure(link.peer, peer, error));
        settle();
        resolve(channel);
      });
    } catch {
      // ssh2 throws when it is not connected any more.
      fail(lost(peer, link));
    }
  });
}

const lost = (peer: Peer, jump: Link): Failure =>
  new Failure('connection-lost', `The way to ${peer.name} broke off: ${jump.gone().message}`, { retry: true });

/** As it is called in states, questions and sentences. */
function peerOf(hops: readonly Hop[], host: Host): Peer {
  const hop = hops.at(-1);
  if (hop === undefined) throw new Error('a chain has at least one machine');
  return { ...hop, id: host.id, name: `${hop.name} (on the way to ${host.name})` };
}

/** Whoever shared the login of another host hears of its own. */
const retold = (failure: Failure, told: Peer, own: Peer): Failure =>
  told.name === own.name
    ? failure
    : new Failure(failure.code, failure.message.replaceAll(told.name, own.name), {
        retry: failure.retry,
        cause: failure.cause,
        ...(failure.detail === undefined ? {} : { detail: failure.detail }),
      });

const keyOf = (hops: readonly Hop[]): string =>
  JSON.stringify(hops.map(({ address, port, user, auth, ssh }) => [address, port, user, auth, ssh]));

async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw Failure.from(signal.reason);
  return await new Promise((resolve, reject) => {
    const abort = (): void => reject(Failure.from(signal.reason));
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
