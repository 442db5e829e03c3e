// Debian 12 as recorded; the others as their vendors and users publish them, for these systems cannot be had where the tests run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseOs } from './os';

const RELEASES = readFileSync(join(import.meta.dirname, '../recorded/system/os-release.txt'), 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((each) => [each.slice(0, each.indexOf('\n')), each.slice(each.indexOf('\n') + 1)] as const);
const FAMILY: Readonly<Record<string, string>> = { debian: 'debian', ubuntu: 'debian', sles: 'suse', arch: 'arch', alpine: 'other' };

test('there are releases to read', () => {
  expect(RELEASES.length).toBeGreaterThan(15);
});

test.each(RELEASES)('%s', (title, text) => {
  const [id = '', version = ''] = title.split(' ');
  const os = parseOs(text);
  expect(os).toMatchObject({ id, version, family: FAMILY[id] ?? (id.startsWith('opensuse') ? 'suse' : 'redhat') });
  expect(os?.name).toBe(/^PRETTY_NAME="(.+)"$/m.exec(text)?.[1]);
});

test('quotes, escapes, descendants, and what is missing', () => {
  expect(
    parseOs(String.raw`ID='pop'
PRETTY_NAME="Pop \"!_OS\" \$5"`),
  ).toEqual({ id: 'pop', version: '', name: 'Pop "!_OS" $5', family: 'debian' });
  expect(parseOs('ID=mine\nID_LIKE="ubuntu debian"\nVERSION_ID=1')).toEqual({ id: 'mine', version: '1', name: 'mine 1', family: 'debian' });
  expect(parseOs('ID=sles_sap\nVERSION_ID="12.5"')?.family).toBe('suse');
  expect(parseOs('NAME=x')).toBeUndefined();
  expect(parseOs('cat: /usr/lib/os-release: No such file or directory')).toBeUndefined();
});
