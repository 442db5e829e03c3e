import { expect, test } from 'vitest';
import { parseLocks, parseSockets } from './xLocks';

const sockets = parseSockets(
  [
    '/tmp/.X11-unix/X0 root',
    '/tmp/.X11-unix/X3 op',
    '/tmp/.X11-unix/X4 op',
    '/tmp/.X11-unix/X5 kim',
    'own /tmp/.X11-unix/X3',
    'listens /tmp/.X11-unix/X3',
    'own /tmp/.X11-unix/X4',
    'listens /tmp/.X11-unix/X9',
    'answers /tmp/.X11-unix/X5',
    'listens nothing',
  ].join('\n'),
);

test('a socket lives while somebody listens, here or in a container that shares the folder', () => {
  expect(sockets).toEqual([
    { display: 0, path: '/tmp/.X11-unix/X0', kind: 'socket', owner: 'root', own: false, alive: false },
    { display: 3, path: '/tmp/.X11-unix/X3', kind: 'socket', owner: 'op', own: true, alive: true },
    { display: 4, path: '/tmp/.X11-unix/X4', kind: 'socket', owner: 'op', own: true, alive: false },
    { display: 5, path: '/tmp/.X11-unix/X5', kind: 'socket', owner: 'kim', own: false, alive: true },
  ]);
});

const lock = (display: number, ...more: readonly string[]) =>
  parseLocks([`/tmp/.X${display}-lock op`, ...more.map((line) => line.replace('LOCK', `/tmp/.X${display}-lock`))].join('\n'), sockets)[0];

test.each([
  ['its X server runs', 8, ['own LOCK', 'pid LOCK 71', 'runs LOCK S Xtigervnc'], { own: true, pid: 71, alive: true }],
  ['its process is gone', 8, ['pid LOCK 71'], { own: false, pid: 71, alive: false }],
  ['its pid is another program’s', 8, ['pid LOCK 71', 'runs LOCK S Web Content'], { alive: false }],
  ['its X server is a zombie', 8, ['pid LOCK 71', 'runs LOCK Z Xvnc'], { alive: false }],
  ['its X server is stopped', 8, ['pid LOCK 71', 'runs LOCK T Xvnc'], { alive: true }],
  ['it is empty', 8, [], { alive: false }],
  ['the pid is that of a container, where the X server answers', 5, ['pid LOCK 7'], { alive: true }],
  ['the socket beside it is dead too', 4, ['pid LOCK 7'], { alive: false }],
])('a lock when %s', (_name, display, more, expected) => {
  expect(lock(display, ...more)).toMatchObject({ kind: 'lock', display, ...expected });
});
