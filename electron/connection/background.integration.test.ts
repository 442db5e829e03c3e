import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hostOf, openLaptop, output, type Laptop } from '../../e2e/support/laptop';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import type { Failure } from '../base/failure';
import type { Connection, Shell } from './connection';

let laptop: Laptop;
beforeEach(() => {
  laptop = openLaptop();
});
afterEach(() => laptop.end());

async function connectTo(maxSessions: number): Promise<Connection> {
  const sshd = await sshdForTest({ options: [`MaxSessions ${maxSessions}`] });
  laptop.know(sshd.hostKeyLine);
  return await laptop.connect(hostOf(sshd));
}

/** A shell that only looks on, and why it had to give way. */
async function lookOn(connection: Connection): Promise<{ shell: Shell; reasons: Failure[] }> {
  const reasons: Failure[] = [];
  const shell = await connection.shell({ giveWay: (reason) => reasons.push(reason) });
  shell.stdout.resume();
  return { shell, reasons };
}

async function hold(connection: Connection, count: number): Promise<readonly Shell[]> {
  const shells = await Promise.all(Array.from({ length: count }, () => connection.shell()));
  for (const shell of shells) shell.stdout.resume();
  return shells;
}

test.each([1, 2])('where sshd allows %d at a time there is none, and it says why for good', async (maxSessions) => {
  const connection = await connectTo(maxSessions);
  for (let times = 0; times < 2; times++) {
    await expect(lookOn(connection)).rejects.toMatchObject({
      code: 'refused',
      retry: false,
      message: expect.stringMatching(`GPU box 1 allows no live watch: only ${maxSessions} .*MaxSessions 3`),
    });
  }
  expect(await Promise.all([1, 2, 3].map((index) => output(connection, `echo ${index}\n`)))).toEqual(['1\n', '2\n', '3\n']);
});

test('where sshd allows one, scripts that come at the same time all run', async () => {
  const connection = await connectTo(1);
  const looking = lookOn(connection).then(
    () => 'looks on',
    (failure: Failure) => failure.code,
  );
  const results = await Promise.all(Array.from({ length: 4 }, (_, index) => output(connection, `echo ${index}\n`)));
  expect(results).toEqual(['0\n', '1\n', '2\n', '3\n']);
  expect(await looking).toBe('refused');
});

test('where sshd allows three it runs beside two others, and gives way to a third', async () => {
  const connection = await connectTo(3);
  const { shell, reasons } = await lookOn(connection);
  const others = await hold(connection, 2);
  expect(reasons).toEqual([]);
  expect(await Promise.race([output(connection, 'echo third\n'), shell.ended.then(() => 'ended')])).toBe('ended');
  expect(reasons).toMatchObject([{ code: 'refused', retry: true }]);
  for (const other of others) other.close();
});

test('the limit may be found out while it runs: it gives way, and the one that was refused runs', async () => {
  const connection = await connectTo(4);
  const { reasons } = await lookOn(connection);
  const others = await hold(connection, 3);
  expect(reasons).toEqual([]);
  expect(await output(connection, 'echo fourth\n')).toBe('fourth\n');
  expect(reasons).toHaveLength(1);
  for (const other of others) other.close();
});

test('it never takes one of the last two places, and may come when there are more', async () => {
  const connection = await connectTo(4);
  const others = await hold(connection, 2);
  const waiting = await hold(connection, 2);
  // One too many: from now on the limit is known.
  const fifth = output(connection, 'echo fifth\n');
  await expect(lookOn(connection)).rejects.toMatchObject({ code: 'refused', retry: true });
  for (const shell of waiting) shell.close();
  expect(await fifth).toBe('fifth\n');
  await expect(lookOn(connection)).rejects.toMatchObject({ code: 'refused', retry: true });
  others[0]?.close();
  const { reasons } = await vi.waitUntil(() => lookOn(connection).catch(() => undefined), 5000);
  expect(reasons).toEqual([]);
});

test('ends with the connection, and is not asked to give way', async () => {
  const connection = await connectTo(10);
  const { shell, reasons } = await lookOn(connection);
  connection.close();
  expect(await shell.ended).toBeUndefined();
  expect(reasons).toEqual([]);
  await expect(lookOn(connection)).rejects.toMatchObject({ code: 'connection-lost' });
});
