/** How many tests passed, failed and were skipped: read from what the runners write, never from what they print. */
import { z } from 'zod';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Count = { passed: 0, failed: 0, skipped: 0 };
export const ONE_FAILED: Count = { ...NOTHING, failed: 1 };
const ONE_PASSED: Count = { ...NOTHING, passed: 1 };

/** A tool that only says yes or no counts as one test. */
export const yesNoCount = (status: number | undefined): Count => (status === 0 ? ONE_PASSED : ONE_FAILED);

export const addCounts = (counts: readonly Count[]): Count =>
  counts.reduce(
    (sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed, skipped: sum.skipped + each.skipped }),
    NOTHING,
  );

/** The closing line. */
export const countLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;

/** A run with no test proves nothing, so it is no success. */
export const isSuccess = ({ passed, failed }: Count): boolean => failed === 0 && passed > 0;

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** From vitest's JSON reporter. A file that could not be loaded counts as one failed test. */
export function vitestCount(report: unknown, status: number | undefined): Count {
  const parsed = VitestReport.safeParse(report);
  if (!parsed.success) return ONE_FAILED;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return agreeing({ passed: numPassedTests, failed: numFailedTests + unloaded, skipped: numPendingTests + numTodoTests }, status);
}

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** From Playwright's JSON reporter. A test that failed before it passed has failed; so has an error outside every test. */
export function playwrightCount(report: unknown, status: number | undefined): Count {
  const parsed = PlaywrightReport.safeParse(report);
  if (!parsed.success) return ONE_FAILED;
  const { stats, errors } = parsed.data;
  return agreeing({ passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }, status);
}

/** The runner's exit status has the last word: it also knows of errors outside the tests. */
function agreeing(count: Count, status: number | undefined): Count {
  return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}
