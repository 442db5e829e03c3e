import { describe, expect, test } from 'vitest';
import { Snapshot, TrackedName } from '../contract/probe';
import { changed, healthyFacts } from './doctor/fixtures';
import { nextSnapshot, trackedOf } from './tracked';

const values = trackedOf(healthyFacts());

test('what an operator asks after an update is followed', () => {
  expect(values).toMatchObject({
    os: 'Debian GNU/Linux 12 (bookworm)',
    kernel: '6.1.0-28-amd64',
    'driver-loaded': '550.163.01',
    virtualgl: '3.1.4',
    turbovnc: '3.3',
    tigervnc: 'not installed',
    docker: '27.3.1',
    'container-toolkit': '1.18.0',
    linger: 'on',
  });
  expect(Snapshot.safeParse({ at: 1, values }).success).toBe(true);
  expect(Object.keys(values).every((name) => TrackedName.safeParse(name).success)).toBe(true);
});

test('what a load changes is not', () => {
  const busy = changed(healthyFacts(), { gpu0: { load: 97, memoryUsed: 20_000, temperature: 80 }, system: { load: 30 } });
  expect(trackedOf(busy)).toEqual(values);
});

test('what is not there says so only where the host said so', () => {
  const facts = changed(healthyFacts(), { desktop: { x11vnc: undefined } });
  expect(trackedOf(facts).x11vnc).toBeUndefined();
  const answers = facts.answers.map((answer) => (answer.name === 'x11vnc' ? { ...answer, state: 'absent' as const } : answer));
  expect(trackedOf({ ...facts, answers }).x11vnc).toBe('not installed');
});

describe('a snapshot is kept', () => {
  test('the first time', () => {
    expect(nextSnapshot(undefined, values, 5)).toEqual({ at: 5, values });
  });

  test('not when all is as before, nor when less is known than before', () => {
    const before = { at: 5, values };
    const { kernel: _kernel, ...less } = values;
    expect(nextSnapshot(before, values, 6)).toBeUndefined();
    expect(nextSnapshot(before, less, 6)).toBeUndefined();
  });

  test('when one value differs or is new, and keeps what is not known now', () => {
    const before = { at: 5, values: { kernel: '6.1', os: 'Debian 12' } };
    expect(nextSnapshot(before, { kernel: '6.2' }, 7)).toEqual({ at: 7, values: { kernel: '6.2', os: 'Debian 12' } });
    expect(nextSnapshot(before, { docker: '27' }, 7)?.values.docker).toBe('27');
  });
});
