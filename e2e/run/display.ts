/** Gives the tests of a whole run a display of their own, so that no window appears on yours. */
import { startXvfb } from '../support/xvfb';

/** Playwright's globalSetup: what it returns runs at the end. */
// oxlint-disable-next-line import/no-default-export
export default async function setUp(): Promise<() => Promise<void>> {
  const display = await startXvfb();
  // The workers inherit it.
  Object.assign(process.env, display.env);
  return () => display.stop();
}
