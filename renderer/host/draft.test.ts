import { describe, expect, test } from 'vitest';
import { copyOf, NEW_HOST, nameFor, readLabels, readValues, splitAddress, valuesOf, withAddress } from './draft';

const good = { ...NEW_HOST, name: 'gpu1', address: 'gpu1.lab', user: 'alice' };

describe('readValues', () => {
  test('reads what the contract takes', () => {
    expect(readValues(good)).toEqual({
      kind: 'draft',
      draft: { name: 'gpu1', address: 'gpu1.lab', port: 22, user: 'alice', auth: { kind: 'auto' } },
    });
  });

  test('says per field what is wrong', () => {
    const reading = readValues({ ...NEW_HOST, port: 'ssh', auth: 'key' });
    expect(reading.kind === 'errors' && Object.keys(reading.errors).toSorted()).toEqual(['address', 'auth.path', 'name', 'port', 'user']);
  });

  test.each(['', '22.5', '0x16', '-1', '1e3'])('“%s” is no port', (port) => {
    const reading = readValues({ ...good, port });
    expect(reading.kind === 'errors' && reading.errors['port']).toMatch(/port/);
  });

  test('a key path that is not chosen does not count for the agent', () => {
    expect(readValues({ ...good, keyPath: 'some.pub' }).kind).toBe('draft');
  });

  const host = { id: '0123456789ab', name: 'n', address: 'a', port: 2222, user: 'u', auth: { kind: 'key' as const, path: '/k' } };
  const labels = { group: 'Lab', tags: ['a100', 'lab 3'], colour: 'blue' as const, notes: 'Rack 12\nAsk Bob.' };

  test('a host comes back as it was', () => {
    expect(readValues(valuesOf(host), host.id)).toEqual({ kind: 'draft', draft: host });
  });

  test('a host with everything comes back as it was', () => {
    const auth = { kind: 'auto' as const, files: ['/a', '/b'], onlyFiles: true };
    const full = { ...host, ...labels, auth, jump: 'bastion,bob@gw:2222' };
    expect(readValues(valuesOf(full), host.id)).toEqual({ kind: 'draft', draft: full });
  });

  test('only labels are read of a host that follows a file', () => {
    const values = { ...valuesOf({ ...host, ...labels }), address: 'not an address' };
    expect(readLabels(values)).toEqual({ kind: 'labels', labels: { name: 'n', ...labels } });
  });

  test('what is wrong with a tag or a key file is said at its field', () => {
    const reading = readValues({ ...good, tags: `short, ${'x'.repeat(40)}`, files: ['/a', ''], jump: 'a'.repeat(2000) });
    expect(reading.kind === 'errors' && Object.keys(reading.errors).toSorted()).toEqual(['auth.files.1', 'jump', 'tags']);
  });

  test('empty and repeated tags do not count', () => {
    const reading = readValues({ ...good, tags: ' a, ,b,a ' });
    expect(reading.kind === 'draft' && reading.draft.tags).toEqual(['a', 'b']);
  });

  test('a copy has a name of its own, and the chain of the file written out', () => {
    const hop = { name: 'gw', address: 'gw.lab', port: 2222, user: 'bob', auth: { kind: 'auto' as const } };
    expect(copyOf({ ...host, via: [hop, { ...hop, port: 22 }] })).toMatchObject({ name: 'n copy', jump: 'bob@gw.lab:2222,bob@gw.lab' });
  });
});

describe('splitAddress', () => {
  test.each([
    ['alice@gpu1:2222', { user: 'alice', address: 'gpu1', port: '2222' }],
    ['ssh alice@gpu1', { user: 'alice', address: 'gpu1' }],
    ['ssh://bob@10.0.0.1:22', { user: 'bob', address: '10.0.0.1', port: '22' }],
    ['ssh -p 2222 -J bastion alice@gpu1', { user: 'alice', address: 'gpu1', port: '2222', jump: 'bastion' }],
    ['ssh -i ~/.ssh/lab gpu1', { address: 'gpu1', auth: 'auto', files: ['~/.ssh/lab'] }],
    ['gpu1', {}],
    ['2001:db8::1', {}],
    ['two words', {}],
  ])('%s', (typed, parts) => {
    expect(splitAddress(typed)).toEqual(parts);
  });
});

test('a host without a name gets one from its address', () => {
  expect(nameFor('gpu1.lab.example.com')).toBe('gpu1');
  expect(nameFor('10.0.0.1')).toBe('10.0.0.1');
  expect(withAddress({ ...NEW_HOST, address: 'alice@gpu1.lab' })).toMatchObject({ name: 'gpu1', user: 'alice', address: 'gpu1.lab' });
  expect(withAddress({ ...good, address: 'gpu2.lab' }).name).toBe('gpu1');
});
