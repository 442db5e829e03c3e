import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { Failure } from '../base/failure';
import { fakeConnection, fakeLoad } from './fake';
import { AnswerReader, runScript, scriptText, type ScriptRecord } from './script';

const NONCE = '0123456789abcdef';
const BEGIN = `GV-${NONCE}-BEGIN\n`;
const END = `GV-${NONCE}-END 0\n`;
const coded = (text: string): string => Buffer.from(text).toString('base64');

function read(...chunks: (string | Buffer)[]): { records: ScriptRecord[]; reader: AnswerReader } {
  const records: ScriptRecord[] = [];
  const reader = new AnswerReader(NONCE, (record) => records.push(record));
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return { records, reader };
}

describe('the text that is sent', () => {
  test('holds a value only as base64', () => {
    const text = scriptText(NONCE, { NAME: `'; rm -rf / #` }, ['main']);
    expect(text).toContain(coded(`'; rm -rf / #`));
    expect(text).not.toContain('rm -rf');
    expect(text).toMatch(/\nmain\n$/);
  });

  test.each(['name', 'A B', 'GV_NONCE', 'A;B', '', 'A'.repeat(40)])('“%s” is no parameter name', (name) => {
    expect(() => scriptText(NONCE, { [name]: 'x' }, [])).toThrow('not a parameter name');
  });

  test('a NUL cannot be sent', () => {
    expect(() => scriptText(NONCE, { NAME: 'a\0b' }, [])).toThrow('NUL');
  });
});

describe('an answer', () => {
  const whole = `noise without newline${BEGIN}one\t${coded('1')}\ntwo\t${coded('ä\n\t')}\t-\t${coded('3')}\nthree\n${END}after\n`;
  const expected = [
    { key: 'one', values: ['1'] },
    { key: 'two', values: ['ä\n\t', '', '3'] },
    { key: 'three', values: [] },
  ];

  test('is read from between its markers, cut anywhere', () => {
    const bytes = Buffer.from(whole);
    for (let at = 0; at <= bytes.length; at++) {
      const { records, reader } = read(bytes.subarray(0, at), bytes.subarray(at));
      expect(records).toEqual(expected);
      expect(reader.status).toBe(0);
    }
  });

  test('has no status before its end marker, and keeps the status', () => {
    expect(read(BEGIN, 'one\n').reader).toMatchObject({ began: true, status: undefined });
    expect(read(BEGIN, `GV-${NONCE}-END 3\n`).reader.status).toBe(3);
    expect(read(BEGIN, `unfinished GV-${NONCE}-END 3\n`).reader.status).toBe(3);
    expect(read('GV-ffffffffffffffff-BEGIN\none\n').reader.began).toBe(false);
  });

  test('lines that are no records are passed over', () => {
    expect(read(BEGIN, `Upper\tQQ==\n=x\n\n warning: x\n__proto__\tQQ==\nok\tQQ==\n${END}`).records).toEqual([
      { key: 'ok', values: ['A'] },
    ]);
  });

  test('noise and answer have a limit each: 1 MiB passes, one byte more does not', () => {
    const MiB = 1024 * 1024;
    expect(read(`${'x'.repeat(MiB - 1)}\n`).reader.began).toBe(false);
    expect(() => read(`${'x'.repeat(MiB)}\n`)).toThrow('prints without end');
    expect(read(BEGIN, `${'x'.repeat(MiB - 1)}\n`).reader.began).toBe(true);
    expect(() => read(BEGIN, `${'x'.repeat(MiB)}\n`)).toThrow('longer than 1 MiB');
  });

  test('of any bytes is a value or a Failure, in whatever pieces', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom(BEGIN, END, 'a\tQQ==\n', '\n', '\t', `GV-${NONCE}`).map((text) => Buffer.from(text)),
    );
    let began = 0;
    for (const pieces of fc.sample(fc.array(piece, { maxLength: 12 }), 20_000)) {
      const { records, reader } = read(...pieces.map((bytes) => Buffer.from(bytes)));
      if (reader.began) began += 1;
      expect(reader.began || (records.length === 0 && reader.status === undefined)).toBe(true);
    }
    expect(began).toBeGreaterThan(100);
  });
});

describe('a script', () => {
  const run = (connection = fakeConnection(), options = {}) => runScript(connection, fakeLoad, 'x/y.sh', { timeoutMs: 5000, ...options });

  test('gets its parameters and gives its records, as they come and together', async () => {
    const connection = fakeConnection({
      answer: () => ({
        noise: 'motd\n',
        records: [
          ['a', '1'],
          ['b', '', 'ä\n'],
        ],
      }),
    });
    const seen: string[] = [];
    const records = await run(connection, {
      parameters: { NAME: 'two words', EMPTY: '' },
      onRecord: ({ key }: ScriptRecord) => seen.push(key),
    });
    expect(records).toEqual([
      { key: 'a', values: ['1'] },
      { key: 'b', values: ['', 'ä\n'] },
    ]);
    expect(seen).toEqual(['a', 'b']);
    expect(connection.sent).toMatchObject([{ name: 'x/y.sh', parameters: { NAME: 'two words', EMPTY: '' } }]);
    expect(connection.openShells()).toBe(0);
  });

  test.each([
    ['its own failure', { records: [['fail', 'no-x-proxy', 'Nothing there.', 'log']], status: 1 }, 'no-x-proxy', 'fake: Nothing there.'],
    ['a failure of no known code', { records: [['fail', 'rubbish', 'Odd.']], status: 1 }, 'script-failed', 'fake: Odd.'],
    ['a status without a failure', { status: 4, stderr: 'why' }, 'script-failed', 'status 4'],
    ['a missing end', { records: [['a']], cut: true }, 'script-noise', 'cut the answer'],
  ] as const)('%s is a Failure', async (_, answer, code, message) => {
    const connection = fakeConnection({ answer: () => answer });
    await expect(run(connection)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(connection.openShells()).toBe(0);
  });

  test('gets the answer to a record on stdin, after its nonce; nothing that the host repeats of it is kept', async () => {
    const secret = Buffer.from('canary ü 1');
    const lines: string[] = [];
    let reply: () => void = () => undefined;
    const connection = fakeConnection({
      answer: () => ({
        records: [['other'], ['ready']],
        hold: true,
        stderr: 'bad canary ü 1\n',
        live: (say, end) => {
          reply = () => {
            say('fail', 'script-failed', 'It said canary ü 1.', 'canary ü 1');
            end(1);
          };
        },
        heard(line) {
          lines.push(line);
          reply();
        },
      }),
    });
    const running = run(connection, { keepStdin: true, answer: ({ key }: ScriptRecord) => (key === 'ready' ? secret : undefined) });
    const failure = await running.then(
      () => undefined,
      (error: unknown) => Failure.from(error),
    );
    expect(lines).toEqual([`${/GV_NONCE='(.*)'/.exec(connection.sent[0]?.text ?? '')?.[1]} canary ü 1`]);
    expect(failure?.toData()).toMatchObject({ code: 'script-failed', message: 'fake: It said [redacted].', detail: '[redacted]' });
    expect(JSON.stringify([connection.notes, failure?.toData()])).not.toContain('canary');
    expect(connection.notes).toMatchObject([{ event: 'x/y.sh failed', fields: { stderr: 'bad [redacted]' } }]);
    // The caller's own is left to the caller.
    expect(secret.toString()).toBe('canary ü 1');
  });

  test('gives bytes as they came, beside the text that they are not', async () => {
    const seen: unknown[] = [];
    const connection = fakeConnection({ answer: () => ({ records: [['log', 'ä', '']] }) });
    await run(connection, { onRecord: (record: ScriptRecord, coded: readonly string[]) => seen.push([record.values, coded]) });
    expect(seen).toEqual([
      [
        ['ä', ''],
        ['w6Q=', '-'],
      ],
    ]);
  });

  test('that takes too long is ended', async () => {
    const connection = fakeConnection({ answer: () => ({ hold: true }) });
    await expect(run(connection, { timeoutMs: 20, keepStdin: true })).rejects.toMatchObject({ code: 'timeout', retry: true });
    expect(connection.openShells()).toBe(0);
  });

  test('is ended by the signal, also one that came before', async () => {
    const stop = new AbortController();
    const connection = fakeConnection({ answer: () => ({ hold: true, records: [['a']] }) });
    const running = run(connection, { signal: stop.signal, keepStdin: true, onRecord: () => stop.abort() });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(run(connection, { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(connection.openShells()).toBe(0);
  });

  test('ends with the connection', async () => {
    const connection = fakeConnection({ answer: () => ({ hold: true }) });
    const ended = vi.fn();
    connection.onClose(ended);
    const running = run(connection, { keepStdin: true });
    const settled = Promise.allSettled([running]);
    await vi.waitUntil(() => connection.sent.length === 1);
    connection.drop(new Failure('connection-lost', 'gone'));
    await settled;
    await expect(running).rejects.toMatchObject({ code: 'connection-lost' });
    expect(ended).toHaveBeenCalledTimes(1);
    await expect(run(connection)).rejects.toMatchObject({ code: 'connection-lost' });
  });
});
