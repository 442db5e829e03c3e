import { expect, test } from 'vitest';
import { parseVncFiles } from './vncFiles';

const files = (...lines: readonly string[]) => parseVncFiles(['host gpu-a', ...lines].join('\n'))?.files;

test.each([
  ['its X proxy', 'S\town\t47\t/home/op/.vnc/gpu-a:1.pid\tXtigervnc', { runs: 'proxy' }],
  ['nothing', '-\tother\t47\t/home/op/.vnc/gpu-a:1.pid\t', { runs: 'nothing' }],
  ['a zombie', 'Z\town\t47\t/home/op/.vnc/gpu-a:1.pid\tXvnc', { runs: 'nothing' }],
  ['another program', 'S\town\t47\t/home/op/.vnc/gpu-a:1.pid\ttmux: server', { runs: 'other', comm: 'tmux: server' }],
  ['somebody else’s X proxy', 'S\tother\t47\t/home/op/.vnc/gpu-a:1.pid\tXvnc', { runs: 'other', comm: 'Xvnc' }],
])('under the pid runs %s', (_name, line, expected) => {
  expect(files(line)).toEqual([{ path: '/home/op/.vnc/gpu-a:1.pid', host: 'gpu-a', display: 1, pid: 47, ...expected }]);
});

test('the name says of which host and display it is', () => {
  expect(files('-\tother\t5\t/home/op/.local/state/tigervnc/old.name:12.pid\t')).toMatchObject([{ host: 'old.name', display: 12 }]);
});

test('what names no display or pid is skipped, and without the host’s name nothing is understood', () => {
  expect(files('-\tother\tx\t/home/op/.vnc/gpu-a:1.pid\t', '-\tother\t5\t/home/op/.vnc/gpu-a.pid\t', 'noise')).toEqual([]);
  expect(parseVncFiles('')).toBeUndefined();
});
