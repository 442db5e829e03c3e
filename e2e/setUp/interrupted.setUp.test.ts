/** Set-ups in whose middle the app goes, the operator stops them, or the host loses its power: what is left is whole, or is finished. */
import { describe, test } from 'vitest';
import { freezeDpkgAt, loseHostAt, thawDpkg, thawDpkgWhenTold } from '../support/boxMoments';
import { begun, held, left, planned } from '../support/heldRun';
import { startLightHost } from '../support/lightHost';
import { whyNoBoxes } from '../support/release';
import { endOf, stepStates, takenBack, toDo, twice } from '../support/setUpEnd';
import { startSetUpHost } from '../support/setUpHost';
import { openTable } from '../support/table';
import { until } from '../support/until';

const why = whyNoBoxes() ?? whyNoBoxes('bare');
const table = openTable('setup');

describe.skipIf(why !== undefined)(
  `set-ups that are interrupted${why === undefined ? '' : `: did not run: ${why}`}`,
  { concurrent: true },
  () => {
    test('by the end of the app', async ({ onTestFinished }) => {
      const host = await startLightHost();
      onTestFinished(() => host.stop());
      const appOf = (user: string) => host.app({ user, name: 'laptop' });

      const anna = appOf('anna');
      const first = await held(host, anna);
      anna.kill();
      const ben = appOf('ben');
      await table.row(
        'app killed 1, while packages are fetched: another app sees the run',
        'anna@laptop, base 2/5, running; locked by anna@laptop',
        () => left(ben),
      );
      await table.row('app killed 1: the other one follows the step to its end', 'done; base done; Setting up x11-utils', async () => {
        const { id } = await ben.setUps.resume(ben.host.id, first.id);
        first.release();
        const run = await ben.ended(id);
        return `${run.state.kind}; ${stepStates(run)}; ${/^Setting up x11-utils/m.exec(ben.output(id))?.[0]}`;
      });

      const frozen = freezeDpkgAt(host.box, 'status half-configured tigervnc-common');
      const second = await planned(ben);
      const { id: secondId } = await begun(ben, second);
      await table.row('app killed 2: before, the new plan has what is left, and begins', 'tigervnc, desktop, glxgears; begun', async () => {
        const begins = frozen.then(() => 'begun');
        return `${toDo(second)}; ${await Promise.race([begins, ben.ended(secondId).then(endOf)])}`;
      });
      ben.kill();
      const carl = appOf('carl');
      await table.row(
        'app killed 2, while packages are configured: another app sees the run',
        'ben@laptop, tigervnc 1/3, running; locked by ben@laptop',
        () => left(carl),
      );
      await table.row('app killed 2: the other one follows the step to its end', 'done; tigervnc done; desktop, glxgears', async () => {
        const { id } = await carl.setUps.resume(carl.host.id, secondId);
        await thawDpkg(host.box);
        const run = await carl.ended(id);
        return `${run.state.kind}; ${stepStates(run)}; ${toDo(await planned(carl))}`;
      });

      const third = await held(host, carl);
      carl.kill();
      third.release();
      const dora = appOf('dora');
      await table.row(
        'app killed 3, and the step ends without it: another app sees the run',
        'carl@laptop, desktop 1/2, ended; ',
        async () => {
          const rc = `/home/op/.gearview/set-up/${third.id}/desktop/rc`;
          await until('the end of the step', async () => (await host.box.asRoot(`cat ${rc} 2>/dev/null; true`)).trim() || undefined);
          return left(dora);
        },
      );
      await table.row(
        'app killed 3: the run is dismissed, a new one does the rest',
        'nothing left; free; glxgears; done; proven; nothing twice',
        async () => {
          await dora.setUps.dismiss(dora.host.id, third.id);
          const now = await left(dora);
          const plan = await planned(dora);
          const run = await dora.ended((await begun(dora, plan)).id);
          return `${now}; ${toDo(plan)}; ${endOf(run)}; ${await twice(host.box)}`;
        },
      );
    });

    test('by the operator', async ({ onTestFinished }) => {
      const host = await startLightHost();
      onTestFinished(() => host.stop());
      const app = host.app();
      const before = await host.listing();
      const audit = async (): Promise<string> => ((await host.box.asRoot('dpkg --audit')) === '' ? 'whole' : 'half installed');

      const first = await held(host, app);
      await table.row(
        'stopped after the step, while apt works: that step is finished, and no other begins',
        'cancelled; package-lists done, base done, tigervnc to-do, desktop to-do, glxgears to-do; whole',
        async () => {
          app.setUps.cancel(first.id, 'after-step');
          first.release();
          const run = await app.ended(first.id);
          return `${run.state.kind}; ${stepStates(run)}; ${await audit()}`;
        },
      );

      const frozen = freezeDpkgAt(host.box, 'status half-configured tigervnc-common');
      const second = await begun(app);
      await Promise.race([frozen, app.ended(second.id)]);
      await table.row(
        'stopped now, while dpkg works: a new plan repairs what is half installed',
        /^cancelled; tigervnc cancelled, desktop to-do, glxgears to-do; (whole; (tigervnc, )?desktop, glxgears|half installed; repair, (tigervnc, )?desktop, glxgears)$/,
        async () => {
          app.setUps.cancel(second.id, 'now');
          await thawDpkgWhenTold(host.box);
          const run = await app.ended(second.id);
          return `${run.state.kind}; ${stepStates(run)}; ${await audit()}; ${toDo(await planned(app))}`;
        },
      );
      await table.row(
        'stopped twice: a new set-up finishes, and undo takes all of it back',
        'done; proven; whole; undone, as before',
        async () => {
          const run = await app.setUp();
          return `${endOf(run)}; ${await audit()}; ${await takenBack(app, host, before)}`;
        },
      );
    });

    test('by a power cut, before the app', async ({ onTestFinished }) => {
      const host = await startSetUpHost();
      onTestFinished(() => host.stop());
      const app = host.app();
      const before = await host.listing();
      const lost = loseHostAt(host.box, 'status half-installed libllvm');
      await table.row(
        'power cut while packages are unpacked: the step is said to be lost',
        /^failed: GPU box 1: Install .+ was cut off: .+; look at the plan again and go on from there\./,
        async () => {
          const run = await app.ended((await begun(app)).id);
          await lost;
          return endOf(run);
        },
      );
      await table.row(
        'power cut while packages are unpacked: a new plan repairs and finishes, and undo takes all of it back',
        /^repair, (base, )?tigervnc, desktop, glxgears; done; proven; undone, as before$/,
        async () => {
          const plan = await planned(app);
          const run = await app.ended((await begun(app, plan)).id);
          return `${toDo(plan)}; ${endOf(run)}; ${await takenBack(app, host, before)}`;
        },
      );
    });

    test('by a power cut, after the app', async ({ onTestFinished }) => {
      const host = await startLightHost();
      onTestFinished(() => host.stop());
      const before = await host.listing();
      // Openbox is seen then, and what comes with it is not there.
      const lost = loseHostAt(host.box, 'status half-installed xterm');
      const anna = host.app();
      const { id } = await begun(anna);
      await Promise.race([lost, anna.ended(id)]);
      anna.kill();
      const ben = host.app({ user: 'ben', name: 'laptop-2' });
      await table.row(
        'power cut, and the app went too: another one sees that the step is lost',
        'anna@laptop-1, desktop 4/5, lost; free',
        () => left(ben),
      );
      await table.row(
        'power cut, and the app went too: who goes on with the run is told',
        /^failed: GPU box 1: Install Openbox was cut off: /,
        async () => endOf(await ben.ended((await ben.setUps.resume(ben.host.id, id)).id)),
      );
      await table.row(
        'power cut, and the app went too: a new plan repairs and finishes, and undo takes all of it back',
        'nothing left; free; repair, desktop, glxgears; done; proven; install ok installed; undone, as before',
        async () => {
          const now = await left(ben);
          const plan = await planned(ben);
          const run = await ben.ended((await begun(ben, plan)).id);
          const xterm = await host.box.asRoot(`dpkg-query -W -f '\${Status}' xterm`);
          return `${now}; ${toDo(plan)}; ${endOf(run)}; ${xterm}; ${await takenBack(ben, host, before)}`;
        },
      );
    });
  },
);
