import { expect, test } from 'vitest';
import { parseSshd } from './sshd';

const MAIN = '/etc/ssh/sshd_config';
const INCLUDE = `${MAIN}:Include /etc/ssh/sshd_config.d/*.conf`;
const config = (...lines: readonly string[]): string => [`config ${MAIN}`, ...lines].join('\n');
const main = (...lines: readonly string[]): string => config(...lines.map((each) => `${MAIN}:${each}`));

test('each keyword', () => {
  const text = main(
    'AllowTcpForwarding local',
    'allowstreamlocalforwarding=no',
    'DisableForwarding yes # nobody',
    'PermitOpen 127.0.0.1:5901 "[::1]:5901"',
    'MaxSessions 1',
    'MaxStartups 10:30:100',
    'ClientAliveInterval 1m30s',
    'ForceCommand internal-sftp',
  );
  expect(parseSshd(text)).toEqual({
    allowTcpForwarding: 'local',
    allowStreamLocalForwarding: 'no',
    disableForwarding: true,
    permitOpen: ['127.0.0.1:5901', '[::1]:5901'],
    maxSessions: 1,
    maxStartups: '10:30:100',
    clientAliveInterval: 90,
    forceCommand: true,
  });
});

test('nothing is set: what sshd does by itself', () => {
  expect(Object.values(parseSshd(main()) ?? {}).every((value) => value === undefined)).toBe(true);
  expect(parseSshd(main('AllowTcpForwarding all', 'ForceCommand none', 'MaxSessions many'))).toMatchObject({
    allowTcpForwarding: 'yes',
    forceCommand: false,
  });
});

test.each([
  ['the first value counts', main('MaxSessions 3', 'MaxSessions 9'), 3],
  ['not what a Match block says', main('Match User guest', '  MaxSessions 1'), undefined],
  [
    'an included file counts where it is included',
    config('part /etc/ssh/sshd_config.d/10.conf', INCLUDE, `${MAIN}:MaxSessions 9`, '/etc/ssh/sshd_config.d/10.conf:MaxSessions 2'),
    2,
  ],
  [
    'a Match block of an included file ends with it',
    config(
      'part /etc/ssh/sshd_config.d/10.conf',
      'part /etc/ssh/sshd_config.d/20.conf',
      INCLUDE,
      '/etc/ssh/sshd_config.d/10.conf:Match Group x',
      '/etc/ssh/sshd_config.d/10.conf:MaxSessions 1',
      '/etc/ssh/sshd_config.d/20.conf:MaxSessions 4',
    ),
    4,
  ],
  [
    'included after the value',
    config('part extra/a.conf', `${MAIN}:MaxSessions 9`, `${MAIN}:Include extra/*.conf`, 'extra/a.conf:MaxSessions 2'),
    9,
  ],
  [
    'a relative path lies in /etc/ssh',
    config('part /etc/ssh/extra/a.conf', `${MAIN}:Include extra/?.conf`, '/etc/ssh/extra/a.conf:MaxSessions 2'),
    2,
  ],
  [
    'what is not included',
    config('part /etc/ssh/other.conf', `${MAIN}:Include /etc/ssh/this.conf`, '/etc/ssh/other.conf:MaxSessions 2'),
    undefined,
  ],
  [
    'after a file that may not be read nothing is sure',
    config('closed /etc/ssh/sshd_config.d/60-site.conf', INCLUDE, `${MAIN}:MaxSessions 9`),
    undefined,
  ],
  ['nor after a folder', config('closed /etc/ssh/sshd_config.d/*.conf', INCLUDE, `${MAIN}:MaxSessions 9`), undefined],
  [
    'cloud-init’s own file sets none of these',
    config('closed /etc/ssh/sshd_config.d/50-cloud-init.conf', INCLUDE, `${MAIN}:MaxSessions 9`),
    9,
  ],
  [
    'files that include each other',
    config('part /etc/ssh/a', `${MAIN}:Include a`, '/etc/ssh/a:Include /etc/ssh/a', '/etc/ssh/a:MaxSessions 5'),
    5,
  ],
])('%s', (_, text, maxSessions) => {
  expect(parseSshd(text)).toMatchObject({ maxSessions });
});

test('a file that may not be read is not understood', () => {
  expect(parseSshd(`${MAIN}: permission denied`)).toBeUndefined();
});
