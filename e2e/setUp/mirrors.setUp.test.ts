/** Package sources that fail: mirrors that are dead, silent or unknown, packages that nobody has; and proxies on the way. */
import { describe, expect, test, type TestContext } from 'vitest';
import type { BoxOptions } from '../support/box';
import { startLightHost } from '../support/lightHost';
import { whyNoBoxes } from '../support/release';
import { endOf } from '../support/setUpEnd';
import { stepsOf, WISH, type App, type SetUpHost } from '../support/setUpHost';
import { openTable } from '../support/table';
import type { SetUpRun, SetUpWish } from '../../electron/contract/setUp';

const why = whyNoBoxes();
const table = openTable('setup');

async function begun(context: TestContext, options: Partial<BoxOptions> = {}): Promise<SetUpHost> {
  const host = await startLightHost(options);
  context.onTestFinished(() => host.stop());
  return host;
}

const ADDRESS = 'address=$(sed -n \'s/.*"\\(http:[^"]*\\)".*/\\1/p\' /etc/apt/apt.conf.d/80proxy); rm /etc/apt/apt.conf.d/80proxy';
/** Lines for `prepare`: apt itself knows no proxy, only the environment does: of the login, or of the whole host. */
const PROXY_OF_LOGIN = `${ADDRESS}; sed -i "1i SetEnv http_proxy=$address no_proxy=no-such-host.invalid,127.0.0.1" /etc/ssh/sshd_config`;
const PROXY_OF_HOST = `${ADDRESS}; echo "http_proxy=\\"$address\\"" >>/etc/environment`;

const sentence = ({ state }: SetUpRun): string => `${state.kind}: ${state.kind === 'failed' ? state.failure.message : ''}`;
const same = (before: string, after: string): string => (before === after ? 'unchanged' : 'changed');

/** The end of a run that is to fail, what it left, and whether it was soon. */
async function failing(on: SetUpHost, app: App, wish: Partial<SetUpWish> = {}): Promise<string> {
  const before = await on.state();
  const began = performance.now();
  const run = await app.setUp(wish);
  const soon = performance.now() - began < 120_000 ? 'soon' : 'late';
  return `${sentence(run)} ${same(before, await on.state())}, ${soon}`;
}

describe.skipIf(why !== undefined).concurrent(`package sources that fail${why === undefined ? '' : `: did not run: ${why}`}`, () => {
  test('dead and unknown mirrors, and a mirror that works', { timeout: 600_000 }, async (context) => {
    const on = await begun(context, { prepare: PROXY_OF_LOGIN });
    const { box, proxy } = on;
    const app = on.app();
    const [, mirror = ''] = /^deb (\S+) /m.exec(await box.asRoot('cat /etc/apt/sources.list')) ?? [];

    proxy.be('dead');
    await table.row(
      'the mirror is dead, and apt ends well all the same: the run does not',
      /^failed: GPU box 1: Fetch fresh package lists failed\. \S+ does not answer this host, so its package lists did not come; check its network, proxy and mirror, .* unchanged, soon$/,
      () => failing(on, app),
    );
    proxy.be('well');
    await box.asRoot("echo 'deb http://no-such-host.invalid/debian bookworm main' >/etc/apt/sources.list");
    await table.row(
      'the mirror has a name that does not resolve',
      /^failed: GPU box 1: Fetch fresh package lists failed\. no-such-host\.invalid does not answer this host, .* unchanged, soon$/,
      () => failing(on, app),
    );
    const before = await on.state();
    await table.row(
      'the operator’s own mirror is dead; what was written for it is taken back',
      /^failed: GPU box 1: Add your mirror of the distribution’s packages failed\. The repository or mirror 127\.0\.0\.1:9 does not answer this host; .* changed, soon; undo done, unchanged$/,
      async () => {
        const end = await failing(on, app, { mirror: { system: 'http://127.0.0.1:9/debian' } });
        const { id, hostId } = await app.setUps.planUndo(app.host.id);
        const run = await app.ended((await app.setUps.begin({ hostId, planId: id })).id);
        return `${end}; undo ${run.state.kind}, ${same(before, await on.state())}`;
      },
    );
    const asked = proxy.asked.length;
    await table.row('the operator’s own mirror works, where the host’s does not', 'done; proven', async () =>
      endOf(await app.setUp({ mirror: { system: mirror } })),
    );
    await table.row(
      'a proxy that only the login’s environment names is used by root’s work',
      /^[1-9]\d* packages through it; apt has none$/,
      async () => {
        const through = proxy.asked.slice(asked).filter((path) => path.endsWith('.deb')).length;
        const own = await box.asRoot('apt-config dump | grep -i ::proxy; true');
        return `${through} packages through it; apt has ${own === '' ? 'none' : own}`;
      },
    );
    expect((await app.setUps.standing(app.host.id)).lock).toBeUndefined();
  });

  test('a mirror that says nothing', { timeout: 600_000 }, async (context) => {
    const on = await begun(context, { prepare: PROXY_OF_HOST });
    on.proxy.be('silent');
    await table.row(
      'the mirror takes connections and says nothing',
      /^failed: GPU box 1: Fetch fresh package lists failed\. \S+ does not answer this host, .* unchanged, soon$/,
      () => failing(on, on.app()),
    );
    await table.row(
      'a proxy that only /etc/environment names is used by root’s work',
      /InRelease$/,
      async () => on.proxy.asked.at(-1) ?? 'nothing asked',
    );
    const { setUps, host } = on.app();
    expect((await setUps.standing(host.id)).lock).toBeUndefined();
  });

  test('packages that nobody has', { timeout: 600_000 }, async (context) => {
    const on = await begun(context);
    const { box, proxy } = on;
    const app = on.app();
    const plan = async (): Promise<string> => stepsOf(await app.setUps.planSetUp(app.host.id, WISH));
    await box.asRoot("cp /etc/apt/sources.list /root; sed -i 's/ main$/ contrib/' /etc/apt/sources.list");
    await table.row(
      'no list has the package',
      /^failed: GPU box 1: Install what desktops and checks need failed\. The package [a-z0-9-]+ is in no repository of this host; .* unchanged, soon$/,
      () => failing(on, app),
    );
    await table.row('no list has the package: the next plan says so', /\nbase cannot \([^)]*(x11-utils|dbus-x11)[^)]*\)/, plan);
    await box.asRoot('cp /root/sources.list /etc/apt/sources.list');
    await table.row(
      'package sources that were changed: their lists are fetched anew',
      /^package-lists to-do\nrepair already\nbase to-do\n/,
      plan,
    );
    proxy.be('missing');
    await table.row(
      'the mirror has not got a package that its lists name',
      /^failed: GPU box 1: Install what desktops and checks need failed\. The mirror \S+ does not have the package [a-z0-9-]+ that its lists name; .* unchanged, soon$/,
      () => failing(on, app),
    );
    proxy.be('dead');
    await table.row(
      'the mirror died after the lists came',
      /^failed: GPU box 1: Install what desktops and checks need failed\. The repository or mirror \S+ does not answer this host; .* unchanged, soon$/,
      () => failing(on, app),
    );
    expect((await app.setUps.standing(app.host.id)).lock).toBeUndefined();
  });
});
