import { expect, test } from 'vitest';
import { Failure } from '../base/failure';
import type { LogFields, LogLevel } from '../base/log';
import { fakeConnection, fakeLoad, type FakeAnswer } from './fake';
import { runScript, type ScriptOptions } from './script';
import { scriptNote } from './scriptNote';

const RUN = { name: 'session/start.sh', parameters: {}, ms: 12, status: 0, stderr: '', failure: undefined };

/** What one run of a script writes to the host's log. */
async function notes(answer: FakeAnswer, options: Partial<ScriptOptions> = {}): Promise<[LogLevel, string, LogFields | undefined][]> {
  const seen: [LogLevel, string, LogFields | undefined][] = [];
  const connection = {
    ...fakeConnection({ answer: () => answer }),
    note: (...args: [LogLevel, string, LogFields?]) => void seen.push([args[0], args[1], args[2]]),
  };
  await runScript(connection, fakeLoad, ['lib/a.sh', 'x/y.sh'], { timeoutMs: 5000, ...options }).catch(() => undefined);
  return seen;
}

test('a run is logged once it ended: which script, with what, how long, and how it ended', async () => {
  expect(await notes({ stderr: 'chatter' }, { parameters: { NAME: 'two words' } })).toEqual([
    ['info', 'ran x/y.sh', { ms: expect.any(Number), status: 0, NAME: 'two words' }],
  ]);
});

test.each<[string, FakeAnswer, Partial<ScriptOptions>, LogLevel, string, LogFields]>([
  [
    'its own failure',
    { records: [['fail', 'no-x-proxy', 'Nothing there.']], status: 1, stderr: 'why\n' },
    {},
    'warn',
    'x/y.sh failed',
    { status: 1, code: 'no-x-proxy', message: 'fake: Nothing there.', stderr: 'why' },
  ],
  ['a bad end', { status: 4 }, {}, 'warn', 'x/y.sh failed', { status: 4, code: 'script-failed' }],
  ['no end', { cut: true }, {}, 'warn', 'x/y.sh failed', { status: 0, code: 'script-noise' }],
  ['a wish to stop', {}, { signal: AbortSignal.abort() }, 'info', 'stopped x/y.sh', { status: undefined, code: 'cancelled' }],
  ['a parameter that cannot be sent', {}, { parameters: { NAME: 'a\0' } }, 'warn', 'x/y.sh failed', { code: 'bad-input' }],
])('so is %s', async (_, answer, options, level, event, fields) => {
  expect(await notes(answer, options)).toEqual([[level, event, expect.objectContaining(fields)]]);
});

test('so is a script that no shell was opened for', async () => {
  const seen: string[] = [];
  const connection = { ...fakeConnection(), note: (_: LogLevel, event: string) => void seen.push(event) };
  connection.drop(new Failure('connection-lost', 'gone'));
  await expect(runScript(connection, fakeLoad, 'x.sh', { timeoutMs: 1000 })).rejects.toMatchObject({ code: 'connection-lost' });
  expect(seen).toEqual(['x.sh failed']);
});

test.each(['VNC_PASSWORD', 'PASSPHRASE', 'SECRET', 'OTP', 'X_COOKIE', 'API_TOKEN'])(
  'the value of %s is never logged, even when the host repeats it',
  (name) => {
    const failure = new Failure('script-failed', 'It said canary-1.');
    const [, , fields] = scriptNote({
      ...RUN,
      parameters: { [name]: 'canary-1', OTHER: 'with canary-1' },
      stderr: 'bad canary-1',
      failure,
    });
    expect(fields).toMatchObject({
      [name]: '[redacted]',
      OTHER: 'with [redacted]',
      stderr: 'bad [redacted]',
      message: 'It said [redacted].',
    });
  },
);

test('that a password will come is no secret', () => {
  const failure = new Failure('script-failed', 'Say yes.');
  expect(scriptNote({ ...RUN, parameters: { PASSWORD_COMES: 'yes' }, failure })[2]).toMatchObject({
    PASSWORD_COMES: 'yes',
    message: 'Say yes.',
  });
});

test('a long value is counted, a secret that is empty removes nothing', () => {
  const parameters = { PROGRAM: 'x'.repeat(201), SHORT: 'x'.repeat(200), PASSWORD: '' };
  expect(scriptNote({ ...RUN, parameters })[2]).toMatchObject({
    PROGRAM: '[201 characters]',
    SHORT: 'x'.repeat(200),
    PASSWORD: '[redacted]',
  });
});
