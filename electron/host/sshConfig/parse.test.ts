import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfig } from './parse';
import { matchesFileName, matchesList, matchesPattern } from './patterns';
import { secondsOf } from './values';
import { wordsOf } from './words';

describe('a line is split as OpenSSH splits it', () => {
  test.each([
    ['Port 22', 'port', ['22']],
    ['  PORT\t22  ', 'port', ['22']],
    ['Port=22', 'port', ['22']],
    ['Port = 22', 'port', ['22']],
    ['Port 22\r', 'port', ['22']],
    ['Host a b  c', 'host', ['a', 'b', 'c']],
    ['Host a # b', 'host', ['a']],
    ['Host a#b', 'host', ['a#b']],
    ['IdentityFile "a b"', 'identityfile', ['a b']],
    ["IdentityFile 'a b'", 'identityfile', ['a b']],
    ['IdentityFile a\\ b', 'identityfile', ['a b']],
    ['IdentityFile "a\\"b"', 'identityfile', ['a"b']],
    ['IdentityFile C:\\keys\\id', 'identityfile', ['C:\\keys\\id']],
    ['IdentityFile "a#b" # no', 'identityfile', ['a#b']],
    ['IdentityFile ""', 'identityfile', ['']],
    ['User a"b c"d', 'user', ['ab cd']],
    ['"Port" 22', 'port', ['22']],
    ['Host "open', 'host', undefined],
  ])('%j', (line, keyword, args) => {
    expect(wordsOf(line)).toMatchObject({ keyword, args });
  });

  test.each(['', '   ', '# Host a', '\t#'])('%j says nothing', (line) => {
    expect(wordsOf(line)).toBeUndefined();
  });
});

describe('patterns', () => {
  test.each([
    ['gpu1', 'gpu1', true],
    ['gpu1', 'GPU1', false],
    ['gpu1', 'gpu*', true],
    ['gpu1', 'gpu?', true],
    ['gpu', 'gpu?', false],
    ['gpu12', 'g*1*2', true],
    ['a.b.c', '*.c', true],
    ['', '*', true],
    ['abc', '*b', false],
  ])('%s against %s: %s', (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  test.each([
    ['a', 'a,b', true],
    ['c', 'a,b', false],
    ['a', '*,!a', false],
    ['a', '!b', false],
    ['a', 'A', false],
  ])('the list: %s against %s: %s', (text, list, expected) => {
    expect(matchesList(text, list)).toBe(expected);
  });

  test('of file names know sets and hidden files', () => {
    const names = ['a.conf', 'b.conf', '.c.conf', '1.conf'];
    expect(names.filter((name) => matchesFileName(name, '[a-z].conf'))).toEqual(['a.conf', 'b.conf']);
    expect(names.filter((name) => matchesFileName(name, '[!a].conf'))).toEqual(['b.conf', '1.conf']);
    expect(names.filter((name) => matchesFileName(name, '*.conf'))).toEqual(['a.conf', 'b.conf', '1.conf']);
    expect(names.filter((name) => matchesFileName(name, '.*'))).toEqual(['.c.conf']);
  });
});

test.each([
  ['90', 90],
  ['1m30s', 90],
  ['1h', 3600],
  ['2D', 172_800],
  ['', undefined],
  ['m', undefined],
  ['1x', undefined],
  ['-1', undefined],
  ['9'.repeat(40), undefined],
])('the time %j is %j seconds', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

describe('what is not understood is a problem with its line', () => {
  test.each([
    ['Colour blue', 'not an option'],
    ['Port', 'no value'],
    ['Port abc', 'not a number'],
    ['Port 65536', 'between 1 and 65535'],
    ['Port 22 23', 'more than one value'],
    ['HostName "open', 'never closed'],
    ['HostName gpu\u202e1', 'invisible'],
    ['StrictHostKeyChecking perhaps', 'none of'],
    ['ServerAliveInterval soon', 'not a time'],
    ['ServerAliveCountMax -1', 'whole number'],
    ['AddressFamily inet7', 'none of'],
    ['ProxyJump ::1', 'brackets'],
    ['ProxyJump a,,b', 'jump host'],
    ['UserKnownHostsFile none a', 'none'],
    ['Match exec "true"', 'never does'],
    ['Match tagged x', 'does not know'],
    ['Match user', 'no value'],
    ['Match host a all', 'stands alone'],
    ['Host "open', 'never closed'],
    ['Include "open', 'never closed'],
  ])('%j', (line, text) => {
    expect(parseConfig(`\n${line}\nUser a`).problems).toEqual([{ line: 2, text: expect.stringContaining(text) }]);
  });

  test.each([
    'IgnoreUnknown Colour\nColour blue',
    'Colour blue\nIgnoreUnknown other,col*',
    'UseKeychain yes',
    'GSSAPIAuthentication yes',
    'Tag x',
  ])('%j is none', (text) => {
    expect(parseConfig(text).problems).toEqual([]);
  });
});

const words = [
  'Host',
  'Match',
  'Include',
  'all',
  'exec',
  'final',
  'User',
  'Port',
  'ProxyJump',
  '"',
  "'",
  '\\',
  '=',
  '#',
  '*',
  '!',
  ',',
  ' ',
  '\n',
  '\t',
  '%',
  '~',
  '[',
  ']',
  '${',
  '\0',
  '\u202e',
  '\ud800',
  '9',
  'a@b:1',
  'none',
  'IgnoreUnknown',
  '__proto__',
  'constructor',
];

test('any text is understood in part, and never throws', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...words)).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (each) => {
      const { sections, problems } = parseConfig(each);
      expect(sections.length).toBeGreaterThan(0);
      for (const { line } of problems) expect(line).toBeLessThanOrEqual(each.split('\n').length);
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  ['one line of blanks', ' '.repeat(1 << 20)],
  ['one word', `Host ${'a'.repeat(1 << 20)}`],
  ['quotes', `Host ${'"'.repeat((1 << 20) - 6)}`],
  ['backslashes', `Host ${'\\'.repeat(1 << 20)}`],
  ['a long chain', `ProxyJump ${'a,'.repeat(1 << 19)}`],
  ['a long time', `ConnectTimeout ${'1'.repeat(1 << 20)}`],
  ['many patterns', `Host ${'*a '.repeat(1 << 18)}`],
  ['many lines', 'Port 22\n'.repeat(1 << 17)],
  ['many unknown lines, many tolerated', `IgnoreUnknown ${'x,'.repeat(1 << 18)}\n${'Colour x\n'.repeat(1 << 15)}`],
  ['many criteria', `Match ${'user a '.repeat(1 << 17)}`],
])('a megabyte of %s is read in a moment', (_, text) => {
  const started = performance.now();
  parseConfig(text);
  // A moment: what is not linear takes minutes.
  expect(performance.now() - started).toBeLessThan(5000);
});
