import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { fakeWorker } from '../base/fakePorts';
import { closeMenu, useMenu } from '../base/menus';
import { all, click, doing, mount, nameOf, one, settle, type, unmountAll } from '../base/mount';
import { useNotices } from '../base/notices';
import { HostDialogs } from './HostDialogs';
import { HostList } from './HostList';
import { markedHosts, searchHosts, useHosts } from './store';

const host = (name: string, change: Partial<Host> = {}): Host => ({
  id: name.padEnd(12, '0'),
  name,
  address: `${name}.lab`,
  port: 22,
  user: 'alice',
  auth: { kind: 'auto' },
  ...change,
});
const [a, b, c, d] = [host('a'), host('b'), host('c', { group: 'Lab' }), host('d', { group: 'Lab' })];
let chosen: string[] = [];
let told: string[] = [];

beforeEach(() => {
  chosen = [];
  told = [];
  localStorage.clear();
  useNotices.setState({ notices: [] });
});
afterEach(unmountAll);

async function show(hosts: readonly Host[]): Promise<void> {
  useHosts.setState({ list: { kind: 'ready', hosts }, selected: undefined, marked: new Set(), dialog: { kind: 'none' }, searches: 0 });
  const tell = (what: string) => (of: readonly Host[]) => told.push(`${what} ${of.map(({ name }) => name).join(' ')}`);
  await mount(
    <>
      <HostList
        current={undefined}
        markOf={() => ({ shape: 'idle', word: 'Not connected' })}
        menuOf={({ name }) => [{ label: `Menu of ${name}`, run: () => undefined }]}
        bulk={{ connect: tell('connect'), disconnect: tell('disconnect'), setUp: tell('setUp') }}
        onChoose={({ name }) => chosen.push(name)}
      />
      <HostDialogs onAdded={() => undefined} onConnect={() => undefined} />
    </>,
  );
}

const row = (name: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-row="${name.padEnd(12, '0')}"]`);
  if (found === null) throw new Error(`no row ${name}`);
  return found;
};
const rows = (): string[] =>
  [...document.querySelectorAll('[data-row]')].map((each) => (each.getAttribute('data-row') ?? '').replace(/0+$/, ''));
const clickRow = (name: string, keys: MouseEventInit = {}): Promise<void> =>
  doing(() => row(name).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...keys })));
const press = (element: Element, key: string, keys: KeyboardEventInit = {}): Promise<void> =>
  doing(() => element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...keys })));
const choose = (label: string): Promise<void> =>
  doing(() => {
    useMenu
      .getState()
      .open?.items.find((item) => item.label === label)
      ?.run();
    closeMenu();
  });
const marked = (): string[] => markedHosts().map(({ name }) => name);

test('hosts stand in their groups, those without one first; a group tells its count and folds', async () => {
  fakeWorker();
  await show([c, a, d, b]);
  expect(rows()).toEqual(['a', 'b', 'c', 'd']);
  await click('button', 'Lab, 2 hosts');
  expect(rows()).toEqual(['a', 'b']);
  expect(one('button', 'Lab, 2 hosts').getAttribute('aria-expanded')).toBe('false');
  await unmountAll();
  await show([a, c]);
  expect(rows()).toEqual(['a']);
  await press(one('button', 'Lab, 1 host'), 'ArrowRight');
  expect(rows()).toEqual(['a', 'c']);
});

test('colour, tags and problems are words of the row, too', async () => {
  fakeWorker();
  await show([host('a', { colour: 'red', tags: ['a100', 'lab 3'], jump: 'x', jumpProblem: 'No host is called “x”.' })]);
  expect(nameOf(row('a'))).toBe('a, Not connected, Jump hosts cannot be used, Red, a100, lab 3');
  expect(row('a').querySelector('[title="No host is called “x”."]')?.textContent).toBe('Jump hosts cannot be used');
});

test('the search comes with the ninth host, looks through folded groups, and leaves with Escape', async () => {
  fakeWorker();
  await show([a, b, c]);
  expect(all('input')).toEqual([]);
  await unmountAll();
  await show(
    'abcdefgh'
      .split('')
      .map((name) => host(name))
      .concat(host('z', { group: 'Lab', tags: ['h100'], notes: 'Rack 12' })),
  );
  await click('button', 'Lab, 1 host');
  await type('Find hosts', 'rack h100');
  expect(rows()).toEqual(['z']);
  await press(one('input', 'Find hosts'), 'Enter');
  expect(chosen).toEqual(['z']);
  await type('Find hosts', 'nothing');
  expect(document.body.textContent).toContain('No host matches.');
  await press(one('input', 'Find hosts'), 'Escape');
  expect(rows()).toEqual('abcdefgh'.split(''));
  expect(document.activeElement).toBe(row('a'));
});

test('asked for, the search is there and has the focus, however few the hosts', async () => {
  fakeWorker();
  await show([a, b]);
  await doing(searchHosts);
  expect(document.activeElement).toBe(one('input', 'Find hosts'));
});

test('a click goes there; Ctrl, Shift and Space select; Escape ends it', async () => {
  fakeWorker();
  await show([a, b, c, d]);
  await clickRow('a');
  expect(chosen).toEqual(['a']);
  await clickRow('c', { shiftKey: true });
  expect(marked()).toEqual(['a', 'b', 'c']);
  await clickRow('b', { ctrlKey: true });
  await press(row('d'), ' ');
  expect(marked()).toEqual(['a', 'c', 'd']);
  expect(nameOf(row('d'))).toBe('d, Not connected, selected');
  expect(chosen).toEqual(['a']);
  await press(row('d'), 'Escape');
  expect(marked()).toEqual([]);
});

test('what is selected is connected, disconnected and removed together', async () => {
  const worker = fakeWorker();
  await show([a, b, c]);
  await clickRow('a', { ctrlKey: true });
  await clickRow('c', { ctrlKey: true });
  expect(document.querySelector('section')?.textContent).toContain('2 hosts selected');
  await click('button', 'Connect');
  await click('button', 'Disconnect');
  await click('button', 'Set up…');
  expect(told).toEqual(['connect a c', 'disconnect a c', 'setUp a c']);
  await click('button', 'Remove…');
  expect(nameOf(one('dialog'))).toBe('Remove 2 hosts?');
  expect(one('dialog').textContent).toContain('a, c');
  await click('button', 'Remove');
  expect(worker.calls.filter(({ name }) => name === 'host.remove').map(({ input }) => input)).toEqual([a.id, c.id]);
  expect(rows()).toEqual(['b']);
  expect(document.querySelector('section')).toBeNull();
});

test('the menu of a selected row is that of the selection', async () => {
  fakeWorker();
  await show([a, b]);
  await click('button', 'More actions: a');
  await choose('Menu of a');
  await clickRow('a', { ctrlKey: true });
  await clickRow('b', { ctrlKey: true });
  await click('button', 'More actions: a');
  await choose('Connect');
  expect(told).toEqual(['connect a b']);
});

test('all of a group, and all there are, are connected and disconnected from their menus', async () => {
  fakeWorker();
  await show([a, c, d]);
  await click('button', 'Actions of the group Lab');
  await choose('Connect all');
  await click('button', 'Actions of all hosts');
  await choose('Disconnect all');
  await click('button', 'Actions of the group Lab');
  await choose('Select all');
  expect(told).toEqual(['connect c d', 'disconnect a c d']);
  expect(marked()).toEqual(['c', 'd']);
});

test('Alt and an arrow move a host, keep the focus on it, and say where it is; at the edge it enters the next group', async () => {
  const worker = fakeWorker({ 'host.label': ({ labels }) => ({ ...b, ...labels }) });
  await show([a, b, c]);
  row('a').focus();
  await press(row('a'), 'ArrowDown', { altKey: true });
  expect(rows()).toEqual(['b', 'a', 'c']);
  expect(document.activeElement).toBe(row('a'));
  expect(all('status').map(({ textContent }) => textContent)).toContain('a is now 2 of 3.');
  await press(row('b'), 'ArrowUp', { altKey: true });
  await press(row('a'), 'ArrowUp', { altKey: true });
  row('b').focus();
  await press(row('b'), 'ArrowDown', { altKey: true });
  expect(document.querySelector('ul[aria-label=Lab]')?.textContent).toContain('b');
  expect(document.activeElement).toBe(row('b'));
  expect(worker.calls.filter(({ name }) => name === 'host.move').map(({ input }) => input)).toEqual([
    { id: a.id, before: c.id },
    { id: a.id, before: b.id },
    { id: b.id, before: c.id },
  ]);
  expect(worker.calls.find(({ name }) => name === 'host.label')?.input).toEqual({ id: b.id, labels: { name: 'b', group: 'Lab' } });
});

test('a move that fails is told, and nothing has moved', async () => {
  fakeWorker({
    'host.move': () => {
      throw new Failure('storage', 'The hosts cannot be written: the disk is full.');
    },
  });
  await show([a, b]);
  await press(row('a'), 'ArrowDown', { altKey: true });
  expect(rows()).toEqual(['a', 'b']);
  expect(useNotices.getState().notices.map(({ text }) => text)).toEqual(['The hosts cannot be written: the disk is full.']);
});

test('a group changes places with the next one', async () => {
  fakeWorker();
  await show([c, d, host('e', { group: 'Farm' })]);
  await press(one('button', 'Lab, 2 hosts'), 'ArrowDown', { altKey: true });
  expect(rows()).toEqual(['e', 'c', 'd']);
});

test('a host is dragged behind another one, and onto the heading of a group; the selection goes along', async () => {
  fakeWorker({ 'host.label': ({ id, labels }) => ({ ...(id === a.id ? a : b), ...labels }) });
  await show([a, b, c, d]);
  const drag = (element: Element, kind: string): Promise<void> =>
    doing(() => {
      const event = new Event(kind, { bubbles: true, cancelable: true });
      Reflect.set(event, 'dataTransfer', { setData: () => undefined });
      // happy-dom has no layout: below the middle of every box.
      Reflect.set(event, 'clientY', 1);
      element.dispatchEvent(event);
    });
  await drag(row('a'), 'dragstart');
  await drag(row('b'), 'dragover');
  await drag(row('b'), 'drop');
  await settle();
  expect(rows()).toEqual(['b', 'a', 'c', 'd']);
  await clickRow('a', { ctrlKey: true });
  await clickRow('b', { ctrlKey: true });
  await drag(row('a'), 'dragstart');
  await drag(one('button', 'Lab, 2 hosts'), 'dragover');
  await drag(one('button', 'Lab, 2 hosts'), 'drop');
  await settle();
  expect(rows()).toEqual(['c', 'd', 'b', 'a']);
  expect(nameOf(one('button', 'Lab, 4 hosts'))).toBe('Lab, 4 hosts');
});
