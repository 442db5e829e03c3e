/** R14: how a step becomes root, for every kind of sudo and login shell, and that nothing but sudo ever sees the password. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../../electron/connection/connection';
import { startBox, type Box } from '../../../e2e/support/box';
import { hostOf, openLaptop } from '../../../e2e/support/laptop';
import { whyNoBoxes } from '../../../e2e/support/release';
import { followStep, launchStep, newRun, standingOf, type Launched } from '../../../e2e/support/stepJob';

const why = whyNoBoxes('shells');

const PASSWORD = '  pä$s"w`o\'r\\d  üß$(id) ';
const SHELLS = ['bash', 'dash', 'zsh', 'fish', 'tcsh', 'ksh'];
/** Which login shell it is has nothing to do with the version of sudo. */
const SHELLS_OF = { bookworm: SHELLS, trixie: ['bash'] } as const;
/** Users by what sudo makes of them; a line of sudoers(5) each. */
const KINDS = {
  root: '',
  nopasswd: '%nopasswd ALL=(ALL) NOPASSWD: ALL',
  nopasswdtty: 'Defaults:%nopasswdtty requiretty\n%nopasswdtty ALL=(ALL) NOPASSWD: ALL',
  password: '%password ALL=(ALL) ALL',
  needtty: 'Defaults:%needtty requiretty\n%needtty ALL=(ALL) ALL',
  timeout: 'Defaults:%timeout timestamp_timeout=0\n%timeout ALL=(ALL) ALL',
  lecture: 'Defaults:%lecture lecture=always\n%lecture ALL=(ALL) ALL',
  onlyapt: '%onlyapt ALL=(ALL) /usr/bin/apt-get',
  nosudoers: '',
} as const;
type Kind = keyof typeof KINDS;

const coded = (text: string): string => Buffer.from(text).toString('base64');
const nameOf = (kind: Kind, shell: string): string => `${kind}-${shell}`;
const USERS = Object.keys(KINDS).flatMap((kind) => SHELLS.map((shell) => ({ kind, shell, name: `${kind}-${shell}` })));

/** Waits as root until the test has looked around. */
const WORK = 'main() { id -un; echo "$HOME $LOGIN"; until [ -e /run/go ]; do sleep 0.1; done; exit 0; }\nmain';

const SUDOERS = ['Defaults logfile=/var/log/sudo-log', 'Defaults !mail_badpass', ...Object.values(KINDS), ''].join('\n');
const PREPARE = `set -e
for kind in ${Object.keys(KINDS).join(' ')}; do
	groupadd "$kind-all"
	same=
	[ "$kind" != root ] || same='-o -u 0'
	for shell in ${SHELLS.join(' ')}; do useradd -m -s "$(command -v "$shell")" -G "$kind-all" $same -p '*' "$kind-$shell"; done
done
echo ${coded(SUDOERS.replaceAll(/%(\w+)/g, '%$1-all'))} | base64 -d >/etc/sudoers.d/kinds
chmod 440 /etc/sudoers.d/*
visudo -c`;

interface Hosts {
  readonly box: Box;
  as(kind: Kind, shell: string): Promise<Connection>;
  end(): Promise<void>;
}

async function hosts(release: keyof typeof SHELLS_OF): Promise<Hosts> {
  const box = await startBox({
    release,
    kind: 'shells',
    options: ['PermitRootLogin yes', `AllowUsers ${USERS.map(({ name }) => name).join(' ')}`],
  });
  const laptop = openLaptop();
  laptop.know(box.hostKeyLine);
  // Through base64, so that what looks for the password on this box finds none of ours.
  const lines = USERS.filter(({ kind }) => kind !== 'root').map(({ name }) => `${name}:${PASSWORD}\n`);
  await box.asRoot(PREPARE);
  await box.asRoot(
    `echo ${coded(lines.join(''))} | base64 -d | chpasswd; echo ${coded(`${PASSWORD.trim()}\n`)} | base64 -d >/root/pattern`,
  );
  return {
    box,
    as: (kind, shell) => laptop.connect(hostOf({ ...box, user: nameOf(kind, shell) })),
    async end() {
      laptop.end();
      await box.stop();
    },
  };
}

const PROCESSES = 'grep -alF -f /root/pattern /proc/[0-9]*/cmdline /proc/[0-9]*/environ';

/** Looks at the processes of the box again and again, until it is asked which of them showed the password. */
async function watch(box: Box): Promise<() => Promise<string>> {
  await box.asRoot(`rm -f /run/seen; (until [ -e /run/seen ]; do ${PROCESSES}; done) >/root/hits 2>/dev/null </dev/null &`);
  return () => box.asRoot('touch /run/seen; cat /root/hits');
}

/** Where the password shows in the box: processes, homes, what set-ups keep, temporary files. */
const leaks = (box: Box): Promise<string> =>
  box.asRoot(`${PROCESSES} 2>/dev/null; grep -ralF -f /root/pattern /home /tmp /run /var/lib/gearview /var/log 2>/dev/null; :`);

const attempts = async (box: Box): Promise<number> =>
  Number(await box.asRoot('grep -c "incorrect password attempt" /var/log/sudo-log || :'));

for (const release of ['bookworm', 'trixie'] as const) {
  const shells = SHELLS_OF[release];
  describe.skipIf(why !== undefined)(`sudo of ${release}${why === undefined ? '' : `: did not run: ${why}`}`, () => {
    let on: Hosts;
    beforeAll(async () => {
      on = await hosts(release);
    }, 60_000);
    afterAll(() => on?.end());

    const launchAll = (kind: Kind, password?: string) =>
      Promise.all(
        shells.map(async (shell) => {
          const connection = await on.as(kind, shell);
          const run = newRun();
          const launched = await launchStep(connection, { run, work: WORK, ...(password === undefined ? {} : { password }) });
          return { shell, connection, run, launched };
        }),
      );
    const byShell = <T>(value: T): Record<string, T> => Object.fromEntries(shells.map((shell) => [shell, value]));
    const told = (all: Awaited<ReturnType<typeof launchAll>>, what: (launched: Launched) => unknown) =>
      Object.fromEntries(all.map(({ shell, launched }) => [shell, what(launched)]));

    test.each([
      ['root', 'root', false],
      ['nopasswd', 'nopass', false],
      ['nopasswdtty', 'nopass', false],
      ['password', 'passok', true],
      ['needtty', 'passok', true],
      ['timeout', 'passok', true],
      ['lecture', 'passok', true],
    ] as const)('%s: the work is root’s, from every login shell', async (kind, status, asks) => {
      await on.box.asRoot('rm -f /run/go');
      const shown = await watch(on.box);
      const all = await launchAll(kind, PASSWORD);
      expect(await shown()).toBe('');
      expect(told(all, ({ sudo }) => sudo?.[0])).toEqual(byShell(status));
      expect(told(all, ({ asked }) => asked)).toEqual(byShell(asks));
      const begun = await Promise.all(
        all.map(({ connection, run }) => followStep(connection, { run }, (log) => log.split('\n').length > 2)),
      );
      expect(begun.map(({ log }) => log.split(' ')[0])).toEqual(shells.map(() => 'root\n/root'));
      expect(await leaks(on.box)).toBe('');
      await on.box.asRoot('touch /run/go');
      const ended = await Promise.all(all.map(({ connection, run }) => followStep(connection, { run })));
      expect(ended.map(({ end }) => end)).toEqual(all.map(() => 'end 0'));
      expect(JSON.stringify([ended, all.map(({ launched }) => launched.answer)])).not.toContain(
        JSON.stringify(PASSWORD.trim()).slice(1, -1),
      );
      expect(await leaks(on.box)).toBe('');
      expect(await attempts(on.box)).toBe(0);
    });

    test.each([
      ['password', 'needpass', /password is required/],
      ['needtty', 'needpass', /password is required/],
      ['nosudoers', 'needpass', /password is required/],
    ] as const)('%s: without a password nothing begins', async (kind, status, text) => {
      const all = await launchAll(kind);
      expect(told(all, ({ sudo, job, asked }) => [sudo?.[0], job, asked])).toEqual(byShell([status, undefined, false]));
      expect(all[0]?.launched.sudo?.[1]).toMatch(text);
      for (const { connection, run } of all) expect((await standingOf(connection)).join()).not.toContain(run);
    });

    test('what looks for the password here would find it', async () => {
      const look = `sleep 0.3; ${PROCESSES} 2>/dev/null; kill $!`;
      expect(await on.box.asRoot(`sh -c 'sleep 9; :' "$(cat /root/pattern)" >/dev/null 2>&1 & ${look}`)).toMatch(/cmdline/);
      expect(await on.box.asRoot(`SEEN=$(cat /root/pattern) sleep 9 >/dev/null 2>&1 & ${look}`)).toMatch(/environ/);
    });

    test('no sudo at all', async () => {
      await on.box.asRoot('mv /usr/bin/sudo /usr/bin/sudo-away');
      const all = await launchAll('password', PASSWORD);
      await on.box.asRoot('mv /usr/bin/sudo-away /usr/bin/sudo');
      expect(told(all, ({ sudo, job, asked }) => [sudo?.[0], job, asked])).toEqual(byShell(['nosudo', undefined, false]));
    });

    test.each(['nosudoers', 'onlyapt'] as const)('%s: the right password does not help', async (kind) => {
      const all = await launchAll(kind, PASSWORD);
      expect(told(all, ({ sudo, job }) => [sudo?.[0], job])).toEqual(byShell(['denied', undefined]));
      expect(await leaks(on.box)).toBe('');
    });

    test.each(['password', 'needtty', 'timeout', 'lecture'] as const)('%s: a wrong password counts one attempt', async (kind) => {
      const before = await attempts(on.box);
      const all = await launchAll(kind, 'wrong one');
      expect(told(all, ({ sudo, job }) => [sudo?.[0], job])).toEqual(byShell(['badpass', undefined]));
      expect(all[0]?.launched.sudo?.[1]).toContain('1 incorrect password attempt');
      expect((await attempts(on.box)) - before).toBe(shells.length);
      expect(await on.box.asRoot('grep -c "[2-9] incorrect" /var/log/sudo-log || :')).toBe('0\n');
    });
  });
}
