import { describe, expect, test } from 'vitest';
import type { Host } from '../../electron/contract/host';
import { beside, groupMoves, groupsOf, matchesHost, moved, stepped } from './arrange';

const host = (id: string, change: Partial<Host> = {}): Host => ({
  id,
  name: id,
  address: `${id}.lab`,
  port: 22,
  user: 'alice',
  auth: { kind: 'auto' },
  ...change,
});
const lab = { group: 'Lab' };
const farm = { group: 'Farm' };
// As the file may have them: groups mixed.
const hosts = [host('l1', lab), host('a'), host('f1', farm), host('l2', lab), host('b')];
const shown = (list: readonly Host[]): string[] => groupsOf(list).flatMap((group) => group.hosts.map(({ id }) => id));

test('hosts without a group come first, then groups as their first hosts come', () => {
  expect(groupsOf(hosts).map(({ name }) => name)).toEqual([undefined, 'Lab', 'Farm']);
  expect(shown(hosts)).toEqual(['a', 'b', 'l1', 'l2', 'f1']);
  expect(groupsOf([])).toEqual([]);
});

describe('a move', () => {
  test.each([
    ['b', -1, { before: 'a', group: undefined }],
    ['a', 1, { before: undefined, group: undefined }],
    ['l1', 1, { before: 'b', group: 'Lab' }],
    ['l2', -1, { before: 'l1', group: 'Lab' }],
    ['b', 1, { before: 'l1', group: 'Lab' }],
    ['f1', -1, { before: 'b', group: 'Lab' }],
    ['a', -1, undefined],
    ['f1', 1, undefined],
  ] as const)('of %s by %i', (id, by, place) => {
    expect(stepped(hosts, id, by)).toEqual(place);
  });

  test('one step down and one up leads back', () => {
    const list = [host('a'), host('b'), host('c')];
    const down = moved(list, 'a', stepped(list, 'a', 1)?.before);
    expect(shown(down)).toEqual(['b', 'a', 'c']);
    expect(shown(moved(down, 'a', stepped(down, 'a', -1)?.before))).toEqual(['a', 'b', 'c']);
  });

  test('beside a host is in its group', () => {
    expect(beside(hosts, 'l1', 'before')).toEqual({ before: 'l1', group: 'Lab' });
    expect(beside(hosts, 'b', 'after')).toEqual({ before: undefined, group: undefined });
    expect(beside(hosts, 'gone', 'after')).toBeUndefined();
  });

  test('of a group passes its neighbour', () => {
    const play = (name: string, by: -1 | 1): readonly Host[] => {
      let list: readonly Host[] = hosts;
      for (const { id, before } of groupMoves(hosts, name, by)) list = moved(list, id, before);
      return list;
    };
    expect(shown(play('Farm', -1))).toEqual(['a', 'b', 'f1', 'l1', 'l2']);
    expect(shown(play('Lab', 1))).toEqual(['a', 'b', 'f1', 'l1', 'l2']);
    expect(groupMoves(hosts, 'Lab', -1)).toEqual([]);
    expect(groupMoves(hosts, 'Farm', 1)).toEqual([]);
    expect(groupMoves(hosts, 'None', 1)).toEqual([]);
  });
});

test('a search looks at all that the operator knows a host by, word by word', () => {
  const found = host('gpu1', { ...lab, tags: ['a100'], notes: 'Rack 12' });
  for (const typed of ['', 'GPU', 'gpu1.lab', 'alice', 'lab', 'a100', 'rack', 'rack a100'])
    expect(`${typed} ${matchesHost(found, typed)}`).toBe(`${typed} true`);
  expect(matchesHost(found, 'rack h100')).toBe(false);
});
