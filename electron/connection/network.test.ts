import type { NetworkInterfaceInfo } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchNetwork } from './network';

const address = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal,
  cidr: null,
});

let interfaces: Record<string, NetworkInterfaceInfo[]>;
let heard: string[];
let skipped: number;
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  interfaces = { lo: [address('127.0.0.1', true)], wlan0: [address('192.168.1.7')] };
  heard = [];
  skipped = 0;
  stop = watchNetwork((what) => heard.push(what), { interfaces: () => interfaces, now: () => Date.now() + skipped });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test('nothing is told while nothing changes', () => {
  vi.advanceTimersByTime(60_000);
  expect(heard).toEqual([]);
});

test.each<[string, () => void]>([
  ['another address', () => (interfaces = { ...interfaces, wlan0: [address('10.0.0.7')] })],
  ['a new interface', () => (interfaces = { ...interfaces, tun0: [address('10.8.0.2')] })],
  ['none left', () => (interfaces = {})],
])('%s is told once', (_, change) => {
  change();
  vi.advanceTimersByTime(60_000);
  expect(heard).toEqual(['addresses']);
});

test.each<[string, () => void]>([
  ['a link-local address', () => (interfaces = { ...interfaces, veth1: [address('fe80::1')] })],
  ['an address of loopback', () => (interfaces = { ...interfaces, lo: [address('127.0.0.2', true)] })],
  ['another order', () => (interfaces = { wlan0: interfaces['wlan0'] ?? [], lo: [] })],
])('%s is no other network', (_, change) => {
  change();
  vi.advanceTimersByTime(60_000);
  expect(heard).toEqual([]);
});

test('a sleep is told, and being a little late is none', () => {
  skipped = 4000;
  vi.advanceTimersByTime(2000);
  expect(heard).toEqual([]);
  skipped += 600_000;
  vi.advanceTimersByTime(60_000);
  expect(heard).toEqual(['sleep']);
});

test('it stops', () => {
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
