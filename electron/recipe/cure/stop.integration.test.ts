/** A run that is stopped between its commands, on real files. */
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { hostOf, loadScript, openLaptop } from '../../../e2e/support/laptop';
import { ssh } from '../../../e2e/support/ssh';
import { sshdForTest } from '../../../e2e/support/sshdForTest';
import { createCures } from './cures';

const HOST = '0123456789ab';

test('the command that runs ends by itself, and no other one is begun', async () => {
  // An account of its own: other hosts clear the X locks of theirs away.
  const sshd = await sshdForTest({ user: 'gv-stop' });
  const laptop = openLaptop();
  onTestFinished(() => laptop.end());
  laptop.know(sshd.hostKeyLine);
  const connection = await laptop.connect(hostOf(sshd));
  // An X server that was killed leaves both of its files; a slow rm leaves time to stop.
  const display = (
    await ssh(
      sshd,
      `n=60; while [ -e /tmp/.X$n-lock ] || [ -e /tmp/.X11-unix/X$n ]; do n=$((n+1)); done
      setsid Xtigervnc :$n -rfbport -1 -rfbunixpath ~/rfb -SecurityTypes None >/dev/null 2>&1 </dev/null &
      while [ ! -S /tmp/.X11-unix/X$n ]; do sleep 0.05; done; kill -KILL $(cat /tmp/.X$n-lock)
      mkdir ~/.bin; printf '#!/bin/sh\\nuntil [ -e ~/go ]; do sleep 0.05; done; exec /bin/rm "$@"\\n' >~/.bin/rm; chmod 755 ~/.bin/rm; echo $n`,
    )
  ).trim();
  const load = async (name: string): Promise<string> =>
    name === 'recipe/steps.sh' ? `PATH=$HOME/.bin:$PATH\n${await loadScript(name)}` : loadScript(name);
  const cures = createCures({ connection: async () => connection, load });
  const cure = { name: 'clear-x-files', subject: display } as const;
  expect((await cures.plan(HOST, cure)).steps.map(({ state }) => state.kind)).toEqual(['to-do', 'to-do']);

  const ran = cures.run(HOST, cure, ({ steps }) => {
    if (steps[0]?.state.kind === 'running') cures.stop(HOST, cure);
  });
  await expect(ran).rejects.toMatchObject({ code: 'cancelled' });
  await ssh(sshd, `touch ~/go; while [ -e /tmp/.X${display}-lock ] || pgrep -u $(id -u) -f ~/.bin/rm; do sleep 0.05; done`);
  expect(existsSync(`/tmp/.X11-unix/X${display}`)).toBe(true);

  expect((await cures.plan(HOST, cure)).steps.map(({ state }) => state.kind)).toEqual(['already', 'to-do']);
  expect((await cures.run(HOST, cure)).steps.map(({ state }) => state.kind)).toEqual(['already', 'done']);
});
