/** A real OpenSSH server on loopback with throw-away keys and a throw-away home: the host that tests and the demo connect to. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { accountOf, createAccount, removeAccount, type Account } from './account';
import { hiding } from './hidden';
import { endAll, run } from './process';
import { watchXLocks } from './xLocks';
import { freePort, greets } from './sshGreeting';
import { sshdProgram, type SshdProgram } from './sshdProgram';

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

export interface SshdOptions {
  /** As root: the account to log in to, created when it is not there. Otherwise it is always your own. */
  readonly user?: string;
  /** As root: the account's login shell, when it has to be created. */
  readonly shell?: string;
  /** As root only: a throw-away account with this password, and PAM. */
  readonly password?: string;
  /** Host keys, in the order of the configuration. */
  readonly keys?: readonly HostKeyType[];
  /** Lines of sshd_config(5); they win over the ones here. Only the first SetEnv line counts, and HOME has to be in it. */
  readonly options?: readonly string[];
  /** Kept after the end when given; otherwise a new one that is removed. */
  readonly home?: string;
  /** Files and folders that this host does not have; needs `canHide`. */
  readonly hidden?: readonly string[];
}

export interface Sshd {
  readonly address: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  /** `[127.0.0.1]:port type base64`, as known_hosts has it: the first key. */
  readonly hostKeyLine: string;
  readonly hostKeyLines: readonly string[];
  /** `SHA256:…` of the first key. */
  readonly hostKeyFingerprint: string;
  /** A private key that the server accepts; the public one lies beside it. */
  readonly clientKeyPath: string;
  /** $HOME of every session. */
  readonly home: string;
  readonly pid: number;
  /** What the server logged so far. */
  log(): string;
  /** That were ever made. Last words about one may still come to the log when the next is there. */
  connections(): number;
  /** As a machine that loses its power: ends the server and everything that was started through it; its files stay. */
  down(): Promise<void>;
  /** Back at the same port; with `newKeys` as a machine that was set up anew. */
  up(change?: { readonly newKeys?: boolean }): Promise<void>;
  /** Ends the server and everything that was started through it, and removes what it made. */
  stop(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  if (options.password !== undefined && !isRoot) throw new Error('password logins need PAM, and PAM needs root');
  const program = sshdProgram();
  const account = await accountFor(options);
  const folder = mkdtempSync(join(tmpdir(), 'gv-sshd-'));
  const home = options.home ?? join(folder, 'home');
  let stopped: Promise<void> | undefined;
  let server: Listening | undefined;
  const removeXLocks = watchXLocks(account.uid);
  const stop = async (child?: ChildProcess): Promise<void> => {
    if (child !== undefined) await endAll(child, `HOME=${home}`);
    removeXLocks();
    if (options.password !== undefined) await removeAccount(account.name);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const files = await makeFiles(folder, home, account, options);
    const first = await listen(program, folder, home, account, options);
    server = first;
    return {
      ...files,
      hostKeyLine: files.hostKeyLines(first.port)[0] ?? '',
      hostKeyLines: files.hostKeyLines(first.port),
      address: '127.0.0.1',
      port: first.port,
      pid: first.pid,
      user: account.name,
      home,
      log: () => server?.log() ?? '',
      connections: () => (server?.log() ?? '').match(/^Connection from/gm)?.length ?? 0,
      async down() {
        if (server !== undefined) await endAll(server.child, `HOME=${home}`);
      },
      async up({ newKeys = false } = {}) {
        if (newKeys) await makeHostKeys(folder, account, options);
        server = await listen(program, folder, home, account, options, first.port);
      },
      stop: () => (stopped ??= stop(server?.child)),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function accountFor({ user, shell = '/bin/bash', password }: SshdOptions): Promise<Account> {
  if (!isRoot) return { name: userInfo().username, uid: userInfo().uid, gid: userInfo().gid };
  if (password !== undefined) return await createAccount(`gvt${randomBytes(4).toString('hex')}`, shell, password);
  const name = user ?? (shell === '/bin/bash' ? 'gv-demo' : `gv-${basename(shell)}`);
  return (await accountOf(name)) ?? (await createAccount(name, shell));
}

interface Files {
  readonly clientKeyPath: string;
  readonly hostKeyFingerprint: string;
  hostKeyLines(port: number): readonly string[];
}

async function makeFiles(folder: string, home: string, account: Account, { keys = ['ed25519'] }: SshdOptions): Promise<Files> {
  // The server and the client read their files as different users.
  chmodSync(folder, 0o711);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  await makeHostKeys(folder, account, { keys });
  await makeKey(join(folder, 'client'), 'ed25519');
  writeFileSync(join(folder, 'authorized_keys'), readFileSync(join(folder, 'client.pub')));
  if (isRoot) await run('chown', ['-R', `${account.uid}:${account.gid}`, home]);
  const publicKeys = keys.map((type) =>
    readFileSync(join(folder, `host_${type}.pub`), 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ')
      .trim(),
  );
  const shown = await run('ssh-keygen', ['-l', '-f', join(folder, `host_${keys[0] ?? 'ed25519'}.pub`)]);
  return {
    clientKeyPath: join(folder, 'client'),
    hostKeyFingerprint: shown.split(' ')[1] ?? '',
    hostKeyLines: (port) => publicKeys.map((key) => `[127.0.0.1]:${port} ${key}`),
  };
}

async function makeHostKeys(folder: string, account: Account, { keys = ['ed25519'] }: SshdOptions): Promise<void> {
  for (const type of keys) {
    const file = join(folder, `host_${type}`);
    rmSync(file, { force: true });
    await makeKey(file, type);
    if (isRoot) await run('chown', [`${account.uid}:${account.gid}`, file]);
  }
}

async function makeKey(file: string, type: HostKeyType): Promise<void> {
  await run('ssh-keygen', ['-q', '-t', type, ...(type === 'rsa' ? ['-b', '2048'] : []), '-N', '', '-C', 'throw-away', '-f', file]);
}

function configuration(folder: string, home: string, account: Account, port: number, options: SshdOptions): string {
  const pam = options.password !== undefined;
  // sshd_config(5): the first value obtained is used, so the caller's lines come first; Match blocks must come last.
  const own = options.options ?? [];
  const match = own.findIndex((line) => line.startsWith('Match'));
  const [plain, blocks] = match < 0 ? [own, []] : [own.slice(0, match), own.slice(match)];
  return [
    ...plain,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...(options.keys ?? ['ed25519']).map((type) => `HostKey ${join(folder, `host_${type}`)}`),
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    `AllowUsers ${account.name}`,
    // Every process of a session carries this home: stop() finds them by it, even those that left the session.
    `SetEnv HOME=${home}`,
    'PidFile none',
    'StrictModes no',
    'UseDNS no',
    'PrintMotd no',
    'LogLevel VERBOSE',
    `UsePAM ${pam ? 'yes' : 'no'}`,
    `PasswordAuthentication ${pam ? 'yes' : 'no'}`,
    `KbdInteractiveAuthentication ${pam ? 'yes' : 'no'}`,
    ...blocks,
    '',
  ].join('\n');
}

interface Listening {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
  log(): string;
}

/** sshd cannot ask the kernel for a port: one that was free a moment ago is tried, and another when it is gone. */
async function listen(
  program: SshdProgram,
  folder: string,
  home: string,
  account: Account,
  options: SshdOptions,
  fixedPort?: number,
): Promise<Listening> {
  const asRoot = isRoot && options.password !== undefined;
  if (asRoot) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = fixedPort ?? (await freePort());
    const config = join(folder, 'sshd_config');
    const logFile = join(folder, `log.${attempt}`);
    writeFileSync(
      config,
      configuration(folder, home, account, port, { ...options, options: [...program.options, ...(options.options ?? [])] }),
      { mode: 0o644 },
    );
    writeFileSync(logFile, '', { mode: 0o666 });
    chmodSync(logFile, 0o666);
    const command = [program.path, '-D', '-f', config, '-E', logFile];
    const drop = ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--init-groups'];
    const [file = '', ...args] = [...hiding(options.hidden ?? [], folder), ...(isRoot && !asRoot ? drop : []), ...command];
    // What fails before sshd itself runs says so on stderr.
    const errors = openSync(logFile, 'a');
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', errors], env: { PATH: process.env['PATH'] ?? '' } });
    closeSync(errors);
    const log = (): string => readFileSync(logFile, 'utf8').replaceAll('\r', '');
    if (await greets(child, port)) return { child, pid: child.pid ?? 0, port, log };
    child.kill('SIGKILL');
    if (!/Cannot bind|Address already in use/.test(log())) throw new Error(`sshd did not start (exit code ${child.exitCode}):\n${log()}`);
  }
  throw new Error('sshd found no free port');
}
