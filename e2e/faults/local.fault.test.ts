/** What breaks on the operator's own computer: the SSH agent, and the disk that known_hosts is on. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Answer } from '../../electron/contract/connection';
import type { Host } from '../../electron/contract/host';
import { hostOf } from '../support/laptop';
import { makeReadOnly, mountSmallDisk } from '../support/mounts';
import { ownMounts, whyNoNetwork } from '../support/netns';
import { answer, cut, failureOf, givenUp, operatorOf, wordsOf, type Operator } from '../support/operator';
import { startAgent, type SshAgent } from '../support/sshAgent';
import { startSshd, type Sshd } from '../support/sshd';
import { openTable } from '../support/table';

const table = openTable('connection-faults');
const cleanUp: (() => unknown)[] = [];
// The tests run side by side, so that only the end of all of them is known.
afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
});

async function server(): Promise<Sshd> {
  const sshd = await startSshd();
  cleanUp.push(() => sshd.stop());
  return sshd;
}

function operatorWith(...[hosts, change]: Parameters<typeof operatorOf>): Operator {
  const operator = operatorOf(hosts, change);
  cleanUp.push(() => operator.end());
  return operator;
}

/** An agent that holds the key. */
async function agentAt(socket: string, key: string): Promise<SshAgent> {
  const agent = await startAgent(socket);
  cleanUp.push(() => agent.stop());
  agent.add(key);
  return agent;
}

test.concurrent('the agent is gone: a new login says so, is not tried again and again, and works with the next agent', async () => {
  await table.row(
    'SSH agent gone',
    /^works, then lost auth-unavailable: .*agent at .* does not answer.*, 0 more tries, then works$/,
    async () => {
      const sshd = await server();
      const socket = join(sshd.home, '..', 'agent');
      const host = hostOf(sshd, { auth: { kind: 'agent' } });
      const operator = operatorWith([host], { agentSocket: socket });
      operator.laptop.know(sshd.hostKeyLine);
      const agent = await agentAt(socket, sshd.clientKeyPath);
      const first = await answer(operator, host);
      await agent.stop();
      const start = performance.now();
      cut(sshd);
      const lost = await operator.until(host, givenUp, 10_000, start);
      const before = sshd.connections();
      await agentAt(socket, sshd.clientKeyPath);
      const more = sshd.connections() - before;
      const back = performance.now();
      const then = await answer(operator, host);
      return {
        got: `${first}, then ${wordsOf(lost.state)}, ${more} more tries, then ${then}`,
        noticedMs: Math.round(lost.at - start),
        healedMs: Math.round(performance.now() - back),
        seen: wordsOf(lost.state),
      };
    },
  );
});

/** What comes of connecting when the operator answers so to the question for the host key. */
async function connecting(operator: Operator, host: Host, accept: (Answer & { kind: 'host-key' })['accept']): Promise<string> {
  operator.laptop.answer(() => ({ kind: 'host-key', accept }));
  return await answer(operator, host).catch(failureOf);
}

test.skipIf(!ownMounts).concurrent('known_hosts on a read-only disk: the sentence names the file, and “once” works', async () => {
  await table.row(
    'known_hosts cannot be written',
    /^storage: .*known_hosts: .*read-only.* trust it once.*, given up; once: works$/i,
    async () => {
      const sshd = await server();
      const host = hostOf(sshd);
      const operator = operatorWith([host]);
      operator.laptop.know('# nobody yet');
      cleanUp.push(makeReadOnly(join(operator.laptop.home, '.ssh')));
      const seen = await connecting(operator, host, 'save');
      const end = operator.seen(host).some(({ state }) => givenUp(state)) ? 'given up' : 'goes on';
      return { got: `${seen}, ${end}; once: ${await connecting(operator, host, 'once')}`, seen };
    },
  );
});

test
  .skipIf(!ownMounts)
  .concurrent('the disk is full: known_hosts stays as it was, “once” works, and “save” does when there is room', async () => {
    await table.row(
      'disk full',
      /^storage: .*known_hosts: .*(full|space).* trust it once.*, as before; once: works, as before; room: works, saved$/i,
      async () => {
        const sshd = await server();
        const host = hostOf(sshd);
        // Known under another name, so that one answer is not both hosts'.
        const other = hostOf(sshd, { id: 'aaaaaaaaaaaa', ssh: { hostKeyAlias: 'other' } });
        const operator = operatorWith([host, other]);
        const folder = join(operator.laptop.home, '.ssh');
        const disk = mountSmallDisk(folder);
        cleanUp.push(() => disk.unmount());
        // Half of the line fits into its last block.
        const before = `# ${'x'.repeat(4096 - 2 - 1 - 40)}\n`;
        writeFileSync(join(folder, 'known_hosts'), before);
        const file = (): string => readFileSync(join(folder, 'known_hosts'), 'latin1');
        const change = (): string => (file() === before ? 'as before' : file() === `${before}${sshd.hostKeyLine}\n` ? 'saved' : 'damaged');
        disk.fill();
        const seen = await connecting(operator, host, 'save');
        const full = `${seen}, ${change()}; once: ${await connecting(operator, other, 'once')}, ${change()}`;
        disk.free();
        return { got: `${full}; room: ${await connecting(operator, host, 'save')}, ${change()}`, seen };
      },
    );
  });

test.skipIf(ownMounts)('a disk can be full only among mounts of its own', () => {
  expect(whyNoNetwork() ?? 'run it with: npm test -- faults').toBeTruthy();
});
