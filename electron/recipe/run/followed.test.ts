/** Output and marks out of a job's log, however its bytes are cut. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasDisguisingCharacters } from '../../contract/text';
import { readLog } from './followed';

const MARK = '0123456789abcdef0123456789abcdef';
const mark = (key: string, ...values: readonly string[]): string =>
  `\n${[MARK, key, ...values.map((value) => (value === '' ? '-' : Buffer.from(value).toString('base64')))].join('\t')}\n`;

function read(pieces: readonly (string | Buffer)[], known: string | undefined = MARK): string[] {
  const heard: string[] = [];
  const log = readLog(known, {
    onLine: (line) => heard.push(line),
    onMark: (key, values) => heard.push(`[${[key, ...values].join('|')}]`),
  });
  for (const piece of pieces) log.push(Buffer.from(piece));
  log.end();
  return heard;
}

test('lines and marks, cut at any byte', () => {
  const log = Buffer.from(`grüße\n\n${mark('command', '0')}  indented\tä${mark('waiting', '')}€ open`);
  const expected = ['grüße', '', '[command|0]', '  indented    ä', '[waiting|]', '€ open'];
  for (let at = 0; at <= log.length; at += 1) expect(read([log.subarray(0, at), log.subarray(at)])).toEqual(expected);
  expect(read([...log].map((byte) => Buffer.from([byte])))).toEqual(expected);
});

test.each([
  ['10%\r50%\r100%\n', '100%'],
  ['50%\r100%\r\n', '100%'],
  ['text\r   \n', 'text'],
  ['\u001b[1;32mgreen\u001b[0m\n', 'green'],
  ['\u001b]0;title\u0007text\n', 'text'],
  ['\u001b7\u001b[0;23r\u001b8\u001b[1Atext\u001b(B\n', 'text'],
  ['a\u0007b\u202ec\u0000d\n', 'a b c d'],
  [`${'x'.repeat(5000)}\n`, `${'x'.repeat(1989)}…`],
])('what a terminal would show: %j', (log, line) => expect(read([log])).toEqual([line]));

test('a line without end is not kept whole', () => {
  const heard = read([...Array.from({ length: 200 }, () => 'x'.repeat(1000)), '\rlast\n']);
  expect(heard).toEqual(['last']);
});

test('of another app’s job the first mark tells which one it is, and others are text', () => {
  const other = 'f'.repeat(32);
  expect(read([`hello\n${mark('command', '1')}${other}\tend\tMA==\n`], undefined)).toEqual([
    'hello',
    '[command|1]',
    `${other}    end    MA==`,
  ]);
  expect(read([`${other}\tend\n`])).toEqual([`${other}    end`]);
});

test('any bytes give lines that the contract takes', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.constantFrom(MARK, mark('x'), '\n', '\r', '\t', '\u001b[', '\u001b]', '\u001b', '€').map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const lines: string[] = [];
      const keys: string[] = [];
      const log = readLog(MARK, { onLine: (line) => lines.push(line), onMark: (key) => keys.push(key) });
      for (const bytes of pieces) log.push(Buffer.from(bytes));
      log.end();
      expect(lines.every((line) => line.length <= 2000 && !hasDisguisingCharacters(line))).toBe(true);
      expect(keys.every((key) => /^[a-z][a-z-]*$/.test(key))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
