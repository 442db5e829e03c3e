/** Hosts on which packages are half installed: the repair of a set-up finishes them, from package files or repositories, or says what it lacks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import type { Box } from '../support/box';
import { makeDeb } from '../support/packageFiles';
import { whyNoBoxes } from '../support/release';
import { endOf, stepStates } from '../support/setUpEnd';
import { startSetUpHost } from '../support/setUpHost';
import { openTable } from '../support/table';

const why = whyNoBoxes();
const table = openTable('setup');

/** Neither its installation nor the cleaning up after it works: dpkg leaves it as it is. */
const FAILING = { preinst: '#!/bin/sh\nexit 1\n', postrm: '#!/bin/sh\nexit 1\n' };

/** As dpkg leaves it. */
async function install(box: Box, file: string): Promise<void> {
  await box.asRoot(`printf %s '${readFileSync(file).toString('base64')}' | base64 -d >/root/gears.deb; dpkg -i /root/gears.deb || :`);
}

describe.skipIf(why !== undefined)(`half installed packages${why === undefined ? '' : `: did not run: ${why}`}`, () => {
  test('unpacked in part, and without what they need', async ({ onTestFinished }) => {
    const host = await startSetUpHost({ kind: 'desktops', prepare: 'dpkg --purge mesa-utils mesa-utils-bin >/dev/null' });
    onTestFinished(() => host.stop());
    const app = host.app();
    const state = async (name: string): Promise<string> => await host.box.asRoot(`dpkg-query -W -f '\${Status}' ${name} 2>/dev/null || :`);
    const file = (name: string): string => join(app.laptop.home, `${name}.deb`);

    makeDeb(file('broken'), 'gears', { control: FAILING });
    await install(host.box, file('broken'));
    await table.row(
      'half unpacked, no repository, no package file: the repair says which it lacks',
      /^failed: .*half installed failed\. The package gears is half installed, and no repository of this host has it; choose a package file of it\./,
      async () => endOf(await app.setUp({ offline: true })),
    );
    makeDeb(file('gears'), 'gears');
    await app.packages.add([file('gears')]);
    await table.row(
      'half unpacked, no repository: it is installed again from a package file',
      'repair done, glxgears cannot; install ok installed',
      async () => `${stepStates(await app.setUp({ offline: true }))}; ${await state('gears')}`,
    );

    makeDeb(file('needy'), 'needy-gears', { fields: ['Depends: mesa-utils'] });
    await install(host.box, file('needy'));
    await table.row(
      'unpacked, and without what it needs: that is fetched',
      'install ok unpacked; done; proven; install ok installed install ok installed',
      async () => {
        const before = await state('needy-gears');
        const run = await app.setUp();
        return `${before}; ${endOf(run)}; ${await state('needy-gears')} ${await state('mesa-utils')}`;
      },
    );
  });
});
