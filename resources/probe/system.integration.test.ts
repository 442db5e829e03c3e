/** The questions about system, login and containers, asked of this machine for real, with real faults on it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, hostname, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { canHide, isRoot, startLocalHost, type LocalHost, type LocalHostOptions } from '../../e2e/support/localHost';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { runScript } from '../../electron/connection/script';
import type { QuestionName } from '../../electron/contract/probe/answer';
import { ContainerFacts } from '../../electron/contract/probe/container';
import { LoginFacts } from '../../electron/contract/probe/login';
import { SystemFacts } from '../../electron/contract/probe/system';
import { containerFacts } from '../../electron/probe/container';
import { loginFacts } from '../../electron/probe/login';
import { rawsOf } from '../../electron/probe/raws';
import { systemFacts } from '../../electron/probe/system';

const MINE = ['probe/system.sh', 'probe/login.sh', 'probe/container.sh'];
const PARTS = ['lib/process.sh', 'lib/software.sh', 'probe/ask.sh', ...MINE];
const MAIN = `main() {
	ask_system
	ask_login
	ask_container
	slow_system
	slow_login
	slow_container
}

main
`;
const RESOURCES = resolve(import.meta.dirname, '..');
const RECORDED = resolve(RESOURCES, '../electron/probe/recorded');
const SHELLS = [
  ['dash', '-s'],
  ['bash', '-s'],
  ['busybox', 'sh', '-s'],
];
const sent = (name: string): string => (name === 'main' ? MAIN : readFileSync(join(RESOURCES, name), 'utf8'));

let host: LocalHost | undefined;
let sshd: Sshd | undefined;
const folders: string[] = [];
afterEach(async () => {
  await host?.stop();
  await sshd?.stop();
  host = sshd = undefined;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function on(options: Partial<LocalHostOptions> = {}): Promise<LocalHost> {
  host = await startLocalHost({ user: 'gv-facts', ...options });
  return host;
}

async function look(at: LocalHost) {
  const records = await runScript(at, async (name) => sent(name), [...PARTS, 'main'], { timeoutMs: 20_000 });
  const raws = rawsOf(records);
  const [system, login, container] = [systemFacts(raws, Date.now()), loginFacts(raws, undefined), containerFacts(raws)];
  for (const [contract, facts] of [
    [SystemFacts, system],
    [LoginFacts, login],
    [ContainerFacts, container],
  ] as const)
    expect(contract.safeParse(facts).error).toBeUndefined();
  const states = new Map(raws.answers().map(({ name, state }) => [name, state]));
  return { system, login, container, raws, state: (name: QuestionName) => states.get(name) };
}

test('shellcheck has nothing to say, neither of the whole nor of its parts', () => {
  const whole = ['lib/prelude.sh', ...PARTS, 'main'].map(sent).join('\n');
  for (const text of [whole, ...MINE.map(sent)]) {
    const { stdout, status } = spawnSync('shellcheck', ['-'], { input: text, encoding: 'utf8' });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  }
});

describe.each(SHELLS.map((shell) => [shell.join(' '), shell] as const))('under %s', (_, shell) => {
  test('this machine is known', async () => {
    const { system, login, raws, state } = await look(await on({ shell }));
    const known: readonly QuestionName[] = [
      ...(['os', 'kernel', 'hostname', 'cpu', 'memory', 'load', 'boot', 'clock', 'disks', 'inodes', 'limits', 'init'] as const),
      ...(['virtualisation', 'security-modules', 'reboot', 'packages', 'proxy', 'user', 'home', 'start-up-files', 'sudo'] as const),
    ];
    expect(known.filter((name) => state(name) !== 'known')).toEqual([]);
    expect(raws.answers().filter(({ name, state }) => state === 'unreadable' && !name.startsWith('docker'))).toEqual([]);
    expect(system).toMatchObject({ hostname: hostname(), kernel: { release: release() }, cpu: { cores: cpus().length } });
    expect(system.memory?.total).toBe(Math.floor(totalmem() / 1024));
    expect(Math.abs(system.clockSkew ?? 99)).toBeLessThan(20);
    expect(system.disks?.map(({ place }) => place)).toEqual(expect.arrayContaining(['home', 'tmp', 'var']));
    expect(login).toMatchObject({ uid: host?.uid, home: { path: host?.home, exists: true, writable: true, own: true } });
  });

  test('containers with a GPU are looked into, others are not', async () => {
    const { container, raws } = await look(await on({ shell, standIns: standIns() }));
    expect(container.docker).toMatchObject({ version: '28.2.2', server: { kind: 'ok', version: '20.10.24+dfsg1' } });
    expect(container.containers?.map(({ name, gpu, smi }) => [name, gpu, smi])).toEqual([
      ['gv-g', true, undefined],
      ['gv-f', true, undefined],
      ['gv-d', false, undefined],
      ['gv-b', false, undefined],
      ['gv-a', true, 'unknown-error'],
    ]);
    expect(container.containers?.at(-1)).toMatchObject({ eglVendor: expect.any(Boolean), nvidiaGl: expect.any(Boolean) });
    expect(container.containers?.at(-1)?.shm).toBeGreaterThan(0);
    expect(raws.raw('docker-gpu')?.text).toMatch(/^container [0-9a-f]{64}$/m);
  });
});

describe('packages that are half installed', () => {
  /** A dpkg that was cut off: it refuses an audit to others than root, and a query does not. */
  function cutOff(): readonly string[] {
    const folder = mkdtempSync(join(tmpdir(), 'gv-dpkg-'));
    folders.push(folder);
    const programs = { dpkg: 'echo refused >&2; exit 2', 'dpkg-query': 'printf "%s\\n" "ii  sound" "iF  half" "iU  quarter" "iHR bad"' };
    return Object.entries(programs).map(([name, line]) => {
      writeFileSync(join(folder, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
      return join(folder, name);
    });
  }

  test('are named where dpkg was cut off', async () => {
    const { system } = await look(await on({ standIns: cutOff() }));
    expect(system.brokenPackages).toEqual(['half', 'quarter', 'bad']);
  });

  test('are no fault while dpkg is at work', async () => {
    const made = await on({ standIns: cutOff() });
    await made.run(`mkdir run; cp /bin/sleep run/dpkg; setsid run/dpkg infinity >/dev/null 2>&1 </dev/null &
      until grep -qsx dpkg /proc/$!/comm; do sleep 0.02; done`);
    const { system, state } = await look(made);
    expect([state('package-state'), system.brokenPackages]).toEqual(['absent', undefined]);
  });
});

/** A docker whose engine answers as a real one did (electron/probe/recorded/docker); inside its containers is this machine, with this nvidia-smi. */
function standIns(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'gv-docker-'));
  folders.push(folder);
  const info = /^\{.*$/m.exec(readFileSync(join(RECORDED, 'docker/docker_info.txt'), 'utf8'))?.[0] ?? '';
  const inspected = readFileSync(join(RECORDED, 'docker/answer_docker-containers.txt'), 'utf8').trim();
  const script = `#!/bin/sh
case $1 in
--version) echo 'Docker version 28.2.2, build e6534b4' ;;
info) cat <<'END'
${info}
END
;;
ps) echo ${'a'.repeat(64)} ;;
inspect) cat <<'END'
${inspected}
END
;;
exec) exec sh -c "$5" ;;
esac
`;
  writeFileSync(join(folder, 'docker'), script);
  writeFileSync(join(folder, 'nvidia-smi'), "#!/bin/sh\necho 'Failed to initialize NVML: Unknown Error'\nexit 255\n");
  return ['docker', 'nvidia-smi'].map((name) => join(folder, name));
}

test('a proxy’s password does not leave the host', async () => {
  const { system, raws } = await look(
    await on({ env: { http_proxy: 'http://ann:s3c@ret@proxy:3128/', HTTPS_PROXY: 'ann:s3cret@proxy:1', no_proxy: 'localhost' } }),
  );
  expect(system.proxy?.toSorted()).toEqual(['HTTPS_PROXY=ann:***@proxy:1', 'http_proxy=http://***@proxy:3128/', 'no_proxy=localhost']);
  expect(raws.raw('proxy')?.text).not.toMatch(/s3c/);
});

test('start-up files: what is set, conda, and what prints before the guard; nothing else leaves the host', async () => {
  const at = await on({ env: { SHELL: '/bin/bash' } });
  const bashrc = `greet() {
echo hello
}
quiet() { echo no; }
export TOKEN=s3cret
if [ -n "$X" ]; then
  echo maybe
fi
echo written >/dev/null
echo 'Welcome'
case $- in *i*) ;; *) return ;; esac
echo 'only for people'
export LD_PRELOAD=/usr/lib/libvglfaker.so
`;
  await at.run(`mkdir -p "$HOME/miniconda3/bin"; printf '#!/bin/sh\\n' >"$HOME/miniconda3/bin/dbus-launch"; chmod 755 "$HOME/miniconda3/bin/dbus-launch"
cat >"$HOME/.bashrc" <<'END'
${bashrc}END
printf '%s\\n' '. ~/.bashrc' 'PATH="$HOME/miniconda3/bin:$PATH"' >"$HOME/.profile"`);
  const { login, raws } = await look(at);
  expect(login.startUpLines?.filter(({ path }) => path.startsWith('~')).map(({ path, line, kind }) => [path, line, kind])).toEqual([
    ['~/.profile', 2, 'conda'],
    ['~/.bashrc', 13, 'ld-preload'],
    ['~/.bashrc', 10, 'prints'],
  ]);
  expect(raws.raw('start-up-files')?.text).not.toContain('s3cret');
  expect(login.loginDbus?.[0]).toBe(`${at.home}/miniconda3/bin/dbus-launch`);
});

test.skipIf(!isRoot)(`files of root’s in the home${isRoot ? '' : ' (needs root)'}`, async () => {
  const at = await on();
  mkdirSync(join(at.home, '.vnc'), { mode: 0o700 });
  writeFileSync(join(at.home, '.Xauthority-l'), '');
  await at.run('ln -s /nowhere "$HOME/.config"');
  const { login } = await look(at);
  expect(login.homeFiles).toEqual([
    { path: '~/.vnc', owner: 'root', mode: '700', kind: 'directory', own: false, writable: false },
    expect.objectContaining({ path: '~/.config', kind: 'link' }),
    expect.objectContaining({ path: '~/.Xauthority-l', owner: 'root', kind: 'file', own: false, writable: false }),
  ]);
});

describe.skipIf(!canHide)(`settings of the system${canHide ? '' : ' (needs root and mount namespaces, to change them)'}`, () => {
  test('sshd’s own, with includes in their order and one that may not be read', async () => {
    const files = `mount -t tmpfs tmpfs /etc/ssh; mkdir /etc/ssh/sshd_config.d
printf '%s\\n' 'Include /etc/ssh/sshd_config.d/*.conf' 'MaxSessions 9' 'Match User x' 'PermitOpen none' >/etc/ssh/sshd_config
printf 'maxsessions=2\\n' >/etc/ssh/sshd_config.d/10-site.conf
printf 'PasswordAuthentication yes\\n' >/etc/ssh/sshd_config.d/50-cloud-init.conf; chmod 600 /etc/ssh/sshd_config.d/50-cloud-init.conf
printf 'AllowTcpForwarding no\\n' >/etc/ssh/sshd_config.d/60.conf`;
    const { login, state } = await look(await on({ prepare: files }));
    expect(state('sshd')).toBe('known');
    expect(login.sshd).toMatchObject({ maxSessions: 2, allowTcpForwarding: 'no', permitOpen: undefined });
    await host?.stop();

    const closed = await look(await on({ prepare: `${files}; chmod 600 /etc/ssh/sshd_config` }));
    expect(closed.state('sshd')).toBe('unreadable');
    expect(closed.raws.answers().find(({ name }) => name === 'sshd')?.why).toContain('/etc/ssh/sshd_config: permission denied');
    expect(closed.login.sshd).toBeUndefined();
  });

  test('lingering and KillUserProcesses, from files', async () => {
    const files = `mount -t tmpfs -o mode=755 tmpfs /run; mkdir -p /run/systemd/system /run/systemd/logind.conf.d; mkdir -p /var/lib/systemd
mount -t tmpfs tmpfs /var/lib/systemd; mkdir /var/lib/systemd/linger; touch "/var/lib/systemd/linger/$(stat -c %U "$HOME")"
printf '[Login]\\nKillUserProcesses=yes\\n' >/run/systemd/logind.conf.d/50-x.conf`;
    const { system, state } = await look(await on({ prepare: files }));
    expect(state('logind')).toBe('known');
    expect(system).toMatchObject({ linger: true, killUserProcesses: true });
  });

  test('a pending reboot, and two keys for one repository', async () => {
    const files = `mount -t tmpfs tmpfs /etc/apt/sources.list.d; cd /etc/apt/sources.list.d
echo 'deb [signed-by=/a.gpg] https://user:s3cret@developer.download.nvidia.com/x /' >a.list
printf 'Types: deb\\nURIs: https://developer.download.nvidia.com/x\\nSuites: /\\nSigned-By: /b.gpg\\n' >b.sources
echo 'deb https://user:s3cret@developer.download.nvidia.com/y /' >c.list
sed -i 's/user:s3cret@//' a.list`;
    const { system, raws } = await look(await on({ prepare: files }));
    expect(system.conflictingSources).toEqual(['/etc/apt/sources.list.d/a.list', '/etc/apt/sources.list.d/b.sources']);
    expect(raws.raw('package-sources')?.text).toContain('//***@developer.download.nvidia.com/y');
    expect(raws.raw('package-sources')?.text).not.toContain('s3cret');
    expect(system.rebootRequired).toBeUndefined();
  });
});

test('an sshd that was started with a file of its own is asked for that file', async () => {
  sshd = await startSshd({ options: ['MaxSessions 3', 'AllowStreamLocalForwarding no', 'PermitOpen 127.0.0.1:5901'] });
  const script = ['lib/prelude.sh', ...PARTS, 'main'].map(sent).join('\n');
  const way = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR', '-F', 'none'];
  const to = ['-i', sshd.clientKeyPath, '-p', `${sshd.port}`, `${sshd.user}@${sshd.address}`, 'exec /bin/sh -s'];
  const client = spawn('ssh', [...way, ...to], { stdio: ['pipe', 'pipe', 'inherit'] });
  client.stdin.end(`GV_NONCE=ab\n${script}`);
  let out = '';
  client.stdout.on('data', (part: Buffer) => (out += part.toString('utf8')));
  await new Promise((give) => client.once('close', give));
  const records = out.split('\n').flatMap((each) => {
    const [key = '', value] = each.split('\t');
    return value === undefined ? [] : [{ key, values: [Buffer.from(value, 'base64').toString('utf8')] }];
  });
  expect(loginFacts(rawsOf(records), undefined).sshd).toMatchObject({
    maxSessions: 3,
    allowStreamLocalForwarding: 'no',
    permitOpen: ['127.0.0.1:5901'],
    allowTcpForwarding: undefined,
  });
});
