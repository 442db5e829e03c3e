/** Recognises in what package managers print that they wait for another one. */
import { plainText } from '../../contract/text';

const WAITS: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  // apt since 2.0; older ones do not wait by themselves.
  [
    /^Waiting for cache lock: Could not get lock \S+(?: It is held by process (\d+) \(([^)]*)\))?/,
    ([, pid, program]) => (pid === undefined ? 'another package manager' : `${program} (process ${pid})`),
  ],
  [/^Waiting for process with pid (\d+) to finish/, ([, pid]) => `another package manager (process ${pid})`],
  [/^Existing lock \S+: another copy is running as pid (\d+)/, ([, pid]) => `another yum (process ${pid})`],
  [/^Another app is currently holding the yum lock/, () => 'another package manager'],
  [/^warning: waiting for transaction lock on /, () => 'another rpm'],
];

/** What is waited for, in a sentence; undefined for a line that says nothing of the kind. */
export function waitIn(line: string): string | undefined {
  for (const [shape, who] of WAITS) {
    const found = shape.exec(line);
    if (found !== null) return plainText(`Waiting for ${who(found)}, which uses the package database.`, 400);
  }
  return undefined;
}
