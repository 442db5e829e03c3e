import { afterEach, beforeEach, expect, test } from 'vitest';
import type { events, mainEvents } from '../../../electron/contract';
import type { PackageFile } from '../../../electron/contract/setUp';
import { fakeMain, fakeWorker, type Fake } from '../../base/fakePorts';
import { dismiss, useNotices } from '../../base/notices';
import { all, click, doing, mount, one, settle, unmountAll } from '../../base/mount';
import { PackageFiles } from './PackageFiles';
import { addPackages, followPackages, usePackages } from './packageStore';

const file = (name: string, change: Partial<PackageFile> = {}): PackageFile => ({
  sha256: name.charCodeAt(0).toString(16).repeat(32),
  fileName: `${name}_1.0_amd64.deb`,
  format: 'deb',
  name,
  version: '1.0',
  architecture: 'amd64',
  size: 2_300_000,
  depends: [],
  provides: [],
  ...change,
});

let worker: Fake<typeof events>;
let main: Fake<typeof mainEvents>;
let finish: () => void;
let unfollowed = true;

beforeEach(async () => {
  if (unfollowed) followPackages();
  unfollowed = false;
  main = fakeMain({ 'dialog.packages': () => ['/home/anna/debs'] });
  worker = fakeWorker({
    'recipe.packages': () => [file('virtualgl')],
    'recipe.addPackages': () =>
      new Promise((resolve) => {
        finish = () => resolve({ added: [file('openbox')], refused: [{ fileName: 'notes.txt', why: 'It is no package.' }] });
      }),
  });
  await settle();
  await mount(<PackageFiles />);
});
afterEach(async () => {
  await unmountAll();
  usePackages.setState({ files: [], adding: false, refused: [] });
  for (const { id } of useNotices.getState().notices) dismiss(id);
});

const rows = (): (string | null)[] => [...document.querySelectorAll('tbody tr')].map(({ textContent }) => textContent);
const called = (call: string): unknown[] => worker.calls.filter(({ name }) => name === call).map(({ input }) => input);

test('a file tells name, version, architecture and size, and its whole SHA-256 can be copied', async () => {
  expect(rows()).toEqual(['virtualgl1.0amd642.3 MB76767676…']);
  await click('button', 'Copy SHA-256');
  expect(main.calls.at(-1)).toMatchObject({ name: 'clipboard.write', input: { text: '76'.repeat(32) } });
});

test('files are chosen in the system’s dialog; while they are read that is said, and refused ones say why', async () => {
  await click('button', 'Add files…');
  expect(called('recipe.addPackages')).toEqual([['/home/anna/debs']]);
  expect(one('button', 'Reading the files').getAttribute('aria-busy')).toBe('true');
  await doing(() => addPackages(['/other']));
  expect(called('recipe.addPackages')).toHaveLength(1);
  await doing(() => finish());
  expect(rows()).toHaveLength(2);
  expect(one('alert').textContent).toBe('1 file was not addednotes.txtIt is no package.');
  await click('button', 'Dismiss');
  expect(all('alert')).toEqual([]);
});

test('what is dropped there is added; where nothing of it is a package, that is said', async () => {
  expect(document.querySelector('[data-accepts-packages]')?.textContent).toContain('Drop .deb and .rpm files here');
  const drop = (paths: string[]): Promise<void> =>
    doing(() => void window.dispatchEvent(new MessageEvent('message', { data: { kind: 'dropped-packages', paths }, source: window })));
  await drop([]);
  expect(useNotices.getState().notices.map(({ text }) => text)).toEqual(['Nothing of that is a .deb or .rpm file, or a folder.']);
  await drop(['/home/anna/a.deb']);
  expect(called('recipe.addPackages')).toEqual([['/home/anna/a.deb']]);
});

test('a file is removed, and what the worker says of others counts', async () => {
  await click('button', 'Remove virtualgl_1.0_amd64.deb');
  expect(called('recipe.removePackage')).toEqual(['76'.repeat(32)]);
  expect(rows()).toEqual([]);
  await doing(() => worker.emit('recipe.packagesChanged', [file('xauth')]));
  expect(rows()).toHaveLength(1);
});
