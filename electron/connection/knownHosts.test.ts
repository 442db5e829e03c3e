import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findKnownKeys, fingerprintOf, hashesNames, knownLine, knownName, shortType, typeOf } from './knownHosts';

const string = (text: string): Buffer => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]);
/** A well-formed public key of no use. */
const keyOf = (seed: number, type = 'ssh-ed25519'): Buffer =>
  Buffer.concat([string(type), string(String.fromCharCode(97 + seed).repeat(32))]);
const [A, B] = [keyOf(0), keyOf(1)];
const line = (hosts: string, key = A, marker = ''): string => `${marker}${hosts} ${typeOf(key)} ${key.toString('base64')}`;

function found(text: string, address: string, port = 22): string[] {
  const name = knownName(address, port);
  const keys = findKnownKeys(text, 'f', [name]).get(name) ?? [];
  return keys.map((key) => `${key.line} ${key.marker} ${key.key.equals(A) ? 'A' : key.key.equals(B) ? 'B' : '?'}`);
}

describe('a line speaks of a host', () => {
  test.each<[string, string, number, string[]]>([
    ['plain', line('gpu1'), 22, ['1 none A']],
    ['whatever the case', line('GPU1'), 22, ['1 none A']],
    ['with a comment', `${line('gpu1')} alice@laptop`, 22, ['1 none A']],
    ['after blanks and tabs', `\t  gpu1 \t${typeOf(A)}\t${A.toString('base64')}`, 22, ['1 none A']],
    ['one of several names', line('other,gpu1,10.0.0.1'), 22, ['1 none A']],
    ['with a port only for that port', line('[gpu1]:2222'), 22, []],
    ['with its port', line('[gpu1]:2222'), 2222, ['1 none A']],
    ['a plain name is not the one with a port', line('gpu1'), 2222, []],
    ['with port 22 written out, which ssh does not look for', line('[gpu1]:22'), 22, []],
    ['by a star', line('gpu*'), 22, ['1 none A']],
    ['by stars in the middle', line('g*p*1'), 22, ['1 none A']],
    ['by a question mark', line('gpu?'), 22, ['1 none A']],
    ['not by a question mark for nothing', line('gpu1?'), 22, []],
    ['by a star for every port', line('[gpu1]:*'), 2222, ['1 none A']],
    ['not when negated', line('gpu*,!gpu1'), 22, []],
    ['not when negated first', line('!gpu1,*'), 22, []],
    ['negation of another', line('*,!gpu2'), 22, ['1 none A']],
    ['not by a negation alone', line('!gpu2'), 22, []],
    ['revoked', line('gpu1', A, '@revoked '), 22, ['1 revoked A']],
    ['an authority', line('*', A, '@cert-authority\t'), 22, ['1 cert-authority A']],
    ['not with an unknown marker', line('gpu1', A, '@trusted '), 22, []],
    ['not with a marker that is a property of objects', line('gpu1', A, '@constructor '), 22, []],
    ['several lines', `${line('gpu1')}\n${line('gpu2')}\n${line('gpu1', B)}`, 22, ['1 none A', '3 none B']],
    ['with CRLF', `# comment\r\n\r\n${line('gpu1')}\r\n${line('gpu1', B)}\r\n`, 22, ['3 none A', '4 none B']],
    ['with no final newline', `\n\n${line('gpu1')}`, 22, ['3 none A']],
    ['not in a comment', `#${line('gpu1')}`, 22, []],
    [
      'among rubbish',
      `rubbish\n\0\0\ngpu1\ngpu1 ssh-ed25519\ngpu1 ssh-ed25519 !!!\n\ngpu1 1024 35 123456\n${line('gpu1')}`,
      22,
      ['8 none A'],
    ],
    ['not when the type is another than inside', `gpu1 ssh-rsa ${A.toString('base64')}`, 22, []],
    ['not when the key is cut off', line('gpu1').slice(0, -50), 22, []],
  ])('%s', (_, text, port, keys) => {
    expect(found(text, 'gpu1', port)).toEqual(keys);
  });

  test('hashed, with and without a port, and only the right one', () => {
    const salt = Buffer.alloc(20, 7);
    const text = `${knownLine('GPU1', 22, A, salt)}\n${knownLine('gpu1', 2222, B, salt)}\n`;
    expect(text).not.toContain('gpu1');
    expect(found(text, 'gpu1')).toEqual(['1 none A']);
    expect(found(text, 'gpu1', 2222)).toEqual(['2 none B']);
    expect(found(text, 'gpu2')).toEqual([]);
  });

  test.each(['|2|AAAA|BBBB', '|1|short|x', '|1|', '|', `|1|${Buffer.alloc(20).toString('base64')}|x|y`])(
    'broken hash %s is skipped',
    (hosts) => {
      expect(found(`${line(hosts)}\n${line('gpu1')}`, 'gpu1')).toEqual(['2 none A']);
    },
  );

  test('a name beyond ASCII, as the network knows it', () => {
    expect(found(line('xn--bcher-kva.example'), 'Bücher.example')).toEqual(['1 none A']);
    expect(knownLine('bücher.example', 2222, A)).toMatch(/^\[xn--bcher-kva\.example\]:2222 /);
  });

  test('IPv6 addresses', () => {
    expect(found(line('::1'), '::1')).toEqual(['1 none A']);
    expect(found(line('[fe80::1%eth0]:2222'), 'FE80::1%eth0', 2222)).toEqual(['1 none A']);
  });
});

test('R6 what ssh-keygen finds we find, in its own hashed files too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gv-known-'));
  try {
    const file = join(folder, 'known_hosts');
    const names = ['gpu1', '[gpu1]:2222', 'gpu2.example.com', '10.0.0.1', '::1', '[::1]:22022'];
    const lines = names.map((name, index) => line(name, keyOf(index)));
    writeFileSync(file, `${lines.join('\n')}\n${line('*.example.com,!gpu2.example.com', B)}\n`);
    const find = (name: string): string[] => {
      try {
        return [...execFileSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' }).matchAll(/found: line (\d+)/g)].map(
          ([, n = '']) => n,
        );
      } catch {
        return [];
      }
    };
    const ours = (text: string, name: string): string[] =>
      (findKnownKeys(text, file, [name]).get(name) ?? []).map((key) => String(key.line));
    const wanted = [...names, 'gpu3.example.com', 'gpu3', '[gpu2.example.com]:22'];
    const text = execFileSync('cat', [file], { encoding: 'latin1' });
    expect(wanted.map((name) => ours(text, name))).toEqual(wanted.map(find));
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    const hashed = execFileSync('cat', [file], { encoding: 'latin1' });
    expect(hashesNames(hashed)).toBe(true);
    expect(wanted.map((name) => ours(hashed, name))).toEqual(wanted.map(find));
    expect(ours(hashed, 'gpu1')).toEqual(['1']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('fingerprints and types are those of ssh-keygen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gv-known-'));
  try {
    for (const type of ['ed25519', 'ecdsa', 'rsa']) {
      const file = join(folder, type);
      execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', file]);
      const key = Buffer.from(execFileSync('cat', [`${file}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '', 'base64');
      const [, fingerprint, , shown] = execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' }).trim().split(' ');
      expect(fingerprintOf(key)).toBe(fingerprint);
      expect(`(${shortType(typeOf(key) ?? '')})`).toBe(shown);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('any text is read without an error, and no key is invented', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('gpu1 ', '|1|', '@revoked ', '\r', '\t', A.toString('base64')));
  for (const parts of fc.sample(fc.array(piece), 2000)) {
    for (const separator of ['\n', '']) {
      const keys = findKnownKeys(parts.join(separator), 'f', ['gpu1', '[gpu1]:2222']);
      expect([...keys.values()].flat().filter((key) => !key.key.equals(A))).toEqual([]);
    }
  }
});

/** Milliseconds of the fastest of three runs: another process may take the processor meanwhile, never give any. */
function fastest(job: () => void): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const start = performance.now();
      job();
      return performance.now() - start;
    }),
  );
}

test('10 MB are read in little time, and a pattern of many stars too', () => {
  const plain = `${line('some-host-of-many.example.com,10.20.30.40', B)}\n`;
  const text = `${plain.repeat(Math.floor((10 * 1024 * 1024) / plain.length))}${line('gpu1')}`;
  expect(fastest(() => expect(found(text, 'gpu1')).toHaveLength(1))).toBeLessThan(200);
  expect(fastest(() => expect(found(line(`${'*a'.repeat(5000)}b`), 'a'.repeat(250))).toEqual([]))).toBeLessThan(200);
});
