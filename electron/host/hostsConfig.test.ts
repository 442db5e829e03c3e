import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Host, HOST_LIMIT, HostProposals, type HostDraft } from '../contract/host';
import { openHosts, type Hosts } from './hosts';
import { openSshConfig } from './sshConfig/sshConfig';

let folder: string;
let file: string;
let configFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-hosts-config-'));
  file = join(folder, 'hosts.json');
  configFile = join(folder, '.ssh/config');
  await mkdir(join(folder, '.ssh'), { mode: 0o700 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As editors save: written aside, then renamed over the file. */
async function edit(text: string): Promise<void> {
  await writeFile(`${configFile}~`, text, { mode: 0o600 });
  await rename(`${configFile}~`, configFile);
}

function opened(): Hosts {
  const config = openSshConfig({ home: folder, user: 'me', system: join(folder, 'ssh_config'), pollMs: 200 });
  const hosts = openHosts(file, { config });
  onTestFinished(() => hosts.close());
  return hosts;
}

const changed = (hosts: Hosts): Promise<readonly Host[]> => new Promise((resolve) => hosts.onChange(resolve));
const draft = (change: Partial<HostDraft> = {}): HostDraft => ({
  name: 'own',
  address: 'own.example.com',
  port: 22,
  user: 'alice',
  auth: { kind: 'agent' },
  ...change,
});
async function only(hosts: Hosts): Promise<Host> {
  const [host, ...more] = await hosts.list();
  if (host === undefined || more.length > 0) throw new Error('not one host');
  return host;
}

const GPU = 'Host gpu1\n  HostName gpu1.example.com\n  User carol\n  IdentityFile ~/.ssh/gpu\n  HostKeyAlias box\n';

test('hosts of the file are proposed with what they would be, and with why not', async () => {
  await edit(`${GPU}Host old\n  ProxyCommand nc %h 22\nHost *.lab\n  User x\nColour blue\n`);
  const hosts = opened();
  const offer = HostProposals.parse(await hosts.proposals());
  expect(offer).toMatchObject({
    file: configFile,
    proposals: [
      {
        alias: 'gpu1',
        host: { name: 'gpu1', address: 'gpu1.example.com', user: 'carol', source: { alias: 'gpu1' } },
        state: { kind: 'new' },
      },
      { alias: 'old', state: { kind: 'unusable', why: expect.stringContaining('needs ProxyCommand') } },
    ],
    problems: [{ file: configFile, line: 10, text: expect.stringContaining('colour') }],
  });
  const [added] = await hosts.importAliases(['gpu1']);
  expect((await hosts.proposals()).proposals[0]?.state).toEqual({ kind: 'added', hostId: added?.id });
});

test('a name that stands only in a file for another host is not proposed, and not added', async () => {
  await writeFile(join(folder, '.ssh/inner'), 'Host hidden\n', { mode: 0o600 });
  await edit('Host a\n  Include inner\nHost *\n  User x\n');
  const hosts = opened();
  expect((await hosts.proposals()).proposals.map(({ alias }) => alias)).toEqual(['a']);
  await expect(hosts.importAliases(['hidden'])).rejects.toMatchObject({ code: 'bad-input' });
});

test('an imported host is in the list, with its keys, options and origins, and stays after a restart', async () => {
  await edit(GPU);
  const [added] = await opened().importAliases(['gpu1', 'gpu1']);
  expect(Host.parse(added)).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{12}$/),
    name: 'gpu1',
    address: 'gpu1.example.com',
    port: 22,
    user: 'carol',
    auth: { kind: 'auto', files: [join(folder, '.ssh/gpu')] },
    ssh: { hostKeyAlias: 'box' },
    source: { alias: 'gpu1', origins: expect.arrayContaining([{ option: 'User', value: 'carol', file: configFile, line: 3 }]) },
  });
  expect(await opened().list()).toEqual([added]);
});

test('what cannot be added is named, and then nothing is', async () => {
  await edit(`${GPU}Host old\n  ProxyCommand x\n`);
  const hosts = opened();
  for (const [alias, why] of [
    ['old', 'needs ProxyCommand'],
    ['gone', 'no such Host'],
  ] as const) {
    await expect(hosts.importAliases(['gpu1', alias])).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining(why) });
  }
  expect(await hosts.list()).toEqual([]);
});

test('a login that is in the list already is added, not twice', async () => {
  await edit(
    `${GPU}Host same\n  HostName GPU1.example.com\n  User carol\nHost behind\n  HostName gpu1.example.com\n  User carol\n  ProxyJump b\n`,
  );
  const hosts = opened();
  const own = await hosts.save(draft({ address: 'gpu1.example.com', user: 'carol' }));
  expect((await hosts.proposals()).proposals.map(({ state }) => state)).toEqual([
    { kind: 'added', hostId: own.id },
    { kind: 'added', hostId: own.id },
    { kind: 'new' },
  ]);
  expect(await hosts.importAliases(['gpu1', 'same', 'behind'])).toMatchObject([{ name: 'behind', via: [{ address: 'b' }] }]);
  expect(await hosts.list()).toHaveLength(2);
  await expect(hosts.save(draft({ name: 'x', address: 'gpu1.example.com', user: 'carol' }))).rejects.toMatchObject({ code: 'bad-input' });
  await expect(hosts.save(draft({ name: 'x', address: 'gpu1.example.com', user: 'carol', jump: 'me@b' }))).rejects.toMatchObject({
    message: expect.stringContaining('“behind”'),
  });
  await expect(hosts.save(draft({ name: 'x', address: 'gpu1.example.com', user: 'carol', jump: 'other' }))).resolves.toBeDefined();
});

test('the limit holds for all that are added together', async () => {
  const full = Array.from({ length: HOST_LIMIT - 1 }, (_, index) => ({
    kind: 'own',
    ...draft({ address: `h${index}` }),
    id: index.toString(16).padStart(12, '0'),
  }));
  await writeFile(file, JSON.stringify({ version: 2, hosts: full }));
  await edit('Host a b\n');
  const hosts = opened();
  await expect(hosts.importAliases(['a', 'b'])).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('500') });
  await expect(hosts.importAliases(['a'])).resolves.toHaveLength(1);
});

describe('an imported host follows the file', () => {
  test('when an editor saves it', async () => {
    await edit(GPU);
    const hosts = opened();
    const [added] = await hosts.importAliases(['gpu1']);
    await hosts.label(added?.id ?? '', { name: 'My GPU', tags: ['fast'] });
    const told = changed(hosts);
    await edit(GPU.replace('carol', 'dave'));
    expect(await told).toMatchObject([{ id: added?.id, name: 'My GPU', tags: ['fast'], user: 'dave' }]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ hosts: [{ last: { user: 'dave' } }] });
  });

  test('and keeps its last good login while the entry is gone, broken, or the file unreadable', async () => {
    await edit(GPU);
    const hosts = opened();
    await hosts.importAliases(['gpu1']);
    for (const [text, why] of [
      ['', 'no Host “gpu1” any more'],
      [`${GPU}  Port abc\n`, 'line 6: Port is not a number'],
      [`${GPU}  ProxyJump gpu1\n`, 'circle'],
      ['#'.repeat(1024 * 1024 + 1), '1 MB'],
    ] as const) {
      await edit(text);
      expect(await only(hosts)).toMatchObject({
        user: 'carol',
        ssh: { hostKeyAlias: 'box' },
        source: { problem: expect.stringContaining(why) },
      });
    }
    await edit(GPU.replace('carol', 'erin'));
    expect((await only(hosts)).source?.problem).toBeUndefined();
    expect(await only(hosts)).toMatchObject({ user: 'erin' });
  });

  test('also when it changed while Gearview was away, or cannot be asked', async () => {
    await edit(GPU);
    await opened().importAliases(['gpu1']);
    await edit(GPU.replace('carol', 'frank'));
    expect(await only(opened())).toMatchObject({ user: 'frank' });
    expect(await only(openHosts(file))).toMatchObject({ user: 'frank', source: { problem: expect.stringContaining('no Host') } });
  });

  test('but nobody is told of a change that concerns no host', async () => {
    await edit(GPU);
    const hosts = opened();
    await hosts.importAliases(['gpu1']);
    const told: unknown[] = [];
    hosts.onChange((list) => told.push(list));
    await edit(`${GPU}# a comment\n`);
    await hosts.list();
    expect(told).toEqual([]);
    await edit(`# one line more\n${GPU}`);
    await hosts.list();
    expect(told).toHaveLength(1);
  });

  test('until its login is to be edited here', async () => {
    await edit(GPU);
    const hosts = opened();
    const [added] = await hosts.importAliases(['gpu1']);
    await expect(hosts.save(draft({ id: added?.id }))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('follows'),
    });
  });
});

describe('a detached host', () => {
  test('has the values of now, and follows no longer', async () => {
    await edit(`${GPU}  ProxyJump bastion\nHost bastion\n  User bob\n  IdentityFile /k/b\n`);
    const hosts = opened();
    const [added] = await hosts.importAliases(['gpu1']);
    const id = added?.id ?? '';
    const { source: _, ...rest } = await only(hosts);
    expect(await hosts.detach(id)).toEqual({ ...rest, jump: 'bastion' });
    await edit(`${GPU.replace('carol', 'dave')}Host bastion\n  User bob\n  IdentityFile /k/b\n`);
    expect(await only(hosts)).toMatchObject({ user: 'carol', ssh: { hostKeyAlias: 'box' } });
    expect(await hosts.detach(id)).toEqual(await only(hosts));
    await expect(hosts.save({ ...draft(), id, address: rest.address, jump: 'bastion' })).resolves.toMatchObject({
      ssh: { hostKeyAlias: 'box' },
    });
    expect((await hosts.save({ ...draft(), id })).ssh).toBeUndefined();
  });

  test.each([
    ['ProxyJump x@bastion:24\nHost bastion\nIdentityFile /k', 'x@bastion:24', ['x@bastion:24']],
    ['ProxyJump elsewhere:24', 'me@elsewhere:24', ['me@elsewhere:24']],
    ['ProxyJump two\nHost two\nProxyJump one\nHost one\nUser u', 'one,two', ['u@one:22', 'me@two:22']],
    ['ProxyJump [fe80::1]:24', 'me@[fe80::1]:24', ['me@fe80::1:24']],
  ])('%j keeps the way', async (lines, jump, via) => {
    await edit(`${GPU}${lines}\n`);
    const hosts = opened();
    const [added] = await hosts.importAliases(['gpu1']);
    const host = await hosts.detach(added?.id ?? '');
    expect(host.jump).toBe(jump);
    expect(host.via?.map(({ user, address, port }) => `${user}@${address}:${port}`)).toEqual(via);
  });
});
