/** For tests: outputs as electron/probe/recorded keeps them, `$ command` and parts that begin with `---`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const readRecorded = (name: string): string => readFileSync(join(import.meta.dirname, '../recorded', name), 'utf8');

/** What a recorded command printed: stdout, then stderr. */
export function printed(name: string): string {
  const [, out = '', error = ''] = /^--- stdout\n([\s\S]*?)^--- stderr\n([\s\S]*?)^--- exit /m.exec(readRecorded(name)) ?? [];
  return out + error;
}
