import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseTurbovncSessions, parseTurbovncSettings } from './turbovnc';

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, `../recorded/turbovnc/${name}.txt`), 'utf8');

test.each([
  ['one, as recorded from 3.3', recorded('vncserver_-sessionlist__1_session'), [1]],
  ['behind the log of a start that failed', recorded('session_limit_1'), [8]],
  ['none', '0\t5\n', []],
  ['none, in a home where it never ran', '0\t0\n', []],
  ['two of five fields', '2\t5\t:1\t42\t0\t@NONE\t0\t:12\t43\t0\t/home/op/.vnc/gpu-a_12.uds\t0', [1, 12]],
  ['two of three fields, as 3.0 lists them', '2\t3\t:1\t42\t0\t:2\t43\t0', [1, 2]],
  ['an older vncserver', 'usage: vncserver [:<display>]', undefined],
  ['an empty answer', '', undefined],
])('sessions: %s', (_name, text, displays) => {
  expect(parseTurbovncSessions(text)).toEqual(displays);
});

test('the policy, and the last of the settings of system and user', () => {
  const text = [
    '/etc/turbovncserver-security.conf:permitted-security-types = x509plain, OTP,tlsnone',
    '/etc/turbovncserver-security.conf:session-limit=4',
    '/etc/turbovncserver.conf:$vglrun = "vglrun +wm";',
    '/etc/turbovncserver.conf:$session-limit = 9;',
    "/home/op/.vnc/turbovncserver.conf:$vglrun = 'vglrun -d egl1 +wm';",
    '/home/op/.vnc/turbovncserver.conf:permitted-security-types = none',
  ];
  expect(parseTurbovncSettings(text.join('\n'))).toEqual({
    permittedSecurityTypes: ['x509plain', 'otp', 'tlsnone'],
    sessionLimit: 4,
    vglrun: 'vglrun -d egl1 +wm',
  });
  expect(parseTurbovncSettings('')).toEqual({});
});
