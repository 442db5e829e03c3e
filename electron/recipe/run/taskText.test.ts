import { expect, test } from 'vitest';
import { taskText } from './taskText';

test('every word is coded, an empty one is a dash, and nothing of a value is text', () => {
  const text = taskText({
    files: [{ path: '/etc/a b', mode: '0644', text: "$(id)\n'; rm -rf /\n" }],
    commands: [['apt-get', '', 'install\nx']],
    undo: [['systemctl', 'disable', 'ä']],
  });
  const decoded = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ').map((word, at) => (at === 0 ? word : word === '-' ? '' : Buffer.from(word, 'base64').toString('utf8'))));
  expect(decoded).toEqual([
    ['file', '/etc/a b', '0644', "$(id)\n'; rm -rf /\n"],
    ['run', 'apt-get', '', 'install\nx'],
    ['undo', 'systemctl', 'disable', 'ä'],
  ]);
  expect(text).toMatch(/^(?:(?:file|run|undo)(?: [A-Za-z0-9+/=-]+)+\n)+$/);
});
