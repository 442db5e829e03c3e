import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { fakeConnection, fakeLoad, type FakeOptions } from '../../connection/fake';
import type { PackageFile } from '../../contract/setUp';
import { placeOnHost, upload } from './upload';

let path: string;
let file: PackageFile;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'gv-upload-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  path = join(folder, 'one_1.0_all.deb');
  const bytes = randomBytes(1000);
  writeFileSync(path, bytes);
  file = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    fileName: 'one_1.0_all.deb',
    format: 'deb',
    name: 'one',
    version: '1.0',
    architecture: 'all',
    size: bytes.length,
    depends: [],
    provides: [],
  };
});

/** A host that says these one after the other. */
function host(said: readonly string[], options: FakeOptions = {}) {
  let next = 0;
  return fakeConnection({ ...options, answer: () => ({ records: [['package', said[next++] ?? '', '']] }) });
}

test('what the host has already is not sent, and nobody reads the file here', async () => {
  const connection = host(['have']);
  const progress: number[] = [];
  rmSync(path);
  expect(await upload(connection, fakeLoad, '/home/a/', file, path, { onProgress: (bytes) => progress.push(bytes) })).toBe(
    `/home/a/.gearview/packages/${file.sha256}/one_1.0_all.deb`,
  );
  expect([connection.sentFiles, progress]).toEqual([[], [1000]]);
  expect(connection.sent).toMatchObject([
    { name: 'recipe/set-up/package.sh', parameters: { FILE: placeOnHost('/home/a', file), SHA256: file.sha256 } },
  ]);
});

test.each(['absent', 'wrong'])('what is %s there is sent, for this user alone, and looked at again', async (said) => {
  const connection = host([said, 'have']);
  await upload(connection, fakeLoad, '/home/a', file, path);
  expect(connection.sentFiles).toMatchObject([{ path: placeOnHost('/home/a', file), mode: 0o600 }]);
  expect(
    createHash('sha256')
      .update(connection.sentFiles[0]?.bytes ?? '')
      .digest('hex'),
  ).toBe(file.sha256);
  expect(connection.sent).toHaveLength(2);
});

test('R47 a file that changed here is not sent', async () => {
  writeFileSync(path, randomBytes(1000));
  const connection = host(['absent', 'have']);
  await expect(upload(connection, fakeLoad, '/home/a', file, path)).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringMatching(/^one_1.0_all.deb changed since it was added here.*add it again/),
  });
  expect([connection.sentFiles, connection.sent.length]).toEqual([[], 1]);
});

test('R47 what arrived as something else is an error', async () => {
  await expect(upload(host(['absent', 'wrong']), fakeLoad, '/home/a', file, path)).rejects.toMatchObject({
    code: 'storage',
    retry: true,
    message: expect.stringMatching(/did not arrive on fake as it was sent.*removed there/),
  });
});

test('a file that is gone here says so, and one who stopped gets no error of the system', async () => {
  rmSync(path);
  await expect(upload(host(['absent']), fakeLoad, '/home/a', file, path)).rejects.toMatchObject({ code: 'storage' });
  const signal = AbortSignal.abort();
  await expect(upload(host(['absent']), fakeLoad, '/home/a', file, path, { signal })).rejects.toMatchObject({ code: 'cancelled' });
});
