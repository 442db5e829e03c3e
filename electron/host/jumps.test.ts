import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Host, HostDraft } from '../contract/host';
import { openHosts, type Hosts } from './hosts';
import { openSshConfig } from './sshConfig/sshConfig';

let folder: string;
let file: string;
let configFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-jumps-'));
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

const draft = (change: Partial<HostDraft> = {}): HostDraft => ({
  name: 'own',
  address: 'own.example.com',
  port: 22,
  user: 'alice',
  auth: { kind: 'agent' },
  ...change,
});

describe('jump hosts of one’s own host', () => {
  const jumpOf = async (hosts: Hosts, jump: string) => hosts.save(draft({ name: 'target', address: 'target', jump }));
  const wayOf = ({ via }: Host): string[] | undefined => via?.map(({ name, user, address, port }) => `${name}=${user}@${address}:${port}`);

  test('are names of the list, then of the file, then addresses', async () => {
    await edit('Host bastion\n  HostName b.example.com\n  User bob\n  IdentityFile /k/b\nHost box\n  User wrong\n');
    const hosts = opened();
    await hosts.save(draft({ name: 'box', address: 'box.example.com', user: 'u', port: 23, auth: { kind: 'password' } }));
    await hosts.save(draft({ name: 'GPU box 1', address: 'g.example.com' }));
    const host = await jumpOf(hosts, 'bastion, box,GPU box 1,x@box:9,10.0.0.1,[::1]:24,eve@far');
    expect(wayOf(host)).toEqual([
      'bastion=bob@b.example.com:22',
      'box=u@box.example.com:23',
      'GPU box 1=alice@g.example.com:22',
      'box=x@box.example.com:9',
      'alice@10.0.0.1=alice@10.0.0.1:22',
      'alice@[::1]:24=alice@::1:24',
      'eve@far=eve@far:22',
    ]);
    expect(host.via?.map(({ auth }) => auth)).toMatchObject([
      { files: ['/k/b'] },
      { kind: 'password' },
      { kind: 'agent' },
      { kind: 'password' },
      { kind: 'auto' },
      { kind: 'auto' },
      { kind: 'auto' },
    ]);
    expect(host.jumpProblem).toBeUndefined();
  });

  test('have jump hosts of their own, of which only the first one’s count', async () => {
    await edit('Host c\n  ProxyJump d\n');
    const hosts = opened();
    await hosts.save(draft({ name: 'a', address: 'a', jump: 'c' }));
    await hosts.save(draft({ name: 'b', address: 'b', jump: 'elsewhere' }));
    expect(wayOf(await jumpOf(hosts, 'a,b'))).toEqual(['d=me@d:22', 'c=me@c:22', 'a=alice@a:22', 'b=alice@b:22']);
  });

  test.each([
    ['two words', 'name a host of the list'],
    ['a,,b', 'missing between two commas'],
    ['a:99999', 'between 1 and 65535'],
    ['::1', 'brackets'],
    ['-oProxyCommand=x', 'begin with'],
    ['$(id)', 'shell characters'],
    ['@b', 'Enter the user'],
  ])('%j is refused at its field', async (jump, why) => {
    await expect(jumpOf(opened(), jump)).rejects.toMatchObject({ code: 'bad-input', fields: { jump: expect.stringContaining(why) } });
  });

  test.each(['', 'none', 'NONE'])('%j is no jump', async (jump) => {
    expect(await jumpOf(opened(), jump)).not.toHaveProperty('via');
  });

  test('in a circle or too many are a problem of the host', async () => {
    const hosts = opened();
    expect((await jumpOf(hosts, 'target')).jumpProblem).toContain('circle: “target” → “target”');
    const [target] = await hosts.list();
    const a = await hosts.save(draft({ name: 'a', address: 'a', jump: 'target' }));
    await hosts.save({ ...draft({ name: 'target', address: 'target', jump: 'a' }), id: target?.id });
    expect((await hosts.get(a.id)).jumpProblem).toContain('“a” → “target” → “a”');
    expect(await hosts.get(a.id)).not.toHaveProperty('via');
    const many = await hosts.save(draft({ name: 'many', address: 'many', jump: '1,2,3,4,5,6,7,8,9' }));
    expect(many.jumpProblem).toContain('more than 8');
    expect((await hosts.save(draft({ name: 'eight', address: 'eight', jump: '1,2,3,4,5,6,7,8' }))).via).toHaveLength(8);
  });

  test('change with the host that they name', async () => {
    const hosts = opened();
    const box = await hosts.save(draft({ name: 'box', address: 'old' }));
    const target = await jumpOf(hosts, 'box');
    await hosts.save({ ...draft({ name: 'box', address: 'new' }), id: box.id });
    expect((await hosts.get(target.id)).via).toMatchObject([{ address: 'new' }]);
    await edit('Host c\n  ProxyCommand x\n');
    expect((await hosts.save({ ...draft({ name: 'target', address: 'target', jump: 'c' }), id: target.id })).jumpProblem).toContain(
      'ProxyCommand',
    );
  });
});

test('names of one’s own hosts are hashed where the files say so, and nothing else of them applies', async () => {
  await edit('Host *\n  HashKnownHosts yes\n  StrictHostKeyChecking no\n  User nobody\n');
  const host = await opened().save(draft({ jump: 'b' }));
  expect(host).toMatchObject({ user: 'alice', ssh: { hashKnownHosts: true }, via: [{ user: 'alice', ssh: { hashKnownHosts: true } }] });
  expect(host.ssh).toEqual({ hashKnownHosts: true });
});
