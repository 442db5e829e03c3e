/** A connection to a host over ssh2: one login, directly or through others, and every shell and stream a channel of it. */
import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { Failure } from '../base/failure';
import type { Host } from '../contract/host';
import { hasDisguisingCharacters } from '../contract/text';
import { checkKeyFile } from './auth';
import { openChannels } from './channels';
import type { Connection, ForwardTarget, LoadScript, SendOptions, SendSource, Shell } from './connection';
import { createJumps, openVia, type Jumps, type Traveller } from './jumps';
import type { Link, LinkEnvironment } from './link';
import { refused, relay } from './relay';
import { sendOverSftp } from './sendOverSftp';
import { sendThroughShell } from './sendThroughShell';
import { NoSftp } from './sftp';

export interface Environment extends LinkEnvironment {
  readonly load: LoadScript;
  /** Shares the logins on the machines that are on the way to several hosts; without it each connection has its own. */
  readonly jumps?: Jumps;
}

/** What sockaddr_un holds, with the final zero (unix(7)). */
const SOCKET_PATH_LIMIT = 107;

/** `onStep`: called with what is being done now. The reason of `signal`, a Failure, is what the promise then rejects with. */
export type ConnectOptions = Omit<Traveller, 'host' | 'environment'>;

/** Connects and logs in. Rejects with a Failure, and then nothing is left open. */
export async function connectSsh(host: Host, environment: Environment, options: ConnectOptions): Promise<Connection> {
  if (host.jumpProblem !== undefined) {
    throw new Failure('bad-input', `${host.name} cannot be reached: ${host.jumpProblem}`, { fields: { jump: host.jumpProblem } });
  }
  const via = host.via ?? [];
  const { log, jumps = createJumps(0) } = environment;
  for (const { auth } of [...via, host]) await checkKeyFile(auth, environment.home);
  log?.write('info', host, 'connecting', {
    address: `${host.address}:${host.port}`,
    user: host.user,
    ...(via.length === 0 ? {} : { via: via.map(({ user, address, port }) => `${user}@${address}:${port}`).join(', ') }),
  });
  const traveller: Traveller = { ...options, host, environment };
  const before = via.length === 0 ? undefined : await jumps.lease(via, traveller);
  try {
    options.onStep(`Connecting to ${host.address}`);
    return over(await openVia(host, before, traveller), host, environment);
  } catch (error) {
    before?.release();
    throw error;
  }
}

function over(link: Link, host: Host, { load, log }: Environment): Connection {
  const channels = openChannels(link, host.name);
  /** Kinds of sockets that this sshd would not forward to and the relay did. */
  const relayed = new Set<ForwardTarget['kind']>();
  let hasSftp = true;

  async function forward(target: ForwardTarget): Promise<Duplex> {
    if (target.kind === 'unix' && !isSocketPath(target.path)) throw refused(host.name, target);
    const direct = relayed.has(target.kind) ? undefined : await channels.forward(target).catch(() => undefined);
    if (direct !== undefined) return direct;
    if (link.isOver()) throw link.gone();
    // sshd gives the same reason for a forbidden and for an absent socket; the relay tells which.
    try {
      const stream = await relay(await channels.relay(target), host.name, load, target);
      relayed.add(target.kind);
      return stream;
    } catch (error) {
      throw link.isOver() ? link.gone() : error;
    }
  }

  async function send(source: SendSource, path: string, options: SendOptions): Promise<void> {
    if (!path.startsWith('/') || hasDisguisingCharacters(path)) {
      throw new Failure('bad-input', `A file of ${host.name} is named by its whole path, without control characters.`);
    }
    if (hasSftp) {
      try {
        await sendOverSftp(await channels.sftp(), host.name, source, path, options);
        return;
      } catch (error) {
        if (!(error instanceof NoSftp)) throw link.isOver() ? link.gone() : error;
        log?.write('info', host, 'no SFTP', { why: error.message });
        hasSftp = false;
      }
    }
    await sendThroughShell(connection, load, source, path, options);
  }

  const connection: Connection = {
    hostName: host.name,
    send,
    shell: async (background) => shellOver(await (background === undefined ? channels.exec() : channels.background(background))),
    forward,
    wayTo: ({ kind }) => (relayed.has(kind) ? 'relay' : 'forward'),
    test: (deadlineMs) => link.test(deadlineMs),
    note: (level, event, fields) => log?.write(level, host, event, { as: `${host.user}@${host.address}`, ...fields }),
    onClose: (listener) => void link.onEnd(listener),
    close: () => link.end(),
  };
  return connection;
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
  // All that a short command leaves can arrive at once with the answer that it runs: before anybody could listen for its exit.
  channel.on('close', (code?: number | null) => settle(status ?? code ?? undefined));
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
