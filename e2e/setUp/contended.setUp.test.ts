/** Two operators set the same host up at once, and package managers that somebody else keeps busy. */
import { describe, test } from 'vitest';
import { begun, planned } from '../support/heldRun';
import { lockHeld } from '../support/heldLock';
import { startLightHost } from '../support/lightHost';
import { whyNoBoxes } from '../support/release';
import { endOf, stepStates, toDo, twice } from '../support/setUpEnd';
import { openTable } from '../support/table';
import { until } from '../support/until';

const why = whyNoBoxes();
const table = openTable('setup');

describe.skipIf(why !== undefined)(`set-ups that meet${why === undefined ? '' : `: did not run: ${why}`}`, { concurrent: true }, () => {
  test('two apps', async ({ onTestFinished }) => {
    const host = await startLightHost();
    onTestFinished(() => host.stop());
    const sideOf = async (user: string) => {
      const app = host.app({ user, name: 'laptop' });
      return { app, owner: `${user}@laptop`, plan: await planned(app) };
    };
    const release = host.proxy.hold();
    const [anna, ben] = await Promise.all([sideOf('anna'), sideOf('ben')]);
    const [annas, bens] = await Promise.all([begun(anna.app, anna.plan), begun(ben.app, ben.plan)]);
    const lost = await Promise.race([anna.app.ended(annas.id), ben.app.ended(bens.id)]);
    const isAnnas = lost.id === annas.id;
    const [winner, loser] = isAnnas ? [ben, anna] : [anna, ben];

    await table.row(
      'two apps begin at once: one gives way, and is told to whom',
      new RegExp(`^failed: GPU box 1: ${winner.owner} sets this host up since \\d\\d:\\d\\d UTC \\(“[^”]+”\\); wait until that ended`),
      () => Promise.resolve(endOf(lost)),
    );
    await table.row(
      'two apps begin at once: while one sets up, the other one shows who does',
      `${winner.owner} since then: base 2/5 running`,
      async () => {
        await until('a package is asked for', () => host.proxy.asked.find((path) => path.endsWith('.deb')));
        const { lock, unfinished } = await loser.app.setUps.standing(loser.app.host.id);
        // Hosts tell whole seconds.
        const isThen = lock !== undefined && lock.since > lost.plan.at - 1000 && lock.since <= Date.now();
        return `${lock?.owner} ${isThen ? 'since then' : 'at another time'}: ${unfinished.map(({ stepId, position, of, step }) => `${stepId} ${position}/${of} ${step}`).join(', ')}`;
      },
    );
    await table.row('two apps begin at once: all is installed once', 'done; proven; nothing twice; then all already', async () => {
      release();
      const end = endOf(await winner.app.ended(isAnnas ? bens.id : annas.id));
      return `${end}; ${await twice(host.box)}; then ${toDo(await planned(loser.app))}`;
    });
  });

  test('locks of package managers', async ({ onTestFinished }) => {
    const host = await startLightHost();
    onTestFinished(() => host.stop());
    const { box } = host;
    const app = host.app();
    const lists = await lockHeld(box, '/var/lib/apt/lists/lock');
    const database = await lockHeld(box, '/var/lib/dpkg/lock-frontend');
    const { id } = await begun(app);
    const noteOf = (stepId: string): Promise<string> =>
      until(`${stepId} waits`, () => {
        const state = app.setUps.runs()[0]?.plan.steps.find((step) => step.id === stepId)?.state;
        return (state?.kind === 'running' && state.note) || undefined;
      });

    await table.row('a held lock of the package lists: the step says who has it', lists.told, () => noteOf('package-lists'));
    await lists.free();
    await table.row('a held lock of the package database: the step says who has it', database.told, () => noteOf('base'));
    await database.free();
    await table.row(
      'held locks of package managers: the run goes on when they are free',
      'done; proven; nothing twice; package-lists done, base done, tigervnc done, desktop done, glxgears done',
      async () => {
        const run = await app.ended(id);
        return `${endOf(run)}; ${await twice(box)}; ${stepStates(run)}`;
      },
    );
  });
});
