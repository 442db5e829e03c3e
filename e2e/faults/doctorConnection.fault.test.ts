/** What a real connection and real screens say in a host's log when they fail, and the doctor's reading of it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openLog } from '../../electron/base/log';
import { createHostLogs, type HostLogs } from '../../electron/connection/hostLog';
import type { Host } from '../../electron/contract/host';
import type { Facts } from '../../electron/contract/probe';
import { diagnose } from '../../electron/probe/doctor/diagnose';
import { ENTRIES } from '../../electron/probe/doctor/entries';
import { openScreens, type ScreenReach } from '../../electron/screen/screens';
import { send } from '../support/children';
import { examine } from '../support/clinic';
import { hostOf } from '../support/laptop';
import { isLost, isReady, operatorOf, serving, type Operator } from '../support/operator';
import { openFrame } from '../support/rfbFrame';
import { startSshd, type Sshd } from '../support/sshd';
import { openTable } from '../support/table';
import { startXvnc, xProxyThere, type Xvnc } from '../support/xvnc';

const table = openTable('doctor');
/** A dead link is noticed sooner than in earnest. */
const limits = { keepaliveMs: 100, aliveCount: 3 };

let sshd: Sshd;
let host: Host;
let operator: Operator;
let logs: HostLogs;
/** Of the host, when all was well. */
let facts: Facts;
let folder: string;

beforeAll(async () => {
  sshd = await startSshd();
  host = hostOf(sshd);
  folder = mkdtempSync(join(tmpdir(), 'gv-doctor-'));
  const log = openLog(join(folder, 'gearview.log'));
  logs = createHostLogs(log);
  operator = operatorOf([host], { log, limits });
  operator.laptop.know(sshd.hostKeyLine);
  ({ facts } = await examine(await operator.pool.open(host.id)));
});
afterAll(async () => {
  operator.end();
  await sshd.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The findings that the host's log makes, besides those of its facts: `D22 :3, D27`. */
function fromLog(): string {
  const known = { facts, checks: [], way: undefined };
  const without = new Set(diagnose({ ...known, log: [] }, ENTRIES).map(({ key }) => key));
  const found = diagnose({ ...known, log: logs.list(host.id) }, ENTRIES).filter(({ key }) => !without.has(key));
  return found.map(({ key }) => key).join(', ') || 'nothing';
}

describe('a connection', () => {
  test('to a host that stops answering', async () => {
    await table.row('host stops answering', 'D27, then nothing', async () => {
      const stopped = serving(sshd);
      for (const pid of stopped) send(pid, 'SIGSTOP');
      await operator.until(host, isLost, 10_000);
      const lost = fromLog();
      const back = performance.now();
      for (const pid of stopped) send(pid, 'SIGCONT');
      await operator.until(host, isReady, 10_000, back);
      return { got: `${lost}, then ${fromLog()}`, cured: 'by itself' };
    });
  });

  test('to a host that was set up anew', async () => {
    await table.row('host key changed', 'D28, then nothing', async () => {
      await sshd.down();
      await sshd.up({ newKeys: true });
      await operator.until(host, (state) => state.kind === 'lost' && state.failure.code === 'host-key-changed', 10_000);
      const changed = fromLog();
      const { hostKeys } = operator.laptop.environment;
      await hostKeys.replace(host.id, hostKeys.change(host.id)?.shown.fingerprint ?? '');
      await operator.pool.open(host.id);
      return { got: `${changed}, then ${fromLog()}`, cured: 'mended by hand' };
    });
  });
});

describe.skipIf(!xProxyThere('tigervnc'))('a screen', () => {
  const PASSWORD = 'once4all';
  let xvnc: Xvnc;
  beforeAll(async () => {
    xvnc = await startXvnc('tigervnc', { password: PASSWORD, args: ['-rfbunixmode', '0666'] });
    // The account behind sshd is not the one of the X proxy.
    chmodSync(xvnc.home, 0o755);
  });
  afterAll(() => xvnc.stop());

  /** Opens a screen with this password, until it has a picture or is over. */
  async function open(password: string | undefined): Promise<void> {
    const reach: ScreenReach = { hostId: host.id, target: { kind: 'unix', path: xvnc.socketPath }, transport: 'rfb', password };
    const screens = openScreens({ connection: (id) => operator.pool.open(id), reach: () => Promise.resolve(reach) });
    const frame = openFrame();
    await screens.open({ sessionId: `${host.id}/user.${xvnc.display.slice(1)}.${xvnc.pid}.1` }, frame.port);
    await Promise.race([frame.ended, frame.until(() => frame.seen.picture)]);
    frame.close();
  }

  test('with a password that is not valid any more', async () => {
    await table.row('one-time password used up', `D21 ${xvnc.display}, then nothing`, async () => {
      await open('another1');
      const refused = fromLog();
      await open(PASSWORD);
      return { got: `${refused}, then ${fromLog()}`, cured: 'mended by hand' };
    });
  });

  test('without a password where one is asked for', async () => {
    await table.row('security types that ask for a password', `D23 ${xvnc.display}, then nothing`, async () => {
      await open(undefined);
      const refused = fromLog();
      await open(PASSWORD);
      return { got: `${refused}, then ${fromLog()}`, cured: 'mended by hand' };
    });
  });

  test('of a desktop that was asked with wrong passwords again and again', async () => {
    await table.row('blocked after wrong passwords', new RegExp(`^D22 ${xvnc.display}$`), async () => {
      for (let tries = 0; tries < 8; tries++) await open('another1');
      return fromLog();
    });
  });
});
