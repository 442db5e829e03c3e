/** Cures of the files by which VNC servers and xauth work in a home directory. */
import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freeDisplay, patient, planned, pretend, SHELLS, states, told } from '../../e2e/support/cureHost';

const HERE = hostname();
const names = (folder: string): readonly string[] => readdirSync(folder).toSorted();

describe.each(SHELLS)('under %j', (shell) => {
  test('rename-pid-file gives pid file, log and socket path of a live desktop the name of this host', async () => {
    const { host, ...on } = await patient({ shell });
    const n = freeDisplay();
    const vnc = join(host.home, '.vnc');
    const pid = await pretend(host, 'Xvnc', { args: `:${n}` });
    await host.run(`mkdir .vnc; cd .vnc; echo ${pid} >old-name:${n}.pid; echo log >old-name:${n}.log; echo 1 >gone:${n}.pid; echo ${pid} >"two
lines:${n}.pid"`);
    const [from, to] = [join(vnc, `old-name:${n}`), join(vnc, `${HERE}:${n}`)];
    expect(told(await planned(on, [vnc], 'rename-pid-file', `:${n}`))).toEqual([
      `to-do mv -n ${from}.pid ${to}.pid`,
      `to-do mv -n ${from}.log ${to}.log`,
    ]);
    expect(states(await on.run('rename-pid-file', `:${n}`))).toEqual(['done', 'done']);
    expect(readFileSync(`${to}.pid`, 'utf8')).toBe(`${pid}\n`);
    expect(names(vnc)).toEqual([`${HERE}:${n}.log`, `${HERE}:${n}.pid`, `gone:${n}.pid`, `two\nlines:${n}.pid`].toSorted());
    expect(states(await on.run('rename-pid-file', `:${n}`))).toEqual(['already']);
  });

  test('rename-pid-file writes over nothing that came to be there since the plan, and names nothing that is dead', async () => {
    const { host, ...on } = await patient({ shell });
    const n = freeDisplay();
    const pid = await pretend(host, 'Xvnc', { args: `:${n}` });
    await host.run(`mkdir -p .config/tigervnc; cd .config/tigervnc; echo ${pid} >old:${n}.pid`);
    const target = join(host.home, `.config/tigervnc/${HERE}:${n}.pid`);
    expect(states(await on.plan('rename-pid-file', `${n}`))).toEqual(['to-do']);
    await host.run(`echo 1 >"${target}"`);
    expect(told(await on.run('rename-pid-file', `${n}`))).toEqual([`cannot: ${target} exists; remove it first when it is stale.`]);
    expect(readFileSync(target, 'utf8')).toBe('1\n');
    await host.run(`kill -KILL ${pid}`);
    expect(told(await on.run('rename-pid-file', `${n}`))).toEqual([`cannot: No X proxy of this user runs on :${n}.`]);
  });

  test('clear-pid-file removes one whose process is gone, and none whose desktop lives', async () => {
    const { host, ...on } = await patient({ shell });
    const [dead, live] = [freeDisplay(), freeDisplay()];
    const pid = await pretend(host, 'Xvnc', { args: `:${live}` });
    const vnc = join(host.home, '.vnc');
    await host.run(
      `mkdir .vnc; cd .vnc; echo 999999999 >"${HERE}:${dead}.pid"; echo ${pid} >"${HERE}:${live}.pid"; echo $$ >other:${dead}.pid`,
    );
    const file = `${vnc}/${HERE}:${dead}.pid`;
    expect(told(await planned(on, [vnc], 'clear-pid-file', `~/.vnc/${HERE}:${dead}.pid`))).toEqual([`to-do rm -f ${file}`]);
    expect(states(await on.run('clear-pid-file', `~/.vnc/${HERE}:${dead}.pid`))).toEqual(['done']);
    expect(existsSync(file)).toBe(false);
    expect(states(await on.run('clear-pid-file', `~/.vnc/${HERE}:${dead}.pid`))).toEqual(['already']);
    expect(told(await on.plan('clear-pid-file', `${vnc}/${HERE}:${live}.pid`))).toEqual([
      `cannot: Process ${pid} is the X proxy of :${live}; its pid file is right.`,
    ]);
    expect(states(await on.plan('clear-pid-file', `~/.vnc/other:${dead}.pid`))).toEqual(['to-do']);
  });

  test('clear-pid-file leaves a file whose desktop has started since the plan, a link, and what may be a container’s', async () => {
    const { host, ...on } = await patient({ shell });
    const n = freeDisplay();
    const subject = `~/.vnc/${HERE}:${n}.pid`;
    await host.run(
      `mkdir .vnc; cd .vnc; echo 999999999 >"${HERE}:${n}.pid"; echo 57 >0123456789ab:${n}.pid; ln -s "${HERE}:${n}.pid" linked:${n}.pid`,
    );
    expect(states(await on.plan('clear-pid-file', subject))).toEqual(['to-do']);
    const pid = await pretend(host, 'Xtigervnc', { args: `:${n}` });
    await host.run(`echo ${pid} >".vnc/${HERE}:${n}.pid"`);
    expect(states(await on.run('clear-pid-file', subject))).toEqual(['cannot']);
    expect(told(await on.plan('clear-pid-file', `~/.vnc/0123456789ab:${n}.pid`))).toEqual([
      `cannot: A desktop runs on :${n}, perhaps this one in a container; end it first.`,
    ]);
    expect(told(await on.plan('clear-pid-file', `~/.vnc/linked:${n}.pid`))).toEqual([
      `cannot: ${host.home}/.vnc/linked:${n}.pid is no file of this user.`,
    ]);
    expect(names(join(host.home, '.vnc'))).toHaveLength(3);
  });

  test('clear-xauth-locks removes old ones, and none while an xauth runs', async () => {
    const { host, ...on } = await patient({ shell });
    const [first, second] = [join(host.home, '.Xauthority-c'), join(host.home, '.Xauthority-l')];
    await host.run('touch .Xauthority-c; ln .Xauthority-c .Xauthority-l');
    expect(told(await on.plan('clear-xauth-locks'))).toEqual([
      `cannot: ${first} is younger than 10 s; an xauth elsewhere may hold it.`,
      `cannot: ${second} is younger than 10 s; an xauth elsewhere may hold it.`,
    ]);
    const past = Date.now() / 1000 - 60;
    utimesSync(first, past, past);
    expect(told(await planned(on, [host.home], 'clear-xauth-locks'))).toEqual([`to-do rm -f ${first}`, `to-do rm -f ${second}`]);
    const xauth = await pretend(host, 'xauth');
    expect(states(await on.run('clear-xauth-locks'))).toEqual(['cannot', 'to-do']);
    await host.run(`kill -KILL ${xauth}`);
    expect(states(await on.run('clear-xauth-locks'))).toEqual(['done', 'done']);
    expect([first, second].map(existsSync)).toEqual([false, false]);
    expect(states(await on.run('clear-xauth-locks'))).toEqual(['already', 'already']);
  });

  test('set-aside-xstartup keeps every start file that it sets aside', async () => {
    const { host, ...on } = await patient({ shell });
    const vnc = join(host.home, '.vnc');
    await host.run('mkdir .vnc; echo one >.vnc/xstartup');
    const [command = ''] = told(await planned(on, [vnc], 'set-aside-xstartup'));
    expect(command).toMatch(/^to-do mv -n (\S+\/\.vnc\/xstartup) \1\.gearview-backup-\d{4}-\d\d-\d\d$/);
    expect(states(await on.run('set-aside-xstartup'))).toEqual(['done']);
    expect(states(await on.run('set-aside-xstartup'))).toEqual(['already']);
    await host.run('echo two >.vnc/xstartup');
    expect(told(await on.run('set-aside-xstartup'))).toEqual([
      'cannot: It was not in the plan that was agreed to; look at the plan again.',
    ]);
    await on.plan('set-aside-xstartup');
    expect(states(await on.run('set-aside-xstartup'))).toEqual(['done']);
    expect(names(vnc).map((name) => readFileSync(join(vnc, name), 'utf8'))).toEqual(['one\n', 'two\n']);
  });
});
