/** A host that lacks what questions need says so, and never looks healthy. */
import { expect, onTestFinished, test } from 'vitest';
import { canHide, loadResource, startLocalHost } from '../../e2e/support/localHost';
import { createProbes } from './probes';

test.skipIf(!canHide).each([
  ['timeout', /without the program timeout; install coreutils/],
  ['base64', /answered only \d+ of \d+ questions/],
])('without %s', async (program, why) => {
  const host = await startLocalHost({ user: 'gv-probe', hidden: [`/usr/bin/${program}`] });
  onTestFinished(() => host.stop());
  const probes = createProbes({ connection: async () => host, load: loadResource, now: Date.now });
  await expect(probes.look('0123456789ab')).rejects.toMatchObject({ code: 'script-failed', message: expect.stringMatching(why) });
});
