/** Specs with whole hosts: `addBox` starts one and puts it into the app's list; all are gone when the test is over. */
import { startBox, type Box, type BoxOptions } from './box';
import { test as base } from './fixtures';
import { startPackageProxy, type PackageProxy } from './packageProxy';

interface BoxFixtures {
  /** The host's key is known to the app already. */
  readonly addBox: (name: string, options: BoxOptions) => Promise<Box>;
  /** For hosts that fetch packages. */
  readonly packages: PackageProxy;
}

export const test = base.extend<BoxFixtures>({
  addBox: async ({ profile }, use) => {
    const boxes: Box[] = [];
    await use(async (name, options) => {
      const box = await startBox(options);
      boxes.push(box);
      await profile.know(box.hostKeyLine);
      await profile.addHost({
        name,
        address: box.address,
        port: box.port,
        user: box.user,
        auth: { kind: 'key', path: box.clientKeyPath },
      });
      return box;
    });
    for (const box of boxes) await box.stop();
  },
  // Playwright wants the first argument destructured.
  // oxlint-disable-next-line no-empty-pattern
  packages: async ({}, use) => {
    const proxy = await startPackageProxy();
    await use(proxy);
    await proxy.stop();
  },
});
