import { expect, test } from 'vitest';
import { step, TO_DO } from '../run/runFixtures';
import { scriptOf } from './script';

const system = 'Debian GNU/Linux 12 (bookworm)';

test('what is left to do is a commented script, in its order; what is done already is left out', () => {
  const steps = [
    step('old', { kind: 'already', found: 'old 1' }),
    step('one', TO_DO, { title: 'Install one' }),
    step('two', { kind: 'cannot', why: 'No.' }, { title: 'Join', root: false, commands: ['true', 'false'] }),
  ];
  expect(scriptOf({ steps, system }, 'gpu1', [])).toBe(
    [
      '# Set-up of gpu1, Debian GNU/Linux 12 (bookworm). Each step after the one before has ended well.',
      '',
      '# 1. Install one (as root)',
      'apt-get install -y one',
      '',
      '# 2. Join',
      'true',
      'false',
      '',
    ].join('\n'),
  );
});

test('package files that have to be there first are named', () => {
  const file = {
    sha256: 'a'.repeat(64),
    fileName: 'virtualgl_3.1.4_amd64.deb',
    format: 'deb' as const,
    name: 'virtualgl',
    version: '3.1.4',
    architecture: 'amd64',
    size: 1,
    depends: [],
    provides: [],
  };
  const uploads = [file.sha256, 'b'.repeat(64)];
  expect(scriptOf({ steps: [step('x', TO_DO, { uploads })], system }, 'gpu1', [file])).toContain(
    `# Needs these package files on the host: virtualgl_3.1.4_amd64.deb ${'b'.repeat(64)}\n`,
  );
});

const writing = (path: string, text: string): string =>
  scriptOf({ steps: [step('x', TO_DO, { files: [{ path, mode: '0640', text }], commands: [] })], system }, 'gpu1', [])
    .split('\n')
    .slice(3, -1)
    .join('\n');

test('a file is written with its mode before the commands', () => {
  expect(writing('/etc/a.conf', "it's $HOME\n")).toBe(
    "cat > '/etc/a.conf' <<'GEARVIEW_END'\nit's $HOME\nGEARVIEW_END\nchmod 0640 '/etc/a.conf'",
  );
});

test('a text that a here-document would change or end is quoted as one word', () => {
  expect(writing("/etc/it's", "no 'end")).toBe(
    String.raw`printf '%s' 'no '\''end' > '/etc/it'\''s'` + '\n' + String.raw`chmod 0640 '/etc/it'\''s'`,
  );
  expect(writing('/etc/b', 'a\nGEARVIEW_END\nb\n')).toBe("printf '%s' 'a\nGEARVIEW_END\nb\n' > '/etc/b'\nchmod 0640 '/etc/b'");
});
