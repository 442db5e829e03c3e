import { expect, test } from 'vitest';
import { parseSecureBoot, parseSecurityModules } from './protection';

test.each([
  ['/sys/fs/selinux/enforce:1', 'enforcing', false],
  ['/sys/fs/selinux/enforce:0\n', 'permissive', false],
  ['/sys/module/apparmor/parameters/enabled:Y', 'disabled', true],
  ['/sys/module/apparmor/parameters/enabled:N', 'disabled', false],
  ['', 'disabled', false],
])('security modules %j', (text, selinux, apparmor) => {
  expect(parseSecurityModules(text)).toEqual({ selinux, apparmor });
});

// Bytes as the kernel's efivarfs documents them: four of attributes, one of value.
test.each([
  ['   6   0   0   0   1\n', true],
  ['   6   0   0   0   0\n', false],
  ['   6   0   0   0   1\n   6   0   0   0   1\n', false],
  ['   6   0   0   0   1\n   6   0   0   0   0\n', true],
  ['od: SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c: Permission denied', undefined],
])('Secure Boot %j', (text, on) => {
  expect(parseSecureBoot(text)).toBe(on);
});
