/** What the host's sshd_config and its programs do not allow. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, test } from 'vitest';
import type { Connection, ForwardTarget } from '../../electron/connection/connection';
import { canHide } from '../support/hidden';
import { hostOf } from '../support/laptop';
import { listenOn } from '../support/listener';
import { answer, failureOf, isLost, isReady, operatorOf, wordsOf } from '../support/operator';
import { startSshd, type SshdOptions } from '../support/sshd';
import { openTable } from '../support/table';

const table = openTable('connection-faults');
const cleanUp: (() => unknown)[] = [];
// The tests run side by side, so that only the end of all of them is known.
afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
});

test.concurrent('one login at a time, and 8 hosts at once: all get in after a while', async () => {
  await table.row('MaxStartups 1, 8 at once', /^8 ready, \d+ turned away$/, async () => {
    const sshd = await startSshd({ options: ['MaxStartups 1'] });
    cleanUp.push(() => sshd.stop());
    const hosts = Array.from({ length: 8 }, (_, index) => hostOf(sshd, { id: `${index}`.repeat(12), name: `box ${index}` }));
    const operator = operatorOf(hosts);
    cleanUp.push(() => operator.end());
    operator.laptop.know(sshd.hostKeyLine);
    const start = performance.now();
    for (const host of hosts) operator.pool.open(host.id).catch(() => undefined);
    const ready = await Promise.all(hosts.map((host) => operator.until(host, isReady, 60_000)));
    const lost = hosts.flatMap((host) => operator.seen(host).filter(({ state }) => isLost(state)));
    return {
      got: `${ready.length} ready, ${lost.length} turned away`,
      healedMs: Math.round(Math.max(...ready.map(({ at }) => at)) - start),
      seen: [...new Set(lost.map(({ state }) => wordsOf(state).replaceAll(/box \d/g, 'box N')))].join('\n'),
    };
  });
});

/** A connection to a host with a socket that sends back what it gets. */
async function withEcho(options: SshdOptions) {
  const sshd = await startSshd(options);
  cleanUp.push(() => sshd.stop());
  const host = hostOf(sshd);
  const operator = operatorOf([host]);
  cleanUp.push(() => operator.end());
  operator.laptop.know(sshd.hostKeyLine);
  const targets: ForwardTarget[] = [];
  for (const path of [join(sshd.home, '..', 'echo'), undefined]) {
    const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    const port = await listenOn(echo, path);
    cleanUp.push(() => echo.close());
    targets.push(path === undefined ? { kind: 'tcp', port } : { kind: 'unix', path });
  }
  return { host, operator, connection: await operator.pool.open(host.id), targets };
}

/** What comes back of a word, and by which way. */
async function echoed(connection: Connection, target: ForwardTarget): Promise<string> {
  const stream = await connection.forward(target);
  const back = new Promise<string>((resolve) => stream.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  stream.write('word');
  const text = await back;
  stream.destroy();
  return `${text} by ${connection.wayTo(target)}`;
}

test.concurrent.each([
  ['AllowStreamLocalForwarding no', 'word by relay, word by forward'],
  // sshd then opens no way to a Unix socket either (channels.c, channel_connect_to_path).
  ['AllowTcpForwarding no', 'word by relay, word by relay'],
  ['DisableForwarding yes', 'word by relay, word by relay'],
])('%s: desktops are reached all the same', async (option, expected) => {
  await table.row(`forwarding off: ${option}`, expected, async () => {
    const { connection, targets } = await withEcho({ options: [option] });
    return (await Promise.all(targets.map((target) => echoed(connection, target)))).join(', ');
  });
});

const RELAYS = ['/usr/bin/perl', '/usr/bin/python3', '/usr/bin/socat', '/usr/bin/nc'];

describe.skipIf(!canHide)('with nothing on the host that could do without forwarding', () => {
  test.concurrent('the sentence names the options of sshd, and shells go on', async () => {
    const unix =
      'forward-refused: GPU box 1 forbids SSH forwarding.*“AllowStreamLocalForwarding yes” and “AllowTcpForwarding local”.*DisableForwarding.* sshd_config';
    const tcp = 'forward-refused: GPU box 1 forbids SSH forwarding.*“AllowTcpForwarding local”.*DisableForwarding.* sshd_config';
    await table.row('forwarding off and no relay possible', new RegExp(`^${unix}[^\n]*\n${tcp}[^\n]*\nworks$`), async () => {
      const { host, operator, connection, targets } = await withEcho({ options: ['DisableForwarding yes'], hidden: RELAYS });
      const sentences = await Promise.all(targets.map((target) => echoed(connection, target).catch(failureOf)));
      return { got: [...sentences, await answer(operator, host)].join('\n'), seen: sentences.join('\n') };
    });
  });
});
