/** What happens on the host: it dies, comes back, changes, or allows less. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import type { Host } from '../../electron/contract/host';
import { runScript } from '../../electron/connection/script';
import { send } from '../support/children';
import { linkTo } from '../support/link';
import { ownNetwork } from '../support/netns';
import { hostOf, loadScript } from '../support/laptop';
import { answer, cut, failureOf, givenUp, heals, isLost, isReady, operatorOf, words, wordsOf, type Operator } from '../support/operator';
import { startSshd, type SshdOptions } from '../support/sshd';
import { openTable } from '../support/table';

const table = openTable('connection-faults');
const cleanUp: (() => unknown)[] = [];
afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
});

async function connected(options: SshdOptions = {}, change: Partial<Host> = {}) {
  const sshd = await startSshd(options);
  cleanUp.push(() => sshd.stop());
  const host = hostOf(sshd, change);
  const operator = operatorOf([host]);
  cleanUp.push(() => operator.end());
  operator.laptop.know(sshd.hostKeyLine);
  await operator.pool.open(host.id);
  return { sshd, host, operator };
}

test.concurrent('the sshd of the connection is killed: noticed at once, and back', async () => {
  await table.row('the connection’s sshd killed', 'works', async () => {
    const { sshd, host, operator } = await connected();
    const start = performance.now();
    cut(sshd);
    const lost = await operator.until(host, isLost, 2000, start);
    const ready = await operator.until(host, isReady, 5000, lost.at);
    const times = { noticedMs: Math.round(lost.at - start), healedMs: Math.round(ready.at - lost.at), seen: wordsOf(lost.state) };
    return { got: await answer(operator, host), ...times };
  });
});

test.concurrent('the listener is killed: what is open goes on', async () => {
  await table.row('the listening sshd killed', 'works, never lost', async () => {
    const { sshd, host, operator } = await connected();
    send(sshd.pid, 'SIGKILL');
    const text = await answer(operator, host);
    return `${text}, ${operator.seen(host).some(({ state }) => isLost(state)) ? 'lost' : 'never lost'}`;
  });
});

test.concurrent('the host reboots: tried again until it is there', async () => {
  await table.row('host rebooted', 'works', async () => {
    const { sshd, host, operator } = await connected();
    const start = performance.now();
    await sshd.down();
    const lost = await operator.until(host, isLost, 2000, start);
    await operator.until(host, (state) => heals(state) && state.kind === 'lost' && state.failure.code === 'refused', 10_000, start);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const back = performance.now();
    await sshd.up();
    const ready = await operator.until(host, isReady, 5000, back);
    const times = {
      noticedMs: Math.round(lost.at - start),
      healedMs: Math.round(ready.at - back),
      seen: words(operator.seen(host).slice(-4)),
    };
    return { got: await answer(operator, host), ...times };
  });
});

test.concurrent('the host comes back with another key: blocked, and not tried again', async () => {
  await table.row('host key changed in between', /^lost host-key-changed: .*SHA256:.*SHA256:.*[^)]$/s, async () => {
    const { sshd, host, operator } = await connected();
    await sshd.down();
    await sshd.up({ newKeys: true });
    const { state } = await operator.until(host, givenUp, 10_000);
    return { got: wordsOf(state), seen: wordsOf(state) };
  });
});

test.concurrent('the key file is deleted: what is open stays, a new login says which file', async () => {
  await table.row('key file deleted', /^works, then lost auth-unavailable: .*no such file/, async () => {
    const sshd = await startSshd();
    cleanUp.push(() => sshd.stop());
    const own = operatorOf([]);
    cleanUp.push(() => own.end());
    const path = join(own.laptop.home, 'key');
    writeFileSync(path, readFileSync(sshd.clientKeyPath), { mode: 0o600 });
    const host = hostOf(sshd, { auth: { kind: 'key', path } });
    const operator = operatorOf([host]);
    cleanUp.push(() => operator.end());
    operator.laptop.know(sshd.hostKeyLine);
    await operator.pool.open(host.id);
    rmSync(path);
    const text = await answer(operator, host);
    cut(sshd);
    const { state } = await operator.until(host, givenUp, 10_000);
    return { got: `${text}, then ${wordsOf(state)}`, seen: wordsOf(state) };
  });
});

/** What comes of the script that looks for desktops. */
async function listed({ pool }: Operator, { id }: Host): Promise<string> {
  const options = { timeoutMs: 20_000, parameters: { DEVICES: '' } };
  return await runScript(await pool.open(id), loadScript, ['lib/software.sh', 'session/desktops.sh', 'session/list.sh'], options).then(
    () => 'it ran',
    failureOf,
  );
}

test.concurrent('a noisy start-up file and a banner disturb nothing', async () => {
  await table.row('noisy .bashrc and a banner', 'it ran', async () => {
    const { sshd, host, operator } = await connected({ options: ['Banner /etc/os-release'] });
    writeFileSync(join(sshd.home, '.bashrc'), 'echo "Welcome to GPU box 1"; echo oops >&2; seq 1 2000\n', { mode: 0o644 });
    return await listed(operator, host);
  });
});

test.concurrent.each([
  ['rbash', { shell: '/bin/rbash' }],
  ['nologin', { shell: '/usr/sbin/nologin' }],
  ['a forced command', { options: ['ForceCommand /bin/false'] }],
] as const)('a user with %s: the sentence says that no shell answers', async (name, options) => {
  await table.row(`restricted shell: ${name}`, /^(refused|script-noise|script-failed): /, async () => {
    const { host, operator } = await connected(options);
    return await listed(operator, host);
  });
});

test.concurrent('one session at a time is enough', async () => {
  await table.row('MaxSessions 1', 'works works works works works', async () => {
    const { host, operator } = await connected({ options: ['MaxSessions 1'] });
    return (await Promise.all(Array.from({ length: 5 }, () => answer(operator, host)))).join(' ');
  });
});

test.skipIf(!ownNetwork).concurrent('20 hosts at once, 3 of them dead: the others do not wait for them', async () => {
  await table.row('20 hosts at once, 3 dead', /^17 ready, 3 lost: not-ssh refused timeout$/, async () => {
    const sshd = await startSshd({ options: ['MaxStartups 3:30:60'] });
    cleanUp.push(() => sshd.stop());
    const web = createServer((_request, reply) => reply.end('no'));
    await new Promise<void>((resolve) => void web.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => web.close());
    const bound = web.address();
    const webPort = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const id = (index: number): string => index.toString(16).padStart(12, '0');
    const dead: readonly Partial<Host>[] = [{ port: webPort }, { port: 1 }, { port: 7 }];
    // Swallows every packet, as a firewall or a machine without power does.
    linkTo(7).drop();
    const hosts = Array.from({ length: 20 }, (_, index) => hostOf(sshd, { id: id(index), name: `box ${index}`, ...dead[index] }));
    const operator = operatorOf(hosts);
    cleanUp.push(() => operator.end());
    operator.laptop.know(sshd.hostKeyLine);
    const start = performance.now();
    for (const host of hosts) operator.pool.open(host.id).catch(() => undefined);
    const ready = await Promise.all(hosts.slice(3).map((host) => operator.until(host, isReady, 20_000)));
    const lost = await Promise.all(hosts.slice(0, 3).map((host) => operator.until(host, isLost, 20_000)));
    const codes = lost.map(({ state }) => (state.kind === 'lost' ? state.failure.code : '')).toSorted();
    return {
      got: `${ready.length} ready, ${lost.length} lost: ${codes.join(' ')}`,
      healedMs: Math.round(Math.max(...ready.map(({ at }) => at)) - start),
      seen: lost.map(({ state }) => wordsOf(state)).join('\n'),
    };
  });
});
