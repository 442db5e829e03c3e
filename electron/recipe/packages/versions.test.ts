import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDeb, compareRpm } from './versions';

const signOf = (value: number): number => Math.sign(value);

describe('compareDeb', () => {
  // deb-version(7), and what dpkg's own tests hold.
  test.each([
    ['1.0', '1.0', 0],
    ['1.0', '0:1.0', 0],
    ['1.0', '1.0-0', 0],
    ['1:0.1', '9.9', 1],
    ['1.0~rc1', '1.0', -1],
    ['1.0~~', '1.0~', -1],
    ['1.0~', '1.0', -1],
    ['1.0', '1.0a', -1],
    ['1.0a', '1.0+', -1],
    ['1.10', '1.9', 1],
    ['1.010', '1.10', 0],
    ['1.0-1', '1.0-1+b1', -1],
    ['1.0-1', '1.0-1.1', -1],
    ['1.0-1~deb12u1', '1.0-1', -1],
    ['3.1.4-20251201', '3.1.5-20260101', -1],
    ['1.2-3-4', '1.2-3-5', -1],
    ['99999999999999999998', '99999999999999999999', -1],
  ])('%s and %s', (a, b, expected) => {
    expect([signOf(compareDeb(a, b)), signOf(compareDeb(b, a))]).toEqual([expected, expected === 0 ? 0 : -expected]);
  });

  test('says what dpkg says', () => {
    const part = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', 'Z', '.', '+', '~'), maxLength: 8 });
    const version = fc.tuple(fc.nat(2), part, part).map(([epoch, upstream, revision]) => `${epoch}:1${upstream}-0${revision}`);
    const pairs = fc.sample(fc.tuple(version, version), 400);
    // A pair a line, in one process.
    const script =
      'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then echo -1; elif dpkg --compare-versions "$a" eq "$b"; then echo 0; else echo 1; fi; done';
    const { stdout } = spawnSync('sh', ['-c', script], { input: pairs.map((pair) => `${pair.join(' ')}\n`).join(''), encoding: 'utf8' });
    const said = stdout.trim().split('\n').map(Number);
    expect(said).toHaveLength(pairs.length);
    const differ = pairs.filter(([a, b], index) => signOf(compareDeb(a, b)) !== said[index]);
    expect(differ).toEqual([]);
  });
});

describe('compareRpm', () => {
  // rpm-version(7), and the table of rpm's own tests (rpmvercmp.at).
  test.each([
    ['1.0', '1.0', 0],
    ['1.0', '2.0', -1],
    ['2.0.1', '2.0.1a', -1],
    ['5.5p1', '5.5p2', -1],
    ['5.5p10', '5.5p1', 1],
    ['10xyz', '10.1xyz', -1],
    ['xyz10', 'xyz10.1', -1],
    ['xyz.4', '8', -1],
    ['xyz.4', '2', -1],
    ['5.5p2', '5.6p1', -1],
    ['6.0.rc1', '6.0', 1],
    ['10b2', '10a1', 1],
    ['1.0aa', '1.0a', 1],
    ['10.0001', '10.1', 0],
    ['10.0001', '10.0039', -1],
    ['4.999.9', '5.0', -1],
    ['20101121', '20101122', -1],
    ['2_0', '2.0', 0],
    ['a+', 'a_', 0],
    ['+', '_', 0],
    ['1.0~rc1', '1.0', -1],
    ['1.0~rc1', '1.0~rc2', -1],
    ['1.0~rc1~git123', '1.0~rc1', -1],
    ['1.0^', '1.0', 1],
    ['1.0^git1', '1.0', 1],
    ['1.0^git1', '1.0^git2', -1],
    ['1.0^git1', '1.01', -1],
    ['1.0^20160101', '1.0.1', -1],
    ['1.0^20160101^git1', '1.0^20160102', -1],
    ['1.0~rc1^git1', '1.0~rc1', 1],
    ['1.0^git1~pre', '1.0^git1', -1],
    ['1:1.0-1', '2.0-1', 1],
    ['1.0-1', '1.0-2', -1],
    ['1.0-10.el9', '1.0-9.el9', 1],
  ])('%s and %s', (a, b, expected) => {
    expect([signOf(compareRpm(a, b)), signOf(compareRpm(b, a))]).toEqual([expected, expected === 0 ? 0 : -expected]);
  });

  test('is an order', () => {
    const version = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', 'Z', '.', '~', '^'), maxLength: 8 });
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(signOf(compareRpm(a, b)) + signOf(compareRpm(b, a))).toBe(0);
        expect(compareRpm(a, b) > 0 || compareRpm(b, c) > 0 || compareRpm(a, c) <= 0).toBe(true);
      }),
    );
  });
});
