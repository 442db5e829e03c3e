import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../electron/contract/host';
import { fakeMain, type Fake } from '../base/fakePorts';
import type { mainEvents } from '../../electron/contract';
import { all, click, mount, nameOf, one, unmountAll } from '../base/mount';
import { useConnections } from '../connection/store';
import { useHosts } from '../host/store';
import { Fleet } from './Fleet';
import { facts, finding, host } from './fixtures';
import { useProbes } from './store';

const hosts = [host('a'), host('b'), host('c'), host('d')];
const { system } = facts();
let main: Fake<typeof mainEvents>;
let went: string[] = [];

beforeEach(async () => {
  went = [];
  main = fakeMain();
  useHosts.setState({ list: { kind: 'ready', hosts } });
  useConnections.setState({ states: new Map([['a00000000000', { kind: 'ready', since: 0 }]]), questions: [] });
  const known = (id: string, kernel: string) =>
    [id, { facts: facts({ system: { ...system, kernel: { release: kernel, architecture: 'x86_64' } } }) }] as const;
  useProbes.setState({
    hosts: new Map([known('a00000000000', '6.10'), known('b00000000000', '6.8'), known('c00000000000', '6.10')]),
    diagnoses: new Map([
      ['a00000000000', { hostId: 'a00000000000', findings: [] }],
      ['b00000000000', { hostId: 'b00000000000', findings: [finding('D09', { severity: 'blocks' }), finding('D16')] }],
    ]),
  });
  const go = (what: string) => (to: Host) => void went.push(`${what} ${to.name}`);
  await mount(<Fleet modeOf={(id) => (id.startsWith('a') ? 'VirtualGL EGL' : undefined)} onHost={go('host')} onHealth={go('health')} />);
});
afterEach(async () => {
  await unmountAll();
  useProbes.setState({ hosts: new Map(), diagnoses: new Map() });
  useConnections.setState({ states: new Map() });
});

const rows = (): string[] => [...document.querySelectorAll('tbody th')].map(({ textContent }) => textContent ?? '');
const rowOf = (name: string): string =>
  [...document.querySelectorAll('tbody tr')].find((row) => row.querySelector('th')?.textContent === name)?.textContent ?? '';

test('a row a host: what is known, its state, and what differs with what most have', () => {
  expect(rows()).toEqual(['a', 'b', 'c', 'd']);
  expect(rowOf('a')).toContain('Connected');
  expect(rowOf('a')).toContain('VirtualGL EGL');
  expect(rowOf('b')).toContain('Not connected');
  expect(rowOf('b')).toContain('≠6.8. Differs: 2 of 3 hosts have 6.10');
  expect(rowOf('a')).not.toContain('≠');
  expect(rowOf('d')).toContain('–not known');
});

test('a column sorts up, down, and back to the operator’s own order, and says so', async () => {
  const order = (): string | null | undefined => one('button', 'Kernel').closest('th')?.getAttribute('aria-sort');
  await click('button', 'Kernel');
  expect([rows(), order()]).toEqual([['b', 'a', 'c', 'd'], 'ascending']);
  await click('button', 'Kernel');
  expect([rows(), order()]).toEqual([['a', 'c', 'b', 'd'], 'descending']);
  await click('button', 'Kernel');
  expect([rows(), order()]).toEqual([['a', 'b', 'c', 'd'], 'none']);
});

test('a host leads to its desktops, its problems to its health', async () => {
  await click('button', 'b');
  await click('button', 'Health of b: 2 problems');
  expect(went).toEqual(['host b', 'health b']);
  expect(all('button').filter((button) => nameOf(button).startsWith('Health of'))).toHaveLength(1);
});

test('only the columns that differ stay when asked for', async () => {
  await click('input', 'Only columns that differ');
  expect([...document.querySelectorAll('thead th')].map(({ textContent }) => textContent)).toEqual(['Host', 'State', 'Problems', 'Kernel']);
});

test('the table is copied as it is sorted', async () => {
  await click('button', 'Kernel');
  await click('button', 'Copy CSV');
  await click('button', 'Copy Markdown');
  const texts = main.calls.filter(({ name }) => name === 'clipboard.write').map(({ input }) => JSON.stringify(input));
  expect(texts[0]).toContain(String.raw`Best mode\r\nb,Not connected,2,Ubuntu`);
  expect(texts[1]).toContain('| b | Not connected | 2 | Ubuntu');
});
