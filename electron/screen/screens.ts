/** Opens sessions as screens: finds their RFB on the host, connects it with the frame's port, and ends what a lost connection carried. */
import type { Duplex } from 'node:stream';
import type { z } from 'zod';
import { Failure } from '../base/failure';
import type { Connection, ForwardTarget } from '../connection/connection';
import type { ScreenOpened, ScreenWish } from '../contract/screen';
import type { Port } from '../ipc/port';
import { openScreen, type Screen } from './screen';
import { webSocketOver } from './webSocket';

type Wish = z.output<typeof ScreenWish>;
type Opened = z.output<typeof ScreenOpened>;

/** How a session's RFB is reached. */
export interface ScreenReach {
  readonly hostId: string;
  readonly target: ForwardTarget;
  readonly transport: 'rfb' | 'websocket';
  /** For VncAuth; fetched anew for this one connect. */
  readonly password?: string | undefined;
}

export interface ScreensDeps {
  connection(hostId: string): Promise<Connection>;
  reach(sessionId: string): Promise<ScreenReach>;
}

interface Listeners {
  readonly picture: (() => void)[];
  readonly over: ((failure?: Failure) => unknown)[];
}

export interface Screens {
  /** Rejects when there is no stream to the desktop; what happens later is told on the port. Closing the port ends the screen. */
  open(wish: Wish, port: Port): Promise<Opened>;
  /** Screens that are not over. */
  count(): number;
  closeAll(): void;
}

export function openScreens(deps: ScreensDeps): Screens {
  const open = new Set<Screen>();
  /** A connection has one listener of ours, however many screens it carries. */
  const carried = new WeakMap<Connection, Set<Screen>>();

  /** Links on which the WebSocket request came too late for TurboVNC, which then speaks raw RFB. */
  const slow = new WeakSet<Connection>();

  /** The screens that end with the connection. */
  function screensOn(connection: Connection): Set<Screen> {
    const known = carried.get(connection);
    if (known !== undefined) return known;
    const screens = new Set<Screen>();
    carried.set(connection, screens);
    connection.onClose((why) => {
      for (const screen of screens) screen.end(lost(connection.hostName, why));
    });
    return screens;
  }

  async function streamTo(connection: Connection, reach: ScreenReach): Promise<Duplex> {
    const stream = await connection.forward(reach.target);
    if (reach.transport === 'rfb' || slow.has(connection)) return stream;
    try {
      return await webSocketOver(stream);
    } catch {
      slow.add(connection);
      return await connection.forward(reach.target);
    }
  }

  async function connect(screen: Screen, wish: Wish, on: Listeners): Promise<Opened> {
    const reach = await deps.reach(wish.sessionId);
    const connection = await deps.connection(reach.hostId);
    noteOn(connection, wish, on);
    const stream = await streamTo(connection, reach);
    const others = screensOn(connection).add(screen);
    on.over.push(() => others.delete(screen));
    // The frame may be gone by now.
    if (screen.over) others.delete(screen);
    screen.attach(stream, connection.hostName, reach.password);
    const direct = reach.target.kind === 'unix' ? 'unix socket' : 'loopback TCP';
    return { path: connection.wayTo(reach.target) === 'relay' ? 'exec relay' : direct };
  }

  return {
    async open(wish, port) {
      const on: Listeners = { picture: [], over: [() => void open.delete(screen)] };
      const screen: Screen = openScreen(port, {
        onPicture: () => {
          for (const act of on.picture) act();
        },
        onOver: (failure) => {
          for (const act of on.over) act(failure);
        },
      });
      open.add(screen);
      try {
        return await connect(screen, wish, on);
      } catch (error) {
        const failure = Failure.from(error);
        screen.end(failure);
        throw failure;
      }
    },
    count: () => open.size,
    closeAll() {
      for (const screen of open) screen.end();
    },
  };
}

/** What happens to a screen, in the host's log: the doctor reads why a desktop was not shown (electron/probe/doctor). */
function noteOn(connection: Connection, { sessionId }: Wish, on: Listeners): void {
  const [, number] = /\.(\d+)\.\d+\.\d+$/.exec(sessionId) ?? [];
  const display = number === undefined ? undefined : `:${number}`;
  on.picture.push(() => connection.note('info', 'screen shows', { display }));
  on.over.push((failure) => {
    if (failure !== undefined) connection.note('warn', 'screen ended', { display, code: failure.code, message: failure.message });
  });
}

function lost(hostName: string, why: Error | undefined): Failure | undefined {
  if (why === undefined || why instanceof Failure) return why;
  return new Failure('connection-lost', `The connection to ${hostName} was lost; the desktop goes on there.`, {
    retry: true,
    detail: why.message,
    cause: why,
  });
}
