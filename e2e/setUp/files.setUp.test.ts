/** Set-ups from package files of the app: on a host that reaches no repository, with a file that was changed, and of VirtualGL and TurboVNC. */
import { closeSync, existsSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startLightHost } from '../support/lightHost';
import { fillFolder, namesIn } from '../support/packageFolder';
import { whyNoBoxes } from '../support/release';
import { endOf } from '../support/setUpEnd';
import { startSetUpHost, stepsOf, WISH, type SetUpHost } from '../support/setUpHost';
import { openTable } from '../support/table';

const whyNotBare = whyNoBoxes('bare');
const table = openTable('setup');
let host: SetUpHost | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});

const SFTP = ['Subsystem sftp internal-sftp'];

/** Another byte in the middle. */
function damage(file: string): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, 1000);
  writeSync(handle, Buffer.from([byte.readUInt8() ^ 1]), 0, 1, 1000);
  closeSync(handle);
}

describe.skipIf(whyNotBare !== undefined)(`package files${whyNotBare === undefined ? '' : `: did not run: ${whyNotBare}`}`, () => {
  test('without a repository', { timeout: 600_000 }, async () => {
    host = await startSetUpHost({ options: SFTP });
    const on = host;
    const { box, proxy } = on;
    const app = on.app();
    const wish = { ...WISH, offline: true } as const;
    const before = await on.state();
    const same = async (): Promise<string> => ((await on.state()) === before ? 'unchanged' : 'changed');

    const folder = join(app.laptop.home, 'Downloads');
    const brought = await fillFolder(on, namesIn(await app.setUps.planSetUp(app.host.id, WISH)), folder);
    proxy.be('dead');
    const asked = proxy.asked.length;

    await table.row(
      'offline, and no package files: the plan names what is needed',
      /\nbase cannot \(Without repositories it takes package files of x11-utils, [^)]*: add them to the app’s packages\.\)\n/,
      async () => stepsOf(await app.setUps.planSetUp(app.host.id, wish)),
    );
    await table.row('offline: a folder of package files is taken into the app', `${brought} added, 0 refused`, async () => {
      const { added, refused } = await app.packages.add([folder]);
      return `${added.length} added, ${refused.length} refused`;
    });
    const last = (await app.packages.list()).find(({ name }) => name === 'mesa-utils');
    const file = await app.packages.path(last?.sha256 ?? '');
    damage(file);
    await table.row(
      'offline: one byte of a package file of the last step changed: no step begins (R47)',
      /^failed: mesa-utils_\S+ changed since it was added here: its checksum differs\. .*glxgears failed.*; unchanged, no job$/,
      async () => {
        const end = endOf(await app.setUp(wish));
        const jobs = await box.asRoot('ls -A /home/op/.gearview/set-up /var/lib/gearview 2>/dev/null; true');
        return `${end}; ${await same()}, ${jobs === '' ? 'no job' : jobs}`;
      },
    );
    await app.packages.add([join(folder, last?.fileName ?? '')]);
    await table.row('offline: bare to a proven desktop from package files alone', 'done; proven; nothing fetched', async () => {
      const end = endOf(await app.setUp(wish));
      return `${end}; ${proxy.asked.length === asked ? 'nothing' : proxy.asked.slice(asked).join(' ')} fetched`;
    });
    await table.row(
      'offline: what travelled is what was added, and for this login alone',
      /^([1-9]\d*) files, \1 as added, modes 600 700$/,
      async () => {
        const lines = (await box.asUser('cd ~/.gearview/packages && sha256sum */*.deb')).trim().split('\n');
        const whole = lines.filter((line) => line.slice(0, 64) === line.slice(66, 130));
        const modes = await box.asUser('cd ~/.gearview/packages && stat -c %a */*.deb . * | sort -u');
        return `${lines.length} files, ${whole.length} as added, modes ${modes.trim().replaceAll('\n', ' ')}`;
      },
    );
    await table.row('offline: the second run finds everything there', 'done; all already', async () => {
      const run = await app.setUp(wish);
      return `${run.state.kind}; ${run.plan.steps.every(({ state }) => state.kind === 'already') ? 'all already' : stepsOf(run.plan)}`;
    });
    expect((await app.setUps.standing(app.host.id)).unfinished).toEqual([]);
  });
});

/** Those that are published on the pages of VirtualGL and TurboVNC; a release may be kept by whoever runs the tests. */
const published = packagesIn(process.env['GEARVIEW_TEST_PACKAGES'] ?? '');
const whyNotPublished =
  whyNoBoxes() ?? (published.length < 2 ? 'GEARVIEW_TEST_PACKAGES names no folder with virtualgl_*.deb and turbovnc_*.deb' : undefined);

function packagesIn(folder: string): readonly string[] {
  if (folder === '' || !existsSync(folder)) return [];
  const names = readdirSync(folder);
  return ['virtualgl_', 'turbovnc_'].flatMap((start) =>
    names
      .filter((name) => name.startsWith(start) && name.endsWith('.deb'))
      .map((name) => join(folder, name))
      .slice(-1),
  );
}

describe.skipIf(whyNotPublished !== undefined)(
  `package files of VirtualGL and TurboVNC${whyNotPublished === undefined ? '' : `: did not run: ${whyNotPublished}`}`,
  () => {
    test('on a host without a GPU', { timeout: 600_000 }, async () => {
      host = await startLightHost({ options: SFTP });
      const on = host;
      const app = on.app();
      const before = await on.state();
      await app.packages.add(published);
      const plan = await app.setUps.planSetUp(app.host.id, { ...WISH, mode: 'host-egl', xProxy: 'turbovnc' });
      const run = await app.ended((await app.setUps.begin({ hostId: plan.hostId, planId: plan.id })).id);
      const installed = (): Promise<string> =>
        on.box.asRoot("dpkg-query -W -f '${db:Status-Abbrev}${Package}; ' turbovnc virtualgl 2>/dev/null || :");
      await table.row(
        'VirtualGL from its package file, on a host without a GPU: it is installed, no GPU draws, and nothing more begins',
        /^failed: GPU box 1: Install VirtualGL: .*eglinfo -e.* llvmpipe .*An EGL device that is a GPU.*; .*turbovnc to-do.*; ii virtualgl; $/,
        async () => `${endOf(run)}; ${await installed()}`,
      );
      await table.row(
        'TurboVNC from its package file, for a desktop that the CPU draws',
        'done; proven; ii turbovnc; ii virtualgl; ',
        async () => {
          const end = endOf(await app.setUp({ xProxy: 'turbovnc' }));
          return `${end}; ${await installed()}`;
        },
      );
      await table.row(
        'VirtualGL and TurboVNC from package files: the proof of the mode says that the CPU draws',
        /^A desktop came up, but the CPU drew glxgears in it \(llvmpipe .*\), not the GPU\.; not as expected$/,
        async () => {
          app.setUps.prove(run.id);
          const { proof } = await app.ended(run.id);
          return proof?.kind === 'proven' ? `${proof.sentence}; ${proof.asExpected ? '' : 'not '}as expected` : JSON.stringify(proof);
        },
      );
      await table.row('VirtualGL and TurboVNC from package files: undo takes all of it back', 'done; as before', async () => {
        const { id, hostId } = await app.setUps.planUndo(app.host.id);
        const undone = await app.ended((await app.setUps.begin({ hostId, planId: id })).id);
        return `${undone.state.kind}; ${(await on.state()) === before ? 'as before' : stepsOf(undone.plan)}`;
      });
      expect((await app.setUps.standing(app.host.id)).journal).toEqual([]);
    });
  },
);
