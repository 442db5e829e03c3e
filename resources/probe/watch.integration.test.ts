/** The live watch on real hosts: what it says, when it is silent, and that nothing of it is left. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { send } from '../../e2e/support/children';
import { canHide, loadResource, startLocalHost, type LocalHost, type LocalHostOptions } from '../../e2e/support/localHost';
import { startXvfb } from '../../e2e/support/xvfb';
import { Failure } from '../../electron/base/failure';
import { runScript } from '../../electron/connection/script';
import { WATCH_SCRIPTS } from '../../electron/probe/watch/hostWatch';

/** In rounds of one second, what the host's file `gpus` holds; without the file what nvidia-smi 535 says without a driver. */
const SMI = `#!/bin/sh
echo "$*" >"$HOME/arguments"
[ -e "$HOME/gpus" ] || { echo "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."; exit 9; }
while [ -e "$HOME/gpus" ]; do
	cat "$HOME/gpus"
	echo round >>"$HOME/rounds"
	/bin/sleep 1
done
`;
/** A minute without nvidia-smi is short. */
const SLEEP = `#!/bin/sh
case $1 in 60) exec /bin/sleep 0.2 ;; *) exec /bin/sleep "$1" ;; esac
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gv-watch-'));
  writeFileSync(join(folder, 'nvidia-smi'), SMI);
  writeFileSync(join(folder, 'sleep'), SLEEP);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hosts: LocalHost[] = [];
afterEach(async () => {
  for (const each of hosts.splice(0)) await each.stop();
});

interface Watched {
  readonly host: LocalHost;
  /** What it said, `key value`, oldest first. */
  readonly said: readonly string[];
  /** The values of one key. */
  of(key: string): readonly string[];
  stop(): Promise<unknown>;
  readonly ended: Promise<unknown>;
}

interface HostFiles {
  readonly [path: string]: string;
}

async function hostWith(files: HostFiles, options: Partial<LocalHostOptions> = {}): Promise<LocalHost> {
  const host = await startLocalHost({ user: 'gv-watch', standIns: ['nvidia-smi', 'sleep'].map((name) => join(folder, name)), ...options });
  hosts.push(host);
  for (const [path, text] of Object.entries(files)) put(host, path, text);
  return host;
}

function put(host: LocalHost, path: string, text: string): void {
  const file = join(host.home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o644 });
}

function watch(host: LocalHost): Watched {
  const said: string[] = [];
  const end = new AbortController();
  const ended = follow(host, end.signal, (key, value) => said.push(`${key} ${value}`));
  return {
    host,
    said,
    of: (key) => said.filter((each) => each.startsWith(`${key} `)).map((each) => each.slice(key.length + 1)),
    async stop() {
      end.abort();
      return await ended;
    },
    ended,
  };
}

const follow = (host: LocalHost, signal: AbortSignal, say: (key: string, value: string) => void): Promise<unknown> =>
  runScript(host, loadResource, WATCH_SCRIPTS, {
    parameters: { TICK: '1' },
    timeoutMs: 10_000,
    endless: true,
    keepStdin: true,
    onRecord: ({ key, values }) => say(key, values[0] ?? ''),
    signal,
  }).catch((error: unknown) => error);

const until = (check: () => boolean): Promise<boolean> => vi.waitUntil(check, { timeout: 15_000, interval: 50 });
const rounds = (host: LocalHost): number =>
  readFileSync(join(host.home, 'rounds'), { encoding: 'utf8', flag: 'a+' }).length / 'round\n'.length;
/** Waits until nvidia-smi has said everything so many times more. */
async function moreRounds(host: LocalHost, count: number): Promise<void> {
  const before = rounds(host);
  await until(() => rounds(host) >= before + count);
}

describe.each(['dash', 'bash', 'busybox sh'])('with %s', (shell) => {
  const start = (files: HostFiles = {}, options: Partial<LocalHostOptions> = {}): Promise<LocalHost> =>
    hostWith(files, { shell: [...shell.split(' '), '-s'], ...options });

  test('X servers of this user and of others appear, and their end is told', async () => {
    const watched = watch(await start());
    await until(() => watched.of('x').length > 0);
    expect(watched.of('memory')[0]).toMatch(/^\d+ \d+$/);
    const xvfb = await startXvfb('640x480');
    onTestFinished(() => xvfb.stop());
    // Whose socket it is only its user sees.
    const display = xvfb.env.DISPLAY.slice(1);
    const other = new RegExp(`^Xvfb (-|${display}) ${xvfb.pid}$`, 'm');
    const own = await watched.host.run('Xvfb -displayfd 3 -nolisten tcp 3>display >/dev/null 2>&1 & echo $!');
    const shown = (pattern: RegExp): boolean => pattern.test(watched.of('x').at(-1) ?? '');
    await until(() => shown(other) && shown(new RegExp(`^Xvfb \\d+ ${own.trim()}$`, 'm')));
    expect(watched.of('x').at(-1)).toContain(`Xvfb ${readFileSync(join(watched.host.home, 'display'), 'utf8').trim()} ${own.trim()}`);
    await xvfb.stop();
    await until(() => !shown(other));
  });

  test('GPUs are told once, again when something changed, and are gone with nvidia-smi', async () => {
    const idle = '0, NVIDIA A10, 0, 12, 23028, 31, 15.23\n1, NVIDIA A10, 0, 0, 23028, 30, [N/A]\n';
    const watched = watch(await start({ gpus: idle }));
    await until(() => watched.of('gpu').length > 0);
    await moreRounds(watched.host, 2);
    // Watts and degrees flicker.
    put(watched.host, 'gpus', idle.replace('31, 15.23', '32, 16.8'));
    await moreRounds(watched.host, 2);
    expect(watched.of('gpu').join('\n')).toBe(idle.trimEnd());
    put(watched.host, 'gpus', idle.replaceAll(', 0, ', ', 55, '));
    await until(() => watched.of('gpu').at(-1)?.startsWith('0, NVIDIA A10, 55, 12') === true);
    // Both in one record.
    expect(watched.of('gpu').at(-1)?.split('\n')).toHaveLength(2);
    expect(readFileSync(join(watched.host.home, 'arguments'), 'utf8')).toBe(
      '--query-gpu=index,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw --format=csv,noheader,nounits -l 1\n',
    );
    rmSync(join(watched.host.home, 'gpus'));
    await until(() => watched.of('smi-ended').length > 0);
    // The driver is back: what was told before is told again.
    put(watched.host, 'gpus', idle);
    await until(() => watched.of('gpu').at(-1)?.includes('1, NVIDIA A10, 0, 0, 23028, 30, [N/A]') === true);
    expect(watched.of('smi-ended')).toHaveLength(1);
  });

  test('without a driver there is no GPU, and all else goes on', async () => {
    const watched = watch(await start());
    await until(() => watched.of('cpu').length > 0);
    expect([...watched.of('gpu'), ...watched.of('smi-ended')]).toEqual([]);
  });

  test.runIf(canHide)('an idle host is silent; CPU and memory are told when they moved enough', async () => {
    const cpu = (busy: number, idle: number): string => `cpu  ${busy} 0 0 ${idle} 0 0 0 0 0 0\n`;
    const memory = (available: number): string => `MemTotal: 100000 kB\nMemFree: 1 kB\nMemAvailable: ${available} kB\n`;
    const prepare = ['stat', 'meminfo'].map((name) => `cp /proc/${name} "$HOME/${name}" && mount --bind "$HOME/${name}" /proc/${name}`);
    const host = await start({ gpus: '' }, { prepare: prepare.join('\n') });
    put(host, 'stat', cpu(1000, 1000));
    put(host, 'meminfo', memory(60_000));
    const watched = watch(host);
    const spoken = (): readonly string[] => watched.said.filter((each) => /^(cpu|memory|gpu) /.test(each));
    await until(() => spoken().length > 0);
    await moreRounds(host, 3);
    expect(spoken()).toEqual(['memory 40000 100000']);
    put(host, 'stat', cpu(1004, 1096));
    put(host, 'meminfo', memory(59_100));
    await until(() => spoken().length > 1);
    put(host, 'stat', cpu(1010, 1190));
    await moreRounds(host, 3);
    expect(spoken()).toEqual(['memory 40000 100000', 'cpu 4']);
    put(host, 'stat', cpu(1060, 1240));
    put(host, 'meminfo', memory(50_000));
    await until(() => spoken().length > 3);
    expect(spoken().slice(2)).toEqual(['memory 50000 100000', 'cpu 50']);
  });

  test.runIf(canHide)('cards whose load the kernel tells, and not one that sleeps', async () => {
    const card = 'class/drm/card1/device';
    const host = await start({}, { prepare: 'mkdir "$HOME/class" && mount --bind "$HOME/class" /sys/class' });
    for (const [name, value] of Object.entries({
      vendor: '0x1002',
      gpu_busy_percent: '7',
      mem_info_vram_used: `${300 * 1024 * 1024}`,
      mem_info_vram_total: `${8192 * 1024 * 1024}`,
      'power/runtime_status': 'active',
      'hwmon/hwmon3/temp1_input': '45000',
      'hwmon/hwmon3/power1_average': '23000000',
    })) {
      put(host, `${card}/${name}`, `${value}\n`);
    }
    put(host, 'class/drm/card1-DP-1/device/gpu_busy_percent', '1\n');
    put(host, 'class/drm/card0/device/vendor', '0x8086\n');
    const watched = watch(host);
    await until(() => watched.of('gpu').length > 0);
    expect(watched.of('gpu')).toEqual(['card1, AMD GPU, 7, 300, 8192, 45, 23']);
    put(host, `${card}/gpu_busy_percent`, '93\n');
    await until(() => watched.of('gpu').length > 1);
    put(host, `${card}/power/runtime_status`, 'suspended\n');
    put(host, `${card}/gpu_busy_percent`, '0\n');
    const before = watched.said.length;
    await until(() => watched.said.length > before);
    expect(watched.of('gpu').at(-1)).toBe('card1, AMD GPU, 93, 300, 8192, 45, 23');
  });

  test('nothing is left once stdin ends', async () => {
    const host = await start({ gpus: '0, A, 0, 0, 1, 30, 5\n' });
    const watched = watch(host);
    await until(() => watched.of('gpu').length > 0);
    // The shell, who reads nvidia-smi, who starts it, it, its sleep, the lifeline, and the tick's sleep.
    expect(host.processes().length).toBeGreaterThanOrEqual(6);
    expect(await watched.stop()).toMatchObject({ code: 'cancelled' });
    await until(() => host.processes().length === 0);
  });

  test('nothing is left when the shell itself is killed', async () => {
    const host = await start({ gpus: '0, A, 0, 0, 1, 30, 5\n' });
    const watched = watch(host);
    await until(() => watched.of('gpu').length > 0);
    send(Math.min(...host.processes()), 'SIGKILL');
    await until(() => host.processes().length === 0);
    expect(await watched.ended).toBeInstanceOf(Failure);
  });
});
