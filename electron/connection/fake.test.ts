import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { Failure } from '../base/failure';
import { fakeConnection, fakeLoad } from './fake';
import { runScript } from './script';

test('a script held open ends when its stdin ends, and when it is closed', async () => {
  const connection = fakeConnection({ answer: () => ({ records: [['ready']], hold: true }) });
  const shell = await connection.shell();
  shell.stdin.write("GV_NONCE='0'\n");
  shell.stdout.resume();
  expect(connection.openShells()).toBe(1);
  shell.stdin.end();
  expect(await shell.ended).toBeUndefined();
  const other = await connection.shell();
  other.close();
  expect(await other.ended).toBeUndefined();
  expect(connection.openShells()).toBe(0);
});

test('a script can outlive its stdin, hear what comes on it, and end by itself', async () => {
  const heard: string[] = [];
  let finish: (status?: number) => void = () => undefined;
  const connection = fakeConnection({
    answer: () => ({ hold: 'alone', live: (_, end) => (finish = end), heard: (line) => heard.push(line) }),
  });
  const shell = await connection.shell();
  shell.stdout.resume();
  shell.stdin.write("GV_NONCE='0'\n");
  await vi.waitUntil(() => connection.sent.length === 1);
  shell.stdin.end('one\ntwo\nthr');
  await vi.waitUntil(() => heard.length === 2);
  await new Promise((resolve) => setImmediate(resolve));
  expect([heard, connection.openShells()]).toEqual([['one', 'two'], 1]);
  finish(7);
  expect(await shell.ended).toBe(7);
});

test('answers differ by script and parameters', async () => {
  const connection = fakeConnection({
    answer: ({ name, parameters }) => ({ records: [[name === 'a.sh' ? 'a' : 'other', parameters['X'] ?? '']] }),
  });
  expect(await runScript(connection, fakeLoad, 'a.sh', { timeoutMs: 1000, parameters: { X: '1' } })).toEqual([{ key: 'a', values: ['1'] }]);
  expect(await runScript(connection, fakeLoad, ['lib/x.sh', 'b.sh'], { timeoutMs: 1000 })).toEqual([{ key: 'other', values: [''] }]);
  expect(connection.sent.map((script) => script.name)).toEqual(['a.sh', 'b.sh']);
});

test('forwards go to the streams given, others are refused, and all end with the connection', async () => {
  const stream = new PassThrough();
  const connection = fakeConnection({ forwards: { '/run/rfb': () => stream, '5901': () => stream } });
  expect(await connection.forward({ kind: 'unix', path: '/run/rfb' })).toBe(stream);
  expect(await connection.forward({ kind: 'tcp', port: 5901 })).toBe(stream);
  await expect(connection.forward({ kind: 'tcp', port: 5902 })).rejects.toMatchObject({ code: 'forward-refused' });
  connection.drop(new Failure('connection-lost', 'gone'));
  await expect(connection.forward({ kind: 'tcp', port: 5901 })).rejects.toMatchObject({ code: 'connection-lost' });
  await expect(connection.shell()).rejects.toMatchObject({ message: 'gone' });
});

test('a shell that only looks on says more as it goes, and gives way', async () => {
  let say: (...record: [string, ...string[]]) => void = () => undefined;
  const connection = fakeConnection({ answer: () => ({ records: [['a']], hold: true, live: (more) => (say = more) }) });
  const seen: string[] = [];
  const running = runScript(connection, fakeLoad, 'w.sh', {
    timeoutMs: 1000,
    endless: true,
    keepStdin: true,
    onRecord: ({ key }) => seen.push(key),
  });
  await vi.waitUntil(() => seen.length === 1);
  say('b', '1');
  await vi.waitUntil(() => seen.length === 2);
  connection.needPlaces();
  await expect(running).rejects.toMatchObject({ code: 'refused', retry: true });
  expect([seen, connection.openShells()]).toEqual([['a', 'b'], 0]);
  const narrow = fakeConnection({ noBackground: new Failure('refused', 'one only') });
  await expect(narrow.shell({ giveWay: () => undefined })).rejects.toMatchObject({ message: 'one only' });
  expect((await narrow.shell()).stdin).toBeDefined();
});
