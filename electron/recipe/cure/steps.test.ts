/** Steps out of the records of a plan or a run. */
import { expect, test } from 'vitest';
import type { ScriptRecord } from '../../connection/script';
import { Step } from '../../contract/recipe';
import { identityOf, stepsOf } from './steps';

const record = (key: string, ...values: readonly string[]): ScriptRecord => ({ key, values });
const plan = (state: string, why = ''): ScriptRecord => record('step-plan', 'Title', 'rm -f /x', 'user', state, why);
const stateOf = (...records: readonly ScriptRecord[]): Step['state'] | undefined => stepsOf(records)?.at(-1)?.state;

test('a plan', () => {
  expect(
    stepsOf([
      record('identity', '1.2'),
      plan('to-do'),
      record('step-plan', 'Own', 'chown -R -h 1:1 /home/jo/.vnc', 'root', 'cannot', 'No.'),
      plan('already'),
    ]),
  ).toEqual([
    { title: 'Title', command: 'rm -f /x', root: false, state: { kind: 'to-do' } },
    { title: 'Own', command: 'chown -R -h 1:1 /home/jo/.vnc', root: true, state: { kind: 'cannot', why: 'No.' } },
    { title: 'Title', command: 'rm -f /x', root: false, state: { kind: 'already' } },
  ]);
});

test('a run: an end belongs to the step before it', () => {
  expect(stateOf(plan('to-do'), record('step-end', 'done', '0', ''))).toEqual({ kind: 'done' });
  expect(stateOf(plan('to-do'), record('step-end', 'cannot', '1', 'It needs root.'))).toEqual({ kind: 'cannot', why: 'It needs root.' });
  expect(stateOf(plan('to-do'), record('step-end', 'failed', '7', 'one\ntwo\n'))).toEqual({
    kind: 'failed',
    status: 7,
    output: 'one\ntwo',
  });
  expect(stepsOf([record('step-end', 'done', '0', '')])).toEqual([]);
});

test('what a host says is bounded and plain', () => {
  const long = `\u001b[31m${'x'.repeat(9000)}\n`.repeat(9);
  const steps = stepsOf([
    record('step-plan', long, 'true', 'user', 'cannot', long),
    plan('to-do'),
    record('step-end', 'failed', 'not a number', long),
    record('step-plan'),
  ]);
  expect(Step.array().parse(steps)).toEqual(steps);
  expect(JSON.stringify(steps)).not.toContain('\\u001b');
  expect(stateOf(plan('to-do'), record('step-end', 'failed', 'not a number', ''))).toEqual({ kind: 'failed', status: -1, output: '' });
});

test('what cannot be shown exactly is not shown at all', () => {
  const command = (text: string) => stepsOf([record('step-plan', 'Title', text, 'user', 'to-do', '')]);
  expect(command('rm /a\u202eb')).toBeUndefined();
  expect(command('rm /a\nb')).toBeUndefined();
  expect(command('x'.repeat(2001))).toBeUndefined();
  expect(command('x'.repeat(2000))).toHaveLength(1);
  expect(stepsOf(Array.from({ length: 33 }, () => plan('to-do')))).toBeUndefined();
});

test('identities are numbers', () => {
  expect(
    identityOf([record('identity', '12.34'), plan('to-do'), record('identity', '5.6'), record('identity', '$(id)'), record('identity')]),
  ).toBe('12.34 5.6');
});
