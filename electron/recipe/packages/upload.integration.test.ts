import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { logInToBox } from '../../../e2e/support/boxLogin';
import { hostOf, loadScript, openLaptop, output } from '../../../e2e/support/laptop';
import { loadResource, startLocalHost } from '../../../e2e/support/localHost';
import { makeDeb } from '../../../e2e/support/packageFiles';
import { whyNoBoxes } from '../../../e2e/support/release';
import { sshdForTest } from '../../../e2e/support/sshdForTest';
import type { Connection } from '../../connection/connection';
import type { PackageFile } from '../../contract/setUp';
import { openPackages, type PackageStore } from './store';
import { placeOnHost, upload } from './upload';

let folder: string;
let store: PackageStore;
let file: PackageFile;
let path: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gv-upload-'));
  // Of a size that a full disk cannot take.
  makeDeb(join(folder, 'turbovnc_3.3.1_amd64.deb'), 'turbovnc', { packing: 'none', files: { 'opt/big': 'x'.repeat(8 * 1024 * 1024) } });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  const profile = mkdtempSync(join(folder, 'profile-'));
  store = openPackages(join(profile, 'packages'));
  const [added] = (await store.add([join(folder, 'turbovnc_3.3.1_amd64.deb')])).added;
  if (added === undefined) throw new Error('the package was not taken');
  file = added;
  path = await store.path(file.sha256);
});

const sumOf = (name: string): string => createHash('sha256').update(readFileSync(name)).digest('hex');

function flipByte(name: string): void {
  const bytes = readFileSync(name);
  bytes[5000] = (bytes[5000] ?? 0) ^ 1;
  writeFileSync(name, bytes);
}

describe.each([
  ['over SFTP', ['Subsystem sftp internal-sftp']],
  ['without SFTP', []],
])('%s', (_way, options) => {
  async function login(): Promise<{ readonly home: string; readonly connection: Connection; readonly sent: string[] }> {
    const sshd = await sshdForTest({ options });
    const laptop = openLaptop();
    onTestFinished(() => laptop.end());
    laptop.know(sshd.hostKeyLine);
    const connection = await laptop.connect(hostOf(sshd));
    const sent: string[] = [];
    const counting: Connection = {
      ...connection,
      send(source, place, sending) {
        sent.push(place);
        return connection.send(source, place, sending);
      },
    };
    return { home: sshd.home, connection: counting, sent };
  }

  test('a package arrives once, in folders of the user alone', async () => {
    const { home, connection, sent } = await login();
    const progress: number[] = [];
    const place = await upload(connection, loadScript, home, file, path, { onProgress: (bytes) => progress.push(bytes) });
    expect(place).toBe(placeOnHost(home, file));
    expect(sumOf(place)).toBe(file.sha256);
    expect(progress.at(-1)).toBe(file.size);
    const modes = ['', '/packages', `/packages/${file.sha256}`].map((each) => statSync(`${home}/.gearview${each}`).mode & 0o777);
    expect([...modes, statSync(place).mode & 0o777]).toEqual([0o700, 0o700, 0o700, 0o600]);
    await upload(connection, loadScript, home, file, path);
    expect(sent).toHaveLength(1);
  });

  test('R47 one byte changed here: nothing is sent', async () => {
    const { home, connection, sent } = await login();
    flipByte(path);
    await expect(upload(connection, loadScript, home, file, path)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('turbovnc_3.3.1_amd64.deb changed since it was added here'),
    });
    expect(sent).toEqual([]);
    expect(await output(connection, `find '${home}/.gearview' -type f\n`)).toBe('');
  });

  test('R47 one byte changed there: it is sent anew', async () => {
    const { home, connection, sent } = await login();
    const place = await upload(connection, loadScript, home, file, path);
    flipByte(place);
    await upload(connection, loadScript, home, file, path);
    expect([sumOf(place), sent.length]).toEqual([file.sha256, 2]);
  });

  test('R47 one byte changed on the way: it is removed there', async () => {
    const { home, connection } = await login();
    const tampering: Connection = {
      ...connection,
      async send(source, place, sending) {
        await connection.send(source, place, sending);
        flipByte(place);
      },
    };
    await expect(upload(tampering, loadScript, home, file, path)).rejects.toMatchObject({
      code: 'storage',
      retry: true,
      message: expect.stringMatching(/did not arrive on GPU box 1 as it was sent/),
    });
    expect(await output(connection, `find '${home}/.gearview' -type f\n`)).toBe('');
  });
});

describe.skipIf(whyNoBoxes() !== undefined)('a box with a full disk', () => {
  test.each([
    ['over SFTP', ['Subsystem sftp internal-sftp'], /its disk is full/],
    ['without SFTP', [], /its disk may be full/],
  ])('%s says so, and is left without the file', async (_way, options, sentence) => {
    const mount = 'mkdir /home/op/.gearview && mount -t tmpfs -o size=2m,mode=700 tmpfs /home/op/.gearview && chown op: /home/op/.gearview';
    const login = await logInToBox({ release: 'bookworm', prepare: mount, options });
    onTestFinished(() => login.end());
    const { connection } = login;
    await expect(upload(connection, loadScript, '/home/op', file, path)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringMatching(sentence),
    });
    expect(await output(connection, 'find ~/.gearview -type f\n')).toBe('');
  });
});

describe.each([
  ['dash', ['/bin/sh', '-s']],
  ['bash', ['bash', '-s']],
  ['busybox', ['busybox', 'sh', '-s']],
])('package.sh in %s', (_name, shell) => {
  async function localHost() {
    const host = await startLocalHost({ user: 'gv-pkg', shell });
    onTestFinished(() => host.stop());
    return host;
  }

  test('takes a package through the shell, and knows it again', async () => {
    const host = await localHost();
    const place = await upload(host, loadResource, host.home, file, path);
    expect(sumOf(place)).toBe(file.sha256);
    rmSync(path);
    expect(await upload(host, loadResource, host.home, file, path)).toBe(place);
  });

  test('removes what is there in its place, and parts that nobody writes, and nothing else', async () => {
    const host = await localHost();
    const place = placeOnHost(host.home, file);
    await host.run(
      `d=$(dirname '${place}'); mkdir -p "$d"; echo precious >target; ln -s "$HOME/target" '${place}'
      echo old >"$d/x.1.part"; touch -d '1 hour ago' "$d/x.1.part"; echo new >"$d/x.2.part"; echo other >"$d/other.deb"`,
    );
    await upload(host, loadResource, host.home, file, path);
    expect((await host.run(`cat target; cd '${place.slice(0, -file.fileName.length)}'; ls`)).split('\n')).toEqual([
      'precious',
      'other.deb',
      file.fileName,
      'x.2.part',
      '',
    ]);
  });

  test('refuses folders that lead elsewhere', async () => {
    const host = await localHost();
    await host.run('mkdir .gearview elsewhere; ln -s "$HOME/elsewhere" .gearview/packages');
    await expect(upload(host, loadResource, host.home, file, path)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('leads elsewhere'),
    });
    expect(await host.run('ls elsewhere')).toBe('');
  });

  test.each([
    ['another folder', (home: string) => `${home}/x`],
    ['a name that is an option', (home: string) => `${home}/.gearview/packages/${'a'.repeat(64)}/-rf.deb`],
  ])('takes no %s', async (_what, placeIn) => {
    const host = await localHost();
    const asking = { ...file, sha256: 'a'.repeat(64), fileName: placeIn(host.home).split('/').at(-1) ?? '' };
    const home = placeIn(host.home).endsWith('/x') ? `${host.home}/other` : host.home;
    await expect(upload(host, loadResource, home, asking, path)).rejects.toMatchObject({ code: 'bad-input' });
  });
});
