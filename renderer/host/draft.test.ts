import { describe, expect, test } from 'vitest';
import { NEW_HOST, nameFor, readValues, splitAddress, valuesOf, withAddress } from './draft';

const good = { ...NEW_HOST, name: 'gpu1', address: 'gpu1.lab', user: 'alice' };

describe('readValues', () => {
  test('reads what the contract takes', () => {
    expect(readValues(good)).toEqual({
      kind: 'draft',
      draft: { name: 'gpu1', address: 'gpu1.lab', port: 22, user: 'alice', auth: { kind: 'agent' } },
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

  test('a host comes back as it was', () => {
    const host = { id: '0123456789ab', name: 'n', address: 'a', port: 2222, user: 'u', auth: { kind: 'key' as const, path: '/k' } };
    expect(readValues(valuesOf(host), host.id)).toEqual({ kind: 'draft', draft: host });
  });
});

describe('splitAddress', () => {
  test.each([
    ['alice@gpu1:2222', { user: 'alice', address: 'gpu1', port: '2222' }],
    ['ssh alice@gpu1', { user: 'alice', address: 'gpu1' }],
    ['ssh://bob@10.0.0.1:22', { user: 'bob', address: '10.0.0.1', port: '22' }],
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
