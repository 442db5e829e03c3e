/** Starts, lists, stops and reaches the desktops of hosts. What it remembers it can rebuild by asking. */
import type { z } from 'zod';
import { Failure } from '../base/failure';
import { createLimiter } from '../base/limiter';
import type { Connection, ForwardTarget, LoadScript } from '../connection/connection';
import { runScript, type ScriptRecord } from '../connection/script';
import type { Session, SessionId, SessionProgress, SessionsChanged, SessionWish, XProxyKind } from '../contract/session';
import { choose } from './mode';
import { parseOffer, type Offered } from './offer';
import { passwordFor } from './password';
import { parseSessions, proxyOf, type KnownSession } from './records';

type Wish = z.output<typeof SessionWish>;

/** How a desktop's RFB is reached, and what to say there. */
export interface Reach {
  readonly hostId: string;
  readonly target: ForwardTarget;
  readonly transport: 'rfb' | 'websocket';
  /** For VncAuth, fetched anew for this one connect. */
  readonly password?: string;
}

export interface SessionsDeps {
  readonly connection: (hostId: string) => Promise<Connection>;
  readonly load: LoadScript;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface Sessions {
  /** Asks the host. */
  list(hostId: string): Promise<SessionsChanged>;
  /** Resolves when the desktop is up and checked. Starts and stops on one host run one after the other. */
  start(wish: Wish): Promise<Session>;
  /** Ends the desktop, or clears a dead one away. Rejects with `session-gone` when something else runs under that identity. */
  stop(id: SessionId): Promise<void>;
  readonly reach: (id: SessionId) => Promise<Reach>;
  readonly known: (id: SessionId) => Session | undefined;
  onChange(listener: (change: SessionsChanged) => void): void;
  onProgress(listener: (progress: SessionProgress) => void): void;
}

/** What a host said last. */
interface Told {
  readonly offered: Offered;
  readonly sessions: readonly KnownSession[];
}

const LIST_MS = 30_000;
const START_MS = 120_000;
const STOP_MS = 60_000;
const REACH_MS = 15_000;
/** TurboVNC where it is, TigerVNC otherwise. */
const PREFERENCE: readonly XProxyKind[] = ['turbovnc', 'tigervnc'];

export function createSessions({ connection, load, now }: SessionsDeps): Sessions {
  const hosts = new Map<string, Told>();
  const listings = new Map<string, Promise<SessionsChanged>>();
  /** Starts and stops so far: a list that was under way meanwhile may miss them. */
  const changes = new Map<string, number>();
  const changed = new Set<(change: SessionsChanged) => void>();
  const progressed = new Set<(progress: SessionProgress) => void>();
  const oneByOne = createLimiter();

  function remember(hostId: string, told: Told): SessionsChanged {
    hosts.set(hostId, told);
    const change = { hostId, sessions: told.sessions.map(({ session }) => session), offer: told.offered.offer };
    for (const listener of changed) listener(change);
    return change;
  }

  /** After a start or stop: the sessions that are there now. */
  function put(hostId: string, sessions: (before: readonly KnownSession[]) => readonly KnownSession[]): void {
    changes.set(hostId, (changes.get(hostId) ?? 0) + 1);
    const told = hosts.get(hostId);
    if (told === undefined) return;
    remember(hostId, { ...told, sessions: sessions(told.sessions).toSorted((a, b) => a.session.display - b.session.display) });
  }

  async function run(
    hostId: string,
    files: readonly string[],
    timeoutMs: number,
    parameters: Readonly<Record<string, string>>,
    onRecord: (record: ScriptRecord) => void = () => undefined,
  ): Promise<readonly ScriptRecord[]> {
    const [X11_PERL, X11_PYTHON] = await Promise.all([load('session/x11.pl'), load('session/x11.py')]);
    const options = { parameters: { ...parameters, X11_PERL, X11_PYTHON }, timeoutMs, onRecord };
    return runScript(await connection(hostId), load, ['lib/process.sh', ...files], options);
  }

  async function ask(hostId: string): Promise<SessionsChanged> {
    for (;;) {
      const before = hosts.get(hostId)?.offered;
      const change = changes.get(hostId);
      const records = await run(hostId, ['lib/software.sh', 'session/desktops.sh', 'session/list.sh'], LIST_MS, {
        DEVICES: before?.stamp ?? '',
      });
      if (changes.get(hostId) === change)
        return remember(hostId, { offered: parseOffer(records, before), sessions: parseSessions(records, hostId) });
    }
  }

  /** Who asks while an answer is under way gets that one. */
  function list(hostId: string): Promise<SessionsChanged> {
    const running = listings.get(hostId) ?? ask(hostId).finally(() => listings.delete(hostId));
    listings.set(hostId, running);
    return running;
  }

  const find = (id: SessionId): KnownSession | undefined => hosts.get(hostOf(id))?.sessions.find(({ session }) => session.id === id);

  /** Asks the host when it is not known: the id may come from before a restart of the app. */
  async function need(id: SessionId): Promise<KnownSession> {
    if (find(id) === undefined) await list(hostOf(id));
    const found = find(id);
    if (found === undefined) throw await failure(hostOf(id), 'session-gone', 'That desktop is not there any more.');
    return found;
  }

  const failure = async (hostId: string, code: 'no-x-proxy' | 'session-failed' | 'session-gone', text: string): Promise<Failure> =>
    new Failure(code, `${(await connection(hostId)).hostName}: ${text}`);

  const xProxiesOf = (hostId: string) => hosts.get(hostId)?.offered.offer.xProxies ?? [];

  async function start(wish: Wish): Promise<Session> {
    const { hostId } = wish;
    const startedAt = now();
    const tell = (step: string): void => {
      for (const listener of progressed) listener({ hostId, step: step.slice(0, 200), startedAt });
    };
    if (!hosts.has(hostId)) {
      tell('Looking at the host');
      await list(hostId);
    }
    const xProxies = xProxiesOf(hostId);
    const xProxy = PREFERENCE.map((kind) => xProxies.find((each) => each.kind === kind)).find((each) => each !== undefined);
    const told = hosts.get(hostId);
    if (told === undefined || xProxy === undefined) {
      // It may have been installed since.
      hosts.delete(hostId);
      const text =
        'There is neither TurboVNC at /opt/TurboVNC nor TigerVNC; install one, for example the package tigervnc-standalone-server.';
      throw await failure(hostId, 'no-x-proxy', text);
    }
    const choice = choose(told.offered.offer, wish.vglDevice);
    tell(choice.why);
    const parameters = {
      PROXY: xProxy.kind,
      PROGRAM: xProxy.path,
      WIDTH: `${wish.geometry.width}`,
      HEIGHT: `${wish.geometry.height}`,
      DEPTH: `${wish.depth}`,
      WM: wish.windowManager ?? '',
      NAME: wish.name ?? '',
      DISPLAY_WISH: `${wish.display ?? ''}`,
      DEVICE: choice.device,
      SUPERVISOR: await load('session/supervisor.sh'),
    };
    const files = ['session/desktops.sh', 'session/end.sh', 'session/preflight.sh', proxyOf(xProxy.kind).script, 'session/start.sh'];
    const records = await run(hostId, files, START_MS, parameters, ({ key, values }) => {
      if (key === 'step') tell(values[0] ?? '');
    });
    const [started] = parseSessions(records, hostId);
    if (started === undefined) throw await failure(hostId, 'session-failed', 'It is not clear which desktop was started; list them again.');
    put(hostId, (before) => [...before.filter(({ session }) => session.display !== started.session.display), started]);
    return started.session;
  }

  /** What the scripts know a desktop by; never its pid alone. */
  const identity = ({ session }: KnownSession): Readonly<Record<string, string>> => ({
    BOOT: /\/([^.]*)/.exec(session.id)?.[1] ?? '',
    DISPLAY_NUMBER: `${session.display}`,
    PID: `${session.pid}`,
    START: session.id.slice(session.id.lastIndexOf('.') + 1),
    PROGRAM: xProxiesOf(session.hostId).find(({ kind }) => kind === session.xProxy)?.path ?? '',
  });

  async function stop(known: KnownSession): Promise<void> {
    const { session } = known;
    await run(session.hostId, ['session/end.sh', proxyOf(session.xProxy).script, 'session/stop.sh'], STOP_MS, identity(known));
    put(session.hostId, (before) => before.filter((each) => each.session.id !== session.id));
  }

  async function reach(known: KnownSession): Promise<Reach> {
    const { session, way } = known;
    const { hostId } = session;
    if (way === undefined) throw await failure(hostId, 'session-gone', session.rfb.kind === 'none' ? session.rfb.why : 'It has no RFB.');
    const password = await passwordFor(way.access, session.ours, (parameters) =>
      run(hostId, ['session/reach.sh'], REACH_MS, { ...identity(known), ...parameters }),
    );
    if (password === undefined && way.access.kind !== 'open')
      throw await failure(hostId, 'session-failed', 'The password of that desktop cannot be had; end it and start a new one.');
    const version = xProxiesOf(hostId).find(({ kind }) => kind === session.xProxy)?.version ?? '';
    const transport = proxyOf(session.xProxy).transport(version);
    return { hostId, target: way.target, transport, ...(password === undefined ? {} : { password }) };
  }

  return {
    list,
    start: (wish) => oneByOne(wish.hostId, () => start(wish)),
    stop: async (id) => {
      const known = await need(id);
      return oneByOne(hostOf(id), () => stop(known));
    },
    reach: async (id) => reach(await need(id)),
    known: (id) => find(id)?.session,
    onChange: (listener) => void changed.add(listener),
    onProgress: (listener) => void progressed.add(listener),
  };
}

const hostOf = (id: SessionId): string => id.slice(0, id.indexOf('/'));
