/** Faults of containers with a GPU and of what runs them, planted with a real Docker on a box that looks as if it had a GPU. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Connection } from '../../electron/connection/connection';
import { logInToBox, type BoxLogin } from '../support/boxLogin';
import { examine, found, idsOf, type Planted } from '../support/clinic';
import { startDocker, whyNoDocker, type Docker } from '../support/docker';
import { joinAndLookAgain } from '../support/gpuClinic';
import { GPU_PROGRAMS, gpuHost } from '../support/gpuHost';
import { whyNoBoxes } from '../support/release';
import { openTable } from '../support/table';
import { shellProgram } from '../support/virtualgl';

const table = openTable('doctor');
const why = whyNoBoxes() ?? whyNoDocker();

const cleanUp: (() => Promise<void>)[] = [];
let docker: Docker;
let host: BoxLogin;
/** Of a login that may use Docker. */
let connection: Connection;
const root = (line: string): Promise<string> => host.box.asRoot(line);

const capable = (capabilities: string): readonly string[] => [
  '--runtime=nvidia',
  '--env=NVIDIA_VISIBLE_DEVICES=all',
  `--env=NVIDIA_DRIVER_CAPABILITIES=${capabilities}`,
  '--label=gearview.session=desk',
];
const ROOMY = '--shm-size=1g';
/** A desktop's container as it should be. */
const desk = (): Promise<void> => docker.run('desk', ...capable('all'), ROOMY, ...docker.driver);

/** Planted beforehand; `mend` does what the cure says. */
const mended = (what: Omit<Planted, 'on'>, mend: () => Promise<unknown>): Planted => ({
  ...what,
  on: connection,
  mend: () => mend().then(() => connection),
});

const toolkit = (version: string): Promise<string> =>
  root(shellProgram('/usr/local/bin/nvidia-ctk', [`echo 'NVIDIA Container Toolkit CLI version ${version}'`]));

describe.skipIf(why !== undefined)(`containers${why === undefined ? '' : ` (did not run: ${why})`}`, () => {
  beforeAll(async () => {
    docker = await startDocker();
    cleanUp.push(() => docker.stop());
    const groups = 'groupadd docker; groupadd vglusers; usermod -aG vglusers op; chgrp docker /run/docker.sock; chmod 660 /run/docker.sock';
    host = await logInToBox({
      release: 'trixie',
      programs: GPU_PROGRAMS,
      binds: docker.binds,
      prepare: `${groups}\n${gpuHost({ nodeMode: '660', nodeGroup: 'vglusers' })}`,
    });
    cleanUp.push(() => host.end());
  });
  afterAll(async () => {
    for (const undo of cleanUp.toReversed()) await undo();
  });

  test('Docker that this login cannot use', async () => {
    await table.row('socket of Docker closed to this login', 'D72: cured, over a new login', () => joinAndLookAgain(host, 'D72', 'docker'));
    connection = await host.again();
  });

  test('an engine without NVIDIA’s part', async () => {
    await found(
      table,
      mended({ case: 'Docker without the NVIDIA runtime', id: 'D73' }, () => docker.addNvidiaRuntime()),
    );
    await toolkit('1.16.2');
    await found(
      table,
      mended({ case: 'NVIDIA container toolkit 1.16.2', id: 'D58' }, () => toolkit('1.17.8')),
    );
    await root(
      `echo "options nvidia NVreg_DeviceFileUID=0 NVreg_DeviceFileGID=$(getent group vglusers | cut -d : -f 3) NVreg_DeviceFileMode=0660" >/etc/modprobe.d/virtualgl.conf`,
    );
    await found(
      table,
      mended({ case: 'nodes kept for vglusers, and containers', id: 'D49' }, () => root(`rm /etc/modprobe.d/virtualgl.conf; ${gpuHost()}`)),
    );
  });

  test('a healthy host with a desktop in a container', async () => {
    await desk();
    await table.row('healthy: NVIDIA A10 (stand-in), Docker, a desktop in a container', 'nothing found', async () => {
      const { findings, facts } = await examine(connection);
      const [first] = facts.container.containers ?? [];
      return first?.gpu === true && first.smi === 'ok' && first.nvidiaGl === true
        ? idsOf({ findings })
        : `its container: ${JSON.stringify(first)}`;
    });
  });

  test('a container that was given too little', async () => {
    await docker.run('desk', ...capable('compute,utility'), ROOMY);
    await found(
      table,
      mended({ case: 'container without the capability graphics', id: 'D06', subject: 'desk', says: 'for computing only' }, desk),
    );
    await docker.run('desk', ...capable('all'), ROOMY);
    await found(
      table,
      mended({ case: 'container without the driver’s OpenGL', id: 'D06', subject: 'desk', says: 'no OpenGL libraries' }, desk),
    );
    await docker.run('desk', ...capable('all'), ROOMY, ...docker.driver.filter((mount) => !mount.includes('json')));
    await found(table, mended({ case: 'container without NVIDIA’s vendor file', id: 'D06', subject: 'desk', says: 'vendor file' }, desk));
    await docker.run('desk', ...capable('all'), ...docker.driver);
    await found(table, mended({ case: 'container with 64 MiB of /dev/shm', id: 'D41', subject: 'desk' }, desk));
  });

  test('a container that lost its GPU', async () => {
    await docker.docker('exec', 'desk', 'touch', '/dev/shm/lost');
    await found(
      table,
      mended({ case: 'container says Unknown Error, the host does not', id: 'D08', subject: 'desk' }, () =>
        host.box.asUser('docker restart desk'),
      ),
    );
  });

  test('an engine that does not run', async () => {
    await docker.stop();
    await found(table, { case: 'Docker’s daemon ended', id: 'D72', says: 'daemon does not run', on: connection });
  });
});
