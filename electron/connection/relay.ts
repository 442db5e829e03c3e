/** Reaches a socket of the host over a plain shell channel, where sshd forbids forwarding. */
import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import { Failure } from '../base/failure';
import { plainText } from '../contract/text';
import { forwardingOption } from './channels';
import type { ForwardTarget, LoadScript } from './connection';
import { AnswerReader, scriptText } from './script';

const OPEN_MS = 10_000;
const PREFIX_LIMIT = 1024 * 1024;
/** exit(3) status of relay.sh when the socket is absent or refuses. */
const ABSENT = 71;

/**
 * Turns a channel that runs `sh -s` into the bytes of the socket; nothing may be written to it before this resolves.
 * Rejects with `forward-refused`, `script-noise` or `timeout`, and then the channel is closed.
 */
export async function relay(channel: ClientChannel, hostName: string, load: LoadScript, target: ForwardTarget): Promise<ClientChannel> {
  const nonce = randomBytes(8).toString('hex');
  const parameters = { KIND: target.kind, PLACE: target.kind === 'unix' ? target.path : String(target.port) };
  const text = scriptText(nonce, parameters, [await load('lib/prelude.sh'), await load('connection/relay.sh')]);
  channel.stderr.resume();
  // Not one byte after the last line: a shell that reads ahead by single bytes would leave it to the relay.
  channel.write(`${text.trimEnd()}\n`);
  try {
    await opened(channel, nonce, hostName, target);
  } catch (error) {
    channel.destroy();
    throw error;
  }
  return channel;
}

async function opened(channel: ClientChannel, nonce: string, hostName: string, target: ForwardTarget): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let failure = forbidden(hostName, target, 'no ordinary shell runs for this user');
    const answer = new AnswerReader(nonce, ({ key, values }) => {
      if (key === 'fail') failure = forbidden(hostName, target, values[1] ?? '');
    });
    const prefix = new PrefixReader(`GV-${nonce}-BEGIN`);
    let status: number | undefined;

    const timer = setTimeout(
      () => finish(new Failure('timeout', `${hostName} did not reach ${nameOf(target)} in time.`, { retry: true })),
      OPEN_MS,
    );
    const finish = (reason?: Failure): void => {
      clearTimeout(timer);
      channel.off('readable', read);
      channel.off('end', ended);
      channel.off('close', ended);
      if (reason === undefined) resolve();
      else reject(reason);
    };
    const read = (): void => {
      // read() and unshift() leave the stream unstarted, as a new one is; a paused one would not start for its reader.
      for (let chunk: Buffer | null = channel.read(); chunk !== null; chunk = channel.read()) {
        const rest = prefix.push(chunk);
        if (rest !== undefined) {
          if (rest.length > 0) channel.unshift(rest);
          return finish();
        }
        if (prefix.length > PREFIX_LIMIT) {
          return finish(
            new Failure('script-noise', `A start-up file of ${hostName} prints without end; make it silent for logins without a terminal.`),
          );
        }
        answer.push(chunk);
      }
    };
    const ended = (): void => {
      if (status === ABSENT) finish(refused(hostName, target));
      else finish(failure);
    };
    channel.once('exit', (code: number) => {
      status = code;
    });
    channel.on('readable', read);
    // The exit status comes after the end of the output.
    channel.on('end', () => channel.end());
    channel.on('close', ended);
  });
}

/** Waits for the marker's line and the line `open` after it; keeps no more than could be a part of them. */
class PrefixReader {
  readonly #marker: Buffer;
  #tail: Buffer = Buffer.alloc(0);
  /** Bytes seen so far. */
  length = 0;

  constructor(marker: string) {
    this.#marker = Buffer.from(`${marker}\nopen\n`);
  }

  /** What follows the lines, once they are there. */
  push(chunk: Buffer): Buffer | undefined {
    this.length += chunk.length;
    const seen = Buffer.concat([this.#tail, chunk]);
    const at = seen.indexOf(this.#marker);
    this.#tail = seen.subarray(-this.#marker.length);
    return at < 0 ? undefined : seen.subarray(at + this.#marker.length);
  }
}

const nameOf = (target: ForwardTarget): string => (target.kind === 'unix' ? target.path : `port ${target.port}`);

/** Neither sshd nor a shell leads there. */
const forbidden = (hostName: string, target: ForwardTarget, why: string): Failure =>
  new Failure(
    'forward-refused',
    `${hostName} forbids SSH forwarding, and nothing there can do without it; set ${forwardingOption(target)} (and no DisableForwarding) in its sshd_config.`,
    { detail: plainText(why, 400) },
  );

export const refused = (hostName: string, target: ForwardTarget): Failure =>
  new Failure('forward-refused', `Nothing answers at ${nameOf(target)} of ${hostName}; what listened there has ended.`, { retry: true });
