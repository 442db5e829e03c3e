/** Hosts without room: for what is fetched, for what is unpacked, and in the home directory; and the set-up after room was made. */
import { afterEach, describe, expect, test } from 'vitest';
import { startLightHost } from '../support/lightHost';
import { whyNoBoxes } from '../support/release';
import { endOf } from '../support/setUpEnd';
import { stepsOf, WISH, type SetUpHost } from '../support/setUpHost';
import { openTable } from '../support/table';

const why = whyNoBoxes();
const table = openTable('setup');
let host: SetUpHost | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});

/** One of two packages fits. */
const DOCUMENT_PAGES = 18;
/** A small file system over that folder; the pages that it may have. */
const small = (folder: string, pages: number, options = 'mode=755'): string =>
  `mount -t tmpfs -o size=${pages * 4}k,${options} tmpfs ${folder}`;
const HOME = '/home/op';
const ARCHIVES = '/var/cache/apt/archives';
const DOCUMENTS = '/usr/share/doc';

describe.skipIf(why !== undefined)(`no room${why === undefined ? '' : `: did not run: ${why}`}`, () => {
  test('in several places, and then made', { timeout: 600_000 }, async () => {
    host = await startLightHost();
    const on = host;
    const { box } = on;
    const app = on.app();
    const before = await on.state();
    const half = async (): Promise<string> =>
      (await box.asRoot("dpkg-query -W -f '${db:Status-Abbrev}\\n' | grep -cv '^.[inc]' || :")).trim();
    const same = async (): Promise<string> => ((await on.state()) === before ? 'unchanged' : 'changed');

    await box.asRoot(`${small(HOME, 8, 'mode=755,uid=op')}; head -c 1M /dev/zero >${HOME}/full 2>/dev/null; true`);
    await table.row(
      'no room in the home directory: nothing begins',
      /^failed: GPU box 1: .*There is no room left in \/home\/op; make room there\. Nothing was begun\..*; unchanged$/s,
      async () => `${endOf(await app.setUp())}; ${await same()}`,
    );
    await box.asRoot(`umount ${HOME}`);

    await box.asRoot(small(ARCHIVES, 8));
    await table.row(
      'no room for what is fetched: the step says so',
      /^failed: GPU box 1: Install what desktops and checks need failed\. The disk is full; make room on it, then set it up again\.; .*; unchanged$/s,
      async () => `${endOf(await app.setUp())}; ${await same()}`,
    );
    await table.row(
      'no room for what is fetched: the next plan says so',
      /\nbase cannot \(apt has no room in \/var\/cache\/apt\/archives for what it fetches: make room there\.\)/,
      async () => stepsOf(await app.setUps.planSetUp(app.host.id, WISH)),
    );
    await box.asRoot(`umount ${ARCHIVES}`);

    await box.asRoot(small(DOCUMENTS, DOCUMENT_PAGES));
    await table.row(
      'no room in the middle of unpacking: the step says so',
      /^failed: GPU box 1: Install what desktops and checks need failed\. The disk is full; make room on it, then set it up again\./,
      async () => endOf(await app.setUp()),
    );
    await box.asRoot(`umount ${DOCUMENTS}`);
    await table.row(
      'no room in the middle of unpacking: the next plan repairs what is half there',
      /^[1-9]\d* half there; repair to-do$/,
      async () => {
        const { steps } = await app.setUps.planSetUp(app.host.id, WISH);
        return `${await half()} half there; ${stepsOf({ steps: steps.filter(({ id }) => id === 'repair') })}`;
      },
    );
    await table.row('room was made: the next set-up finishes what was left', 'done; proven; 0 half there', async () => {
      const end = endOf(await app.setUp());
      return `${end}; ${await half()} half there`;
    });
    await table.row('room was made: undo takes all of it back', 'done; unchanged', async () => {
      const { id, hostId } = await app.setUps.planUndo(app.host.id);
      const run = await app.ended((await app.setUps.begin({ hostId, planId: id })).id);
      return `${run.state.kind}; ${await same()}`;
    });
    expect((await app.setUps.standing(app.host.id)).journal).toEqual([]);
  });
});
