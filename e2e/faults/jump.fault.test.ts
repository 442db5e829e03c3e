/** A host behind another one: the machine on the way dies, changes, or leads nowhere. */
import { afterAll, test } from 'vitest';
import type { ConnectionState } from '../../electron/contract/connection';
import type { Host } from '../../electron/contract/host';
import { hostOf } from '../support/laptop';
import { answer, cut, givenUp, heals, isLost, isReady, operatorOf, words, wordsOf, type Operator } from '../support/operator';
import { startSshd, type Sshd, type SshdOptions } from '../support/sshd';
import { openTable } from '../support/table';

const table = openTable('connection-faults');
const cleanUp: (() => unknown)[] = [];
// The tests run side by side, so that only the end of all of them is known.
afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
});

interface Stage {
  readonly gate: Sshd;
  readonly target: Sshd;
  readonly host: Host;
  readonly operator: Operator;
}

/** A host that is reached through a gate; the operator knows both keys unless `known` says otherwise. */
async function behindGate(
  options: SshdOptions = {},
  known = (gate: Sshd, target: Sshd) => [gate.hostKeyLine, target.hostKeyLine],
): Promise<Stage> {
  const [gate, target] = await Promise.all([startSshd(options), startSshd()]);
  cleanUp.push(
    () => gate.stop(),
    () => target.stop(),
  );
  const { id: _, ...hop } = hostOf(gate, { name: 'gate' });
  const host = hostOf(target, { via: [hop] });
  const operator = operatorOf([host]);
  cleanUp.push(() => operator.end());
  operator.laptop.know(...known(gate, target));
  return { gate, target, host, operator };
}

/** The host itself was spoken to. */
const contacts = (sshd: Sshd): number => sshd.log().match(/Accepted publickey/g)?.length ?? 0;

test.concurrent('the jump host dies and comes back: the state names it, and it heals', async () => {
  await table.row('jump host rebooted', /^works, lost at the gate, reached by hop 1 of 1, then works via gate$/, async () => {
    const { gate, host, operator } = await behindGate();
    const first = await answer(operator, host);
    const start = performance.now();
    await gate.down();
    const lost = await operator.until(host, isLost, 10_000, start);
    const tried = await operator.until(
      host,
      (state) => heals(state) && /gate .*refused the connection/.test(wordsOf(state)),
      10_000,
      start,
    );
    const back = performance.now();
    await gate.up();
    const ready = await operator.until(host, isReady, 10_000, back);
    const hop = operator.seen(host).find(({ at, state }) => at >= lost.at && state.kind === 'connecting' && state.hop?.name === 'gate');
    const named = /gate/.test(wordsOf(lost.state)) ? 'lost at the gate' : wordsOf(lost.state);
    const by = hop?.state.kind === 'connecting' ? `hop ${hop.state.hop?.index} of ${hop.state.hop?.count}` : 'no hop';
    return {
      got: `${first}, ${named}, reached by ${by}, then ${await answer(operator, host)} via ${viaOf(ready.state)}`,
      noticedMs: Math.round(lost.at - start),
      healedMs: Math.round(ready.at - back),
      seen: words([lost, tried]),
    };
  });
});

const viaOf = (state: ConnectionState): string => (state.kind === 'ready' ? (state.via ?? []).join(', ') : state.kind);

test.concurrent('the host behind the jump host is lost: the jump host is not logged in to again', async () => {
  await table.row('host behind a jump host killed', 'works, 1 login at the gate', async () => {
    const { gate, target, host, operator } = await behindGate();
    await answer(operator, host);
    const start = performance.now();
    cut(target);
    const lost = await operator.until(host, isLost, 10_000, start);
    const ready = await operator.until(host, isReady, 10_000, lost.at);
    return {
      got: `${await answer(operator, host)}, ${contacts(gate)} login at the gate`,
      noticedMs: Math.round(lost.at - start),
      healedMs: Math.round(ready.at - lost.at),
      seen: wordsOf(lost.state),
    };
  });
});

test.concurrent('an unknown key of the jump host that nobody accepts: no word to either host', async () => {
  await table.row(
    'unknown key of the jump host',
    /^lost host-key-unknown: .*gate \(on the way to GPU box 1\) .*was not accepted.*[^)], 0 and 0 logins$/,
    async () => {
      const { gate, target, host, operator } = await behindGate({}, (_gate, { hostKeyLine }) => [hostKeyLine]);
      operator.pool.open(host.id).catch(() => undefined);
      const { state } = await operator.until(host, isLost, 10_000);
      const asked = operator.laptop.asked.map((question) => question.hostName).join(', ');
      return { got: `${wordsOf(state)}, ${contacts(gate)} and ${contacts(target)} logins`, seen: `asked for ${asked}; ${wordsOf(state)}` };
    },
  );
});

test.concurrent('the jump host comes back with another key: blocked, and not tried again', async () => {
  await table.row(
    'key of the jump host changed',
    /^lost host-key-changed: .*gate \(on the way to GPU box 1\).*SHA256:.*SHA256:.*, 0 new logins$/s,
    async () => {
      const { gate, target, host, operator } = await behindGate();
      await answer(operator, host);
      const before = contacts(target);
      const start = performance.now();
      await gate.down();
      await gate.up({ newKeys: true });
      const { state } = await operator.until(host, givenUp, 10_000, start);
      return { got: `${wordsOf(state)}, ${contacts(target) - before + contacts(gate)} new logins`, seen: wordsOf(state) };
    },
  );
});

test.concurrent.each(['AllowTcpForwarding no', 'DisableForwarding yes', 'PermitOpen 127.0.0.1:9'])(
  'a jump host with %s: the sentence names it and the option',
  async (option) => {
    await table.row(
      `jump host with ${option}`,
      /^lost forward-refused: gate .*GPU box 1.*AllowTcpForwarding yes.*no DisableForwarding.*PermitOpen[^)]*[^)]$/,
      async () => {
        const { host, operator } = await behindGate({ options: [option] });
        operator.pool.open(host.id).catch(() => undefined);
        const { state } = await operator.until(host, givenUp, 10_000);
        return { got: wordsOf(state), seen: wordsOf(state) };
      },
    );
  },
);
