import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCommandLine } from './commandLine';

const of = (...args: readonly string[]) => parseCommandLine(`${['Xvnc', ...args].join('\0')}\0`);

test.each([
  [['-rfbunixpath', '/a b/c'], '/a b/c'],
  [['-rfbunixpath=/a'], '/a'],
  [['--RfbUnixPath', '/a'], '/a'],
  [['rfbunixpath=/a'], '/a'],
  [['-rfbunixpath', '/a', '-rfbunixpath', '/b'], '/b'],
  [['-rfbunixpath'], ''],
  [['-noreset'], undefined],
])('%j', (args, value) => {
  expect(of(...args).option('rfbunixpath')).toBe(value);
});

test('a name that looks like an option is a name', () => {
  const line = of(':7', '-desktop', '-SecurityTypes=None', '-SecurityTypes', 'VncAuth', '-auth', ':3');
  expect(line.option('desktop')).toBe('-SecurityTypes=None');
  expect(line.option('securitytypes')).toBe('VncAuth');
  expect(line.display).toBe(7);
});

test('names are alternatives, and the display is not taken from values', () => {
  expect(of('-rfbauth', '/p').option('passwordfile', 'rfbauth')).toBe('/p');
  expect(of('-desktop', ':5').display).toBeUndefined();
  expect(of(':100000').display).toBeUndefined();
});

test('any bytes give a command line', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(parseCommandLine(text).display ?? 0).toBeLessThan(100_000);
    }),
    { numRuns: 2000 },
  );
});
