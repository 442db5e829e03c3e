import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Resolution } from './resolve';
import { openSshConfig } from './sshConfig';
import { secondsOf } from './values';

const run = promisify(execFile);
// ssh -F takes the home from the account, whatever $HOME says.
const { homedir: home, username: me } = userInfo();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-ssh-oracle-'));
  await mkdir(join(folder, 'conf.d'));
  const files = {
    'conf.d/1': 'Host a\nUser first\n',
    'conf.d/2': 'Host a b\nUser second\nPort 2\nHost *\nServerAliveCountMax 9\n',
    inner: 'Port 77\nHost b\nUser inner\nMatch all\nConnectTimeout 5\n',
    final: 'Match final host real\nPort 4444\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What `ssh -G` prints, by keyword; undefined when ssh refuses the file. */
async function asked(file: string, host: string): Promise<Map<string, string[]> | undefined> {
  try {
    const { stdout } = await run('ssh', ['-G', '-F', file, host]);
    const out = new Map<string, string[]>();
    for (const line of stdout.split('\n')) {
      const [key = '', ...rest] = line.split(' ');
      out.set(key, [...(out.get(key) ?? []), rest.join(' ')]);
    }
    return out;
  } catch {
    return undefined;
  }
}

const inHome = (path: string): string => path.replace(/^~(?=\/)/, home);
const off = (value: string): string | undefined => (value === 'none' || value === '0' || value === 'any' ? undefined : value);

function expected(said: Map<string, string[]>): object {
  const one = (key: string): string => said.get(key)?.[0] ?? '';
  const strict = { true: 'yes', false: 'no', off: 'no' }[one('stricthostkeychecking')] ?? one('stricthostkeychecking');
  return {
    address: one('hostname'),
    port: one('port'),
    user: one('user'),
    only: one('identitiesonly') === 'yes',
    jump: said.has('proxyjump') ? one('proxyjump') : undefined,
    alias: said.get('hostkeyalias')?.[0],
    known: one('userknownhostsfile').split(' ').map(inHome),
    system: one('globalknownhostsfile').split(' '),
    strict,
    hash: one('hashknownhosts') === 'yes',
    revoked: said.get('revokedhostkeys')?.[0],
    agent: said.get('identityagent')?.[0],
    alive: off(one('serveraliveinterval')),
    count: one('serveralivecountmax'),
    connect: off(one('connecttimeout')),
    family: off(one('addressfamily')),
  };
}

/** The same of ours, with ssh's own values for what the file leaves open. */
function ours(found: Resolution & { kind: 'usable' }): object {
  const { hop, via } = found;
  const { ssh = {} } = hop;
  const written = found.origins.find(({ option }) => option === 'ProxyJump')?.value;
  return {
    address: hop.address,
    port: String(hop.port),
    user: hop.user,
    only: hop.auth.kind === 'auto' && hop.auth.onlyFiles === true,
    jump: via.length === 0 ? undefined : written?.replace(/\s*#.*/, ''),
    alias: ssh.hostKeyAlias,
    known: ssh.userKnownHosts ?? [join(home, '.ssh/known_hosts'), join(home, '.ssh/known_hosts2')],
    system: ssh.globalKnownHosts ?? ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
    strict: ssh.strictHostKeyChecking ?? 'ask',
    hash: ssh.hashKnownHosts ?? false,
    revoked: ssh.revokedHostKeys,
    agent: ssh.identityAgent,
    alive: ssh.aliveSeconds?.toString(),
    count: String(ssh.aliveCount ?? 3),
    connect: ssh.connectSeconds?.toString(),
    family: ssh.family,
  };
}

async function written(text: string): Promise<string> {
  const own = await mkdtemp(join(folder, 'case-'));
  const file = join(own, 'config');
  await writeFile(file, text.replaceAll('{}', folder), { mode: 0o600 });
  return file;
}

async function resolved(file: string, host: string): Promise<Resolution> {
  const config = openSshConfig({ home, file, system: 'none' });
  onTestFinished(() => config.close());
  return (await config.current()).resolve({ host });
}

// No row has Match exec: ssh -G would run it.
const configs: [string, string?][] = [
  ['Host a\nHostName real.example.com\nPort 2222\nUser bob'],
  ['Host a\nUser x\nHost *\nUser y\nPort 9', 'b'],
  ['Port 5\nHost a\nPort 6'],
  ['host=a\nport = 7\nUSER "b"'],
  ['Host a b # c\nUser x # y', 'b'],
  ['Host ?\nUser q\nHost a?\nUser w'],
  ['Host * !a\nUser no\nHost !b\nUser never\nHost !b *\nUser yes'],
  ['Host gpu-*.lab\nHostName %h.example.com', 'gpu-1.lab'],
  ['Host A\nUser upper\nHost a\nUser lower'],
  ['Host a\nHostName Real.Example.COM'],
  ['Host a\nHostName %h-%%-x'],
  ['Host a\nIdentitiesOnly yes\nIdentityFile ~/.ssh/x\nIdentityFile none\nIdentityFile "/a b"\nIdentityFile ~/.ssh/x'],
  ['Host a\nProxyJump b'],
  ['Host a\nProxyJump bob@b:2222,[::1]:22,c'],
  ['Host a\nProxyJump none\nHost *\nProxyJump b'],
  ['Host a\nProxyJump b # comment'],
  ['Host a\nProxyCommand none\nProxyJump b'],
  ['Host a\nUserKnownHostsFile ~/k1 /k2\nGlobalKnownHostsFile /g1 "/g 2"'.replace(' "/g 2"', ' /g2')],
  ['Host a\nUserKnownHostsFile /k/%h-%n-%p-%r-%u\nUser z\nHostName h'],
  ['Host a\nHostKeyAlias k\nRevokedHostKeys /r\nHashKnownHosts yes'],
  ['Host a\nStrictHostKeyChecking off'],
  ['Host a\nStrictHostKeyChecking accept-new\nStrictHostKeyChecking yes'],
  ['StrictHostKeyChecking TRUE'],
  ['Host a\nServerAliveInterval 1m30s\nServerAliveCountMax 7\nConnectTimeout 1h'],
  ['Host a\nServerAliveInterval 0\nConnectTimeout none\nAddressFamily any'],
  ['Host a\nAddressFamily inet6\nIdentityAgent /run/agent'],
  ['Host a\nIdentityAgent none'],
  ['Include {}/conf.d/*\nHost a\nUser third'],
  ['Include {}/conf.d/2 {}/conf.d/1 {}/nothing\nHost a\nUser third'],
  ['Host a\nInclude {}/inner\nUser outer\nHost b\nUser bb'],
  ['Host a\nInclude {}/inner\nUser outer\nHost b\nUser bb', 'b'],
  ['Match host a\nUser m'],
  ['Match host=a\nUser m'],
  ['Host a\nHostName real\nMatch host a\nUser no\nMatch host real\nUser yes\nMatch originalhost a\nPort 3'],
  ['Host a\nUser u\nMatch user u host a\nPort 8\nMatch !user u\nPort 9'],
  [`Match localuser ${me}\nPort 8\nMatch localuser *,!${me}\nPort 9`],
  ['Match user "x,y"\nPort 3\nMatch all\nPort 4', 'b'],
  ['Match !all\nUser x\nMatch canonical\nUser y'],
  ['Host a\nHostName real\nMatch final\nPort 5\nHost real\nUser late'],
  ['Host a\nHostName real\nInclude {}/final'],
  ['Host a\nHostName real\nHost none\nInclude {}/final'],
  ['Host a\nUser "two words"'.replace('two words', 'one')],
  ["Host a\nHostKeyAlias 'x y'"],
  ['Host a\nHostKeyAlias x\\ y'],
  ['\tHost\ta\n\t Port\t8 \r\n# Port 9\n\nUser z\r'],
  ['IgnoreUnknown Colour*\nColourful yes\nHost a\nUser x'],
  ['Host a\nForwardAgent yes\nLocalForward 1 x:2\nSetEnv A=B\nSendEnv C\nUser x'],
];

describe('ssh -G and Gearview say the same of', () => {
  test.each(configs)('%j %s', async (text, host = 'a') => {
    const file = await written(text);
    const said = await asked(file, host);
    const found = await resolved(file, host);
    if (said === undefined) throw new Error('ssh refuses this file');
    if (found.kind === 'unusable') throw new Error(found.why);
    const want = expected(said);
    expect(ours(found)).toEqual(want);
  });

  test('key files, in their order', async () => {
    const file = await written('Host a\nIdentityFile ~/.ssh/one\nIdentityFile /two\nHost *\nIdentityFile ~/.ssh/one\nIdentityFile ~/three');
    const said = await asked(file, 'a');
    const found = await resolved(file, 'a');
    if (found.kind === 'unusable' || found.hop.auth.kind !== 'auto') throw new Error('not usable');
    expect(found.hop.auth.files).toEqual(said?.get('identityfile')?.map(inHome));
  });
});

describe('ssh -G and Gearview both refuse', () => {
  test.each([
    ['Host a\nPort abc'],
    ['Host a\nPort 65536'],
    ['Host a\nPort 1 2'],
    ['Host a\nUser'],
    ['Host a\nUser "open'],
    ['Host a\nProxyJump ::1'],
    ['Host a\nProxyJump a,,b'],
    ['Host a\nProxyJump b@'],
    ['Host a\nStrictHostKeyChecking perhaps'],
    ['Host a\nHashKnownHosts maybe'],
    ['Host a\nServerAliveInterval soon'],
    ['Host a\nAddressFamily inet7'],
    ['Host a\nUserKnownHostsFile none x'],
    ['Host a\nHostName %x'],
    ['Host a\nUserKnownHostsFile /k/%Z'],
  ])('%j', async (text) => {
    const file = await written(text);
    expect(await asked(file, 'a')).toBeUndefined();
    expect(await resolved(file, 'a')).toMatchObject({ kind: 'unusable' });
  });
});

test.each(['30', '1m', '1h30m', '2d', '1w'])('the time %s is as long as for ssh', async (time) => {
  const said = await asked(await written(`ConnectTimeout ${time}`), 'a');
  expect(String(secondsOf(time))).toBe(said?.get('connecttimeout')?.[0]);
});
