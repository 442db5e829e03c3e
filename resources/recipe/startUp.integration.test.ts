/** Cures of what a login starts: lines of start-up files, screen lockers, and what outlives a logout. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isRunning } from '../../e2e/support/children';
import { canHide } from '../../e2e/support/localHost';
import { freeDisplay, patient, planned, pretend, SHELLS, states, told, type Patient } from '../../e2e/support/cureHost';

const LINE = 'export TVNC_VGLRUN="vglrun +wm"';

async function withBashrc(shell: readonly string[], text: string): Promise<Patient & { readonly file: string }> {
  const on = await patient({ shell });
  const file = join(on.host.home, '.bashrc');
  await on.host.run(`cat >.bashrc <<'END'\n${text}END`);
  return { ...on, file };
}

describe.each(SHELLS)('under %j, comment-start-up-line', (shell) => {
  test('comments out that line, keeps mode and a copy, and finds it so the next time', async () => {
    const text = `alias ll='ls -l'\nif true; then\n\t${LINE}\nfi\n`;
    const { host, file, ...on } = await withBashrc(shell, text);
    chmodSync(file, 0o640);
    const plan = await planned(on, [host.home], 'comment-start-up-line', '~/.bashrc:3');
    expect(told(plan)).toEqual([
      `to-do cp -p ${file} ${file}.gearview-backup`,
      `to-do sed -i '3{/^[^#]*TVNC_VGLRUN/s/^/: # gearview: /;}' ${file}`,
    ]);
    expect(plan.steps[1]?.title).toBe(`Comment out line 3 of ${file}: ${LINE}`);
    expect(states(await on.run('comment-start-up-line', '~/.bashrc:3'))).toEqual(['done', 'done']);
    expect(readFileSync(file, 'utf8')).toBe(text.replace(`\t${LINE}`, `: # gearview: \t${LINE}`));
    expect(readFileSync(`${file}.gearview-backup`, 'utf8')).toBe(text);
    expect([file, `${file}.gearview-backup`].map((path) => statSync(path).mode & 0o777)).toEqual([0o640, 0o640]);
    expect(await host.run('bash --norc -c ". ./.bashrc; echo ${TVNC_VGLRUN-unset}"')).toBe('unset\n');
    expect(states(await on.run('comment-start-up-line', '~/.bashrc:3'))).toEqual(['already']);
  });

  test('touches nothing when the lines have moved since the plan, and no earlier copy', async () => {
    const { host, file, ...on } = await withBashrc(shell, `${LINE}\n${LINE}\n`);
    await host.run('echo earlier >.bashrc.gearview-backup');
    expect(told(await on.plan('comment-start-up-line', `${file}:2`))[0]).toBe(`to-do cp -p ${file} ${file}.gearview-backup-2`);
    await host.run('printf "%s\\n" one two three >.bashrc');
    expect(told(await on.run('comment-start-up-line', `${file}:2`))[0]).toBe(
      `cannot: Line 2 of ${file} does not set TVNC_VGLRUN any more; look at the host again.`,
    );
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nthree\n');
    expect(existsSync(`${file}.gearview-backup-2`)).toBe(false);
  });

  test('leaves a line alone that a longer command needs, and a link', async () => {
    const { host, file, ...on } = await withBashrc(
      shell,
      `if true; then ${LINE}\nfi\nexport A=1 \\\n  TVNC_VGLRUN=2\nexport TVNC_VGLRUN=3 \\\n  B=2\n`,
    );
    const whyNot = async (subject: string): Promise<string | undefined> => told(await on.plan('comment-start-up-line', subject))[0];
    expect(await whyNot('~/.bashrc:1')).toBe(`cannot: Without line 1, ${file} would not be understood any more; edit it yourself.`);
    expect(await whyNot('~/.bashrc:4')).toBe(`cannot: Line 4 of ${file} is part of a longer command; edit it yourself.`);
    expect(await whyNot('~/.bashrc:5')).toBe(`cannot: Line 5 of ${file} is part of a longer command; edit it yourself.`);
    await host.run('mv .bashrc elsewhere; ln -s elsewhere .bashrc');
    expect(await whyNot('~/.bashrc:5')).toBe(`cannot: ${file} is a symbolic link; edit its target yourself.`);
  });
});

describe.each(SHELLS)('under %j, stop-lockers', (shell) => {
  test('hides those that are installed and ends those in desktops of this user, with what was there set aside', async () => {
    const { host, ...on } = await patient({ shell });
    const folder = join(host.home, '.config/autostart');
    const n = freeDisplay();
    await pretend(host, 'Xvnc', { args: `:${n}` });
    const inDesktop = await pretend(host, 'xfce4-screensaver', { env: `env DISPLAY=:${n}.0` });
    const atSeat = await pretend(host, 'light-locker', { env: 'env DISPLAY=:0' });
    await host.run('mkdir -p .config/autostart; echo "Hidden=false" >.config/autostart/xfce4-screensaver.desktop');
    const file = join(folder, 'xfce4-screensaver.desktop');
    const plan = await planned(on, [join(host.home, '.config')], 'stop-lockers');
    expect(told(plan)).toEqual([
      `already mkdir -p ${folder}`,
      `to-do mv -n ${file} ${file}.gearview-backup`,
      `to-do sh -c 'set -C; printf "%s\\n" "[Desktop Entry]" "Type=Application" "Name=$1" "Hidden=true" >"$2"' sh xfce4-screensaver ${file}`,
      `to-do kill -TERM ${inDesktop}`,
    ]);
    expect(states(await on.run('stop-lockers'))).toEqual(['already', 'done', 'done', 'done']);
    expect(readFileSync(file, 'utf8')).toBe('[Desktop Entry]\nType=Application\nName=xfce4-screensaver\nHidden=true\n');
    expect(readFileSync(`${file}.gearview-backup`, 'utf8')).toBe('Hidden=false\n');
    expect([inDesktop, atSeat].map(isRunning)).toEqual([false, true]);
    // It is neither installed nor does it run any more, so there is nothing to say of it.
    expect(states(await on.run('stop-lockers'))).toEqual(['already']);
  });

  test('ends no locker that has started since the plan', async () => {
    const { host, ...on } = await patient({ shell });
    const n = freeDisplay();
    await pretend(host, 'Xvnc', { args: `:${n}` });
    const first = await pretend(host, 'light-locker', { env: `env DISPLAY=:${n}` });
    await on.plan('stop-lockers');
    await host.run(`kill -KILL ${first}`);
    const second = await pretend(host, 'light-locker', { env: `env DISPLAY=:${n}` });
    expect(states(await on.run('stop-lockers')).at(-1)).toBe('cannot');
    expect(isRunning(second)).toBe(true);
  });
});

const LOGINCTL = `#!/bin/sh
case $* in
show-user*) [ -e "$HOME/linger" ] && echo Linger=yes || echo Linger=no ;;
'--no-ask-password enable-linger '*) [ -e "$HOME/refuse" ] || : >"$HOME/linger" ;;
esac
`;

function loginctl(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gv-loginctl-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'loginctl'), LOGINCTL);
  return join(folder, 'loginctl');
}

const SYSTEMD = 'mount -t tmpfs tmpfs /run; mkdir -p /run/systemd/system';

describe.skipIf(!canHide)(`enable-linger${canHide ? '' : ' (needs root, to have systemd here)'}`, () => {
  test.each(SHELLS)('under %j asks logind, and believes only what it sees', async (shell) => {
    const { host, ...on } = await patient({ shell, standIns: [loginctl()], prepare: SYSTEMD });
    const user = (await host.run('id -un')).trim();
    await host.run('touch refuse');
    expect(told(await planned(on, [host.home], 'enable-linger'))).toEqual([`to-do loginctl --no-ask-password enable-linger ${user}`]);
    expect(told(await on.run('enable-linger'))).toEqual(['failed 0: The command ended well, but a look shows that nothing changed.']);
    await host.run('rm refuse');
    expect(states(await on.run('enable-linger'))).toEqual(['done']);
    expect(states(await on.run('enable-linger'))).toEqual(['already']);
  });

  test('says so where systemd does not run', async () => {
    const { plan } = await patient({ prepare: 'mount -t tmpfs tmpfs /run' });
    expect(told(await plan('enable-linger'))).toEqual(['cannot: systemd does not run this host, so nothing ends processes at a logout.']);
  });
});
