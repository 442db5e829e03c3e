import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseArguments } from './arguments';

test('options in every writing, the last of each', () => {
  const args = parseArguments([':3', '-auth', '/a b', '--RfbPort=5903', 'SecurityTypes=None', '-rfbport', '5904', '-noreset', '-tst']);
  expect(args.display).toBe(3);
  expect(args.value('auth')).toBe('/a b');
  expect(args.value('rfbport')).toBe('5904');
  expect(args.value('securitytypes')).toBe('None');
  expect(args.value('config')).toBeUndefined();
  expect([args.has('noreset'), args.has('tst'), args.has('nolisten')]).toEqual([true, true, false]);
});

test('a desktop that is called like an option is none', () => {
  const args = parseArguments(['-desktop', '-auth', '-desktop=:9', '-noreset', ':4']);
  expect(args.value('auth')).toBeUndefined();
  expect([args.display, args.has('noreset')]).toEqual([4, true]);
});

test('TurboVNC’s own start of Xvnc, as recorded from 3.3', () => {
  const recorded = readFileSync(join(import.meta.dirname, '../recorded/turbovnc/ps_after_start.txt'), 'utf8');
  const words = /\/opt\/TurboVNC\/bin\/Xvnc (.*)$/m.exec(recorded)?.[1]?.split(' ') ?? [];
  const args = parseArguments(words);
  expect(args.display).toBe(1);
  expect(args.value('auth')).toBe('/home/gpuop/.Xauthority');
  expect(args.value('securitytypes')).toBe('otp');
  expect(args.value('registrydir')).toBe('/usr/lib/xorg');
});

test('any words give arguments', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (words) => {
      const args = parseArguments(words);
      expect(args.display ?? 0).toBeGreaterThanOrEqual(0);
      expect(typeof (args.value('auth') ?? '')).toBe('string');
    }),
  );
});
