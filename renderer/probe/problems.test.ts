import { expect, test } from 'vitest';
import { finding } from './fixtures';
import { alike, notesIn, problemMark, problemsIn } from './problems';

const lock = (display: number) => finding('D18', { key: `D18 :${display}`, subject: `:${display}`, severity: 'harms' });
const mismatch = finding('D09', { severity: 'blocks' });
const note = finding('D78', { severity: 'note' });
const diagnosis = { hostId: '0123456789ab', findings: [mismatch, lock(3), note, lock(4)] };

test('notes are no problems, and the worst gives the shape', () => {
  expect(problemsIn(diagnosis).map(({ id }) => id)).toEqual(['D09', 'D18', 'D18']);
  expect(notesIn(diagnosis)).toEqual([note]);
  expect(problemMark(diagnosis)).toMatchObject({ number: 3, words: '3 problems', shape: 'bad' });
  expect(problemMark({ ...diagnosis, findings: [lock(3)] })).toMatchObject({ words: '1 problem', shape: 'warn' });
  expect(problemMark({ ...diagnosis, findings: [note] })).toBeUndefined();
  expect(problemMark(undefined)).toBeUndefined();
});

test('the same fault of several subjects is one group, in the order of the first', () => {
  expect(alike(diagnosis.findings).map((group) => group.map(({ subject, id }) => `${id}${subject}`))).toEqual([
    [`D09${mismatch.subject}`],
    ['D18:3', 'D18:4'],
    [`D78${note.subject}`],
  ]);
});
