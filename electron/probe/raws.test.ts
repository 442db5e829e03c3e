import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Answer, QuestionName } from '../contract/probe/answer';
import { rawsOf } from './raws';

const answered = (name: string, status: number, text: string, command = 'cat /etc/os-release') => ({
  key: name,
  values: [`${status}\n${command}\0${text}`],
});
const stateOf = (record: { key: string; values: string[] }, parse: (text: string) => unknown = (text) => text) => {
  const raws = rawsOf([record]);
  const value = raws.read('os', parse);
  return { value, answer: raws.answers().find(({ name }) => name === 'os') };
};

describe('an answer', () => {
  test('that is understood is known, with the command that gave it', () => {
    expect(stateOf(answered('os', 0, 'ID=debian\n'))).toEqual({
      value: 'ID=debian\n',
      answer: { name: 'os', state: 'known', command: 'cat /etc/os-release' },
    });
  });

  test('of several lines of command keeps them all', () => {
    expect(stateOf(answered('os', 0, 'x', 'one\ntwo')).answer?.command).toBe('one\ntwo');
  });

  test('that does not apply is absent, and says why', () => {
    expect(stateOf(answered('os', 3, 'Docker is not installed.\n'))).toEqual({
      value: undefined,
      answer: { name: 'os', state: 'absent', why: 'Docker is not installed.', command: 'cat /etc/os-release' },
    });
  });

  test('that came too late is unreadable; what was printed in time is read', () => {
    expect(stateOf(answered('os', 124, '')).answer).toMatchObject({ state: 'unreadable', why: expect.stringContaining('in time') });
    expect(stateOf(answered('os', 124, 'ID=x')).value).toBe('ID=x');
  });

  test.each([
    ['is not understood', () => undefined],
    [
      'breaks its parser',
      () => {
        throw new TypeError('nothing there');
      },
    ],
  ])('that %s is unreadable, with its first line, and its text is kept', (_name, parse) => {
    const record = answered('os', 0, 'strange\nthings');
    expect(stateOf(record, parse).answer).toMatchObject({ state: 'unreadable', why: expect.stringContaining('strange') });
    expect(rawsOf([record]).raw('os')?.text).toBe('strange\nthings');
  });

  test('that did not come is unreadable', () => {
    const raws = rawsOf([]);
    expect(raws.read('kernel', (text) => text)).toBeUndefined();
    expect(raws.answers()).toEqual([{ name: 'kernel', state: 'unreadable', command: '', why: 'The probe brought no answer.' }]);
  });

  test('read twice stays unreadable when one of the readers did not understand it', () => {
    const raws = rawsOf([answered('os', 0, 'x')]);
    raws.read('os', () => undefined);
    raws.read('os', (text) => text);
    expect(raws.answers()[0]?.state).toBe('unreadable');
  });
});

test('any records give answers that fit the contract', () => {
  const record = fc.record({
    key: fc.oneof(fc.constantFrom(...QuestionName.options), fc.string()),
    values: fc.array(fc.string({ unit: 'binary' })),
  });
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const raws = rawsOf(records);
      for (const name of QuestionName.options) raws.read(name, (text) => text);
      expect(raws.answers().every((answer) => Answer.safeParse(answer).success)).toBe(true);
    }),
  );
});
