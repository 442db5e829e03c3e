import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rpmBytes } from '../../../e2e/support/packageFiles';
import { bytesOf } from './bytes';
import { readRpm } from './rpm';

const turbovnc = rpmBytes('turbovnc', {
  version: '3.3.1',
  release: '20260410',
  requires: ['bash', '/usr/bin/xauth', 'libc.so.6(GLIBC_2.17)(64bit)', 'bash', '(openbox or xfwm4 >= 4)', '(selinux-policy if selinux)'],
  provides: ['turbovnc = 3.3.1', 'turbovnc(x86-64)', 'vnc-server'],
  files: ['/opt/TurboVNC/bin/vncserver', '/usr/bin/tvnc', '/usr/sbin/tvncd', '/usr/share/doc/x'],
});

describe('readRpm', () => {
  test('reads what a package says of itself', async () => {
    expect(await readRpm(bytesOf(turbovnc))).toEqual({
      format: 'rpm',
      name: 'turbovnc',
      version: '3.3.1-20260410',
      architecture: 'x86_64',
      depends: [['bash'], ['/usr/bin/xauth'], ['libc.so.6(GLIBC_2.17)(64bit)'], ['openbox', 'xfwm4']],
      provides: ['turbovnc', 'turbovnc(x86-64)', 'vnc-server', '/usr/bin/tvnc', '/usr/sbin/tvncd'],
    });
  });

  test('an epoch is a part of the version', async () => {
    expect((await readRpm(bytesOf(rpmBytes('a', { epoch: 2 }))))?.version).toBe('2:1.0-1');
    expect((await readRpm(bytesOf(rpmBytes('a', { epoch: 0 }))))?.version).toBe('1.0-1');
  });

  test('lists end where a PackageFile does', async () => {
    const names = Array.from({ length: 900 }, (_, index) => `n${index}`);
    const facts = await readRpm(bytesOf(rpmBytes('a', { requires: names, provides: names })));
    expect([facts?.depends.length, facts?.provides.length]).toEqual([500, 500]);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a package of sources', rpmBytes('a', { source: true })],
    ['a name that is a path', rpmBytes('../a')],
    ['a version with a dash', rpmBytes('a', { version: '1-2' })],
    ['a file that ends in its header', turbovnc.subarray(0, 400)],
    ['a header that says it has 4 GiB', bigHeader()],
  ])('makes nothing of %s', async (_what, bytes) => {
    expect(await readRpm(bytesOf(bytes))).toBeUndefined();
  });

  test('never throws, whatever became of a package', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(turbovnc.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        fc.option(fc.nat(turbovnc.length), { nil: undefined }),
        async (flips, end) => {
          const damaged = Buffer.from(turbovnc.subarray(0, end));
          for (const [at, value] of flips) if (at < damaged.length) damaged[at] = value;
          const facts = await readRpm(bytesOf(damaged));
          expect(facts === undefined || /^[A-Za-z0-9_]/.test(facts.name)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function bigHeader(): Buffer {
  const bytes = Buffer.from(turbovnc);
  bytes.writeUInt32BE(0xffffffff, 96 + 12);
  return bytes;
}
