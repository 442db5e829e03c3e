/** Faults of a GPU, its driver and its device nodes, planted in boxes, found by the doctor, and cured where that is a plan. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { logInToBox, type BoxLogin } from '../support/boxLogin';
import { examine, found, idsOf, type Planted } from '../support/clinic';
import { joinAndLookAgain, plantOnGpuHost } from '../support/gpuClinic';
import { amdHost, GPU_PROGRAMS, gpuHost, type GpuHost } from '../support/gpuHost';
import { whyNoBoxes } from '../support/release';
import { openTable } from '../support/table';
import { failXorg, XORG_READY } from '../support/xorg';

const table = openTable('doctor');
const why = whyNoBoxes();

let host: BoxLogin;
const root = (line: string): Promise<string> => host.box.asRoot(line);

const planted = (fault: GpuHost, what: Omit<Planted, 'on'>): Promise<Planted> => plantOnGpuHost(host, fault, what);

const NEITHER: GpuHost = { driver: 'none', module: '', libraries: [], vendorFile: false, dri: false };

describe.skipIf(why !== undefined)(`a GPU and its driver${why === undefined ? '' : ` (did not run: ${why})`}`, () => {
  beforeAll(async () => {
    host = await logInToBox({ release: 'bookworm', programs: GPU_PROGRAMS, prepare: gpuHost() });
  });
  afterAll(() => host.end());

  test('the driver and its libraries differ: one root cause, not its symptoms', async () => {
    await root(`${gpuHost({ smi: 'mismatch', version: '535.183.01', dri: false })}
      mkdir -p /var/log/apt
      printf '%s\\n' 'Start-Date: 2026-11-20  06:12:01' 'Commandline: /usr/bin/unattended-upgrade' \\
        'Upgrade: libnvidia-compute-535:amd64 (535.161.08-0ubuntu1, 535.183.01-0ubuntu1)' 'End-Date: 2026-11-20  06:13:01' >/var/log/apt/history.log
      echo '*** System restart required ***' >/run/reboot-required
      ${XORG_READY}`);
    // What users would see of it: a desktop that ended, an Xorg that did not start.
    await host.box.asUser(`printf '%s\\n' '[VGL] ERROR: in init3D--' '[VGL]    245: Invalid EGL device' >~/.xsession-errors
      ${failXorg(271)}`);
    await found(table, { case: 'driver updated while its old module runs', id: 'D09', on: host.connection });
    await table.row('a driver mismatch is one root cause, not its symptoms', /^D09, explains D05,D30,D64; besides nothing$/, async () => {
      const { findings } = await examine(host.connection);
      const [first, ...others] = findings;
      return `${first?.key ?? ''}, explains ${(first?.explains ?? []).join()}; besides ${others.length === 0 ? 'nothing' : idsOf({ findings: others })}`;
    });
    await root('rm -f /var/log/apt/history.log /run/reboot-required');
    await host.box.asUser('rm -rf ~/.xsession-errors ~/.local/share/xorg');
  });

  test('no driver that runs, in five ways', async () => {
    await found(table, await planted({ ...NEITHER, smi: 'none' }, { case: 'no NVIDIA driver', id: 'D10', says: 'does not run' }));
    await found(
      table,
      await planted({ ...NEITHER, smi: 'no-driver' }, { case: 'nvidia-smi without a driver', id: 'D10', says: 'does not run' }),
    );
    await found(
      table,
      await planted({ ...NEITHER, driver: 'nouveau', smi: 'none' }, { case: 'nouveau has the GPU', id: 'D10', says: 'nouveau' }),
    );
    await root(`mkdir -p /var/lib/dkms/nvidia; printf '%s\\n' '#!/bin/sh' 'echo nvidia/535.161.08, 6.1.0-1-amd64, x86_64: installed' >/usr/local/bin/dkms
      chmod 755 /usr/local/bin/dkms`);
    await found(
      table,
      await planted(
        { ...NEITHER, smi: 'no-driver' },
        { case: 'module not built for the kernel that runs', id: 'D10', says: 'not built for the kernel' },
      ),
    );
    await root('rm -r /var/lib/dkms /usr/local/bin/dkms');
    await found(table, await planted({ smi: 'none' }, { case: 'nvidia-smi not installed', id: 'D10', says: 'nvidia-smi does not' }));
  });

  test('a driver that cannot draw', async () => {
    await found(
      table,
      await planted(
        { libraries: ['libnvidia-ml.so.1', 'libcuda.so.1'], vendorFile: false },
        { case: 'driver for computing only', id: 'D11' },
      ),
    );
    await found(
      table,
      await planted({ driver: 'vfio-pci', module: '', smi: 'no-driver' }, { case: 'GPU reserved for a virtual machine', id: 'D75' }),
    );
    await found(table, await planted({ dri: false }, { case: 'no /dev/dri', id: 'D60' }));
    await found(
      table,
      await planted({ smi: 'unknown-error' }, { case: 'device rules keep the GPU from this login', id: 'D08', says: 'here' }),
    );
  });

  test('a GPU that fails', async () => {
    await found(table, await planted({ smi: 'lost' }, { case: 'GPU fell off the bus, Xid 79', id: 'D37' }));
    await found(table, await planted({ smi: 'ecc' }, { case: 'uncorrectable ECC errors', id: 'D62', subject: 'GPU 0 memory' }));
    await found(table, await planted({ smi: 'xid-host' }, { case: 'Xid 119 in the kernel log', id: 'D62', subject: 'kernel log' }));
    await found(table, await planted({ smi: 'busy' }, { case: 'clocks held down by heat', id: 'D62', subject: 'GPU 0 clocks' }));
  });

  test('a GPU that is set for something else', async () => {
    await found(table, await planted({ smi: 'mig' }, { case: 'GPU partitioned (MIG)', id: 'D36', subject: 'GPU 0' }));
    await found(table, await planted({ smi: 'exclusive' }, { case: 'GPU in exclusive mode', id: 'D70', subject: 'GPU 0' }));
    await found(table, await planted({ smi: 'unlicensed' }, { case: 'vGPU without a licence', id: 'D71', subject: 'GPU 0' }));
  });

  test('nodes that are kept for a group', async () => {
    await root(`groupadd -f vglusers; groupadd -f render; ${gpuHost({ nodeMode: '660', nodeGroup: 'vglusers' })}`);
    await table.row('NVIDIA nodes kept for vglusers', 'D12: cured, over a new login', () => joinAndLookAgain(host, 'D12', 'vglusers'));
    await root(amdHost('660', 'render'));
    await table.row('AMD render node closed to this login', 'D61: cured, over a new login', () => joinAndLookAgain(host, 'D61', 'render'));
  });
});

describe.skipIf(why !== undefined)(`no GPU${why === undefined ? '' : ` (did not run: ${why})`}`, () => {
  test('is a note', async () => {
    const plain = await logInToBox({ release: 'trixie' });
    try {
      await found(table, { case: 'host without a GPU', id: 'D78', on: plain.connection });
    } finally {
      await plain.end();
    }
  });
});
