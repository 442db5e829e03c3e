/** Who may become root on a host, and how: passwords for sudo, logins without that right, hosts without sudo, and root itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Box } from '../support/box';
import { inTurn, secret } from '../support/laptop';
import { startLightHost } from '../support/lightHost';
import { whyNoBoxes } from '../support/release';
import { endOf, stepStates } from '../support/setUpEnd';
import { stepsOf, WISH, type App, type SetUpHost } from '../support/setUpHost';
import { openTable } from '../support/table';

const why = whyNoBoxes();
const title = why === undefined ? '' : `: did not run: ${why}`;
const table = openTable('setup');
let host: SetUpHost | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});

async function begun(options: Parameters<typeof startLightHost>[0]): Promise<SetUpHost> {
  host = await startLightHost(options);
  return host;
}

/** Its end is in no other text of the box. */
const PASSWORD = `it's "$(id)" \\ ö kingfisher-7`;
const PIECE = 'kingfisher-7';
const coded = (text: string): string => Buffer.from(text).toString('base64');

/** `op` may use sudo with a password, `guest` has one and may not. What looks for the password here has it from a file. */
const PREPARE = `
rm /etc/sudoers.d/box
printf '%s\\n' 'Defaults logfile=/var/log/sudo-log' 'op ALL=(ALL) ALL' >/etc/sudoers.d/people
chmod 440 /etc/sudoers.d/people
useradd --create-home --shell /bin/bash guest
echo ${coded(`op:${PASSWORD}\nguest:${PASSWORD}\n`)} | base64 -d | chpasswd
echo ${coded(`${PIECE}\n`)} | base64 -d >/root/piece
`;

/** What sudo wrote into its log. */
const sudoLog = async (box: Box): Promise<string> => await box.asRoot('cat /var/log/sudo-log 2>/dev/null; true');
/** Wrong passwords that sudo counted of `op`. */
const attempts = async (box: Box): Promise<number> =>
  [...(await sudoLog(box)).matchAll(/ op : (\d+) incorrect password attempt/g)].reduce((sum, [, times]) => sum + Number(times), 0);

/** Looks at every process again and again until it is told to end; then its answer is where the password was seen, and how often it looked. */
async function watchProcesses(box: Box): Promise<{ end(): Promise<{ readonly seen: string; readonly rounds: number }> }> {
  await box.asRoot('rm -f /run/seen; : >/run/rounds; touch /run/watch');
  const said = box.asRoot(
    'while [ -e /run/watch ]; do grep -alF -f /root/piece /proc/[0-9]*/cmdline /proc/[0-9]*/environ >>/run/seen 2>/dev/null; echo >>/run/rounds; sleep 0.05; done; wc -l </run/rounds; sort -u /run/seen',
  );
  return {
    async end() {
      await box.asRoot('rm /run/watch');
      const [rounds = '', ...seen] = (await said).trim().split('\n');
      return { seen: seen.join(' '), rounds: Number(rounds) };
    },
  };
}

/** For as long as the watch looks three times. */
const GIVEN_IT = `sh -c 'first=$(wc -l </run/rounds); until [ "$(wc -l </run/rounds)" -gt $((first + 3)) ]; do sleep 0.05; done' x "$(printf %s king fisher-7)"`;

/** Files that hold it: what the login and its set-up left, below home and elsewhere; sudo's own log, too. */
const filesWithIt = async (box: Box): Promise<string> =>
  (await box.asRoot('grep -ralF -f /root/piece /home /tmp /run /var/lib/gearview /var/log /var/tmp /etc 2>/dev/null; true')).trim();

function laptopHasIt(app: App): boolean {
  const files = readdirSync(app.laptop.home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return app.everything().includes(PIECE) || files.some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(PIECE));
}

/** What the operator was asked: `first` or `again` for each time. */
const asked = ({ laptop }: App): string =>
  laptop.asked
    .map((question) =>
      question.kind === 'secret' && question.purpose === 'sudo' && !question.again
        ? 'first'
        : question.kind === 'secret'
          ? 'again'
          : question.kind,
    )
    .join(' ');

const same = (before: string, after: string): string => (before === after ? 'unchanged' : 'changed');

describe.skipIf(why !== undefined)(`becoming root${title}`, () => {
  test('with a password, without the right to, and as root', { timeout: 600_000 }, async () => {
    const on = await begun({ prepare: PREPARE, options: ['PermitRootLogin yes', 'AllowUsers root guest'] });
    const { box, proxy } = on;
    const before = await on.state();

    await table.row(
      'sudo: a login without that right changes nothing, and is told so',
      /^failed: GPU box 1: guest may not use sudo; ask the administrator .*; asked first; unchanged; 0 packages fetched$/,
      async () => {
        const app = on.app({ login: 'guest' });
        app.laptop.answer(inTurn(secret(PASSWORD)));
        const run = await app.setUp();
        const end = run.state.kind === 'failed' ? run.state.failure.message : '';
        const fetched = proxy.asked.filter((path) => path.endsWith('.deb')).length;
        return `${run.state.kind}: ${end}; asked ${asked(app)}; ${same(before, await on.state())}; ${fetched} packages fetched`;
      },
    );

    await table.row(
      'sudo: a password that is wrong three times ends the run, and nothing was changed',
      'failed: GPU box 1: sudo refused the password of op three times, so this step did not begin; set it up again with the right one.; asked first again again; 3 attempts; unchanged',
      async () => {
        const app = on.app();
        app.laptop.answer(() => secret('wrong'));
        const run = await app.setUp();
        const end = run.state.kind === 'failed' ? run.state.failure.message : '';
        return `${run.state.kind}: ${end}; asked ${asked(app)}; ${await attempts(box)} attempts; ${same(before, await on.state())}`;
      },
    );

    await table.row('sudo: the operator who gives no password stops the run', 'cancelled; unchanged', async () => {
      const run = await on.app().setUp();
      return `${run.state.kind}; ${same(before, await on.state())}`;
    });

    const app = on.app();
    await table.row(
      'sudo: wrong once, then right: asked no more in the whole run, and seen in no process',
      'done; proven; asked first again; 1 wrong; seen: no',
      async () => {
        const wrong = await attempts(box);
        app.laptop.answer(inTurn(secret('wrong'), secret(PASSWORD)));
        const watch = await watchProcesses(box);
        const run = await app.setUp();
        const { seen, rounds } = await watch.end();
        expect(rounds).toBeGreaterThan(20);
        return `${endOf(run)}; asked ${asked(app)}; ${(await attempts(box)) - wrong} wrong; seen: ${seen === '' ? 'no' : seen}`;
      },
    );
    await table.row(
      'sudo: the password is in no file of the host, and nowhere on the laptop',
      'host: /home/op/planted; laptop: no',
      async () => {
        // Shows that it would be found.
        await box.asRoot('cp /root/piece /home/op/planted');
        const files = await filesWithIt(box);
        await box.asRoot('rm /home/op/planted');
        return `host: ${files}; laptop: ${laptopHasIt(app) ? 'yes' : 'no'}`;
      },
    );
    await table.row('sudo: the same look finds a password that a program was given', '/cmdline', async () => {
      const watch = await watchProcesses(box);
      await box.asUser(GIVEN_IT);
      return (await watch.end()).seen;
    });

    const full = await on.state();
    await table.row('one entry alone is taken back', 'done; undo: glxgears; then glxgears to-do', async () => {
      app.laptop.answer(() => secret(PASSWORD));
      const { journal } = await app.setUps.standing(app.host.id);
      const entries = journal.flatMap(({ id }) => (id.endsWith('glxgears') ? [id] : []));
      const { id, hostId } = await app.setUps.planUndo(app.host.id, entries);
      const run = await app.ended((await app.setUps.begin({ hostId, planId: id })).id);
      const undone = run.plan.steps.map((step) => step.title.replace(/^Take back: Install (\w+).*/, '$1')).join(', ');
      const { steps } = await app.setUps.planSetUp(app.host.id, WISH);
      const left = steps.filter(({ state }) => state.kind !== 'already').map((step) => `${step.id} ${step.state.kind}`);
      return `${run.state.kind}; undo: ${undone}; then ${left.join(', ')}`;
    });

    await table.row(
      'root logs in: no sudo is used, and only what is missing comes',
      'done; proven; glxgears done; no sudo; as before',
      async () => {
        const root = on.app({ login: 'root' });
        const used = (await sudoLog(box)).length;
        const run = await root.setUp();
        const sudo = (await sudoLog(box)).length === used && root.laptop.asked.length === 0 ? 'no sudo' : 'sudo';
        return `${endOf(run)}; ${stepStates(run)}; ${sudo}; ${full === (await on.state()) ? 'as before' : 'another state'}`;
      },
    );

    await table.row('another desktop later: only that is added', 'to-do: desktop; done; proven; asked first; openbox stays', async () => {
      const wish = { ...WISH, desktop: 'xfce' } as const;
      const later = on.app();
      later.laptop.answer(() => secret(PASSWORD));
      const { id, hostId, steps } = await later.setUps.planSetUp(later.host.id, wish);
      const todo = steps.flatMap((step) => (step.state.kind === 'to-do' ? [step.id] : []));
      const run = await later.ended((await later.setUps.begin({ hostId, planId: id })).id);
      const openbox = (await box.asRoot('dpkg-query -W openbox xterm | wc -l')).trim() === '2' ? 'openbox stays' : 'openbox is gone';
      return `to-do: ${todo.join(' ')}; ${endOf(run)}; asked ${asked(later)}; ${openbox}`;
    });
  });

  test('no sudo there', async () => {
    const on = await begun({ prepare: 'rm /etc/sudoers.d/box; SUDO_FORCE_REMOVE=yes dpkg --purge sudo >/dev/null 2>&1' });
    const before = await on.state();
    const app = on.app();
    await table.row(
      'no sudo: the plan says that it cannot, and why',
      /^(\S+ (already|cannot \(It needs root, and sudo is not installed: log in as root, [^)]*\))\n?)+$/,
      async () => stepsOf(await app.setUps.planSetUp(app.host.id, WISH)),
    );
    await table.row(
      'no sudo: a run does nothing, and says why',
      /^failed: GPU box 1: Nothing of what is missing can be set up here\. It needs root, and sudo is not installed: /,
      async () => endOf(await app.setUp()),
    );
    expect(await on.state()).toBe(before);
    expect(app.laptop.asked).toEqual([]);
  });
});
