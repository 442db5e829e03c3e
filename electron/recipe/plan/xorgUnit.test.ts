import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nvidiaXconfig, serverFlags } from './xorgConfig';
import { cookieCommand, cookiePath, displayAt, xorgUnit } from './xorgUnit';

const PCI = '0000:0a:00.0';
const unit = xorgUnit(10, PCI, 1000);
const linesOf = (key: string): readonly string[] =>
  unit.text
    .split('\n')
    .filter((line) => line.startsWith(`${key}=`))
    .map((line) => line.slice(key.length + 1));

/** As systemd.service(5) splits a command line; of its escapes those that are in the unit. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? [];
  return words.map((word) =>
    (word.startsWith('"') ? word.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : word).replaceAll('$$', '$').replaceAll('%%', '%'),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'gearview-unit-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the server', () => {
  const [line = ''] = linesOf('ExecStart');

  test('has its GPU’s configuration, the published flags and a cookie', () => {
    expect(line).toMatch(/^\/usr\/bin\/Xorg :10 vt7 -noreset -novtswitch -sharevts -nolisten tcp -auth \/run\/gearview\/xauth-10 /);
    for (const name of ['GLX', 'RANDR', 'RENDER', 'COMPOSITE']) expect(line).toContain(` +extension ${name} `);
    expect(line).toContain(` -config /etc/gearview/xorg-0000-0a-00.0.conf -configdir /etc/gearview/xorg-0000-0a-00.0.conf.d `);
    expect(line).toContain(' -logfile /var/log/gearview/Xorg.10.log');
  });

  test('lets nobody in without the cookie: never -ac', () => {
    expect(wordsOf(line)).not.toContain('-ac');
  });

  test('is not started again by itself, and shows nothing to a VNC client', () => {
    expect(unit.text).toContain('\nRestart=no\n');
    expect(unit.text).not.toContain('x11vnc');
  });

  test('has a display of its own for each GPU', () => {
    expect([0, 1, 2].map(displayAt)).toEqual([10, 11, 12]);
    expect(xorgUnit(11, '0000:0b:00.0', 1000).path).toBe('/etc/systemd/system/gearview-xorg-11.service');
  });
});

describe('the cookie', () => {
  test('is made anew at every start, in an empty file of the login’s', () => {
    const [folders = '', empty = '', cookie = ''] = linesOf('ExecStartPre');
    expect(folders).toBe('/usr/bin/install -d -m 0755 /run/gearview /var/log/gearview');
    expect(empty).toBe('/usr/bin/install -m 0600 -o 1000 /dev/null /run/gearview/xauth-10');
    expect(wordsOf(cookie)).toEqual(cookieCommand(cookiePath(10)));
  });

  test('comes out as xauth reads it: for any address and display, another one each time', () => {
    const made = [0, 1].map((at) => {
      const path = join(folder, `xauth-${at} "$HOME"`);
      const [program = '', ...args] = cookieCommand(path);
      execFileSync(program, args);
      return readFileSync(path);
    });
    for (const bytes of made) {
      expect(bytes.subarray(0, 8).toString('hex')).toBe('ffff000000000012');
      expect(bytes.subarray(8, 26).toString()).toBe('MIT-MAGIC-COOKIE-1');
      expect(bytes.subarray(26, 28).toString('hex')).toBe('0010');
      expect(bytes.length).toBe(28 + 16);
    }
    expect(made[0]?.equals(made[1] ?? Buffer.alloc(0))).toBe(false);
  });

  test('goes with the server', () => {
    expect(linesOf('ExecStopPost')).toEqual(['/bin/rm -f /run/gearview/xauth-10']);
  });
});

test.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)('systemd reads the unit without a complaint', () => {
  const path = join(folder, basename(unit.path));
  // Not every machine that runs tests has an Xorg.
  writeFileSync(path, unit.text.replace('ExecStart=/usr/bin/Xorg', 'ExecStart=/bin/true'));
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
  expect(stderr.split('\n').filter((line) => line.includes(basename(path)))).toEqual([]);
});

describe('the configuration', () => {
  test('is NVIDIA’s own tool’s, for one GPU by its decimal BusID and without a monitor', () => {
    const words = nvidiaXconfig(PCI);
    expect(words.slice(0, 4)).toEqual(['nvidia-xconfig', '--force-generate', '-o', '/etc/gearview/xorg-0000-0a-00.0.conf']);
    for (const flag of [
      '--busid=PCI:10@0:0:0',
      '--only-one-x-screen',
      '--no-probe-all-gpus',
      '--use-display-device=None',
      '--virtual=1920x1080',
    ])
      expect(words).toContain(flag);
    for (const flag of [
      '--allow-empty-initial-configuration',
      '--no-sli',
      '--no-base-mosaic',
      '--include-implicit-metamodes',
      '--mode-debug',
    ])
      expect(words).toContain(flag);
  });

  test('never writes one GPU’s BusID into all of them', () => {
    for (const flag of ['-a', '--enable-all-gpus', '--no-use-display-device']) expect(nvidiaXconfig(PCI)).not.toContain(flag);
  });

  test('leaves the console, other GPUs and the machine’s own keyboard alone', () => {
    const { path, text } = serverFlags(PCI);
    expect(path).toBe('/etc/gearview/xorg-0000-0a-00.0.conf.d/10-server.conf');
    for (const name of ['DontVTSwitch', 'DontZap', 'AllowMouseOpenFail']) expect(text).toContain(`Option "${name}" "True"`);
    for (const name of ['AutoAddGPU', 'AutoAddDevices']) expect(text).toContain(`Option "${name}" "False"`);
  });
});
