/** The mechanism of plans: what is shown is what runs, subjects are data, and a step that fails ends the run. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadResource } from '../../e2e/support/localHost';
import { runScript, scriptText } from '../../electron/connection/script';
import { CureName, type Step } from '../../electron/contract/recipe';
import { scriptsOf } from '../../electron/recipe/cure/remedies';
import { stepsOf } from '../../electron/recipe/cure/steps';
import { contents, patient, SHELLS, type Patient } from '../../e2e/support/cureHost';

const RESOURCES = resolve(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(RESOURCES, name), 'utf8');

describe.each(CureName.options)('%s', (name) => {
  test('shellcheck has nothing to say, neither of the whole nor of its parts', () => {
    for (const text of [['lib/prelude.sh', ...scriptsOf(name)].map(read).join('\n'), read(`recipe/${name}.sh`)]) {
      const { stdout, status } = spawnSync('shellcheck', ['-'], { input: text, encoding: 'utf8' });
      expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
    }
  });

  test('defines its cure and does nothing by itself', () => {
    const { stdout, stderr, status } = spawnSync('sh', ['-c', `set -eu; HOME=/nowhere\n${read(`recipe/${name}.sh`)}\ntype cure`], {
      encoding: 'utf8',
    });
    expect({ stdout: stdout.trim(), stderr, status }).toEqual({
      stdout: expect.stringMatching(/^cure is a (shell )?function/),
      stderr: '',
      status: 0,
    });
  });
});

test('every script of the folder is sent for some cure', () => {
  const sent = new Set(CureName.options.flatMap(scriptsOf));
  expect(readdirSync(import.meta.dirname).filter((file) => file.endsWith('.sh') && !sent.has(`recipe/${file}`))).toEqual([]);
});

const HOSTILE = [
  '',
  '-rf',
  '--help',
  "it's",
  '"double"',
  '$(touch canary)',
  '`touch canary`',
  'a; touch canary',
  '~/.vnc/../../etc/x:1.pid',
  '~/.vnc/$(touch canary):1.pid',
  '../../etc/passwd:1',
  '~/.ssh/',
  '/etc/../root/.bashrc:1',
  '/etc/passwd:1\n2',
  '3\ntouch canary',
  '3 4',
  '123.4.5',
  '007',
  'video root',
  'wheel',
  '\u202e3',
];
/** Cures for which an empty subject is right. */
const WITHOUT_SUBJECT = new Set<CureName>([
  'clear-xauth-locks',
  'set-aside-xstartup',
  'stop-lockers',
  'enable-linger',
  'link-egl-vendor',
  'configure-packages',
]);

/** The steps of a cure whose TypeScript is passed by. */
async function asked(on: Patient, name: CureName, parameters: Record<string, string>): Promise<readonly Step[] | undefined> {
  const all = { CURE: name, SUBJECT: '', MODE: 'run', AGREED: '', IDENTITY: '', X11_PERL: '', X11_PYTHON: '', ...parameters };
  return stepsOf(await runScript(on.host, loadResource, scriptsOf(name), { parameters: all, timeoutMs: 20_000 }));
}

test.each(SHELLS)(
  'under %j no cure takes a subject that is not its own',
  async (shell) => {
    const on = await patient({ shell });
    const before = contents(on.host.home);
    for (const name of CureName.options) {
      const refused = HOSTILE.filter((subject) => subject !== '' || !WITHOUT_SUBJECT.has(name));
      const codes = await Promise.all(
        refused.map((SUBJECT) =>
          asked(on, name, { SUBJECT }).then(
            () => `${name} took ${JSON.stringify(SUBJECT)}`,
            ({ code }: { code: string }) => code,
          ),
        ),
      );
      expect(codes.filter((code) => code !== 'bad-input')).toEqual([]);
    }
    expect(contents(on.host.home)).toEqual(before);
  },
  120_000,
);

/** Runs this text in the place of a cure. */
async function made(on: Patient, cure: string, parameters: Record<string, string> = {}): Promise<readonly Step[]> {
  const load = async (name: string): Promise<string> => (name === 'made' ? cure : loadResource(name));
  const all = { CURE: 'made', SUBJECT: '', MODE: 'run', AGREED: '', IDENTITY: '', ...parameters };
  const scripts = ['lib/process.sh', 'recipe/steps.sh', 'recipe/subject.sh', 'made', 'recipe/cure.sh'];
  return stepsOf(await runScript(on.host, load, scripts, { parameters: all, timeoutMs: 20_000 })) ?? [];
}

const WORDS = [
  '',
  'plain',
  "it's",
  "'",
  "''",
  'two words',
  '$HOME',
  '`id`',
  '"',
  '\\',
  'a=b',
  '~',
  '*',
  '#',
  '-n',
  '!x',
  'é',
  '(',
  ';',
  '$(touch canary)',
];

describe.each(SHELLS)('under %j', (shell) => {
  test('the command that is shown gives a shell the very words that run', async () => {
    const on = await patient({ shell });
    // Words travel as parameters, one a line: they are data here too.
    const cure = `cure() {
	set --
	while IFS= read -r word; do set -- "$@" "$word"; done <<END
$SUBJECT
END
	do_step Say -- sh -c 'for word; do echo "[$word]"; done >"$HOME/said"' sh "$@"
}`;
    const [planned] = await made(on, cure, { MODE: 'plan', SUBJECT: WORDS.join('\n') });
    const AGREED = planned?.command ?? '';
    expect(existsSync(join(on.host.home, 'said'))).toBe(false);
    expect(await made(on, cure, { AGREED, SUBJECT: WORDS.join('\n') })).toMatchObject([{ command: AGREED, state: { kind: 'done' } }]);
    const ran = await on.host.run('cat said; rm said');
    expect(ran).toBe(WORDS.map((word) => `[${word}]\n`).join(''));
    await on.host.run(AGREED);
    expect(await on.host.run('cat said')).toBe(ran);
    expect(existsSync(join(on.host.home, 'canary'))).toBe(false);
  });

  test('a step that fails says how, and ends the run', async () => {
    const on = await patient({ shell });
    const cure = `cure() {
	do_step First -- true
	do_step Second -- sh -c 'echo no; echo room >&2; exit 7'
	do_step Third -- touch canary
	do_step Fourth until true -- touch canary
}`;
    const steps = await made(on, cure, { MODE: 'plan' });
    expect(steps.map(({ state }) => state.kind)).toEqual(['to-do', 'to-do', 'to-do', 'already']);
    expect((await made(on, cure, { AGREED: steps.map(({ command }) => command).join('\n') })).map(({ state }) => state)).toEqual([
      { kind: 'done' },
      { kind: 'failed', status: 7, output: 'no\nroom' },
      { kind: 'to-do' },
      { kind: 'already' },
    ]);
    expect(existsSync(join(on.host.home, 'canary'))).toBe(false);
  });

  test('a command has a time, an end of its output, nothing to read, and is one that was agreed to', async () => {
    const on = await patient({ shell });
    const run = async (command: string, AGREED: string): Promise<Step['state'] | undefined> =>
      (await made(on, `cure() { step_seconds=1; do_step Do -- ${command}; }`, { AGREED }))[0]?.state;
    expect(await run('sleep 30', 'sleep 30')).toMatchObject({ kind: 'failed', output: expect.stringMatching(/It did not end within 1 s/) });
    expect(await run('cat', 'cat')).toEqual({ kind: 'done' });
    const long = await run(
      `sh -c 'head -c 90000 /dev/zero | tr "\\0" x; echo end; exit 1'`,
      `sh -c 'head -c 90000 /dev/zero | tr "\\0" x; echo end; exit 1'`,
    );
    expect(long).toMatchObject({ kind: 'failed', status: 1, output: expect.stringMatching(/^x{3000,}end$/) });
    expect(await run('touch canary', 'touch can\nary')).toMatchObject({ kind: 'cannot', why: expect.stringContaining('not in the plan') });
    expect(existsSync(join(on.host.home, 'canary'))).toBe(false);
  });
});

test('a plan is not made in a home whose name could not be shown', async () => {
  const text = scriptText(
    'ab',
    { CURE: 'x', SUBJECT: '', MODE: 'plan', AGREED: '', IDENTITY: '', X11_PERL: '', X11_PYTHON: '' },
    ['lib/prelude.sh', ...scriptsOf('clear-xauth-locks')].map(read),
  );
  const { stdout } = spawnSync('sh', ['-s'], { input: text, encoding: 'utf8', env: { ...process.env, HOME: '/tmp/a\nb' } });
  const [, code = ''] = /^fail\t(\S+)\t/m.exec(stdout) ?? [];
  expect(Buffer.from(code, 'base64').toString()).toBe('script-failed');
});
