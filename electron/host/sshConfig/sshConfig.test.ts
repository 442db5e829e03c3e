import fc from 'fast-check';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Hop, type SshOptions } from '../../contract/host';
import type { Resolution } from './resolve';
import { openSshConfig, type Reading, type SshConfig } from './sshConfig';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gv-ssh-config-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A file below the home, for its owner alone, put in place at once as editors do. */
async function put(path: string, text: string): Promise<void> {
  const full = join(home, path);
  await mkdir(dirname(full), { recursive: true, mode: 0o700 });
  await writeFile(`${full}.new`, text, { mode: 0o600 });
  await rename(`${full}.new`, full);
}

const config = (): SshConfig => {
  const opened = openSshConfig({
    home,
    user: 'me',
    uid: 7,
    hostName: 'laptop.example.com',
    env: { KEYS: '/keys', SOCK: '/run/agent' },
    system: join(home, 'etc/ssh_config'),
    pollMs: 200,
  });
  onTestFinished(() => opened.close());
  return opened;
};
async function reading(text: string): Promise<Reading> {
  await put('.ssh/config', text);
  return config().current();
}
function usable(found: Resolution): Resolution & { kind: 'usable' } {
  if (found.kind === 'unusable') throw new Error(found.why);
  return found;
}
const hopOf = async (text: string, host = 'a') => usable((await reading(text)).resolve({ host })).hop;
const whyOf = async (text: string, host = 'a'): Promise<string> => {
  const found = (await reading(text)).resolve({ host });
  return found.kind === 'unusable' ? found.why : 'usable';
};

test('without a file there is nothing, and no problem', async () => {
  expect(await config().current()).toMatchObject({ aliases: [], problems: [] });
});

test('what the system sets for all and nobody here uses is not listed, the user’s own is', async () => {
  const etc = await mkdtemp(join(tmpdir(), 'gv-etc-'));
  onTestFinished(() => rm(etc, { recursive: true }));
  await writeFile(join(etc, 'ssh_config'), 'Host *\nSendEnv LANG\nHashKnownHosts yes\nForwardAgent yes\n', { mode: 0o600 });
  await put('.ssh/config', 'Host a\nControlMaster auto\n');
  const opened = openSshConfig({ home, system: join(etc, 'ssh_config') });
  onTestFinished(() => opened.close());
  const { origins } = (await opened.current()).resolve({ host: 'a' });
  expect(origins.map(({ option }) => option)).toEqual(['ControlMaster', 'HashKnownHosts', 'ForwardAgent']);
});

test('names without wildcards are offered in their order, each once', async () => {
  const { aliases } = await reading('Host b a *.lab !c\nHost a d?\nHost e\nMatch host f\n');
  expect(aliases).toEqual(['b', 'a', 'e']);
});

test('a host has what the file says, and says where', async () => {
  const text =
    'Host gpu\n  HostName %h.example.com\n  Port 2222\n  User alice\n  IdentityFile ~/.ssh/k1\n  IdentityFile %d/.ssh/k2.pub\n  IdentitiesOnly yes\nHost *\n  User bob\n  ForwardAgent yes\n';
  const found = usable((await reading(text)).resolve({ host: 'gpu' }));
  expect(found.hop).toEqual({
    name: 'gpu',
    address: 'gpu.example.com',
    port: 2222,
    user: 'alice',
    auth: { kind: 'auto', files: [join(home, '.ssh/k1'), join(home, '.ssh/k2')], onlyFiles: true },
  });
  const file = join(home, '.ssh/config');
  expect(found.origins).toContainEqual({ option: 'Port', value: '2222', file, line: 3 });
  expect(found.origins).toContainEqual({ option: 'IdentityFile', value: '~/.ssh/k1', file, line: 5 });
  expect(found.origins).toContainEqual({ option: 'ForwardAgent', value: 'yes', file, line: 10, ignored: expect.stringContaining('never') });
  expect(found.origins.filter(({ option }) => option === 'User')).toEqual([{ option: 'User', value: 'alice', file, line: 4 }]);
});

test('what a connection follows', async () => {
  const ssh = async (lines: string): Promise<SshOptions | undefined> => (await hopOf(`Host a\n${lines}`)).ssh;
  expect(await ssh('')).toBeUndefined();
  expect(
    await ssh(
      'HostKeyAlias k\nUserKnownHostsFile ~/k1 "/k 2"\nGlobalKnownHostsFile none\nStrictHostKeyChecking off\nHashKnownHosts yes\nRevokedHostKeys /r/%h\nIdentityAgent ~/s\nServerAliveInterval 1m\nServerAliveCountMax 2\nConnectTimeout 7\nAddressFamily inet6',
    ),
  ).toEqual({
    hostKeyAlias: 'k',
    userKnownHosts: [join(home, 'k1'), '/k 2'],
    globalKnownHosts: [],
    strictHostKeyChecking: 'no',
    hashKnownHosts: true,
    revokedHostKeys: '/r/a',
    identityAgent: join(home, 's'),
    aliveSeconds: 60,
    aliveCount: 2,
    connectSeconds: 7,
    family: 'inet6',
  });
  expect(await ssh('IdentityAgent none')).toEqual({ identityAgent: 'none' });
  expect(await ssh('IdentityAgent SSH_AUTH_SOCK')).toBeUndefined();
  expect(await ssh('IdentityAgent $SOCK')).toEqual({ identityAgent: '/run/agent' });
  expect(await ssh('IdentityAgent ${SOCK}.2')).toEqual({ identityAgent: '/run/agent.2' });
  expect(await ssh('ServerAliveInterval 0\nConnectTimeout none\nAddressFamily any')).toBeUndefined();
  expect(await ssh('ServerAliveInterval 999999\nServerAliveCountMax 999999')).toEqual({ aliveSeconds: 86_400, aliveCount: 1000 });
});

test('key files: tokens, variables, none, twice the same', async () => {
  const files = async (lines: string) => (await hopOf(`Host a\nHostName h.example.com\nUser u\nPort 3\n${lines}`)).auth;
  expect(await files('IdentityFile none')).toEqual({ kind: 'auto', files: [] });
  expect(await files('IdentityFile /k/%n-%h-%p-%r-%u-%i-%l-%L-%%\nIdentityFile ${KEYS}/x\nIdentityFile ${KEYS}/x')).toEqual({
    kind: 'auto',
    files: ['/k/a-h.example.com-3-u-me-7-laptop.example.com-laptop-%', '/keys/x'],
  });
  for (const bad of ['/k/%Z', '${NOTSET}/x', '~bob/x'])
    expect(await whyOf(`Host a\nIdentityFile ${bad}`)).toContain('line 2: IdentityFile');
});

describe('a host that cannot be used says why', () => {
  test.each([
    ['HostName -oProxyCommand=x', 'begin with'],
    ['HostName a;reboot', 'shell characters'],
    ['HostName %x', 'token'],
    ['User x;id', 'shell characters'],
    ['Port abc', 'not a number'],
    ['ProxyCommand nc %h %p', 'needs ProxyCommand'],
    ['ProxyJump b\nHost b\nProxyCommand nc %h %p', '“b” needs ProxyCommand'],
    ['ProxyJump b\nHost b\nProxyJump c\nHost c\nProxyJump a', 'circle: a → b → c → a'],
    ['ProxyJump b\nHost b\nProxyJump b', 'circle: a → b → b'],
    ['ProxyJump 1,2,3,4,5,6,7,8,9', 'more than 8'],
    ['ProxyJump 3,4,5,6,7,8,9\nHost 3\nProxyJump 1,2', 'more than 8'],
  ])('%j', async (lines, why) => {
    expect(await whyOf(`Host a\n${lines}\n`)).toContain(why);
  });

  test('and one that is not concerned can', async () => {
    expect(await whyOf('Host b\nPort abc\nProxyCommand x\nHost a\nProxyCommand none')).toBe('usable');
  });
});

describe('jump hosts', () => {
  const via = async (text: string) =>
    usable((await reading(text)).resolve({ host: 'a' })).via.map(({ name, user, address, port }) => `${name}=${user}@${address}:${port}`);

  test.each([
    ['Host a\nProxyJump b', ['b=me@b:22']],
    ['Host a\nProxyJump none\nProxyJump b', []],
    ['Host a\nProxyJump bob@b:23,[::1]:24', ['b=bob@b:23', '::1=me@::1:24']],
    ['Host a\nProxyJump ssh://bob@b:23', ['b=bob@b:23']],
    ['Host a\nProxyJump b # the bastion', ['b=me@b:22']],
    ['Host a\nProxyJump b\nHost b\nHostName bastion\nUser carol\nPort 9', ['b=carol@bastion:9']],
    ['Host a\nProxyJump bob@b\nHost b\nUser carol', ['b=bob@b:22']],
    // Only the first follows its own ProxyJump, as with ssh -J.
    ['Host a\nProxyJump b,c\nHost b\nProxyJump d\nHost c\nProxyJump e', ['d=me@d:22', 'b=me@b:22', 'c=me@c:22']],
    ['Host a\nProxyCommand none\nProxyJump b', []],
    ['Host a\nProxyJump b\nProxyCommand x', ['b=me@b:22']],
    ['Host *\nUser root\nHost a\nProxyJump b', ['b=root@b:22']],
  ])('%j', async (text, expected) => {
    expect(await via(text)).toEqual(expected);
  });

  test('have keys and options of their own', async () => {
    const found = usable((await reading('Host a\nProxyJump b\nHost b\nIdentityFile /k/b\nHostKeyAlias bb')).resolve({ host: 'a' }));
    expect(found.via).toMatchObject([{ auth: { files: ['/k/b'] }, ssh: { hostKeyAlias: 'bb' } }]);
    expect(found.hop.auth).toEqual({ kind: 'auto' });
  });
});

test.each([
  ['Host * !a\nUser x', 'me'],
  ['Host !a *\nUser x', 'me'],
  ['Host !b *\nUser x', 'x'],
  ['Host !b\nUser x', 'me'],
])('negation: %j', async (text, user) => {
  expect((await hopOf(text)).user).toBe(user);
});

describe('Match', () => {
  test.each([
    ['Match all\nUser x', 'x'],
    ['Match !all\nUser x', 'me'],
    ['Match host a\nUser x', 'x'],
    ['Match host=a,b\nUser x', 'x'],
    ['Match host A\nUser x', 'x'],
    ['HostName real\nMatch host a\nUser x', 'me'],
    ['HostName real\nMatch host real originalhost a\nUser x', 'x'],
    ['Match localuser me user me\nUser x', 'x'],
    ['Match localuser !me,*\nUser x', 'me'],
    ['User y\nMatch user y\nPort 1', 'y'],
    ['Match final\nUser x', 'x'],
    ['Match canonical\nUser x', 'me'],
    ['HostName real\nMatch final\nPort 1\nHost real\nUser x', 'x'],
    ['Match exec "true"\nUser x', 'me'],
    ['Match !exec "false"\nUser x', 'me'],
    ['Match tagged t\nUser x', 'me'],
  ])('%j', async (text, user) => {
    expect((await hopOf(text)).user).toBe(user);
  });
});

test('nothing in the file is ever run (R11)', async () => {
  const canary = join(home, 'canary');
  const run = `touch ${canary}`;
  const now = await reading(
    `Match exec "${run}"\nUser x\nMatch !exec "${run}"\nUser x\nHost a b\nLocalCommand ${run}\nPermitLocalCommand yes\nKnownHostsCommand /bin/sh -c "${run}"\nRemoteCommand ${run}\nUser $(${run})\nInclude "$(${run})" \`${run}\`\nHost b\nProxyCommand ${run}`,
  );
  const [a, b] = [now.resolve({ host: 'a' }), now.resolve({ host: 'b' })];
  expect([a, b]).toMatchObject([{ kind: 'unusable' }, { kind: 'unusable' }]);
  for (const option of ['LocalCommand', 'PermitLocalCommand', 'KnownHostsCommand', 'RemoteCommand'])
    expect(a.origins).toContainEqual(expect.objectContaining({ option, ignored: expect.stringContaining('no command') }));
  expect(b.origins).toContainEqual(expect.objectContaining({ option: 'ProxyCommand', ignored: expect.stringContaining('no command') }));
  await expect(access(canary)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('any bytes give hosts that the contract allows, or none', async () => {
  await put('.ssh/config', '');
  const parts = [
    'Host a\n',
    'HostName ',
    'User ',
    'Port ',
    'IdentityFile ',
    'ProxyJump ',
    'HostKeyAlias ',
    'UserKnownHostsFile ',
    'a',
    '\n',
    ' ',
    '"',
    '%h',
    '~',
    ',',
    '@',
    '9',
    'ü',
    '\u202e',
    'x'.repeat(300),
    '[::1]',
    'none',
    '/',
    '.pub',
  ];
  const text = fc
    .array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 4 })), { maxLength: 30 })
    .map((each) => `Host a b\n${each.join('')}`);
  const opened = config();
  await fc.assert(
    fc.asyncProperty(text, async (each) => {
      await put('.ssh/config', each);
      const now = await opened.current();
      for (const alias of now.aliases) {
        const found = now.resolve({ host: alias });
        const hops = found.kind === 'usable' ? [found.hop, ...found.via] : [];
        expect(hops.map((hop) => Hop.safeParse(hop).error)).toEqual(hops.map(() => undefined));
        expect(found.kind === 'unusable' ? found.why.length : 0).toBeLessThanOrEqual(400);
      }
    }),
    { numRuns: 400 },
  );
});
