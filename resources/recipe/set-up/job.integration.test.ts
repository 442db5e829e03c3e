/** The detached job of a step, by an ordinary user of this machine: launched once, followed, stopped, lost. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isRunning, send } from '../../../e2e/support/children';
import { canHide, startLocalHost, type LocalHost, type LocalHostOptions } from '../../../e2e/support/localHost';
import {
  finishRun,
  followStep,
  launchStep,
  marksIn,
  newRun,
  outputIn,
  standingOf,
  stopStep,
  taskLine,
  type StepWish,
} from '../../../e2e/support/stepJob';

async function host(options: Partial<LocalHostOptions> = {}): Promise<LocalHost> {
  const made = await startLocalHost({ user: 'gv-job', ...options });
  onTestFinished(() => made.stop());
  return made;
}

const sh = (line: string): string => taskLine('run', 'sh', '-c', line);
const asUser = (wish: Omit<StepWish, 'run' | 'as'> & { readonly run?: string }): StepWish & { readonly as: 'user' } => ({
  run: newRun(),
  ...wish,
  as: 'user',
});
/** Pid, as a job's record has it. */
const pidOf = (job: readonly string[] | undefined): number => Number(job?.[1]);

/** What /bin/sh is there: the job's own scripts run under it. */
const BIN_SH = [
  ['dash', ':'],
  ['bash', 'mount --bind "$(command -v bash)" "$(readlink -f /bin/sh)"'],
  ['busybox', 'mount --bind "$(command -v busybox)" "$(readlink -f /bin/sh)"'],
] as const;

describe.skipIf(!canHide).each(BIN_SH)(`where sh is %s${canHide ? '' : ' (needs root)'}`, (name, prepare) => {
  const shell = { dash: ['dash', '-s'], bash: ['bash', '--posix', '-s'], busybox: ['busybox', 'sh', '-s'] }[name];
  const begin = () => host({ shell, prepare });

  test('a task: files, then commands with their very words, until one fails', async () => {
    const on = await begin();
    const task = [
      taskLine('file', `${on.home}/a/b/f`, '640', 'tëxt\n\n'),
      taskLine('run', 'printf', '[%s]', 'a \'b" $c', '', '*', 'x\ny\n', '-'),
      sh('pwd; umask; cat; ps -o sid= $$; echo "$$"; exit 75'),
      sh('echo never'),
    ].join('');
    const wish = asUser({ task });
    const { mark } = await launchStep(on, wish);
    const { log, end } = await followStep(on, wish);
    expect(end).toBe('end 1');
    expect(marksIn(log, mark)).toEqual(['command 0', 'command 1']);
    const [words = '', rest = ''] = outputIn(log, mark).split('/\n');
    expect(words.trimEnd()).toBe('[a \'b" $c][][*][x\ny\n][-]');
    const [mask, session, pid] = rest.trim().split(/\s+/);
    expect([mask, session]).toEqual(['0022', pid]);
    expect(await on.run('cat a/b/f; stat -c %a a a/b a/b/f')).toBe('tëxt\n\n755\n755\n640\n');
  });

  test('stop ends the command, what it started, and what left its group; then nothing more begins', async () => {
    const on = await begin();
    const stubborn = `trap "" TERM; echo stubborn $$; while :; do sleep 1; done`;
    const task = `${sh(`setsid sleep 300 & sh -c 'echo child $$; exec sleep 300' & sh -c '${stubborn}' & echo up; wait`)}${sh('echo never')}`;
    const wish = asUser({ task });
    const { job, mark } = await launchStep(on, wish);
    const seen = await followStep(on, wish, (log) => ['up', 'child', 'stubborn'].every((word) => log.includes(word)));
    await stopStep(on, wish.run);
    const { log, end } = await followStep(on, { ...wish, offset: seen.offset });
    expect(end).toBe('end 130');
    expect(marksIn(seen.log + log, mark)).toEqual(['command 0']);
    await vi.waitFor(() => expect(isRunning(pidOf(job))).toBe(false), 5000);
    await vi.waitFor(() => expect(on.processes().filter(isRunning)).toEqual([]), 5000);
  });

  test('a package lock is waited for, with who holds it, and the command is run again', async () => {
    const on = await begin();
    const holder = `(exec sleep 300) & echo $! >holder; wait`;
    void on.run(holder);
    await vi.waitFor(async () => expect(await on.run('cat holder')).toMatch(/\d/), 5000);
    const pid = (await on.run('cat holder')).trim();
    const busy = `cd "${on.home}"; [ -e free ] && exit 0; echo x; echo "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process ${pid} (sleep)" >&2; exit 100`;
    const wish = asUser({ task: sh(busy) });
    const { mark } = await launchStep(on, wish);
    const seen = await followStep(on, wish, (log) => marksIn(log, mark).some((each) => each.startsWith('waiting')));
    await on.run('touch free');
    const { log, end } = await followStep(on, { ...wish, offset: seen.offset });
    expect(end).toBe('end 0');
    expect(marksIn(seen.log + log, mark)).toEqual([
      'command 0',
      expect.stringMatching(`waiting Waiting for sleep \\(process ${pid} of \\S+\\), which installs packages too\\.`),
      'waiting ',
    ]);
  });

  test('a command that takes too long, and a lock that is not let go, fail', async () => {
    const on = await begin();
    const long = asUser({ task: sh('sleep 300'), commandSeconds: 2 });
    const { mark } = await launchStep(on, long);
    const late = await followStep(on, long);
    expect([late.end, outputIn(late.log, mark).trim()]).toEqual(['end 124', 'It did not end within 2 s.']);
    const locked = asUser({ task: sh('echo "another app is currently holding the yum lock"; exit 7'), waitSeconds: 1 });
    await launchStep(on, locked);
    expect((await followStep(on, locked)).end).toBe('end 7');
  });

  test('two launches at once, and one more later, run it once', async () => {
    const on = await begin();
    const wish = asUser({ task: sh(`echo x >>"${on.home}/ran"; sleep 0.5`) });
    const [first, second] = await Promise.all([launchStep(on, wish), launchStep(on, wish)]);
    expect(second.job).toEqual(first.job);
    expect((await followStep(on, wish)).end).toBe('end 0');
    expect((await launchStep(on, wish)).job).toEqual(first.job);
    expect(await on.run('cat ran')).toBe('x\n');
  });
});

describe('a job', () => {
  test('one that failed is begun anew, and its log is kept', async () => {
    const on = await host();
    const wish = asUser({ task: sh(`echo try; [ -e "${on.home}/good" ]`) });
    const first = await launchStep(on, wish);
    expect((await followStep(on, wish)).end).toBe('end 1');
    await on.run('touch good');
    const second = await launchStep(on, wish);
    expect(pidOf(second.job)).not.toBe(pidOf(first.job));
    expect((await followStep(on, wish)).end).toBe('end 0');
    expect(await on.run(`cat .gearview/set-up/${wish.run}/step-a/log.old`)).toContain(first.mark);
  });

  test('outlives the channel that began it, and is followed from where another left', async () => {
    const on = await host();
    const task = sh(`printf 'äöü\\n%.0s' $(seq 20000); until [ -e "${on.home}/go" ]; do sleep 0.1; done; printf 'end €'`);
    const wish = asUser({ task });
    await launchStep(on, wish);
    // The first one leaves in the middle.
    const first = await followStep(on, wish, (log) => log.length > 1000);
    expect(first.end).toBe('');
    await on.run('touch go');
    const second = await followStep(on, { ...wish, offset: first.offset });
    expect(second.end).toBe('end 0');
    const whole = first.log + second.log;
    expect(whole.slice(whole.indexOf('äöü'))).toBe(`${'äöü\n'.repeat(20_000)}end €`);
    // Of an old one too.
    expect((await followStep(on, wish)).log).toBe(whole);
  });

  test('a long log comes in parts', async () => {
    const on = await host();
    const wish = asUser({ task: sh('head -c 700000 /dev/zero | tr "\\0" x') });
    await launchStep(on, wish);
    await vi.waitFor(async () => expect(await on.run(`cat .gearview/set-up/${wish.run}/step-a/rc`)).toMatch(/0/), 10_000);
    const first = await followStep(on, wish);
    expect(first).toMatchObject({ end: 'more' });
    const second = await followStep(on, { ...wish, offset: first.offset });
    expect(second.end).toBe('end 0');
    expect(`${first.log}${second.log}`.length).toBeGreaterThan(700_000);
  });

  test('one that was killed is lost, and can be begun anew', async () => {
    const on = await host();
    const wish = asUser({ task: sh('echo "of $$"; exec sleep 300') });
    const { job } = await launchStep(on, wish);
    expect(await standingOf(on)).toEqual([expect.stringMatching(/ running$/)]);
    const left = Number(/^of (\d+)$/m.exec((await followStep(on, wish, (log) => log.includes('of '))).log)?.[1]);
    send(pidOf(job), 'SIGKILL');
    expect((await followStep(on, wish)).end).toMatch(/^lost Its process is gone/);
    expect(await standingOf(on)).toEqual([`unfinished ${wish.run} anna@laptop ${await sinceOf(on, wish.run)} {} step-a A step 1 2 lost`]);
    expect((await launchStep(on, { ...wish, task: sh('echo again') })).job).not.toEqual(job);
    expect(await followStep(on, wish)).toMatchObject({ end: 'end 0', log: expect.stringContaining('again') });
    // What the killed one left is ended, and says nothing of the new one.
    await vi.waitFor(() => expect(isRunning(left)).toBe(false), 10_000);
    expect((await followStep(on, wish)).end).toBe('end 0');
  });

  test('what never began is lost, and ids that are none are refused', async () => {
    const on = await host();
    expect((await followStep(on, { run: newRun() })).end).toMatch(/^lost /);
    await expect(followStep(on, { run: '../../../etc' })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(launchStep(on, asUser({ step: '../x' }))).rejects.toMatchObject({ code: 'bad-input' });
    await expect(stopStep(on, newRun())).rejects.toMatchObject({ code: 'not-found' });
    expect(await on.run('ls -A .gearview/set-up')).toBe('');
  });

  test('the proxies of the login, else of /etc/environment, reach the work, and no command line', async () => {
    const on = await host({
      env: { http_proxy: 'http://login:p@proxy:1', NO_PROXY: 'a,b' },
      ...(canHide
        ? {
            prepare: `printf '%s\\n' 'http_proxy=other' 'https_proxy="http://etc:2"' >"$HOME/environment"; mount --bind "$HOME/environment" /etc/environment`,
          }
        : {}),
    });
    const wish = asUser({ task: sh('env | grep -i _proxy | sort') });
    const { mark } = await launchStep(on, wish);
    expect(
      outputIn((await followStep(on, wish)).log, mark)
        .trim()
        .split('\n'),
    ).toEqual(['NO_PROXY=a,b', 'http_proxy=http://login:p@proxy:1', ...(canHide ? ['https_proxy=http://etc:2'] : [])]);
  });

  test.skipIf(!canHide)('without room in the home nothing is begun, and a sentence says so', async () => {
    const on = await host({ prepare: 'mount -t tmpfs -o size=128k,mode=777 tmpfs "$HOME"' });
    const wish = asUser({ task: sh('touch /tmp/gv-never') });
    await expect(launchStep(on, wish)).rejects.toMatchObject({
      code: 'script-failed',
      message: expect.stringMatching(/no room left .*Nothing was begun/),
    });
    expect(await on.run('find .gearview -type f -size +0')).toBe('');
  });

  test.skipIf(!canHide)('a disk that fills up while it runs does not lose its exit status', async () => {
    const on = await host({ prepare: 'mount -t tmpfs -o size=1m,mode=777 tmpfs "$HOME"' });
    const wish = asUser({ task: sh(`cat /dev/zero >"${on.home}/fill"; exit 9`) });
    await launchStep(on, wish);
    expect((await followStep(on, wish)).end).toBe('end 9');
  });
});

const sinceOf = async (on: LocalHost, run: string): Promise<string> => (await on.run(`cat .gearview/set-up/${run}/since`)).trim();

describe('standing', () => {
  test('of a host without any: nothing, and nothing is made', async () => {
    const on = await host();
    expect(await standingOf(on)).toEqual([]);
    expect(await on.run('ls -A | grep gearview')).toBe('');
  });

  test('reads only small plain files, whatever lies there', async () => {
    const on = await host();
    const good = asUser({ task: sh(':'), title: 'Grüße', position: '3 7' });
    await launchStep(on, good);
    expect((await followStep(on, good)).end).toBe('end 0');
    await on.run(`cd .gearview/set-up
for run in aaaaaaaaaaa1 aaaaaaaaaaa2 aaaaaaaaaaa3 aaaaaaaaaaa4; do cp -r ${good.run} $run; done
for each in owner latest wish; do rm aaaaaaaaaaa1/$each; mkfifo aaaaaaaaaaa1/$each; done
rm aaaaaaaaaaa2/owner; ln -s /etc/passwd aaaaaaaaaaa2/owner; head -c 50000000 /dev/zero | tr '\\0' 9 >aaaaaaaaaaa2/since; mkfifo aaaaaaaaaaa2/step-a/rc.x; rm aaaaaaaaaaa2/step-a/rc; mkfifo aaaaaaaaaaa2/step-a/rc
echo '../../../..' >aaaaaaaaaaa3/latest; echo elsewhere >aaaaaaaaaaa4/host
ln -s / aaaaaaaaaaa5; mkdir 'a b' "*"; mkfifo aaaaaaaaaaa6; touch -r ${good.run} .`);
    const records = await standingOf(on);
    expect(records.toSorted()).toEqual(
      [
        `unfinished ${good.run} anna@laptop ${await sinceOf(on, good.run)} {} step-a Grüße 3 7 ended`,
        `unfinished aaaaaaaaaaa2  ${'9'.repeat(15)} {} step-a Grüße 3 7 lost`,
      ].toSorted(),
    );
  });

  test('finish ends a run, and removes those that ended long ago', async () => {
    const on = await host();
    const [old, fresh] = [asUser({ task: sh(':') }), asUser({ task: sh(':') })];
    for (const each of [old, fresh]) {
      await launchStep(on, each);
      await followStep(on, each);
    }
    await finishRun(on, old.run, 'dismissed');
    expect(await standingOf(on)).toEqual([expect.stringMatching(`^unfinished ${fresh.run} `)]);
    await on.run(`touch -d '40 days ago' .gearview/set-up/${old.run}/ended`);
    await finishRun(on, fresh.run, 'done');
    expect(await standingOf(on)).toEqual([]);
    expect((await on.run('ls .gearview/set-up')).split('\n')).not.toContain(old.run);
    expect(await on.run(`cat .gearview/set-up/${fresh.run}/ended`)).toMatch(/^done \d+\n$/);
    await expect(finishRun(on, fresh.run, 'x')).rejects.toMatchObject({ code: 'bad-input' });
    await finishRun(on, newRun(), 'failed');
  });
});
