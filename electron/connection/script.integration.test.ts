import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hostOf, loadScript, openLaptop, type Laptop } from '../../e2e/support/laptop';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import type { Connection, LoadScript } from './connection';
import { runScript } from './script';

const CANARY = 'gearview-canary';
const touch = `touch "$HOME/${CANARY}" ${CANARY} /tmp/${CANARY}`;
/** What a host, a window title or an operator could bring in. */
const HOSTILE = [
  "'",
  '"',
  '`',
  '$',
  '\\',
  '\\\\',
  '!',
  '#',
  '~',
  '*',
  '?',
  '[a]',
  '{a,b}',
  '(',
  ')',
  '<',
  '>',
  '|',
  '&',
  ';',
  '%s%n',
  '-n',
  '--',
  '=',
  '\t',
  ' ',
  '  a  ',
  `'; ${touch}; '`,
  `"; ${touch}; "`,
  `$(${touch})`,
  `\`${touch}\``,
  `'"$(${touch})"'`,
  `\${IFS}${touch}`,
  `\n${touch}\n`,
  `\r\n${touch}\r\n`,
  `&& ${touch}`,
  `|| ${touch}`,
  `| ${touch}`,
  `& ${touch} &`,
  `> /tmp/${CANARY}`,
  `< /etc/passwd`,
  `\\'; ${touch} #`,
  `!touch`,
  `!!`,
  `{${touch},}`,
  '\n',
  '\n\n\n',
  'trailing\n',
  '\nleading',
  'a\nb\nc',
  "it's",
  'EOF',
  'GV-0-BEGIN',
  'main',
  'exit 0',
  '; exit 0',
  '\u0007\u001b[31m',
  '\u202e\u2066RTL',
  '\ufeff',
  'ä€😀',
  '中文',
  '\ud7ff',
  'é',
  'x'.repeat(20_000),
  '$('.repeat(500),
  '/../../etc/passwd',
  '%00',
  '\\0',
  '\\x41',
  '$HOME',
  '${HOME}',
  '$$',
  '$((1/0))',
];

const scripts =
  (text: string): LoadScript =>
  async (name) =>
    name === 'test.sh' ? text : await loadScript(name);

let laptop: Laptop;
afterEach(() => laptop.end());

async function connect(sshd: Sshd): Promise<Connection> {
  laptop = openLaptop();
  laptop.know(sshd.hostKeyLine);
  return await laptop.connect(hostOf(sshd));
}

describe.each(['/bin/bash', '/bin/dash', '/bin/zsh'].filter((shell) => existsSync(shell)))('login shell %s', (shell) => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd({ shell });
  });
  afterAll(() => sshd.stop());

  test(`${HOSTILE.length} hostile strings arrive byte for byte, and none of them runs`, async () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(60);
    const connection = await connect(sshd);
    const parameters = Object.fromEntries(HOSTILE.map((value, index) => [`P${index}`, value]));
    const lines = HOSTILE.map((_, index) => `emit p${index} "$P${index}"`);
    const records = await runScript(connection, scripts(`main() {\n${lines.join('\n')}\n}\nmain\n`), 'test.sh', {
      parameters,
      timeoutMs: 20_000,
    });
    expect(records.map((record) => record.values[0])).toEqual(HOSTILE);
    const [cwd] = await runScript(connection, scripts('emit cwd "$(pwd)" "$(ls -A /tmp . "$HOME")"'), 'test.sh', { timeoutMs: 5000 });
    expect(cwd?.values[1]).not.toContain(CANARY);
    expect(readdirSync('/tmp')).not.toContain(CANARY);
  });

  test('a failing command is told with its status and what it printed', async () => {
    const failing = runScript(await connect(sshd), scripts('echo why >&2; exit 9'), 'test.sh', { timeoutMs: 5000 });
    await expect(failing).rejects.toMatchObject({ code: 'script-failed', message: expect.stringContaining('status 9'), detail: 'why\n' });
  });

  test('fail and step of the prelude arrive', async () => {
    const steps: string[] = [];
    const running = runScript(await connect(sshd), scripts('step "One thing"; fail no-x-proxy "No X proxy." "the log"'), 'test.sh', {
      timeoutMs: 5000,
      onRecord: ({ key, values }) => steps.push(`${key} ${values[0] ?? ''}`),
    });
    await expect(running).rejects.toMatchObject({ code: 'no-x-proxy', message: 'GPU box 1: No X proxy.', detail: 'the log' });
    expect(steps).toEqual(['step One thing', 'fail no-x-proxy']);
  });

  test('a script cut off in the middle is no answer', async () => {
    const running = runScript(await connect(sshd), scripts('emit a 1; kill -KILL $$'), 'test.sh', { timeoutMs: 5000 });
    await expect(running).rejects.toMatchObject({ code: expect.stringMatching(/^(script-noise|connection-lost)$/) });
  });
});

describe('a start-up file', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());
  afterEach(() => rmSync(join(sshd.home, '.bashrc'), { force: true }));

  function bashrc(text: string): void {
    writeFileSync(join(sshd.home, '.bashrc'), text);
    chmodSync(join(sshd.home, '.bashrc'), 0o644);
  }
  const answer = scripts('emit answer 42');

  test.each([
    ['prints lines', 'echo Welcome; echo "to the host" >&2'],
    ['prints without a newline', 'printf "no newline"'],
    ['prints something like a marker', 'echo GV-0000000000000000-BEGIN; printf "GV-"'],
    ['prints bytes that are no text', 'head -c 100000 /dev/urandom'],
    ['prints just under the limit', 'head -c 1000000 /dev/zero | tr "\\0" x'],
    ['starts a program that keeps the output', 'sleep 30 & '],
    ['fails', 'false; cd /nonexistent'],
    ['sets a strange environment', 'export LC_ALL=tr_TR.UTF-8 IFS=x PATH=/nonexistent CDPATH=/ POSIXLY_CORRECT=1 GREP_OPTIONS=-v'],
    ['defines functions and aliases', 'printf() { echo hijacked; }; base64() { echo hijacked; }; export -f printf base64; alias exec=echo'],
  ])('that %s does no harm', async (_, text) => {
    bashrc(text);
    const records = await runScript(await connect(sshd), answer, 'test.sh', { timeoutMs: 10_000 });
    expect(records).toEqual([{ key: 'answer', values: ['42'] }]);
  });

  test('that prints without end is told, soon, and costs little', async () => {
    bashrc('cat /dev/zero');
    const connection = await connect(sshd);
    const before = process.memoryUsage().rss;
    const start = performance.now();
    await expect(runScript(connection, answer, 'test.sh', { timeoutMs: 20_000 })).rejects.toMatchObject({
      code: 'script-noise',
      message: expect.stringContaining('GPU box 1'),
    });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  test.each([
    ['ends the shell', 'exit 3', 'exit 3'],
    ['runs another shell', 'exec true', 'did not run'],
  ])('that %s is told', async (_, text, message) => {
    bashrc(text);
    await expect(runScript(await connect(sshd), answer, 'test.sh', { timeoutMs: 10_000 })).rejects.toMatchObject({
      code: 'script-noise',
      message: expect.stringContaining(message),
    });
  });

  test('that waits for input is ended in time', async () => {
    bashrc('sleep 60');
    const start = performance.now();
    await expect(runScript(await connect(sshd), answer, 'test.sh', { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

test('a forced command is told', async () => {
  const sshd = await sshdForTest({ options: ['ForceCommand echo this account is for backups only'] });
  await expect(runScript(await connect(sshd), scripts('emit a'), 'test.sh', { timeoutMs: 5000 })).rejects.toMatchObject({
    code: 'script-noise',
    message: expect.stringContaining('did not run test.sh'),
  });
});

test('a script that watches its stdin hears of a close and of a dead connection', async () => {
  const sshd = await sshdForTest();
  const watch = scripts('exec 3<&0; emit ready; cat <&3 >/dev/null; touch "$HOME/heard"');
  const heard = join(sshd.home, 'heard');
  for (const end of ['close', 'abort'] as const) {
    rmSync(heard, { force: true });
    const connection = await connect(sshd);
    const stop = new AbortController();
    const running = runScript(connection, watch, 'test.sh', {
      timeoutMs: 10_000,
      keepStdin: true,
      signal: stop.signal,
      onRecord: () => (end === 'close' ? connection.close() : stop.abort()),
    });
    await expect(running).rejects.toMatchObject({ code: end === 'close' ? 'connection-lost' : 'cancelled' });
    await expect.poll(() => existsSync(heard)).toBe(true);
    laptop.end();
  }
});
