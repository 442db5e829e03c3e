/** Channels of one connection: shells wait for each other where sshd allows only so many (sshd_config(5), MaxSessions). */
import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { Failure } from '../base/failure';
import type { ForwardTarget } from './connection';

/** The one command that is ever sent: what runs travels on its stdin, so no value can enter it. */
const COMMAND = 'exec /bin/sh -s';
/** sshd's own default; a host that allows fewer is found out. */
const SESSIONS = 10;
const WAIT_MS = 20_000;
const TRIES_ALONE = 3;

export interface Channels {
  /** A shell that reads a script. Rejects with `connection-lost`, or `refused` when the host allows no more and none ends in time. */
  exec(): Promise<ClientChannel>;
  /** A stream to a socket of the host. Rejects with what sshd said. */
  forward(target: ForwardTarget): Promise<Duplex>;
}

export function openChannels(client: Client, hostName: string, isOver: () => boolean, gone: () => Failure): Channels {
  let limit = SESSIONS;
  let open = 0;
  const queue: (() => void)[] = [];

  async function take(deadline: number): Promise<void> {
    if (open < limit) {
      open += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => {
          queue.splice(queue.indexOf(next), 1);
          reject(
            new Failure('refused', `${hostName} allows no more than ${limit} commands at a time over one connection.`, { retry: true }),
          );
        },
        Math.max(0, deadline - Date.now()),
      );
      const next = (): void => {
        clearTimeout(timer);
        resolve();
      };
      queue.push(next);
    });
  }

  /** Hands the place to the one that waits longest. */
  function give(): void {
    const next = open <= limit ? queue.shift() : undefined;
    if (next === undefined) open -= 1;
    else next();
  }

  async function exec(): Promise<ClientChannel> {
    const deadline = Date.now() + WAIT_MS;
    for (let alone = 0; ;) {
      if (isOver()) throw gone();
      await take(deadline);
      try {
        const channel = await request((done) => client.exec(COMMAND, done));
        channel.once('close', give);
        return channel;
      } catch (error) {
        const others = open - 1;
        // Others are open: that many is the limit. None is: this host runs nothing, unless the last one has just ended.
        if (others > 0) limit = Math.min(limit, others);
        else alone += 1;
        give();
        if (isOver()) throw gone();
        if (alone === TRIES_ALONE) throw new Failure('refused', `${hostName} opens no shell for this user.`, { detail: String(error) });
      }
    }
  }

  return {
    exec,
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

type Done = (error: Error | undefined, channel: ClientChannel) => void;

async function request(start: (done: Done) => unknown): Promise<ClientChannel> {
  return await new Promise((resolve, reject) => {
    // ssh2 throws when the connection is over already.
    start((error, channel) => (error === undefined ? resolve(channel) : reject(error)));
  });
}
