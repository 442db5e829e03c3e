import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SETUP = join(import.meta.dirname, 'setup.sh');
let bin = '';
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'gv-setup-'));
  // All that the script itself needs; nothing of this machine's PATH.
  for (const name of ['dirname', 'id', 'uname']) symlinkSync(`/usr/bin/${name}`, join(bin, name));
  stub('ldconfig', ':');
});
afterEach(() => rmSync(bin, { recursive: true }));

function stub(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

const missing = (when: string): string[] =>
  execFileSync('/bin/sh', [SETUP, when, '--list'], { encoding: 'utf8', env: { PATH: bin, HOME: bin } })
    .split('\n')
    .filter((line) => line !== '');

const packagesOf = (...stages: string[]): string[] =>
  readFileSync(join(import.meta.dirname, 'packages.txt'), 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    // The script looks into the administrator's folders, too, which a test cannot hide.
    .filter(([when = '', probe = '']) => stages.includes(when) && !existsSync(join('/usr/sbin', probe)))
    .map(([, , name = '']) => name);

describe('the missing packages', () => {
  test.each([
    ['start', ['start']],
    ['demo', ['start', 'demo']],
    ['test', ['start', 'demo', 'test']],
  ])('of %s on a machine that has nothing', (when, stages) => {
    const wanted = packagesOf(...stages);
    expect(wanted.length).toBeGreaterThan(5);
    expect(missing(when)).toEqual(wanted);
  });

  test('are those whose command or library is not there', () => {
    stub('xterm', ':');
    stub('ldconfig', String.raw`printf '\tlibnss3.so (libc6,x86-64) => /lib/libnss3.so\n\tlibgtk-3.so.0.1 (libc6) => /lib/x\n'`);
    const before = packagesOf('start', 'demo');
    expect(missing('demo')).toEqual(before.filter((name) => name !== 'xterm' && name !== 'libnss3'));
  });
});

test('without a stage it says how it is used', () => {
  expect(() => execFileSync('/bin/sh', [SETUP], { stdio: 'pipe', env: { PATH: bin, HOME: bin } })).toThrow(/Usage: setup\.sh/);
});
