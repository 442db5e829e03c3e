/** What else a detection looks at, beside the facts: for tests of the doctor's entries. */
import type { Check, Verdict } from '../../contract/check';
import type { LogEntry } from '../../contract/log';
import type { Facts } from '../../contract/probe';
import type { Seen } from './entry';
import { AT, HOST_ID } from './fixtures';

export const seenOf = (facts: Facts, other: Partial<Omit<Seen, 'facts'>> = {}): Seen => ({
  facts,
  checks: [],
  log: [],
  way: undefined,
  ...other,
});

/** A finished check of the desktop `:display`, that got `renderer` from its own launch line. */
export function checkOf(verdict: Verdict, renderer: string, virtualgl: boolean, display = 1): Check {
  const command = `DISPLAY=:${display} vblank_mode=0 ${virtualgl ? '/opt/VirtualGL/bin/vglrun -d egl0 ' : ''}glxgears -info`;
  const raw = `GL_RENDERER   = ${renderer}`;
  return {
    id: 'abcdef012345',
    sessionId: `${HOST_ID}/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.${display}.4242.1000`,
    tool: 'glxgears',
    phase: { kind: 'done' },
    startedAt: AT,
    seconds: 12,
    command,
    evidence: [{ kind: 'renderer', renderer, vendor: '', version: '', virtualgl, says: 'neutral', summary: 'Seen.', command, raw }],
    verdict,
    rendered: [],
    delivered: [],
  };
}

export const logEntry = (event: string, fields: LogEntry['fields'] = [], level: LogEntry['level'] = 'error'): LogEntry => ({
  id: 1,
  at: AT,
  level,
  hostId: HOST_ID,
  event,
  fields,
});
