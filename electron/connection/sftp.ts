/** Opens SFTP on a connection, and leaves nothing behind where a host offers none. */
import type { Client, SFTPWrapper } from 'ssh2';

/** The host opens sessions, and runs no SFTP in them. Its channel is closed by then. */
export class NoSftp extends Error {}

/** Time for the server to say its version, and for its channel to close. */
const VERSION_MS = 10_000;
const CLOSE_MS = 1000;

/** Rejects with NoSftp, or with what ssh2 says when it got no session. */
export async function openSftp(client: Client): Promise<SFTPWrapper> {
  const before = new Set(Object.keys(channelsOf(client)));
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => leave('it did not say its version in time'), VERSION_MS);
    const leave = (why: string): void => {
      clearTimeout(timer);
      void closed(id === undefined ? undefined : channelsOf(client)[id]).then(() => reject(new NoSftp(why)));
    };
    client.sftp((error, sftp) => {
      if (error !== undefined && !('reason' in error)) return leave(error.message);
      clearTimeout(timer);
      if (error !== undefined) return reject(error);
      // What is wrong later ends the channel, and that is what its user hears.
      sftp.on('error', () => undefined);
      resolve(sftp);
    });
    const id = Object.keys(channelsOf(client)).find((key) => !before.has(key));
  });
}

/** ssh2 hands a channel whose SFTP did not start to nobody; it would keep its place as long as the connection lives. */
function channelsOf(client: Client): Readonly<Record<string, unknown>> {
  const manager: unknown = Reflect.get(client, '_chanMgr');
  const channels: unknown = isObject(manager) ? Reflect.get(manager, '_channels') : undefined;
  return isObject(channels) ? Object.fromEntries(Object.entries(channels)) : {};
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isChannel = (value: unknown): value is Pick<SFTPWrapper, 'end' | 'once'> =>
  isObject(value) && typeof Reflect.get(value, 'end') === 'function' && typeof Reflect.get(value, 'once') === 'function';

async function closed(channel: unknown): Promise<void> {
  if (!isChannel(channel)) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, CLOSE_MS);
    channel.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    channel.end();
  });
}
