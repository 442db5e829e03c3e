/** Channels of one connection: shells wait for each other where sshd allows only so many (sshd_config(5), MaxSessions). */
import type { Duplex } from 'node:stream';
import type { ClientChannel, SFTPWrapper } from 'ssh2';
import { Failure } from '../base/failure';
import type { Background, ForwardTarget } from './connection';
import type { Link } from './link';
import { NoSftp, openSftp } from './sftp';

/** The one command that is ever sent: what runs travels on its stdin, so no value can enter it. */
const COMMAND = 'exec /bin/sh -s';
/** Below sshd's default of 10, so that others on the same login have room; a host that allows fewer is found out. */
const SESSIONS = 8;
const WAIT_MS = 20_000;
const TRIES_ALONE = 3;
/** sshd frees a session only when its process is gone, which can be after the channel closed. */
const ENDING_MS = 100;
const SETTLED_MS = 1000;
/** One for a shell that only looks on, and two for others. */
const ROOM = 3;

export interface Channels {
  /** A shell that reads a script. Rejects with `connection-lost`, or `refused` when the host allows no more and none ends in time. */
  exec(): Promise<ClientChannel>;
  /** A shell that only looks on, see Connection.shell. */
  background(looker: Background): Promise<ClientChannel>;
  /** A shell that becomes a stream and stays; one place is left for the others. Rejects as `exec`. */
  relay(target: ForwardTarget): Promise<ClientChannel>;
  /** SFTP, in the place of a shell. Rejects with NoSftp when the host offers none, otherwise as `exec`. */
  sftp(): Promise<SFTPWrapper>;
  /** A stream to a socket of the host. Rejects with what sshd said. */
  forward(target: ForwardTarget): Promise<Duplex>;
}

export function openChannels({ client, isOver, gone }: Pick<Link, 'client' | 'isOver' | 'gone'>, hostName: string): Channels {
  let limit = SESSIONS;
  let open = 0;
  let relays = 0;
  /** Shells that run now, and the most that ever did at a time: so many the host allows. */
  let running = 0;
  let proven = 0;
  const lookers = new Map<ClientChannel, Background['giveWay']>();
  /** This host runs shells. */
  let opened = false;
  let closedAt = -Infinity;
  const queue: (() => void)[] = [];

  const full = (): Failure =>
    new Failure(
      'refused',
      `${hostName} allows no more than ${limit} ${limit === 1 ? 'command' : 'commands'} at a time over one connection, and none ended ` +
        `in ${WAIT_MS / 1000} s; a higher MaxSessions in its sshd_config helps.`,
      { retry: true },
    );

  async function take(deadline: number): Promise<void> {
    if (open < limit) {
      open += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => {
          queue.splice(queue.indexOf(next), 1);
          reject(full());
        },
        Math.max(0, deadline - Date.now()),
      );
      const next = (): void => {
        clearTimeout(timer);
        resolve();
      };
      queue.push(next);
      endLookers();
    });
  }

  function endLookers(): void {
    for (const [channel, giveWay] of lookers) {
      lookers.delete(channel);
      giveWay(limit < ROOM ? narrow(hostName, limit) : busy(hostName));
      void dismissed([channel]);
    }
  }

  /** Hands the place to the one that waits longest. */
  function give(): void {
    const next = open <= limit ? queue.shift() : undefined;
    if (next === undefined) open -= 1;
    else next();
  }

  /** In a place that was taken, and that closing gives back; when this rejects the place is still taken. */
  async function start<C extends Closing>(ask: () => Promise<C>): Promise<C> {
    const channel = await ask();
    opened = true;
    running += 1;
    proven = Math.max(proven, running);
    channel.once('close', () => {
      running -= 1;
      closedAt = performance.now();
      give();
    });
    return channel;
  }

  /** What it says about the limit that the host refused one more. True when it says something. */
  function learn(): boolean {
    const others = open - 1;
    // One that has just closed may still count over there.
    const settled = performance.now() - closedAt > SETTLED_MS;
    if (others > 0 && settled) limit = Math.min(limit, others);
    endLookers();
    return others > 0 && settled;
  }

  const shell = (): Promise<ClientChannel> => request((done) => client.exec(COMMAND, done));
  const exec = (): Promise<ClientChannel> => session(shell);

  async function session<C extends Closing>(ask: () => Promise<C>): Promise<C> {
    const deadline = Date.now() + WAIT_MS;
    for (let tries = 1; ; tries++) {
      if (isOver()) throw gone();
      await take(deadline);
      try {
        return await start(ask);
      } catch (error) {
        if (error instanceof NoSftp && !isOver()) {
          // The session itself was granted.
          [opened, closedAt] = [true, performance.now()];
          give();
          throw error;
        }
        const others = open - 1;
        if (!learn() && opened) await new Promise((resolve) => setTimeout(resolve, ENDING_MS));
        give();
        if (isOver()) throw gone();
        if (opened || others > 0 ? Date.now() < deadline : tries < TRIES_ALONE) continue;
        throw opened ? full() : shut(hostName, error);
      }
    }
  }

  async function background({ giveWay }: Background): Promise<ClientChannel> {
    const room: ClientChannel[] = [];
    let reason: Failure | undefined;
    const isKnown = (): boolean => proven >= ROOM || reason !== undefined;
    try {
      // Until it is known that the host allows others beside it, the others' places are taken too, before anybody needs them.
      do {
        if (limit < ROOM) throw narrow(hostName, limit);
        if (queue.length > 0 || open - room.length > limit - ROOM) throw busy(hostName);
        const channel = await startBackground();
        lookers.set(channel, (why) => (reason ??= why));
        channel.once('close', () => lookers.delete(channel));
        room.push(channel);
      } while (!isKnown());
      const [channel, ...rest] = room;
      await dismissed(rest);
      if (isOver()) throw gone();
      if (channel === undefined || reason !== undefined) throw reason ?? busy(hostName);
      lookers.set(channel, giveWay);
      return channel;
    } catch (error) {
      void dismissed(room);
      throw error;
    }
  }

  async function startBackground(): Promise<ClientChannel> {
    if (isOver()) throw gone();
    open += 1;
    try {
      return await start(shell);
    } catch {
      learn();
      give();
      if (isOver()) throw gone();
      throw limit < ROOM ? narrow(hostName, limit) : busy(hostName);
    }
  }

  return {
    exec,
    background,
    sftp: () => session(() => openSftp(client)),
    async relay(target) {
      if (relays > 0 && relays >= limit - 1) {
        throw new Failure(
          'refused',
          `${hostName} has no more room for streams without SSH forwarding: ${relays} run, and MaxSessions allows ${limit}; ` +
            `set ${forwardingOption(target)} in its sshd_config, or a higher MaxSessions.`,
          { retry: true },
        );
      }
      relays += 1;
      const free = (): void => void (relays -= 1);
      try {
        return (await exec()).once('close', free);
      } catch (error) {
        free();
        throw error;
      }
    },
    async forward(target) {
      if (isOver()) throw gone();
      const channel = await request((done) =>
        target.kind === 'unix'
          ? client.openssh_forwardOutStreamLocal(target.path, done)
          : client.forwardOut('127.0.0.1', 0, '127.0.0.1', target.port, done),
      );
      // Half a stream is of no use to RFB, and ssh2 closes a channel only when both sides have ended it.
      channel.once('end', () => channel.end());
      return channel;
    },
  };
}

/** Closes them, and resolves when their places are free again; a start-up file that does not end is not waited for. */
async function dismissed(channels: readonly ClientChannel[]): Promise<void> {
  await Promise.all(
    channels.map(
      (channel) =>
        new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, SETTLED_MS);
          channel.once('close', () => {
            clearTimeout(timer);
            resolve();
          });
          channel.destroy();
          // It closes only when all that came was read.
          channel.resume();
          channel.stderr.resume();
        }),
    ),
  );
}

const narrow = (hostName: string, limit: number): Failure =>
  new Failure(
    'refused',
    `${hostName} allows no live watch: only ${limit} ${limit === 1 ? 'command' : 'commands'} at a time over one connection, which others ` +
      `need; MaxSessions ${ROOM} or more in its sshd_config gives it one.`,
  );

const busy = (hostName: string): Failure =>
  new Failure('refused', `${hostName} is busy with other commands, so the live watch waits.`, { retry: true });

const shut = (hostName: string, error: unknown): Failure =>
  new Failure(
    'refused',
    `${hostName} opens no shell for this user; MaxSessions in its sshd_config must be at least 1, and no key option may forbid it.`,
    { detail: String(error) },
  );

/** What allows it in sshd_config(5); without the latter sshd opens no way to a Unix socket either (channels.c). */
export const forwardingOption = ({ kind }: ForwardTarget): string =>
  kind === 'unix' ? '“AllowStreamLocalForwarding yes” and “AllowTcpForwarding local”' : '“AllowTcpForwarding local”';

type Done = (error: Error | undefined, channel: ClientChannel) => void;

interface Closing {
  once(event: 'close', listener: () => void): unknown;
}

async function request(start: (done: Done) => unknown): Promise<ClientChannel> {
  return await new Promise((resolve, reject) => {
    // ssh2 throws when the connection is over already.
    start((error, channel) => (error === undefined ? resolve(channel) : reject(error)));
  });
}
