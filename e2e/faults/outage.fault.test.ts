/** The network between the laptop and a host breaks, and comes back. */
import { afterAll, describe, expect, test } from 'vitest';
import { watchNetwork } from '../../electron/connection/network';
import { addCard, linkTo, slowLink } from '../support/link';
import { hostOf, output } from '../support/laptop';
import { ownNetwork, whyNoNetwork } from '../support/netns';
import { answer, isLost, isReady, operatorOf, wordsOf, type Operator } from '../support/operator';
import { desktopOn } from '../support/shownDesktop';
import { startSshd, type Sshd } from '../support/sshd';
import { openTable } from '../support/table';
import { xProxyThere } from '../support/xvnc';
import type { Host } from '../../electron/contract/host';

const table = openTable('connection-faults');
/** Milliseconds within which a dead link has to be noticed, and a link that is back to be used. */
const NOTICE_MS = 10_000;
const HEAL_MS = 3000;

interface Stage {
  readonly sshd: Sshd;
  readonly host: Host;
  readonly operator: Operator;
  readonly link: ReturnType<typeof linkTo>;
}

const cleanUp: (() => unknown)[] = [];
// The tests run side by side, so that only the end of all of them is known.
afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
});

/** A host, and an operator who knows its key; `port` is where the operator finds it. */
async function known(port = (sshd: Sshd): Promise<number> => Promise.resolve(sshd.port)): Promise<Omit<Stage, 'link'>> {
  const sshd = await startSshd();
  cleanUp.push(() => sshd.stop());
  const host = hostOf({ ...sshd, port: await port(sshd) });
  const operator = operatorOf([host]);
  cleanUp.push(() => operator.end());
  operator.laptop.know(sshd.hostKeyLine.replace(`:${sshd.port}`, `:${host.port}`));
  return { sshd, host, operator };
}

async function connected(): Promise<Stage> {
  const { sshd, host, operator } = await known();
  await operator.pool.open(host.id);
  return { sshd, host, operator, link: linkTo(sshd.port) };
}

/** The link is dropped for `ms` and healed: when each was noticed. */
async function outage(stage: Stage, ms: number) {
  const { host, operator, link } = stage;
  const start = performance.now();
  link.drop();
  const lost = await operator.until(host, isLost, NOTICE_MS, start);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, ms - (performance.now() - start))));
  const back = performance.now();
  link.heal();
  const ready = await operator.until(host, isReady, HEAL_MS, back);
  return { noticedMs: Math.round(lost.at - start), healedMs: Math.round(ready.at - back), seen: wordsOf(lost.state) };
}

/** A desktop that is shown now; what it gives shows it again. */
async function shown({ operator, host }: Stage): Promise<() => Promise<string>> {
  if (!xProxyThere('tigervnc')) return () => Promise.resolve('picture');
  const desktop = await desktopOn(operator, host);
  cleanUp.push(() => desktop.end());
  await desktop.moves(await desktop.show());
  return async () => ((await desktop.moves(await desktop.show())) ? 'picture' : 'no picture');
}

describe.skipIf(!ownNetwork)('with a network of its own', { concurrent: true }, () => {
  test.concurrent('a link that drops everything is noticed within 10 s and used again when it is back', async () => {
    await table.row('link dropped without RST for 15 s', /^works, 1 login$/, async () => {
      const stage = await connected();
      const times = await outage(stage, 15_000);
      const logins = stage.sshd.log().match(/Accepted publickey/g)?.length ?? 0;
      return { got: `${await answer(stage.operator, stage.host)}, ${logins - 1} login`, ...times };
    });
  });

  test.concurrent('an outage of 60 s heals within 3 s after the link is back, with no login that was refused', async () => {
    await table.row('link dropped for 60 s', /^works, picture, 0 refused logins$/, async () => {
      const stage = await connected();
      const picture = await shown(stage);
      const times = await outage(stage, 60_000);
      const start = performance.now();
      const then = `${await answer(stage.operator, stage.host)}, ${await picture()}`;
      const ms = Math.round(performance.now() - start);
      return {
        got: `${then}, ${stage.sshd.log().match(/Failed|refused|MaxStartups/g)?.length ?? 0} refused logins`,
        ...times,
        seen: `${times.seen}; moving picture ${ms} ms after it was ready`,
      };
    });
  });

  test.concurrent('a link that resets is noticed at once and used again', async () => {
    await table.row('connection reset', 'works', async () => {
      const stage = await connected();
      const start = performance.now();
      stage.link.reset();
      const lost = await stage.operator.until(stage.host, isLost, NOTICE_MS, start);
      const back = performance.now();
      stage.link.heal();
      const ready = await stage.operator.until(stage.host, isReady, HEAL_MS, back);
      return {
        got: await answer(stage.operator, stage.host),
        noticedMs: Math.round(lost.at - start),
        healedMs: Math.round(ready.at - back),
        seen: wordsOf(lost.state),
      };
    });
  });

  test.concurrent('30 % loss: what runs is answered, over this connection or the next', async () => {
    await table.row('30 % of the packets lost', /^works/, async () => {
      const stage = await connected();
      stage.link.lose(0.3);
      const deadline = performance.now() + 60_000;
      for (let answers = 0; answers < 5 && performance.now() < deadline;) {
        if ((await answer(stage.operator, stage.host).catch(() => '')) === 'works') answers += 1;
        if (answers === 5)
          return { got: `works, lost ${stage.operator.seen(stage.host).filter(({ state }) => isLost(state)).length} times` };
      }
      return 'not 5 answers within 60 s';
    });
  });

  test.concurrent('a pause of 4 s is no death', async () => {
    await table.row('link dropped for 4 s', 'works, never lost', async () => {
      const stage = await connected();
      stage.link.drop();
      await new Promise((resolve) => setTimeout(resolve, 4000));
      stage.link.heal();
      const then = await answer(stage.operator, stage.host);
      return `${then}, ${stage.operator.seen(stage.host).some(({ state }) => isLost(state)) ? 'lost' : 'never lost'}`;
    });
  });

  test.concurrent('the laptop moves to another network: noticed by its new address, not by the silence', async () => {
    await table.row('address of the laptop changed', /^works, noticed in 3 s$/, async () => {
      const card = addCard();
      const { host, operator, link } = await connected();
      card.address('198.18.7.1');
      const stop = watchNetwork(() => operator.pool.wake());
      try {
        const start = performance.now();
        link.drop();
        card.address('198.18.7.2');
        const lost = await operator.until(host, isLost, NOTICE_MS, start);
        const back = performance.now();
        link.heal();
        const ready = await operator.until(host, isReady, HEAL_MS, back);
        const how = /not answered for 3 s/.test(wordsOf(lost.state)) ? 'noticed in 3 s' : wordsOf(lost.state);
        return {
          got: `${await answer(operator, host)}, ${how}`,
          noticedMs: Math.round(lost.at - start),
          healedMs: Math.round(ready.at - back),
          seen: wordsOf(lost.state),
        };
      } finally {
        stop();
        card.remove();
      }
    });
  });
});

test.concurrent('a delay of 300 ms each way is not taken for death', async () => {
  await table.row('300 ms delay each way', 'works, never lost', async () => {
    const { host, operator } = await known(async ({ port }) => {
      const slow = await slowLink(port, 300);
      cleanUp.push(() => slow.close());
      return slow.port;
    });
    const connection = await operator.pool.open(host.id);
    const end = performance.now() + 12_000;
    let text = '';
    while (performance.now() < end) text = (await output(connection, 'echo works; sleep 1\n')).trim();
    return `${text}, ${operator.seen(host).some(({ state }) => isLost(state)) ? 'lost' : 'never lost'}`;
  });
});

test.skipIf(ownNetwork)('links can be broken only in a network of its own', () => {
  expect(whyNoNetwork() ?? 'run it with: npm test -- faults').toBeTruthy();
});
