import { existsSync, readlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { isRunning } from './children';
import { run } from './process';
import { startXvfb } from './xvfb';

const size = async (env: NodeJS.ProcessEnv): Promise<string> =>
  /dimensions:\s+(\S+)/.exec(await run('env', [`DISPLAY=${env['DISPLAY']}`, `XAUTHORITY=${env['XAUTHORITY']}`, 'xdpyinfo']))?.[1] ?? '';

test('two displays at once get their own numbers and answer their own cookie alone', async () => {
  const [one, two] = await Promise.all([startXvfb('800x600'), startXvfb('1024x768')]);
  try {
    expect(one.env.DISPLAY).not.toBe(two.env.DISPLAY);
    expect(await size(one.env)).toBe('800x600');
    expect(await size(two.env)).toBe('1024x768');
    await expect(size({ ...one.env, XAUTHORITY: '/dev/null' })).rejects.toThrow(/unable to open display/);
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
});

test('after the end nothing of it is left', async () => {
  const display = await startXvfb();
  expect(readlinkSync(`/proc/${display.pid}/exe`)).toMatch(/Xvfb$/);
  await display.stop();
  expect(isRunning(display.pid)).toBe(false);
  expect(existsSync(dirname(display.env.XAUTHORITY))).toBe(false);
  expect(existsSync(`/tmp/.X11-unix/X${display.env.DISPLAY.slice(1)}`)).toBe(false);
});

test('says why it does not start', async () => {
  await expect(startXvfb('nonsense')).rejects.toThrow(/Xvfb did not start: .*[Ss]creen/);
});
