/** Steps as root in a box: one set-up at a time, the journal, and the locks of real package managers. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../../electron/connection/connection';
import { logInToBox, type BoxLogin } from '../../../e2e/support/boxLogin';
import { hostOf, openLaptop } from '../../../e2e/support/laptop';
import { whyNoBoxes } from '../../../e2e/support/release';
import { finishRun, followStep, launchStep, marksIn, newRun, outputIn, standingOf, stopStep, taskLine } from '../../../e2e/support/stepJob';

const why = whyNoBoxes('shells');
const sh = (line: string): string => taskLine('run', 'sh', '-c', line);
/** Holds a file's lock as dpkg does, until it is killed. */
const HOLD = (file: string): string =>
  `perl -MFcntl -e 'open F, ">>", "${file}"; $l = pack("ssx4qqi", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die; open R, ">", "/run/held"; close R; sleep 300' >/dev/null 2>&1 & echo $!`;

describe.skipIf(why !== undefined)(`root in a box${why === undefined ? '' : `: did not run: ${why}`}`, () => {
  let login: BoxLogin;
  let eve: Connection;
  const laptop = openLaptop();
  beforeAll(async () => {
    login = await logInToBox({
      release: 'bookworm',
      kind: 'shells',
      prepare: 'useradd -m -s /bin/bash -p "*" eve; echo "eve ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/eve',
      options: ['AllowUsers eve'],
    });
    laptop.know(login.box.hostKeyLine);
    eve = await laptop.connect(hostOf({ ...login.box, user: 'eve' }));
  });
  afterAll(async () => {
    laptop.end();
    await login?.end();
  });
  /** As if half a minute had passed. */
  afterEach(() => login.box.asRoot('rm -f /var/lib/gearview/run /run/held /run/go'));

  const root = (line: string): Promise<string> => login.box.asRoot(line);
  const ended = async (connection: Connection, run: string): Promise<string> => (await followStep(connection, { run })).end;

  test('writes files of root’s, notes the run for everybody, and ends with the last step', async () => {
    const run = newRun();
    const task = taskLine('file', '/etc/gv/x.conf', '640', 'a=1\n') + sh('cat /var/lib/gearview/run; id -u; echo "$HOME $SUDO_USER"');
    const { mark } = await launchStep(login.connection, { run, task, title: 'First\tstep', position: '1 2' });
    const { log, end } = await followStep(login.connection, { run });
    expect(end).toBe('end 0');
    expect(marksIn(log, mark)).toEqual([expect.stringMatching(/^entry \d{4}-step-a$/), 'command 0']);
    const since = /^since (\d+)$/m.exec(log)?.[1] ?? '';
    expect(outputIn(log, mark)).toMatch(
      new RegExp(
        `^run ${run}\nowner anna@laptop\nuser op\nsince ${since}\nboot \\S+\npid \\d+\nstart \\d+\ntitle Firststep\nposition 1 2\n0\n/root op\n$`,
      ),
    );
    expect(await root('stat -c "%a %U %n" /etc/gv /etc/gv/x.conf /var/lib/gearview /var/lib/gearview/run /var/lib/gearview/lock')).toBe(
      '755 root /etc/gv\n640 root /etc/gv/x.conf\n755 root /var/lib/gearview\n644 root /var/lib/gearview/run\n600 root /var/lib/gearview/lock\n',
    );
    // Between two steps it keeps its place.
    expect(await standingOf(eve)).toContainEqual(`lock anna@laptop ${since} Firststep`);
    expect((await standingOf(eve)).filter((line) => line.startsWith('journal'))).toEqual([
      expect.stringMatching(/^journal \d{4}-step-a First\tstep \d+ op$/),
    ]);
    await launchStep(login.connection, { run, step: 'step-b', task: sh('sed -n "s/^since //p" /var/lib/gearview/run'), last: true });
    const second = await followStep(login.connection, { run, step: 'step-b' });
    expect(second.end).toBe('end 0');
    expect(second.log.split('\n')).toContain(since);
    expect(await standingOf(eve)).not.toContainEqual(expect.stringMatching(/^lock/));
    expect(await root('ls /var/lib/gearview /run | grep -x -e run -e "gearview.*" || :')).toBe('');
  });

  test('another one is told who sets up and since when, while a step runs and between two', async () => {
    const [mine, hers] = [newRun(), newRun()];
    await launchStep(login.connection, { run: mine, task: sh('echo up; until [ -e /run/go ]; do sleep 0.1; done'), title: 'Mine' });
    await followStep(login.connection, { run: mine }, (log) => log.includes('up\n'));
    const busy = async (): Promise<readonly string[]> => {
      const { mark } = await launchStep(eve, { run: hers, task: sh('touch /run/hers'), owner: 'eve@desk' });
      const { log, end } = await followStep(eve, { run: hers });
      return [end, ...marksIn(log, mark)];
    };
    const told = ['end 75', expect.stringMatching(/^busy anna@laptop \d{10} Mine$/)];
    expect(await busy()).toEqual(told);
    await root('touch /run/go');
    expect(await ended(login.connection, mine)).toBe('end 0');
    expect(await busy()).toEqual(told);
    await root("touch -d '40 seconds ago' /var/lib/gearview/run");
    expect((await busy())[0]).toBe('end 0');
    expect(await root('ls /run/hers')).toBe('/run/hers\n');
  });

  test('a run that ended keeps no place from this login, whatever became of its steps', async () => {
    const [over, next, others] = [newRun(), newRun(), newRun()];
    await launchStep(login.connection, { run: over, task: sh(':') });
    expect(await ended(login.connection, over)).toBe('end 0');
    await finishRun(login.connection, over, 'cancelled');
    expect(await standingOf(login.connection)).not.toContainEqual(expect.stringMatching(/^lock/));
    await launchStep(eve, { run: others, task: sh(':') });
    expect(await ended(eve, others)).toBe('end 75');
    await launchStep(login.connection, { run: next, task: sh(':') });
    expect(await ended(login.connection, next)).toBe('end 0');
  });

  test('a step that failed keeps no place, from nobody', async () => {
    const [mine, hers] = [newRun(), newRun()];
    await launchStep(login.connection, { run: mine, task: sh('exit 3') });
    expect(await ended(login.connection, mine)).toBe('end 3');
    await launchStep(eve, { run: hers, task: sh(':') });
    expect(await ended(eve, hers)).toBe('end 0');
  });

  test('a kill frees the lock at once, for anybody', async () => {
    const [mine, hers] = [newRun(), newRun()];
    await launchStep(login.connection, { run: mine, task: sh('echo up; exec sleep 300') });
    await followStep(login.connection, { run: mine }, (log) => log.includes('up\n'));
    await root("kill -9 $(sed -n 's/^pid //p' /var/lib/gearview/run)");
    expect(await ended(login.connection, mine)).toBe('end 137');
    expect(await standingOf(eve)).not.toContainEqual(expect.stringMatching(/^lock/));
    await launchStep(eve, { run: hers, task: sh(':') });
    expect(await ended(eve, hers)).toBe('end 0');
  });

  test('the user ends what root runs, with what that started', async () => {
    const run = newRun();
    await launchStep(login.connection, { run, task: `${sh('sleep 987 & setsid sleep 987 & echo up; wait')}${sh('touch /run/never')}` });
    await followStep(login.connection, { run }, (log) => log.includes('up\n'));
    await stopStep(login.connection, run);
    expect(await ended(login.connection, run)).toBe('end 130');
    expect(await root('ps -eo args | grep -c "^sleep 98[7]" || :; ls /run/never 2>/dev/null || :')).toBe('0\n');
  });

  test('goes on when the connection is lost, and is followed over another', async () => {
    const run = newRun();
    const other = await login.again();
    await launchStep(other, { run, task: sh('echo up; until [ -e /run/go ]; do sleep 0.1; done; echo over') });
    const first = await followStep(other, { run }, (log) => log.includes('up\n'));
    other.close();
    await root('touch /run/go');
    const second = await followStep(login.connection, { run, offset: first.offset });
    expect(second).toMatchObject({ end: 'end 0', log: expect.stringMatching(/^over\n/m) });
  });

  test.each([
    ['dpkg, which gives up at once', ['dpkg', '--configure', '-a']],
    ['apt-get, which waits by itself', ['apt-get', '-y', '-o', 'DPkg::Lock::Timeout=60', 'autoremove']],
  ])('the lock of the package manager: %s', async (_, words) => {
    const pid = (await root(HOLD('/var/lib/dpkg/lock-frontend'))).trim();
    await vi.waitFor(() => root('ls /run/held'), 5000);
    const run = newRun();
    const { mark } = await launchStep(login.connection, { run, task: taskLine('run', ...words) });
    const seen = await followStep(login.connection, { run }, (log) => marksIn(log, mark).some((each) => each.startsWith('waiting')));
    await root(`kill ${pid}`);
    const { log, end } = await followStep(login.connection, { run, offset: seen.offset });
    expect(end).toBe('end 0');
    expect(marksIn(seen.log + log, mark).filter((each) => each.startsWith('waiting'))).toEqual([
      `waiting Waiting for perl (process ${pid} of root), which installs packages too.`,
      'waiting ',
    ]);
  });

  test('the lock of the package lists, which apt-get does not wait for', async () => {
    await root(HOLD('/var/lib/apt/lists/lock'));
    await vi.waitFor(() => root('ls /run/held'), 5000);
    const run = newRun();
    const { mark } = await launchStep(login.connection, {
      run,
      task: taskLine('run', 'apt-get', '-o', 'Dir::Etc::SourceList=/dev/null', 'update'),
    });
    const seen = await followStep(login.connection, { run }, (log) => marksIn(log, mark).some((each) => each.startsWith('waiting')));
    expect(marksIn(seen.log, mark).at(-1)).toMatch(/^waiting Waiting for perl \(process \d+ of root\)/);
    await root('kill $(pgrep -x perl 2>/dev/null || ps -C perl -o pid=)');
    expect((await followStep(login.connection, { run, offset: seen.offset })).end).toBe('end 0');
  });
});
