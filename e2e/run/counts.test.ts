import { describe, expect, test } from 'vitest';
import { addCounts, countLine, isSuccess, playwrightCount, vitestCount, yesNoCount } from './counts';

const vitest = (change: object = {}): object => ({
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
  ...change,
});
const playwright = (stats: object = {}, errors: unknown[] = []): object => ({
  stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0, ...stats },
  errors,
});

describe('vitest', () => {
  test.each([
    ['all passed', vitest(), 0, '5 passed, 0 failed'],
    ['one failed', vitest({ numFailedTests: 1 }), 1, '5 passed, 1 failed'],
    ['skipped and to do', vitest({ numPendingTests: 2, numTodoTests: 1 }), 0, '5 passed, 0 failed, 3 skipped'],
    ['a file that does not load', vitest({ testResults: [{ status: 'failed', assertionResults: [] }] }), 1, '5 passed, 1 failed'],
    ['an error outside the tests', vitest(), 1, '5 passed, 1 failed'],
    ['killed', vitest(), undefined, '5 passed, 1 failed'],
    ['no report', undefined, 0, '0 passed, 1 failed'],
  ])('%s', (_, report, status, line) => {
    expect(countLine(vitestCount(report, status))).toBe(line);
  });
});

describe('Playwright', () => {
  test.each([
    ['all passed', playwright(), 0, '3 passed, 0 failed'],
    ['one failed, one skipped', playwright({ unexpected: 1, skipped: 1 }), 1, '3 passed, 1 failed, 1 skipped'],
    ['one passed the second time', playwright({ flaky: 1 }), 0, '3 passed, 1 failed'],
    ['an error outside the tests', playwright({ expected: 0 }, [{ message: 'no Xvfb' }]), 1, '0 passed, 1 failed'],
    ['no report', {}, 0, '0 passed, 1 failed'],
  ])('%s', (_, report, status, line) => {
    expect(countLine(playwrightCount(report, status))).toBe(line);
  });
});

test('a tool that says yes or no is one test', () => {
  expect([0, 1, undefined].map((status) => countLine(yesNoCount(status)))).toEqual([
    '1 passed, 0 failed',
    '0 passed, 1 failed',
    '0 passed, 1 failed',
  ]);
});

test('counts add up', () => {
  expect(countLine(addCounts([vitestCount(vitest(), 0), playwrightCount(playwright({ skipped: 1 }), 0), yesNoCount(1)]))).toBe(
    '8 passed, 1 failed, 1 skipped',
  );
});

test('no test at all is no success', () => {
  expect(isSuccess(addCounts([]))).toBe(false);
  expect(isSuccess({ passed: 1, failed: 0, skipped: 0 })).toBe(true);
  expect(isSuccess({ passed: 9, failed: 1, skipped: 0 })).toBe(false);
});
