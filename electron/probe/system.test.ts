/** System, login and container facts out of whole answers: joined from several, and from any text at all. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QuestionName } from '../contract/probe/answer';
import { ContainerFacts } from '../contract/probe/container';
import { LoginFacts } from '../contract/probe/login';
import { SystemFacts } from '../contract/probe/system';
import { containerFacts } from './container';
import { loginFacts } from './login';
import { rawsOf, type Raws } from './raws';
import { systemFacts } from './system';

const names = (first: QuestionName, last: QuestionName): readonly QuestionName[] =>
  QuestionName.options.slice(QuestionName.options.indexOf(first), QuestionName.options.indexOf(last) + 1);
const QUESTIONS = [...names('os', 'proxy'), ...names('docker', 'kubernetes'), ...names('user', 'sudo')];

const answered = (answers: Readonly<Partial<Record<QuestionName, string>>>, status = 0): Raws =>
  rawsOf(Object.entries(answers).map(([key, text]) => ({ key, values: [`${status}\ncommand\0${text}`] })));
const allAnswered = (text: string, status: number): Raws => answered(Object.fromEntries(QUESTIONS.map((name) => [name, text])), status);

/** Throws when a fact does not fit its contract. */
function check(raws: Raws, noise = ''): void {
  SystemFacts.parse(systemFacts(raws, Date.now()));
  LoginFacts.parse(loginFacts(raws, { bytes: noise.length, text: noise }));
  ContainerFacts.parse(containerFacts(raws));
}

test('the clock’s skew is the host’s time minus the laptop’s', () => {
  expect(systemFacts(answered({ clock: '1795703787' }), 1_795_703_600_400).clockSkew).toBe(187);
  expect(systemFacts(answered({ clock: '1795703600' }), 1_795_703_787_000).clockSkew).toBe(-187);
});

test('inodes join their disks, and NVIDIA’s look into a container its container', () => {
  const table = 'place /tmp\nFilesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 100 40 60 40% /\n';
  expect(systemFacts(answered({ disks: table, inodes: table }), 0).disks).toEqual([
    { place: 'tmp', path: '/tmp', mount: '/', size: 100, free: 60, inodesFree: 60 },
  ]);
});

test('a question that nobody asked is no fact, and says so', () => {
  const raws = answered({ hostname: 'box' });
  expect(systemFacts(raws, 0)).toMatchObject({ hostname: 'box', os: undefined });
  expect(raws.answers().find(({ name }) => name === 'hostname')?.state).toBe('known');
  expect(raws.answers().find(({ name }) => name === 'os')?.state).toBe('unreadable');
});

test.each([
  ['/usr/bin/sudo', 'sudo'],
  ['/usr/local/bin/doas\n', 'doas'],
  ['none', 'none'],
  ['/bin/false', undefined],
])('%j gives rights: %s', (text, sudo) => {
  expect(loginFacts(answered({ sudo: text }), undefined)).toMatchObject({ sudo });
});

test('noise is shown on one line', () => {
  expect(loginFacts(answered({}), { bytes: 9, text: 'a\u001b[2Jb\n' }).noise).toEqual({ bytes: 9, text: 'a [2Jb' });
});

describe('nothing breaks them', () => {
  test.each(
    readdirSync(join(import.meta.dirname, 'recorded'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt')),
  )('%s as every answer', (name) => {
    const text = readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8');
    expect(() => [0, 1, 124].forEach((status) => check(allAnswered(text, status), text))).not.toThrow();
  });

  test('any text, also out of words that they know', () => {
    const known = fc.stringMatching(
      /^((home|may ow|place|config|part|closed|container|smi|node|cdi|linger|user|manager|prints|online|btime|runtime ok) ?|[\n:|/\d=."{},[\]*() -]|\/tmp|uid=|groups=|Include|MaxSessions|Match|gpu |deb |ii\t|nvidia|yes|no){0,40}$/,
    );
    const text = fc.oneof(known, fc.string({ unit: 'binary', maxLength: 400 }), fc.json());
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...QUESTIONS), text, { minKeys: 5, noNullPrototype: true }),
        fc.constantFrom(0, 1, 124),
        (texts, status) => {
          expect(() => check(answered(texts, status))).not.toThrow();
        },
      ),
    );
  });

  test('very long lines, very many lines, and very long names', () => {
    const long = 'é𝒳'.repeat(5000);
    for (const text of [long, '\n'.repeat(30_000), ' '.repeat(30_000), `config ${long}`, 'a b '.repeat(8000)])
      expect(() => check(allAnswered(text, 0), text)).not.toThrow();
    const names = answered({
      os: `ID=${long}\nPRETTY_NAME=${long}`,
      home: `home /${long}\nmay ow /${long}/.vnc\n700|0|directory|${long}|/${long}/.vnc`,
      user: `uid=1(${long}) gid=1(x) groups=${Array.from({ length: 500 }, (_, index) => `${index}(${long.slice(0, 400)})`).join(',')}`,
      'package-state': `The following packages are only half installed\n${` ${'x'.repeat(900)}\n`.repeat(99)}`,
      'start-up-files': `.bashrc:1:LD_PRELOAD=${long}\n`.repeat(99),
      proxy: `http_proxy=${long}\n`.repeat(40),
      sshd: `config /c\n/c:PermitOpen ${'h:1 '.repeat(300)}\n/c:MaxStartups ${'9'.repeat(900)}`,
    });
    expect(() => check(names)).not.toThrow();
  });
});
