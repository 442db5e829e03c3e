import { expect, test } from 'vitest';
import { keyOf } from '../../e2e/support/hostKeys';
import { findKnownKeys, hostsFor, keyText } from './knownHosts';
import { editKeys } from './knownHostsEdit';

const [OLD, OLD2, NEW, OTHER] = [keyOf('a'), keyOf('b', 'ssh-rsa'), keyOf('n'), keyOf('o')];
const [old, old2, fresh, other] = [OLD, OLD2, NEW, OTHER].map(keyText);
const edit = (text: string, change = {}): string | undefined =>
  editKeys(text, { name: 'gpu1', old: [OLD, OLD2], key: NEW, hash: false, ...change });

test.each<[string, string, string]>([
  ['alone', `gpu1 ${old}\n`, `gpu1 ${fresh}\n`],
  ['among others', `# mine\ngpu2 ${old}\ngpu1 ${old}\n\ngpu3 ${other}\n`, `# mine\ngpu2 ${old}\ngpu1 ${fresh}\n\ngpu3 ${other}\n`],
  ['with a comment', `gpu1 ${old} rack 3\n`, `gpu1 ${fresh} rack 3\n`],
  ['with CRLF', `# a\r\ngpu1 ${old}\r\ngpu2 ${other}\r\n`, `# a\r\ngpu1 ${fresh}\r\ngpu2 ${other}\r\n`],
  ['without a final newline', `gpu2 ${other}\ngpu1 ${old}`, `gpu2 ${other}\ngpu1 ${fresh}`],
  ['of two types', `gpu1 ${old2}\ngpu2 ${old}\ngpu1 ${old}\n`, `gpu1 ${fresh}\ngpu2 ${old}\n`],
  ['in upper case', `GPU1 ${old}\n`, `gpu1 ${fresh}\n`],
  ['twice on a line', `gpu1,GPU1 ${old}\n`, `gpu1 ${fresh}\n`],
  ['with another name', `gpu1,10.0.0.1 ${old}\n`, `10.0.0.1 ${old}\ngpu1 ${fresh}\n`],
  ['with another name, without a final newline', `# x\n\t10.0.0.1,gpu1\t${old} note`, `# x\n\t10.0.0.1\t${old} note\ngpu1 ${fresh}\n`],
  ['with another name, and alone', `gpu1,gpu2 ${old}\ngpu1 ${old2}\n`, `gpu2 ${old}\ngpu1 ${fresh}\n`],
  ['by a pattern', `gpu* ${old}\n`, `gpu*,!gpu1 ${old}\ngpu1 ${fresh}\n`],
  ['by name and pattern', `gpu1,gpu?,!gpu7 ${old}\n`, `gpu?,!gpu7,!gpu1 ${old}\ngpu1 ${fresh}\n`],
  ['by name beside a negation', `gpu1,!gpu7 ${old}\n`, `gpu1 ${fresh}\n`],
])('the old key goes: %s', (_, before, after) => {
  expect(edit(before)).toBe(after);
  const left = findKnownKeys(after, 'f', ['gpu1']).get('gpu1') ?? [];
  expect(left.map((line) => line.key)).toEqual([NEW]);
});

test.each([
  ['another host', `gpu2 ${old}\n`],
  ['another key', `gpu1 ${other}\n`],
  ['another port', `[gpu1]:2222 ${old}\n`],
  ['revoked', `@revoked gpu1 ${old}\n`],
  ['an authority', `@cert-authority gpu1 ${old}\n`],
  ['a comment', `#gpu1 ${old}\n`],
  ['nothing', ''],
])('not a word is changed for %s', (_, text) => {
  expect(edit(text)).toBeUndefined();
});

test('a hashed line becomes a hashed line, with a salt of its own', () => {
  const before = `${hostsFor('gpu1', Buffer.alloc(20, 3))} ${old}\ngpu2 ${other}\n`;
  const after = edit(before) ?? '';
  expect(after).toMatch(/^\|1\|/);
  expect(after).not.toContain(hostsFor('gpu1', Buffer.alloc(20, 3)));
  expect(findKnownKeys(after, 'f', ['gpu1']).get('gpu1')).toMatchObject([{ line: 1, key: NEW }]);
  expect(edit(`gpu1 ${old}\n`, { hash: true })).toMatch(/^\|1\|/);
});

test('without a new key the line only goes', () => {
  expect(edit(`gpu2 ${other}\ngpu1 ${old}\n`, { key: undefined })).toBe(`gpu2 ${other}\n`);
  expect(edit(`gpu1,gpu2 ${old}\n`, { key: undefined })).toBe(`gpu2 ${old}\n`);
});

test.each(['gpu 1', 'a,b', '*', '!x', '#x', '|1|x', '@revoked'])('a name that cannot stand in a line is hashed: %s', (name) => {
  const text = `${hostsFor(name, Buffer.alloc(20, 3))} ${old}\n`;
  const after = edit(text, { name }) ?? '';
  expect(findKnownKeys(after, 'f', [name]).get(name)).toMatchObject([{ key: NEW }]);
  expect(after).not.toContain(name === '|1|x' ? '|1|x' : ` ${name}`);
});
