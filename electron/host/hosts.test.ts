import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Host, HostDraft } from '../contract/host';
import { HOST_LIMIT } from '../contract/host';
import { openHosts } from './hosts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-hosts-'));
  file = join(folder, 'hosts.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const draft = (change: Partial<HostDraft> = {}): HostDraft => ({
  name: 'GPU box 1',
  address: 'gpu1.example.com',
  port: 22,
  user: 'alice',
  auth: { kind: 'agent' },
  ...change,
});
const other = (name: string): HostDraft => draft({ name, address: `${name}.example.com` });

test('a host added is there after a restart, with an id of its own', async () => {
  const host = await openHosts(file).save(draft({ auth: { kind: 'key', path: '/home/alice/.ssh/id_ed25519' } }));
  expect(host).toEqual({ ...draft({ auth: { kind: 'key', path: '/home/alice/.ssh/id_ed25519' } }), id: host.id });
  expect(host.id).toMatch(/^[0-9a-f]{12}$/);
  const again = openHosts(file);
  expect(await again.list()).toEqual([host]);
  expect(await again.get(host.id)).toEqual(host);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 2, hosts: [{ kind: 'own' }] });
});

test('an edited host keeps its place and its id', async () => {
  const hosts = openHosts(file);
  const [a, b, c] = [await hosts.save(other('a')), await hosts.save(other('b')), await hosts.save(other('c'))];
  const edited = await hosts.save({ ...b, name: 'b two', port: 2222 });
  expect(edited).toEqual({ ...b, name: 'b two', port: 2222 });
  expect(await hosts.list()).toEqual([a, edited, c]);
});

test('a removed host is gone, and removing it again says so', async () => {
  const hosts = openHosts(file);
  const a = await hosts.save(other('a'));
  const b = await hosts.save(other('b'));
  await hosts.remove(a.id);
  expect(await hosts.list()).toEqual([b]);
  for (const gone of [hosts.remove(a.id), hosts.get(a.id), hosts.save({ ...a })]) {
    await expect(gone).rejects.toMatchObject({ code: 'not-found' });
  }
});

describe('one login is one host', () => {
  test.each([{}, { name: 'another' }, { address: 'GPU1.Example.COM' }])('%j is refused and names the existing one', async (change) => {
    const hosts = openHosts(file);
    await hosts.save(draft());
    await expect(hosts.save(draft(change))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('“GPU box 1”'),
      fields: { address: expect.stringContaining('alice@gpu1.example.com:22') },
    });
    expect(await hosts.list()).toHaveLength(1);
  });

  test.each([{ port: 2222 }, { user: 'bob' }, { address: '10.0.0.1' }])('%j is another', async (change) => {
    const hosts = openHosts(file);
    await hosts.save(draft());
    await hosts.save(draft(change));
    expect(await hosts.list()).toHaveLength(2);
  });

  test('an edit may not become the twin of another, but may keep its own login', async () => {
    const hosts = openHosts(file);
    const a = await hosts.save(draft());
    const b = await hosts.save(other('b'));
    await expect(hosts.save({ ...b, address: a.address })).rejects.toMatchObject({ code: 'bad-input' });
    await expect(hosts.save({ ...a, name: 'renamed' })).resolves.toMatchObject({ name: 'renamed' });
  });
});

test('at the limit one more is refused, and an edit is not', async () => {
  const full: Host[] = Array.from({ length: HOST_LIMIT }, (_, index) => ({
    ...other(`h${index}`),
    id: index.toString(16).padStart(12, '0'),
  }));
  await writeFile(file, JSON.stringify({ version: 1, hosts: full }));
  const hosts = openHosts(file);
  await expect(hosts.save(draft())).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('500') });
  await expect(hosts.save({ ...other('h7'), id: '000000000007', name: 'edited' })).resolves.toMatchObject({ name: 'edited' });
});

test('hosts saved at the same time are all kept', async () => {
  const hosts = openHosts(file);
  await Promise.all(Array.from({ length: 20 }, (_, index) => hosts.save(other(`h${index}`))));
  expect(await openHosts(file).list()).toHaveLength(20);
});

test('a change tells the listeners, a refused one does not', async () => {
  const hosts = openHosts(file);
  const seen: string[][] = [];
  const stop = hosts.onChange((list) => seen.push(list.map((host) => host.name)));
  const a = await hosts.save(other('a'));
  await hosts.save(other('b'));
  await expect(hosts.save(other('b'))).rejects.toThrow('already');
  await hosts.remove(a.id);
  stop();
  await hosts.save(other('c'));
  expect(seen).toEqual([['a'], ['a', 'b'], ['b']]);
});

test('what cannot be stored is not in the list either', async () => {
  const hosts = openHosts(join(file, 'hosts.json'));
  await writeFile(file, 'in the way');
  await expect(hosts.save(draft())).rejects.toMatchObject({ code: 'storage' });
});

test('a damaged file loses nothing that its backup has, and the log says where it was kept', async () => {
  const hosts = openHosts(file);
  const a = await hosts.save(other('a'));
  await hosts.save(other('b'));
  await writeFile(file, 'garbage');
  const logged: unknown[] = [];
  const again = openHosts(file, { log: { write: (...line) => void logged.push(line), secret: () => undefined } });
  expect(again.damaged()).toBeUndefined();
  expect(await again.list()).toEqual([a]);
  expect(logged).toEqual([['warn', undefined, 'hosts file damaged', { keptAs: expect.stringContaining('hosts.json.corrupt-') }]]);
  expect(again.damaged()).toContain('hosts.json.corrupt-');
});

test('a file of the first version is read, and written as the second with the first as its backup', async () => {
  const old = { ...draft(), id: '00000000000a' };
  const text = JSON.stringify({ version: 1, hosts: [old] });
  await writeFile(file, text);
  const hosts = openHosts(file);
  expect(await hosts.list()).toEqual([old]);
  expect(hosts.damaged()).toBeUndefined();
  const added = await hosts.save(other('b'));
  expect(await openHosts(file).list()).toEqual([old, added]);
  expect(await readFile(`${file}.bak`, 'utf8')).toBe(text);
});

test('what is noted about a host changes, and its login does not', async () => {
  const hosts = openHosts(file);
  const a = await hosts.save(draft({ group: 'Lab', tags: ['old'], colour: 'red', notes: 'rack 3', jump: 'bastion.example.com' }));
  const labelled = await hosts.label(a.id, { name: 'new name', tags: ['fast', 'shared'] });
  const { group: _group, colour: _colour, notes: _notes, ...rest } = a;
  expect(labelled).toEqual({ ...rest, name: 'new name', tags: ['fast', 'shared'] });
  expect(labelled).not.toHaveProperty('group');
  await expect(hosts.label('0'.repeat(12), { name: 'x' })).rejects.toMatchObject({ code: 'not-found' });
  expect(await openHosts(file).list()).toEqual([labelled]);
});

test('hosts are put in another order', async () => {
  const hosts = openHosts(file);
  const [a, b, c] = [await hosts.save(other('a')), await hosts.save(other('b')), await hosts.save(other('c'))];
  const names = async (): Promise<string[]> => (await openHosts(file).list()).map(({ name }) => name);
  await hosts.move(c.id, a.id);
  expect(await names()).toEqual(['c', 'a', 'b']);
  await hosts.move(a.id);
  expect(await names()).toEqual(['c', 'b', 'a']);
  await hosts.move(b.id, b.id);
  await hosts.move(c.id, a.id);
  expect(await names()).toEqual(['b', 'c', 'a']);
  await expect(hosts.move(a.id, '0'.repeat(12))).rejects.toMatchObject({ code: 'not-found' });
  expect(await names()).toEqual(['b', 'c', 'a']);
});

test('without ~/.ssh/config nothing is offered', async () => {
  const hosts = openHosts(file);
  expect(await hosts.proposals()).toEqual({ file: '~/.ssh/config', proposals: [], problems: [] });
  await expect(hosts.importAliases(['gpu1'])).rejects.toMatchObject({ code: 'bad-input' });
});
