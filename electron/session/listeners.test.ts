import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSocketPath, parseListeners } from './listeners';

test("X11's own sockets are left out, loopback is told from the network", () => {
  const text = [
    'unix /tmp/.X11-unix/X1',
    'unix @/tmp/.X11-unix/X1',
    'unix /home/op/.vnc/gpu 1_1.uds',
    'tcp 0100007F:170D',
    'tcp 00000000:170E',
    'tcp 00000000000000000000000001000000:170D',
    'tcp 00000000000000000000000000000000:170D',
    'nonsense',
    'tcp 12:34',
  ].join('\n');
  expect(parseListeners(text)).toEqual({
    unix: ['/home/op/.vnc/gpu 1_1.uds'],
    tcp: [
      { port: 5901, loopback: true },
      { port: 5902, loopback: false },
      { port: 5901, loopback: true },
      { port: 5901, loopback: false },
    ],
  });
});

describe('isSocketPath', () => {
  test.each([
    ['/home/op/.vnc/a.uds', true],
    ['/home/op/a b', true],
    ['/tmp/x', true],
    ['/run/user/1000/x', true],
    ['/home/other/x', false],
    ['/home/operator/x', false],
    ['relative', false],
    ['@abstract', false],
    ['/home/op/../other/x', false],
    ['/home/op/a\nb', false],
    ['/home/op/a\0b', false],
    [`/home/op/${'é'.repeat(49)}`, true],
    [`/home/op/${'é'.repeat(50)}`, false],
    ['', false],
  ])('%j: %s', (path, allowed) => {
    expect(isSocketPath(path, '/home/op')).toBe(allowed);
  });

  test('a home of `/` or none opens nothing else', () => {
    expect(isSocketPath('/etc/x', '/')).toBe(false);
    expect(isSocketPath('/etc/x', '')).toBe(false);
    expect(isSocketPath('/home/op/x', '/home/op/')).toBe(true);
  });
});

test('any text gives listeners', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      for (const { port } of parseListeners(text).tcp) expect(port).toBeLessThan(65_536);
      expect(parseListeners(text).unix.every((path) => typeof path === 'string')).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
