import { expect, test } from 'vitest';
import { parseBoot, parseClock, parseCpu, parseKernel, parseLimits, parseLoad, parseMemory, parseName } from './machine';

test('the kernel', () => {
  expect(parseKernel('6.1.0-28-amd64 x86_64\n')).toEqual({ release: '6.1.0-28-amd64', architecture: 'x86_64' });
  expect(parseKernel('Linux')).toBeUndefined();
});

test('processors: x86 with gaps, and ARM, which has numbers for names', () => {
  const intel = 'processor\t: 0\nmodel name\t: Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz\ncpu MHz\t: 3000\n\nonline 0-7,9,16-17';
  expect(parseCpu(intel)).toEqual({ model: 'Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz', cores: 11 });
  // From the kernel's documentation of arm64: there is no model name.
  const grace = 'processor\t: 0\nBogoMIPS\t: 2000.00\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: 0xd4f\n\nonline 0-143';
  expect(parseCpu(grace)).toEqual({ model: 'ARM 0x41 0xd4f', cores: 144 });
  expect(parseCpu('processor\t: 0\nonline ')).toBeUndefined();
});

test('memory, with and without MemAvailable', () => {
  const old = 'MemTotal:       24683656 kB\nMemFree:        22402768 kB\nSwapTotal:       2097148 kB\nSwapFree:        1000000 kB\n';
  expect(parseMemory(old)).toEqual({ total: 24_683_656, available: 22_402_768, swapTotal: 2_097_148, swapFree: 1_000_000 });
  expect(parseMemory(`${old}MemAvailable:   24189604 kB\n`)?.available).toBe(24_189_604);
  expect(parseMemory('MemTotal: lots')).toBeUndefined();
});

test('load, boot and clock', () => {
  expect(parseLoad('0.68 0.52 0.41 2/104 4213')).toBe(0.68);
  expect(parseLoad('much')).toBeUndefined();
  expect(parseBoot('1129863d-838c-4d41-9dab-623b9c110018\nbtime 1795701717\n')).toEqual({
    id: '1129863d-838c-4d41-9dab-623b9c110018',
    at: 1_795_701_717_000,
  });
  expect(parseBoot('btime 1795701717')).toBeUndefined();
  expect(parseClock('1795703787\n')).toBe(1_795_703_787);
  expect(parseClock('Thu Nov 26')).toBeUndefined();
});

test('soft limits; none is no number', () => {
  const limits = `Limit                     Soft Limit           Hard Limit           Units
Max processes             unlimited            unlimited            processes
Max open files            1024                 1048576              files     `;
  expect(parseLimits(limits)).toEqual({ openFiles: 1024, processes: undefined });
  expect(parseLimits('cat: /proc/self/limits: No such file or directory')).toBeUndefined();
});

test('names', () => {
  expect(parseName('systemd\n')).toBe('systemd');
  expect(parseName('my init\n')).toBe('my init');
  expect(parseName('two\nlines')).toBeUndefined();
  expect(parseName('')).toBeUndefined();
});
