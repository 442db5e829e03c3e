import { expect, test } from 'vitest';
import { parseLoginPath, parseStartUpFiles } from './startUpFiles';

test('what is set, what initialises conda, what prints', () => {
  const text = `.bashrc:12:export LD_PRELOAD=/usr/lib/libvglfaker.so
.bashrc:80:# >>> conda initialize >>>
.profile:3:PATH="$HOME/miniconda3/bin:$PATH"
.profile:4:  . /opt/anaconda/etc/profile.d/conda.sh
/etc/profile.d/desktop.sh:1:export TVNC_VGLRUN="vglrun +wm"
/etc/environment:2:VGL_DISPLAY=egl1
.bashrc:13:export LD_PRELOAD=
.bashrc:14:LD_PRELOAD="" ls
.bashrc:15:alias game='LD_PRELOAD=/usr/lib/libdlfaker.so game'
prints
2
echo "Welcome to $(hostname)"
4
fortune
`;
  expect(parseStartUpFiles(text).map(({ path, line, kind }) => [path, line, kind])).toEqual([
    ['~/.bashrc', 12, 'ld-preload'],
    ['~/.bashrc', 80, 'conda'],
    ['~/.profile', 3, 'conda'],
    ['~/.profile', 4, 'conda'],
    ['/etc/profile.d/desktop.sh', 1, 'tvnc-vglrun'],
    ['/etc/environment', 2, 'vgl-display'],
    ['~/.bashrc', 2, 'prints'],
    ['~/.bashrc', 4, 'prints'],
  ]);
  expect(parseStartUpFiles(text)[6]?.text).toBe('echo "Welcome to $(hostname)"');
  expect(parseStartUpFiles('prints\n')).toEqual([]);
});

test('the login shell’s D-Bus, whatever start-up files print', () => {
  const text =
    'Welcome!\n/home/gpu/miniconda3/bin/dbus-launch\n/usr/bin/dbus-launch\n/usr/bin/dbus-daemon\n/usr/bin/dbus-launcher\ndbus-launch\n';
  expect(parseLoginPath(text)).toEqual(['/home/gpu/miniconda3/bin/dbus-launch', '/usr/bin/dbus-launch', '/usr/bin/dbus-daemon']);
  expect(parseLoginPath('')).toEqual([]);
});
