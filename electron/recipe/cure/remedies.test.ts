/** Which subjects a cure takes, before anything of them reaches a host. */
import { expect, test } from 'vitest';
import { CureName } from '../../contract/recipe';
import { checkSubject, REMEDIES } from './remedies';

const TAKEN: Readonly<Record<CureName, readonly string[]>> = {
  'clear-x-files': [':0', '3', ':59535'],
  'rename-pid-file': [':3'],
  'clear-pid-file': [
    '~/.vnc/box:3.pid',
    '/home/jo/.vnc/box.example.com:12.pid',
    '~/.config/tigervnc/box:3.pid',
    '~/.local/state/tigervnc/b-1:3.pid',
  ],
  'own-home-file': ['~/.vnc', '~/.Xauthority', '~/.gearview', '~/.config', '~/.cache', '~/.local', '~/.dbus', '~/.ssh'],
  'clear-xauth-locks': [''],
  'set-aside-xstartup': ['', '~/.vnc/xstartup', '/home/jo/.vnc/xstartup', '~/.config/tigervnc/xstartup'],
  'comment-start-up-line': ['~/.bashrc:12', '/home/jo/.profile:1', '/etc/profile.d/vgl.sh:3', '/etc/environment:1'],
  'stop-lockers': [''],
  'enable-linger': [''],
  'end-x-server': ['4711', '4711.123456'],
  'join-group': ['vglusers', 'render', 'video', 'docker'],
  'link-egl-vendor': [''],
  'configure-packages': [''],
};
const REFUSED = [
  '-1',
  '-rf',
  '--help',
  "3'",
  '"3"',
  '$(id)',
  '`id`',
  '3;id',
  '3\n',
  '3\nid',
  '03',
  ':123456',
  ' 3',
  '~/.vnc/../.ssh/box:3.pid',
  '~/.vnc//box:3.pid',
  '~/.vnc/./box:3.pid',
  '~/.vnc/-box:3.pid',
  '~/.vnc/$(id):3.pid',
  '~/.vnc/\u202ebox:3.pid',
  '/home/../etc/.vnc/box:3.pid',
  '~jo/.vnc',
  '~/.vnc/',
  '~/.bash_history',
  '~/.bashrc',
  '~/.bashrc:0',
  '~/.bashrc:12:13',
  '~/.a/b:1',
  '/etc/../root/.bashrc:1',
  '4711.',
  '4711.1.2',
  '0',
  '0.1',
  'root',
  'video,root',
  'Video',
];

test.each(CureName.options)('%s takes its own subjects and no others', (name) => {
  for (const subject of TAKEN[name]) expect(() => checkSubject({ name, subject })).not.toThrow();
  const foreign = Object.values(TAKEN).flat();
  const others = [...REFUSED, ...foreign].filter((subject) => !TAKEN[name].includes(subject) && !also(name, subject));
  for (const subject of others)
    expect(() => checkSubject({ name, subject }), `${name} ${JSON.stringify(subject)}`).toThrow(REMEDIES[name].means);
});

/** Of the lists above, what happens to be right for it too. */
const also = (name: CureName, subject: string): boolean =>
  (['clear-x-files', 'rename-pid-file'].includes(name) && /^:?([03]|4711|59535)$/.test(subject)) ||
  (name === 'end-x-server' && subject === '3');

test('a refusal is a failure of one sentence', () => {
  expect(() => checkSubject({ name: 'clear-x-files', subject: '$(id)' })).toThrow(
    expect.objectContaining({ code: 'bad-input', message: 'The subject of clear-x-files has to be a display like :3.' }),
  );
});
