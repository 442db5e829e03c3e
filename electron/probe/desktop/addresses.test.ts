import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from './addresses';

test.each([
  ['0100007F:170D', '127.0.0.1:5901', 5901],
  ['00000000:170D', '0.0.0.0:5901', 5901],
  ['0202A8C0:1771', '192.168.2.2:6001', 6001],
  ['00000000000000000000000001000000:170D', '[::1]:5901', 5901],
  ['00000000000000000000000000000000:0016', '[::]:22', 22],
  ['0000000000000000FFFF00000100007F:170D', '[::ffff:127.0.0.1]:5901', 5901],
  ['B80D01200000000067452301EFCDAB89:0001', '[2001:db8::123:4567:89ab:cdef]:1', 1],
])('%s', (hex, address, port) => {
  expect(parseAddress(hex)).toEqual({ address, port });
});

test.each(['', '0100007F', '100007F:170D', '0100007f:170D', '0100007F:170', 'x0100007F:170D'])('%j is none', (hex) => {
  expect(parseAddress(hex)).toBeUndefined();
});

test('any IPv6 address comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const words = [0, 4, 8, 12].map((at) => Buffer.from(bytes.slice(at, at + 4).toReversed()).toString('hex'));
      const text = parseAddress(`${words.join('').toUpperCase()}:0050`)?.address ?? '';
      const host = new URL(`http://${text}/`).hostname;
      const groups = Array.from({ length: 8 }, (_, at) => (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16));
      expect(host).toBe(new URL(`http://[${groups.join(':')}]/`).hostname);
    }),
  );
});
