import { expect, test } from 'vitest';
import { parseNodes } from './nodes';

test('modes, owners, and what this login may do', () => {
  const text = [
    '666 root root /dev/nvidia0',
    '660 root vglusers /dev/nvidiactl',
    '660 root domain users /dev/dri/renderD128',
    '440 UNKNOWN video /dev/dri/card0',
    'access rw /dev/nvidia0',
    'access - /dev/nvidiactl',
    'access r /dev/dri/card0',
    'stat: cannot statx',
  ].join('\n');
  expect(parseNodes(text)).toEqual([
    { path: '/dev/nvidia0', mode: '666', owner: 'root', group: 'root', readable: true, writable: true },
    { path: '/dev/nvidiactl', mode: '660', owner: 'root', group: 'vglusers', readable: false, writable: false },
    { path: '/dev/dri/renderD128', mode: '660', owner: 'root', group: 'domain users', readable: false, writable: false },
    { path: '/dev/dri/card0', mode: '440', owner: 'UNKNOWN', group: 'video', readable: true, writable: false },
  ]);
});

test('no node is an answer', () => {
  expect(parseNodes('')).toEqual([]);
});
