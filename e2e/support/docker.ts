/** A real Docker daemon of the test's own, without any network, and containers of a tiny image in it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChild } from './children';
import { GPU_PROGRAMS } from './gpuHost';
import { run } from './process';

export interface Docker {
  /** Client and socket at their usual places in a box: for BoxOptions.binds. */
  readonly binds: Readonly<Record<string, string>>;
  /** What NVIDIA's runtime mounts into a container that may draw, as options of `docker run`. */
  readonly driver: readonly string[];
  /** Registers the runtime `nvidia`, which is runc by another name. */
  addNvidiaRuntime(): Promise<void>;
  /** Runs a container of the image, which does nothing, in place of an earlier one of that name. */
  run(name: string, ...options: readonly string[]): Promise<void>;
  docker(...words: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

const IMAGE = 'gearview-test';

/** Why there can be none here; undefined when there can. */
export function whyNoDocker(): string | undefined {
  if (process.getuid?.() !== 0) return 'dockerd needs root';
  return ['dockerd', 'docker', 'runc', 'busybox']
    .map((name) => (spawnSync(name, ['--help']).error === undefined ? undefined : `${name} is missing`))
    .find((why) => why !== undefined);
}

export async function startDocker(): Promise<Docker> {
  const folder = mkdtempSync(join(tmpdir(), 'gv-docker-'));
  const [socket, settings] = [join(folder, 'socket'), join(folder, 'daemon.json')];
  writeFileSync(settings, '{}');
  const daemon = spawn(
    'dockerd',
    [
      `--data-root=${join(folder, 'data')}`,
      `--exec-root=${join(folder, 'exec')}`,
      `--pidfile=${join(folder, 'pid')}`,
      `--host=unix://${socket}`,
      `--config-file=${settings}`,
      // No interface and no rule of this machine is touched.
      '--bridge=none',
      '--iptables=false',
      '--ip6tables=false',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  daemon.stderr.on('data', (part: Buffer) => (log = (log + part.toString('utf8')).slice(-4000)));
  const docker = (...words: readonly string[]): Promise<string> => run('docker', ['--host', `unix://${socket}`, ...words]);
  const stop = async (): Promise<void> => {
    const all = (await docker('ps', '-aq').catch(() => '')).split('\n').filter((id) => id !== '');
    if (all.length > 0) await docker('rm', '-f', ...all);
    await endChild(daemon, 10_000);
    // Where the root of the system is no shared mount, dockerd makes its folder one, and leaves it so.
    for (const place of mountsBelow(folder)) await run('umount', ['-l', place]);
    rmSync(folder, { recursive: true, force: true });
  };
  const until = (words: readonly string[], answer: RegExp): Promise<void> =>
    waitFor(
      async () => answer.test(await docker(...words).catch(() => '')),
      () => `docker ${words.join(' ')} did not come to say ${String(answer)}:\n${log}`,
    );
  try {
    await until(['version'], /Server/);
    await makeImage(folder);
    await run('sh', ['-c', 'tar -C "$1" -c . | docker --host "unix://$2" import - "$3"', 'sh', join(folder, 'image'), socket, IMAGE]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    binds: { '/run/docker.sock': socket, '/usr/bin/docker': whereIs('docker') },
    driver: driverFiles(join(folder, 'driver')),
    async addNvidiaRuntime() {
      writeFileSync(settings, JSON.stringify({ runtimes: { nvidia: { path: whereIs('runc') } } }));
      daemon.kill('SIGHUP');
      await until(['info', '--format', '{{json .Runtimes}}'], /nvidia/);
    },
    async run(name, ...options) {
      await docker('rm', '-f', name).catch(() => '');
      // Process 1 ignores SIGTERM, as long as it does not say otherwise.
      await docker('run', '--detach', '--network', 'none', '--stop-signal', 'KILL', '--name', name, ...options, IMAGE, 'sleep', '100000');
    },
    docker,
    stop,
  };
}

async function waitFor(holds: () => Promise<boolean>, why: () => string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(why());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const whereIs = (program: string): string => execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();

/** Libraries and glvnd's vendor file; empty, as nobody loads them. */
function driverFiles(folder: string): readonly string[] {
  mkdirSync(folder);
  for (const name of ['libEGL_nvidia.so.0', 'libGLX_nvidia.so.0', '10_nvidia.json']) writeFileSync(join(folder, name), '');
  return readdirSync(folder).map((name) => {
    const inside = name.endsWith('.json') ? '/usr/share/glvnd/egl_vendor.d' : '/usr/lib/nvidia';
    return `--volume=${join(folder, name)}:${inside}/${name}:ro`;
  });
}

const NAMES = ['sh', 'sleep', 'df', 'ls', 'cat', 'grep', 'head', 'sed', 'tr', 'wc', 'timeout', 'touch'];

/** busybox with the libraries that it needs here, and stand-ins: nvidia-smi, which loses its GPU by /dev/shm/lost, and ldconfig. */
async function makeImage(folder: string): Promise<void> {
  const root = join(folder, 'image');
  for (const part of ['bin', 'usr/bin', 'usr/lib/nvidia', 'usr/share/glvnd/egl_vendor.d', 'tmp'])
    mkdirSync(join(root, part), { recursive: true });
  const busybox = whereIs('busybox');
  copyFileSync(busybox, join(root, 'bin/busybox'));
  const libraries = spawnSync('ldd', [busybox], { encoding: 'utf8' }).stdout.match(/\/\S+/g) ?? [];
  for (const library of libraries) {
    mkdirSync(join(root, library, '..'), { recursive: true });
    copyFileSync(library, join(root, library));
  }
  for (const name of NAMES) symlinkSync('/bin/busybox', join(root, 'bin', name));
  const [smi = ''] = GPU_PROGRAMS;
  copyFileSync(smi, join(root, 'usr/lib/nvidia-smi'));
  const programs = {
    'nvidia-smi': '[ ! -e /dev/shm/lost ] || export STAND_IN_SMI=unknown-error; exec sh /usr/lib/nvidia-smi "$@"',
    ldconfig: 'for each in /usr/lib/nvidia/*; do [ ! -e "$each" ] || echo "	${each##*/} (libc6,x86-64) => $each"; done',
  };
  for (const [name, line] of Object.entries(programs)) {
    writeFileSync(join(root, 'usr/bin', name), `#!/bin/sh\n${line}\n`);
    chmodSync(join(root, 'usr/bin', name), 0o755);
  }
}

/** Mount points in a folder, inner ones first (proc_pid_mountinfo(5): the fifth field). */
const mountsBelow = (folder: string): readonly string[] =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .filter((place) => place.startsWith(`${folder}/`))
    .toReversed();
