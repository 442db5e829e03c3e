/** Healthy hosts of two releases: the doctor finds nothing that is wrong with them, with a desktop running and without. */
import { afterAll, describe, test } from 'vitest';
import type { Connection } from '../../electron/connection/connection';
import { createSessions } from '../../electron/session/sessions';
import type { BoxOptions } from '../support/box';
import { logInToBox } from '../support/boxLogin';
import { examine, idsOf } from '../support/clinic';
import { GPU_PROGRAMS, gpuHost } from '../support/gpuHost';
import { loadScript } from '../support/laptop';
import { whyNoBoxes } from '../support/release';
import { openTable } from '../support/table';

const table = openTable('doctor');
const why = whyNoBoxes();
const cleanUp: (() => unknown)[] = [];
afterAll(async () => {
  for (const undo of cleanUp.toReversed()) await undo();
});

async function logIn(options: BoxOptions): Promise<Connection> {
  const login = await logInToBox(options);
  cleanUp.push(() => login.end());
  return login.connection;
}

/** What is found, notes apart: those tell what a host is, not what is wrong with it. */
async function alarms(connection: Connection): Promise<{ readonly got: string; readonly seen: string }> {
  const { findings, facts } = await examine(connection);
  const wrong = findings.filter(({ severity }) => severity !== 'note');
  const unread = facts.answers.filter(({ state }) => state === 'unreadable').map(({ name, why: because }) => `${name}: ${because ?? ''}`);
  return {
    got: wrong.length === 0 ? 'no alarm' : idsOf({ findings: wrong }),
    seen: `notes: ${idsOf({ findings })}; unreadable: ${unread.join('; ') || 'none'}`,
  };
}

describe.skipIf(why !== undefined)(`healthy hosts${why === undefined ? '' : ` (did not run: ${why})`}`, () => {
  test.each(['bookworm', 'trixie'] as const)('Debian %s without a GPU', async (release) => {
    const connection = await logIn({ release });
    await table.row(`healthy: Debian ${release}, no GPU`, 'no alarm', () => alarms(connection));
    const sessions = createSessions({ connection: async () => connection, load: loadScript, now: Date.now });
    const session = await sessions.start({ hostId: '0123456789ab', geometry: { width: 1024, height: 700 }, depth: 24 });
    await table.row(`healthy: Debian ${release}, no GPU, a desktop runs`, 'no alarm', () => alarms(connection));
    await sessions.stop(session.id);
    await table.row(`healthy: Debian ${release}, no GPU, a desktop was there`, 'no alarm', () => alarms(connection));
  });

  test.each(['bookworm', 'trixie'] as const)('Debian %s with an NVIDIA GPU (stand-ins)', async (release) => {
    const connection = await logIn({ release, prepare: gpuHost(), programs: GPU_PROGRAMS });
    await table.row(`healthy: Debian ${release}, NVIDIA A10 (stand-in)`, 'no alarm', () => alarms(connection));
  });
});
