/** Entries about the driver as a whole: it and its libraries differ, a GPU is given away, a reboot is pending, there is no GPU. */
import type { Cure } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import { commands, words } from './cures';
import { fromAnswer, type Detection, type Entry, type Seen } from './entry';
import { eglGpus, isContainer, pciGpus, pciLines } from './hardware';

const mismatch: Entry = {
  id: 'D09',
  title: 'The NVIDIA driver and its libraries are of different versions',
  cause: 'The driver’s packages were updated while the old kernel module went on running; often unattended upgrades do that.',
  severity: 'blocks',
  cure: words('Reboot the host, or load the kernel module anew.'),
  source: 'nvidia-docker #365 #737; NVML error 18',
  explains: ['D02', 'D05', 'D10', 'D11', 'D30', 'D34', 'D38', 'D54', 'D60', 'D64', 'D67'],
  detect(seen) {
    const { smi, moduleLoaded, userSpace, changes = [] } = seen.facts.gpu.nvidia;
    const said = smi?.kind === 'failed' && smi.failure === 'mismatch';
    const differ = moduleLoaded !== undefined && userSpace !== undefined && moduleLoaded !== userSpace;
    // Libraries of an older version may lie beside those that are used: only a driver that fails makes them a fault.
    if (!said && (!differ || smi?.kind !== 'failed')) return [];
    const evidence = [
      ...(smi?.kind === 'failed' ? [fromAnswer(seen, 'nvidia-smi', smi.text || 'Driver/library version mismatch')] : []),
      ...(versionLines(seen) === '' ? [] : [fromAnswer(seen, 'nvidia-module', versionLines(seen))]),
      ...(changes.length === 0 ? [] : [fromAnswer(seen, 'nvidia-packages-log', changes.join('\n'))]),
    ];
    return [{ confidence: said ? 'certain' : 'likely', evidence, ...(isContainer(seen.facts) ? IN_CONTAINER : { cure: RELOAD }) }];
  },
};

const RELOAD: Cure = commands(
  ['fuser -v /dev/nvidia*', 'modprobe -r nvidia_uvm nvidia_drm nvidia_modeset nvidia', 'modprobe nvidia'],
  true,
  'Reboot the host. Or end every program that the first command names, and load the kernel module anew with the others. ' +
    'Put the driver’s packages on hold, and update them only when you can reboot.',
);

const IN_CONTAINER = {
  cause: 'This host is a container, and its libraries are of another version than the kernel module of the machine below it.',
  cure: words('Create the container anew, so that the container toolkit mounts the libraries of the driver that runs now.'),
};

function versionLines({ facts }: Seen): string {
  const { moduleLoaded, moduleOnDisk, userSpace } = facts.gpu.nvidia;
  const named = { 'kernel module that runs': moduleLoaded, 'kernel module on disk': moduleOnDisk, libraries: userSpace };
  return Object.entries(named)
    .flatMap(([name, version]) => (version === undefined ? [] : [`${name}: ${version}`]))
    .join('\n');
}

const reserved: Entry = {
  id: 'D75',
  title: 'The GPU is reserved for a virtual machine',
  cause: 'It is bound to vfio-pci, so no driver of this host can use it.',
  severity: 'blocks',
  cure: words('Take the GPU from the virtual machine and from the vfio-pci ids in modprobe.d or the kernel’s command line, and reboot.'),
  source: 'kernel documentation, driver-api/vfio',
  explains: ['D02', 'D10', 'D67'],
  detect(seen) {
    const gpus = pciGpus(seen.facts) ?? [];
    const given = gpus.filter(({ driver }) => driver === 'vfio-pci');
    // With another GPU for the host itself, it is given away on purpose.
    const onPurpose: Partial<Detection> = given.length < gpus.length ? { severity: 'note', confidence: 'possible', explains: [] } : {};
    return given.map((gpu) => ({
      subject: gpu.pci,
      title: `The GPU at ${gpu.pci} is reserved for a virtual machine`,
      confidence: 'certain',
      evidence: [fromAnswer(seen, 'pci', pciLines([gpu]))],
      ...onPurpose,
    }));
  },
};

const rebootPending: Entry = {
  id: 'D64',
  title: 'The host waits for a reboot',
  cause: 'An update replaced the kernel or a library that still runs in its old version.',
  severity: 'note',
  cure: words('Reboot it when nobody works on it: its desktops end.'),
  source: '/var/run/reboot-required of Debian and Ubuntu; needs-restarting(1)',
  detect(seen) {
    const why = seen.facts.system.rebootRequired;
    return why === undefined ? [] : [{ confidence: 'certain', evidence: [fromAnswer(seen, 'reboot', why || 'A reboot is required.')] }];
  },
};

const noGpu: Entry = {
  id: 'D78',
  title: 'This host has no GPU: its CPU draws',
  cause: 'There is no GPU of NVIDIA, AMD or Intel on its PCI bus. Desktops work, and 3D in them is slow.',
  severity: 'note',
  cure: words('In a virtual machine: give it a GPU, or choose a type of instance that has one.'),
  source: 'PCI class 03 of the PCI ID database; Mesa, llvmpipe',
  detect(seen) {
    return isWithoutGpu(seen.facts)
      ? [{ confidence: 'certain', evidence: [fromAnswer(seen, 'pci', pciLines(seen.facts.gpu.pci ?? []) || 'no display device')] }]
      : [];
  },
};

/** A GPU can be there without PCI: on some boards, and where a hypervisor passes the driver's calls through. */
function isWithoutGpu(facts: Facts): boolean {
  const { nvidia, drm = [] } = facts.gpu;
  const elsewhere = nvidia.gpus.length > 0 || nvidia.moduleLoaded !== undefined || drm.some(({ render }) => render !== undefined);
  return pciGpus(facts)?.length === 0 && !elsewhere && eglGpus(facts).length === 0;
}

export const DRIVER_ENTRIES: readonly Entry[] = [mismatch, reserved, rebootPending, noGpu];
