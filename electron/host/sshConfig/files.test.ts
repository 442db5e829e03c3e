import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Resolution } from './resolve';
import { openSshConfig, type Reading, type SshConfig } from './sshConfig';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gv-ssh-config-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A file below the home, for its owner alone, put in place at once as editors do. */
async function put(path: string, text: string): Promise<void> {
  const full = join(home, path);
  await mkdir(dirname(full), { recursive: true, mode: 0o700 });
  await writeFile(`${full}.new`, text, { mode: 0o600 });
  await rename(`${full}.new`, full);
}

const config = (pollMs = 200): SshConfig => {
  const opened = openSshConfig({
    home,
    user: 'me',
    uid: 7,
    hostName: 'laptop.example.com',
    env: { KEYS: '/keys', SOCK: '/run/agent' },
    system: join(home, 'etc/ssh_config'),
    pollMs,
  });
  onTestFinished(() => opened.close());
  return opened;
};
async function reading(text: string): Promise<Reading> {
  await put('.ssh/config', text);
  return config().current();
}
function usable(found: Resolution): Resolution & { kind: 'usable' } {
  if (found.kind === 'unusable') throw new Error(found.why);
  return found;
}

describe('included files', () => {
  test('relative to ~/.ssh, with ~ and patterns, in the order of their names', async () => {
    await put('.ssh/conf.d/2', 'Host two\nUser second');
    await put('.ssh/conf.d/1', 'Host one two\nUser first');
    await put('.ssh/conf.d/.hidden', 'Host hidden');
    await put('more/x', 'Host x');
    const now = await reading('Include conf.d/* ~/more/x nothing-here\nHost z\n');
    expect(now).toMatchObject({ aliases: ['one', 'two', 'x', 'z'], problems: [] });
    expect(usable(now.resolve({ host: 'two' })).hop.user).toBe('first');
    expect(usable(now.resolve({ host: 'two' })).origins).toMatchObject([{ option: 'User', file: join(home, '.ssh/conf.d/1'), line: 2 }]);
  });

  test('inside a Host block hold for that host alone, and the block goes on after them', async () => {
    await put('.ssh/inner', 'User inner\nHost b\nPort 9');
    const now = await reading('Host a\nInclude inner\nPort 8\nHost b\nUser outer');
    expect(usable(now.resolve({ host: 'a' })).hop).toMatchObject({ user: 'inner', port: 8 });
    expect(usable(now.resolve({ host: 'b' })).hop).toMatchObject({ user: 'outer', port: 22 });
  });

  test('a name in a file included only for another host is not named', async () => {
    await put('.ssh/inner', 'Host hidden');
    expect((await reading('Host a\nInclude inner')).resolve({ host: 'hidden' }).named).toBe(false);
  });

  test('in a circle, and more than 8 deep, are problems', async () => {
    await put('.ssh/loop', 'Include loop\nHost l');
    const now = await reading('Include loop');
    expect(now).toMatchObject({
      aliases: ['l'],
      problems: [{ file: join(home, '.ssh/loop'), line: 1, text: expect.stringContaining('includes itself') }],
    });
    for (let depth = 1; depth <= 9; depth += 1) await put(`.ssh/d${depth}`, `Include d${depth + 1}\nHost at${depth}`);
    const deep = await reading('Include d1');
    expect(deep.aliases).toEqual(['at8', 'at7', 'at6', 'at5', 'at4', 'at3', 'at2', 'at1']);
    expect(deep.problems).toMatchObject([{ text: expect.stringContaining('more than 8 deep') }]);
  });

  test('that name each other again and again end', async () => {
    for (let depth = 1; depth <= 7; depth += 1) await put(`.ssh/d${depth}`, `Include ${`d${depth + 1} `.repeat(20)}`);
    expect((await reading('Include d1')).problems.at(0)?.text).toContain('More than 256 files');
  });
});

test('the system file comes after the user’s, and its includes lie beside it', async () => {
  await put('etc/ssh_config', 'Include more/*.conf\nHost *\nHashKnownHosts yes\nUser system\nInclude ~/x');
  await put('etc/more/1.conf', 'Host *\nServerAliveCountMax 5');
  const now = await reading('Host a\nUser mine');
  expect(usable(now.resolve({ host: 'a' })).hop).toMatchObject({ user: 'mine', ssh: { hashKnownHosts: true, aliveCount: 5 } });
  expect(now.problems).toMatchObject([{ file: join(home, 'etc/ssh_config'), line: 5 }]);
});

describe('a file that cannot be read is a problem, not a failure', () => {
  test('too large, by one byte', async () => {
    const text = `Host a\n${'#'.repeat(1024 * 1024 - 7)}`;
    expect(await reading(text)).toMatchObject({ aliases: ['a'], problems: [] });
    expect(await reading(`${text}#`)).toMatchObject({ aliases: [], failure: expect.stringContaining('1 MB') });
  });

  test('a folder in its place', async () => {
    await mkdir(join(home, '.ssh/config'), { recursive: true });
    expect(await config().current()).toMatchObject({ failure: expect.stringContaining('not a file'), problems: [{ line: 0 }] });
  });

  test('one that others can write, as ssh refuses it', async () => {
    await put('.ssh/config', 'Host a');
    await chmod(join(home, '.ssh/config'), 0o666);
    expect(await config().current()).toMatchObject({ aliases: [], failure: expect.stringContaining('chmod 600') });
  });

  test('a link that leads nowhere is no file', async () => {
    await mkdir(join(home, '.ssh'));
    await symlink('nowhere', join(home, '.ssh/config'));
    expect(await config().current()).toMatchObject({ aliases: [], problems: [] });
  });
});

describe('a change is noticed', () => {
  const next = (opened: SshConfig): Promise<Reading> => new Promise((resolve) => opened.onChange(resolve));

  test('of the file, written in place or renamed over it', async () => {
    await put('.ssh/config', 'Host a');
    const opened = config();
    await opened.current();
    const renamed = next(opened);
    await put('.ssh/config', 'Host b');
    expect((await renamed).aliases).toEqual(['b']);
    const written = next(opened);
    await writeFile(join(home, '.ssh/config'), 'Host c');
    expect((await written).aliases.join()).toMatch(/^c?$/);
    expect((await opened.current()).aliases).toEqual(['c']);
  });

  test('of a file that was not there, in a folder that was not there', async () => {
    const opened = config();
    await opened.current();
    const made = next(opened);
    await put('.ssh/config', 'Host a');
    await made;
    expect((await opened.current()).aliases).toEqual(['a']);
  });

  test('of an included file, and of one more that the pattern finds', async () => {
    await put('.ssh/conf.d/1', 'Host one');
    await put('.ssh/config', 'Include conf.d/*');
    const opened = config();
    await opened.current();
    const edited = next(opened);
    await put('.ssh/conf.d/1', 'Host uno');
    await edited;
    const added = next(opened);
    await put('.ssh/conf.d/2', 'Host two');
    await added;
    expect((await opened.current()).aliases).toEqual(['uno', 'two']);
  });

  test('as soon as the system tells, long before the next look', async () => {
    await put('.ssh/config', 'Host a');
    const opened = config(3_600_000);
    await opened.current();
    const told = next(opened);
    await put('.ssh/config', 'Host b');
    expect((await told).aliases).toEqual(['b']);
  });

  test('at once by who asks', async () => {
    await put('.ssh/config', 'Host a');
    const opened = config();
    await opened.current();
    await put('.ssh/config', 'Host b');
    expect((await opened.current()).aliases).toEqual(['b']);
  });

  test('but not a file beside it', async () => {
    await put('.ssh/config', 'Host a');
    const opened = config();
    const before = await opened.current();
    await writeFile(join(home, '.ssh/config'), 'Host a');
    await writeFile(join(home, '.ssh/known_hosts'), 'x');
    const after = await opened.current();
    await writeFile(join(home, '.ssh/known_hosts'), 'xy');
    expect(await opened.current()).toBe(after);
    expect(after).not.toBe(before);
  });
});
