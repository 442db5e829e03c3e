import { expect, test } from 'vitest';
import { parseLogind } from './logind';

const SHIPPED = `/etc/systemd/logind.conf:#KillUserProcesses=no
/etc/systemd/logind.conf:#KillOnlyUsers=
/etc/systemd/logind.conf:#KillExcludeUsers=root
`;
const answer = (settings: string, user = 'gpu', linger = 'no'): string => `user ${user}\nlinger ${linger}\n${SHIPPED}${settings}`;

test.each([
  ['as shipped', answer(''), false],
  ['set in the main file', answer('/etc/systemd/logind.conf:KillUserProcesses=yes'), true],
  [
    'a drop-in goes before',
    answer('/etc/systemd/logind.conf:KillUserProcesses=yes\n/etc/systemd/logind.conf.d/10-keep.conf:KillUserProcesses = no'),
    false,
  ],
  [
    'the last drop-in by name wins, whatever its directory',
    answer('/etc/systemd/logind.conf.d/10.conf:KillUserProcesses=no\n/usr/lib/systemd/logind.conf.d/20.conf:KillUserProcesses=true'),
    true,
  ],
  ['another user only', answer('/etc/systemd/logind.conf:KillUserProcesses=yes\n/etc/systemd/logind.conf:KillOnlyUsers=guest'), false],
  ['this user only', answer('/etc/systemd/logind.conf:KillUserProcesses=yes\n/etc/systemd/logind.conf:KillOnlyUsers=guest gpu'), true],
  ['root is spared', answer('/etc/systemd/logind.conf:KillUserProcesses=yes', 'root'), false],
  ['compiled in', 'user gpu\nlinger no\n/usr/lib/systemd/logind.conf:#KillUserProcesses=yes', true],
])('processes end with the login: %s', (_, text, kill) => {
  expect(parseLogind(text)).toEqual({ linger: false, killUserProcesses: kill });
});

test('lingering, and no answer', () => {
  expect(parseLogind(answer('', 'gpu', 'yes'))?.linger).toBe(true);
  expect(parseLogind('id: unknown')).toBeUndefined();
});
