import { expect, test } from 'vitest';
import { parseHome } from './home';

test('a home with a folder of root’s, a lock, and a runtime directory', () => {
  const text = `home /home/gpu
runtime ok /run/user/1000
may ow /home/gpu
may -- /home/gpu/.vnc
may ow /home/gpu/.Xauthority-c
may ow /home/gpu/.config
may o- /home/gpu/.cache
755|1000|directory|gpu|/home/gpu
700|0|directory|root|/home/gpu/.vnc
600|1000|regular empty file|gpu|/home/gpu/.Xauthority-c
777|1000|symbolic link|gpu|/home/gpu/.config
500|4711|directory|UNKNOWN|/home/gpu/.cache
`;
  expect(parseHome(text)).toEqual({
    home: { path: '/home/gpu', exists: true, writable: true, own: true },
    homeFiles: [
      { path: '~/.vnc', owner: 'root', mode: '700', kind: 'directory', own: false, writable: false },
      { path: '~/.Xauthority-c', owner: 'gpu', mode: '600', kind: 'file', own: true, writable: true },
      { path: '~/.config', owner: 'gpu', mode: '777', kind: 'link', own: true, writable: true },
      { path: '~/.cache', owner: '4711', mode: '500', kind: 'directory', own: true, writable: false },
    ],
    runtimeDir: { path: '/run/user/1000', usable: true },
  });
});

test('a home that is missing, a runtime directory of another', () => {
  expect(parseHome('home /home/gone\nruntime bad /run/user/0\n')).toEqual({
    home: { path: '/home/gone', exists: false, writable: false, own: false },
    homeFiles: [],
    runtimeDir: { path: '/run/user/0', usable: false },
  });
  expect(parseHome('home \n')).toBeUndefined();
});
