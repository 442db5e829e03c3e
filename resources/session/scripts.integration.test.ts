/** The scripts as text: clean as they are sent, and their functions alike in every shell a host may have as /bin/sh. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { PROBE_SCRIPTS } from '../../electron/probe/probes';
import { WATCH_SCRIPTS } from '../../electron/probe/watch/hostWatch';
import { endChild } from '../../e2e/support/children';

const RESOURCES = resolve(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(RESOURCES, name), 'utf8');
/** What the worker sends after the prelude; cures are in resources/recipe. */
const SENT: Readonly<Record<string, readonly string[]>> = {
  list: ['lib/process.sh', 'lib/software.sh', 'session/desktops.sh', 'session/list.sh'],
  'start TigerVNC': [
    'lib/process.sh',
    'session/desktops.sh',
    'session/end.sh',
    'session/preflight.sh',
    'session/tigervnc.sh',
    'session/start.sh',
  ],
  'start TurboVNC': [
    'lib/process.sh',
    'session/desktops.sh',
    'session/end.sh',
    'session/preflight.sh',
    'session/turbovnc.sh',
    'session/start.sh',
  ],
  'stop TigerVNC': ['lib/process.sh', 'session/end.sh', 'session/tigervnc.sh', 'session/stop.sh'],
  'stop TurboVNC': ['lib/process.sh', 'session/end.sh', 'session/turbovnc.sh', 'session/stop.sh'],
  reach: ['lib/process.sh', 'session/reach.sh'],
  supervisor: ['session/supervisor.sh'],
  check: ['lib/process.sh', 'check/glxgears.sh'],
  probe: PROBE_SCRIPTS,
  watch: WATCH_SCRIPTS,
};
const SHELLS = ['dash', 'bash', 'busybox sh'];

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await endChild(child);
});

describe.each(Object.entries(SENT))('%s', (name, parts) => {
  const whole = name === 'supervisor' ? parts : ['lib/prelude.sh', ...parts];

  test('shellcheck has nothing to say, neither of the whole nor of its parts', () => {
    for (const text of [whole.map(read).join('\n'), ...parts.map(read)]) {
      const { stdout, status } = spawnSync('shellcheck', ['-'], { input: text, encoding: 'utf8' });
      expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
    }
  });

  test('begins on its last line, so that one that was cut short does nothing', () => {
    const lines = read(parts.at(-1) ?? '')
      .trimEnd()
      .split('\n');
    expect(lines.at(-1)).toMatch(/^main( "\$@")?$/);
    expect(lines.filter((line) => /^main\b(?!\(\))/.test(line))).toHaveLength(1);
  });
});

/** Runs functions of process.sh and software.sh. */
function run(shell: string, body: string): string {
  const [program = 'sh', ...args] = shell.split(' ');
  const script = `${['prelude', 'process', 'software'].map((name) => read(`lib/${name}.sh`)).join('\n')}\n${body}\n`;
  const { stdout } = spawnSync(program, [...args, '-s'], {
    input: script,
    encoding: 'utf8',
    env: { ...process.env, GV_NONCE: 'ab', HOME: '/nowhere' },
  });
  return stdout.replace(/^GV-ab-BEGIN\n/, '').replace(/GV-ab-END \d+\n$/, '');
}

test.each(SHELLS)('%s reads options of a process, whatever the desktop is called', async (shell) => {
  const args = [
    ':7',
    '-desktop',
    '-auth',
    '-Auth',
    '/a b',
    '--rfbunixpath=/x y',
    '-geometry',
    '1x1',
    '-geometry',
    '2x2',
    'SecurityTypes=None',
  ];
  const child = spawn('sh', ['-c', 'echo ready; while :; do sleep 1; done', 'Xvnc', ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await new Promise((give) => child.stdout.once('data', give));
  const wanted = ['auth', 'rfbunixpath', 'geometry', 'securitytypes rfbauth', 'depth', 'desktop'];
  expect(run(shell, wanted.map((name) => `option ${child.pid} ${name}`).join('\n'))).toBe('/a b\n/x y\n2x2\nNone\n\n-auth\n');
  expect(run(shell, `display_of ${child.pid}`)).toBe('7');
});

test.each(SHELLS)('%s tells a process from another with the same pid', (shell) => {
  const { pid } = process;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  expect(run(shell, `start_of ${pid}`)).toBe(start);
  expect(run(shell, `is_process ${pid} ${start} && echo yes`)).toBe('yes\n');
  expect(
    run(shell, `is_process ${pid} 1 || echo no; is_process 999999999 1 || echo no; is_process '' 1 || echo no; is_process x 1 || echo no`),
  ).toBe('no\nno\nno\nno\n');
  expect(run(shell, `is_proxy ${pid} || echo no`)).toBe('no\n');
});

test.each(SHELLS)('%s finds the version of a TigerVNC that says it, of 1.15 that only carries it, and of no other', (shell) => {
  const folder = mkdtempSync(join(tmpdir(), 'gv-scripts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return path;
  };
  const programs = [
    program('says', 'echo "Xvnc TigerVNC 1.12.0 - built Apr 7 2023" >&2'),
    program('carries', ': "TigerVNC 1.15.0"'),
    program('other', 'echo "TurboVNC Server (Xvnc) v3.3"'),
  ];
  const body = programs.map((path) => `printf '%s\\n' "$(tigervnc_version ${path})"`).join('\n');
  expect(run(shell, body)).toBe('1.12.0\n1.15.0\n\n');
});
