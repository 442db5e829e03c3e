import { expect, test } from 'vitest';
import { parseXServers } from './xServers';

/** As the script tells of a process: rows of places and facts first, arguments last. */
function rows(
  pid: number,
  name: string,
  args: readonly string[],
  { place = 'here', state = 'S (sleeping)', pids = `${pid}`, more = '' } = {},
): string {
  const status = `/proc/${pid}/status:Name:\t${name}\n/proc/${pid}/status:State:\t${state}\n/proc/${pid}/status:NSpid:\t${pids}\n`;
  return `place ${pid} ${place}\n/proc/${pid} op\n${status}${more}args ${pid}\n${args.map((arg) => `\t${arg}\n`).join('')}`;
}

test('an X proxy of this user', () => {
  const more = 'own 71\nseen 71\nlistens 71 0100007F:170F\nlistens 71 00000000:1773\nnode 71 /dev/nvidia0\n';
  const args = [
    '/usr/bin/Xtigervnc',
    ':3',
    '-auth',
    '/home/op/xauth',
    '-SecurityTypes',
    'VncAuth,TLSNone',
    '-noreset',
    '-extension',
    'XTEST',
  ];
  expect(parseXServers(rows(71, 'Xtigervnc', args, { more }))).toEqual([
    {
      kind: 'Xtigervnc',
      pid: 71,
      user: 'op',
      own: true,
      elsewhere: false,
      display: 3,
      zombie: false,
      stopped: false,
      turbovnc: false,
      auth: '/home/op/xauth',
      securityTypes: ['vncauth', 'tlsnone'],
      listens: ['127.0.0.1:5903'],
      noreset: true,
      xtestOff: true,
      nodes: ['/dev/nvidia0'],
    },
  ]);
});

test('TurboVNC is told from another Xvnc, and one of another user says less', () => {
  const [turbo, tiger] = parseXServers(
    rows(5, 'Xvnc', ['/opt/TurboVNC/bin/Xvnc', ':1'], { place: 'unknown' }) + rows(6, 'Xvnc', ['/usr/bin/Xvnc', ':2']),
  );
  expect([turbo?.turbovnc, tiger?.turbovnc]).toEqual([true, false]);
  expect(turbo).toMatchObject({ own: false, elsewhere: false });
  expect(turbo).not.toHaveProperty('listens');
  expect(turbo).not.toHaveProperty('nodes');
});

test('one in a container is elsewhere, whether its namespaces or only its pids can be seen', () => {
  const servers = [
    rows(5, 'Xorg', ['Xorg', ':0'], { place: 'elsewhere', more: 'seen 5\nlistens 5 00000000:170D\n' }),
    rows(6, 'Xorg', ['Xorg', ':0'], { place: 'unknown', pids: '6\t1' }),
    rows(7, 'Xorg', ['Xorg', ':0'], { place: 'unknown' }),
  ];
  expect(parseXServers(servers.join('')).map(({ elsewhere }) => elsewhere)).toEqual([true, true, false]);
  expect(parseXServers(servers.join(''))[0]).not.toHaveProperty('listens');
});

test.each([
  ['Z (zombie)', { zombie: true, stopped: false }],
  ['T (stopped)', { zombie: false, stopped: true }],
  ['t (tracing stop)', { zombie: false, stopped: true }],
])('%s', (state, expected) => {
  const [server] = parseXServers(rows(5, 'Xvfb', [], { state }));
  expect(server).toMatchObject(expected);
  expect(server).not.toHaveProperty('noreset');
});

test('what shows a display has it as an option, and its port may be that of X11', () => {
  const more = 'seen 8\nlistens 8 0100007F:1770\n';
  const [server] = parseXServers(rows(8, 'x11vnc', ['x11vnc', '-display', ':0', '-auth', 'guess'], { more }));
  expect(server).toMatchObject({ kind: 'x11vnc', display: 0, auth: 'guess', listens: ['127.0.0.1:6000'] });
  expect(parseXServers(rows(9, 'X0tigervnc', ['X0tigervnc', '-display=:1.0']))[0]).toMatchObject({ kind: 'x0vncserver', display: 1 });
});

test('the GPU that an Xorg was started for', () => {
  expect(parseXServers(rows(8, 'Xorg', ['X', ':0', '-config', 'gpu.conf']))[0]?.pci).toBe('gpu.conf');
  expect(parseXServers(rows(8, 'X', ['X', '-config', 'gpu.conf', '-isolateDevice', 'PCI:7:0:0']))[0]).toMatchObject({
    kind: 'Xorg',
    pci: 'PCI:7:0:0',
  });
});

test('arguments cannot pass for another process, nor rows for one that was not listed', () => {
  const servers = parseXServers(
    `${rows(8, 'Xvfb', ['Xvfb', 'place 9 here', '/proc/9/status:Name:\tXorg'])}/proc/10/status:Name:\tXorg\nargs 11\n\t:1\n`,
  );
  expect(servers.map(({ pid }) => pid)).toEqual([8]);
});
