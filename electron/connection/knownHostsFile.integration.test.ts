import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { canHide } from '../../e2e/support/hidden';
import { keyOf, openKeyBench, peerOf, type KeyBench } from '../../e2e/support/hostKeys';
import { fingerprintOf, knownLine } from './knownHosts';

const [A, B] = [keyOf('a'), keyOf('b')];
const host = peerOf();

/** A home on a file system of 32 KB in a mount namespace of its own, seen through /proc. `command` runs once `fill` has. */
async function smallHome(fill: (home: string) => void, command: string): Promise<KeyBench> {
  const folder = mkdtempSync(join(tmpdir(), 'gv-small-'));
  const script = `mount -t tmpfs -o size=32k tmpfs '${folder}' && mkdir '${folder}/.ssh' && echo mounted && read _ && ${command.replaceAll('HOME', folder)} && echo ready && read _`;
  const child: ChildProcess = spawn('unshare', ['--mount', 'sh', '-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    child.kill();
    await once(child, 'exit');
    rmSync(folder, { recursive: true });
  });
  const said = async (): Promise<string> => String((await once(child.stdout ?? child, 'data'))[0]).trim();
  expect(await said()).toBe('mounted');
  const home = `/proc/${child.pid}/root${folder}`;
  fill(home);
  child.stdin?.write('\n');
  expect(await said()).toBe('ready');
  return openKeyBench(home);
}

async function keep(bench: KeyBench, accept: 'save' | 'once'): Promise<void> {
  bench.answer({ kind: 'host-key', accept });
  await (await bench.keys.check(host, A)).keep();
}

const FULL = 'dd if=/dev/zero of=HOME/full bs=1k 2>/dev/null; test -s HOME/full';
const READ_ONLY = 'mount -o remount,ro HOME';

describe.skipIf(!canHide)('known_hosts that cannot be written', () => {
  test.each([
    ['disk is full', FULL],
    ['read-only', READ_ONLY],
  ])('%s: saving fails in words, the file is as before, and the key can be trusted once', async (reason, command) => {
    // The pages of the file are filled to the last byte: not one more fits.
    const before = `${knownLine('other', 22, B)}\n`.padEnd(4095, '#').concat('\n');
    const bench = await smallHome((home) => writeFileSync(join(home, '.ssh', 'known_hosts'), before), command);
    await expect(keep(bench, 'save')).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringMatching(new RegExp(`known_hosts: .*${reason}.*trust it once`)),
      retry: true,
    });
    expect(readFileSync(bench.own, 'latin1')).toBe(before);
    expect(readdirSync(join(bench.home, '.ssh'))).toEqual(['known_hosts']);
    await keep(bench, 'once');
    bench.answer({ kind: 'cancel' });
    await expect(bench.keys.check(host, A)).resolves.toMatchObject({ fingerprint: fingerprintOf(A) });
  });

  test('half a line does not stay when the disk is full in the middle of it', async () => {
    const before = `${knownLine('other', 22, B)}\n`.padEnd(4095 - 40, '#').concat('\n');
    const bench = await smallHome((home) => writeFileSync(join(home, '.ssh', 'known_hosts'), before), FULL);
    await expect(keep(bench, 'save')).rejects.toMatchObject({ code: 'storage' });
    expect(readFileSync(bench.own, 'latin1')).toBe(before);
  });

  test('disk is full: a changed key is not replaced and nothing is left behind', async () => {
    const before = `${knownLine('gpu1', 2222, B)}\n`;
    const bench = await smallHome((home) => writeFileSync(join(home, '.ssh', 'known_hosts'), before), FULL);
    await expect(bench.keys.check(host, A)).rejects.toMatchObject({ code: 'host-key-changed' });
    await expect(bench.keys.replace(host.id, fingerprintOf(A))).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('disk is full'),
    });
    expect(readFileSync(bench.own, 'latin1')).toBe(before);
    expect(readdirSync(join(bench.home, '.ssh'))).toEqual(['known_hosts']);
  });

  test('read-only: a changed key is locked, with the command for an administrator', async () => {
    const bench = await smallHome((home) => writeFileSync(join(home, '.ssh', 'known_hosts'), `${knownLine('gpu1', 2222, B)}\n`), READ_ONLY);
    await expect(bench.keys.check(host, A)).rejects.toMatchObject({ code: 'host-key-changed' });
    expect(bench.keys.change(host.id)?.onRecord).toMatchObject([{ locked: expect.stringContaining('sudo ssh-keygen -R') }]);
    await expect(bench.keys.replace(host.id, fingerprintOf(A))).rejects.toMatchObject({ code: 'storage' });
  });

  test('a folder that is read-only does not matter for a file that is not: no lock is needed, as with ssh', async () => {
    const bench = await smallHome((home) => {
      writeFileSync(join(home, '.ssh', 'known_hosts'), '');
      writeFileSync(join(home, 'file'), '');
    }, 'mount --bind HOME/.ssh HOME/.ssh && mount --bind HOME/file HOME/.ssh/known_hosts && mount -o remount,bind,ro HOME/.ssh');
    await keep(bench, 'save');
    expect(readFileSync(bench.own, 'latin1')).toBe(`${knownLine('gpu1', 2222, A)}\n`);
    await expect(bench.keys.check(host, B)).rejects.toMatchObject({ code: 'host-key-changed' });
    expect(bench.keys.change(host.id)?.onRecord).toMatchObject([{ locked: expect.stringContaining('You may not change') }]);
  });
});
