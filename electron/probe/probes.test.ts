import { describe, expect, test } from 'vitest';
import { fakeConnection, fakeLoad, type FakeAnswer } from '../connection/fake';
import { Failure } from '../base/failure';
import { Facts, type ProbeState } from '../contract/probe';
import { QuestionName } from '../contract/probe/answer';
import { createProbes } from './probes';

const HOST_ID = '0123456789ab';
const OS = ['os', '0\ncat /etc/os-release\0ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'] as const;

/** A host that answered those, and says of all others but the kernel that they do not apply. */
const answered = (...own: NonNullable<FakeAnswer['records']>): NonNullable<FakeAnswer['records']> => [
  ...own,
  ...QuestionName.options
    .filter((name) => name !== 'kernel' && own.every(([key]) => key !== name))
    .map((name) => [name, '3\nask\0It is not there.'] as const),
];

function probes(answer: () => FakeAnswer | Promise<FakeAnswer>) {
  const connection = fakeConnection({ hostName: 'gpu1', answer });
  let now = 1000;
  const made = createProbes({ connection: async () => connection, load: fakeLoad, now: () => (now += 5) });
  const states: ProbeState[] = [];
  made.onChange((state) => states.push(state));
  return { connection, made, states };
}

test('one look is one script, and gives facts that fit the contract', async () => {
  const { connection, made, states } = probes(() => ({ records: answered(OS) }));
  const facts = await made.look(HOST_ID);
  expect(connection.sent.map(({ name }) => name)).toEqual(['probe/facts.sh']);
  expect(Facts.safeParse(facts).error).toBeUndefined();
  expect(facts.system.os).toMatchObject({ id: 'debian', version: '12' });
  expect(facts.answers.find(({ name }) => name === 'kernel')).toMatchObject({ state: 'unreadable', why: 'The probe brought no answer.' });
  expect(states.map(({ kind }) => kind)).toEqual(['asking', 'known']);
  expect(made.list()).toEqual([{ kind: 'known', hostId: HOST_ID, facts }]);
  expect(made.known(HOST_ID)).toBe(facts);
});

test('who asks meanwhile gets the same answer; who wants a new one gets the next', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((give) => (release = give));
  const { connection, made } = probes(async () => {
    await held;
    return { records: answered(OS) };
  });
  const [first, second] = [made.look(HOST_ID), made.look(HOST_ID)];
  const third = made.lookAnew(HOST_ID);
  release();
  expect(await second).toBe(await first);
  expect(await third).not.toBe(await first);
  expect(connection.sent).toHaveLength(2);
});

test('what start-up files print before the answer is a fact', async () => {
  const { made } = probes(() => ({ noise: 'Welcome to gpu1\n', records: answered(OS) }));
  expect((await made.look(HOST_ID)).login.noise).toEqual({ bytes: 16, text: expect.stringContaining('Welcome to gpu1') });
});

describe('the raw text of a question', () => {
  test('is what its command printed, with the time', async () => {
    const { made } = probes(() => ({ records: answered(OS) }));
    const { at } = await made.look(HOST_ID);
    expect(made.raw(HOST_ID, 'os')).toEqual({ name: 'os', command: 'cat /etc/os-release', text: expect.stringContaining('ID=debian'), at });
  });

  test('is not there when the question was not asked, or the host was forgotten', async () => {
    const { made } = probes(() => ({ records: answered(OS) }));
    await made.look(HOST_ID);
    expect(() => made.raw(HOST_ID, 'kernel')).toThrow(Failure);
    made.forget(HOST_ID);
    expect(() => made.raw(HOST_ID, 'os')).toThrow(Failure);
    expect(made.list()).toEqual([]);
  });
});

test('a support bundle gets every fact with its command and output, and what the doctor found', async () => {
  const { made } = probes(() => ({ records: answered(OS, ['docker', '3\ndocker version\0docker is not installed.\n']) }));
  expect(made.sections(HOST_ID, [])).toEqual([]);
  await made.look(HOST_ID);
  const [findings, facts] = made.sections(HOST_ID, [
    {
      key: 'D18 :3',
      id: 'D18',
      subject: ':3',
      title: 'Display :3 is blocked',
      cause: 'A lock was left.',
      severity: 'harms',
      confidence: 'certain',
      evidence: [{ command: 'ls', text: '/tmp/.X3-lock: pid 9' }],
      cure: { kind: 'words', text: 'Remove it.' },
      source: 'test',
      explains: [],
    },
  ]);
  expect(findings).toEqual({ title: 'Findings', lines: [['D18 :3', 'Display :3 is blocked (harms, certain)\n/tmp/.X3-lock: pid 9']] });
  expect(facts?.title).toMatch(/^Facts of 1970-/);
  const lines = new Map(facts?.lines);
  expect(lines.get('os')).toMatch(/^known\n\$ cat \/etc\/os-release\nID=debian/);
  expect(lines.get('docker')).toBe('absent: docker is not installed.\n$ docker version');
});

test('a look that fails says why, and keeps what was known', async () => {
  let cut = false;
  const { made, states } = probes(() => ({ records: answered(OS), cut }));
  const before = await made.look(HOST_ID);
  cut = true;
  await expect(made.look(HOST_ID)).rejects.toMatchObject({ code: 'script-noise' });
  expect(states.at(-1)).toMatchObject({ kind: 'failed', message: expect.stringContaining('gpu1') });
  expect(made.known(HOST_ID)).toBe(before);
});

test('a host that answers next to nothing is not looked at, and so never healthy', async () => {
  const { made, states } = probes(() => ({ records: [OS] }));
  await expect(made.look(HOST_ID)).rejects.toMatchObject({
    code: 'script-failed',
    message: expect.stringMatching(/^gpu1 answered only 1 of \d\d questions.*timeout and base64/),
    detail: expect.stringContaining('kernel: The probe brought no answer.'),
  });
  expect(states.at(-1)?.kind).toBe('failed');
  expect(made.known(HOST_ID)).toBeUndefined();
});
