/** A desktop that is shown while its connection breaks: the screen ends with the reason, and the next one has a picture again. */
import { afterAll, describe, test } from 'vitest';
import { linkTo } from '../support/link';
import { hostOf } from '../support/laptop';
import { ownNetwork } from '../support/netns';
import { cut, isReady, operatorOf, serving, wordsOf } from '../support/operator';
import { desktopOn } from '../support/shownDesktop';
import { startSshd, type Sshd } from '../support/sshd';
import { openTable } from '../support/table';
import { xProxyThere } from '../support/xvnc';

const table = openTable('connection-faults');
const cleanUp: (() => unknown)[] = [];
// The tests run side by side, so that only the end of all of them is known.
afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
});

/** Breaks the connection. Returns what lets it be made again, called once the screen is over. */
type Break = (sshd: Sshd) => () => void;

/** What the operator sees while the connection breaks under a picture that moves. */
async function pictureOver(options: readonly string[], breakIt: Break) {
  const sshd = await startSshd({ options });
  cleanUp.push(() => sshd.stop());
  const host = hostOf(sshd);
  const operator = operatorOf([host]);
  cleanUp.push(() => operator.end());
  operator.laptop.know(sshd.hostKeyLine);
  const desktop = await desktopOn(operator, host);
  cleanUp.push(() => desktop.end());
  const frame = await desktop.show();
  await desktop.moves(frame);
  const processes = serving(sshd).length;

  const start = performance.now();
  const heal = breakIt(sshd);
  const failure = await frame.ended;
  const noticed = performance.now();
  heal();
  const back = performance.now();
  const ready = await operator.until(host, isReady, 10_000, noticed);
  const next = await desktop.show();
  await desktop.moves(next);
  const healedMs = Math.round(performance.now() - back);
  const way = (await operator.pool.open(host.id)).wayTo({ kind: 'unix', path: '' });
  // The ones of the broken connection end by themselves, later.
  const more = serving(sshd).length - processes;
  return {
    got: `${failure?.code ?? 'no reason'}; picture by ${way}, ${desktop.screens.count()} screen`,
    noticedMs: Math.round(noticed - start),
    healedMs,
    seen: `${failure?.message ?? ''} → ${wordsOf(ready.state)}${more > 0 ? `; the host still has ${more} processes of before` : ''}`,
  };
}

describe.skipIf(!xProxyThere('tigervnc'))('a picture', () => {
  test.concurrent.each([
    ['forward', []],
    ['relay', ['DisableForwarding yes']],
  ] as const)('is back after the sshd of the connection was killed, by %s', async (way, options) => {
    await table.row(`picture by ${way}, sshd killed`, `connection-lost; picture by ${way}, 1 screen`, () =>
      pictureOver(options, (sshd) => {
        cut(sshd);
        return () => undefined;
      }),
    );
  });

  test.skipIf(!ownNetwork).concurrent.each([
    ['forward', []],
    ['relay', ['DisableForwarding yes']],
  ] as const)('is back after the link was dropped, by %s', async (way, options) => {
    await table.row(`picture by ${way}, link dropped`, `connection-lost; picture by ${way}, 1 screen`, () =>
      pictureOver(options, ({ port }) => {
        const link = linkTo(port);
        link.drop();
        return () => link.heal();
      }),
    );
  });
});
