import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keyOf } from '../../e2e/support/hostKeys';
import { keyText } from './knownHosts';
import { randomartOf } from './randomart';

const folder = mkdtempSync(join(tmpdir(), 'gv-art-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What ssh-keygen draws for each key of the file. */
function drawn(file: string): string[] {
  const lines = execFileSync('ssh-keygen', ['-lv', '-f', file], { encoding: 'utf8' }).trimEnd().split('\n');
  return Array.from({ length: lines.length / 12 }, (_, index) => lines.slice(index * 12 + 1, index * 12 + 12).join('\n'));
}

test.each([
  ['ed25519', []],
  ['ecdsa', ['-b', '256']],
  ['ecdsa', ['-b', '384']],
  ['ecdsa', ['-b', '521']],
  ['rsa', ['-b', '1024']],
  ['rsa', ['-b', '2048']],
  ['rsa', ['-b', '3072']],
])('a key of type %s %j is drawn as ssh-keygen -lv draws it', (type, size) => {
  const file = join(folder, [type, ...size].join(''));
  execFileSync('ssh-keygen', ['-q', '-t', type, ...size, '-N', '', '-f', file]);
  const key = Buffer.from(readFileSync(`${file}.pub`, 'utf8').split(' ')[1] ?? '', 'base64');
  expect([randomartOf(key)]).toEqual(drawn(`${file}.pub`));
});

test('so are 300 random keys', () => {
  const keys = Array.from({ length: 300 }, () => Buffer.concat([keyOf('x').subarray(0, 19), randomBytes(32)]));
  const file = join(folder, 'many');
  writeFileSync(file, keys.map((key) => `${keyText(key)}\n`).join(''));
  expect(keys.map(randomartOf)).toEqual(drawn(file));
});

test('anything else is drawn too, in eleven lines that fit the contract', () => {
  for (const key of [Buffer.alloc(0), Buffer.from('rubbish'), keyOf('x', 'ssh-rsa'), keyOf('x', `ssh-${'y'.repeat(60)}`)]) {
    const lines = randomartOf(key).split('\n');
    expect(lines.map((line) => line.length)).toEqual(Array.from({ length: 11 }, () => 19));
  }
});
