/** Why a GPU's driver cannot draw, and what to do, as the doctor says it. */
import type { Finding } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import type { PciGpu } from '../../contract/probe/gpu';
import { diagnose } from '../../probe/doctor/diagnose';
import { DRIVER_ENTRIES } from '../../probe/doctor/driver';
import { MISSING_DRIVER_ENTRIES } from '../../probe/doctor/missingDriver';

/** The driver does not run or is not whole, it and its libraries differ, the GPU is given away. */
const ABOUT_DRIVERS: ReadonlySet<string> = new Set(['D09', 'D10', 'D11', 'D75']);

/** The finding, its cause, and the distribution's own way out, in words; undefined when the driver can draw. */
export function driverTrouble(facts: Facts, gpu: PciGpu): string | undefined {
  const findings = diagnose({ facts, checks: [], log: [], way: undefined }, [...DRIVER_ENTRIES, ...MISSING_DRIVER_ENTRIES]);
  const about = findings.filter(({ id, subject }) => ABOUT_DRIVERS.has(id) && (id !== 'D75' || subject === gpu.pci));
  const finding = gpu.vendor === 'nvidia' ? about[0] : about.find(({ id }) => id === 'D75');
  if (finding !== undefined) return told(finding);
  const { smi } = facts.gpu.nvidia;
  if (gpu.vendor === 'nvidia' && smi?.kind === 'ok') return undefined;
  if (gpu.vendor !== 'nvidia' && gpu.driver !== undefined) return undefined;
  if (gpu.vendor !== 'nvidia')
    return `The GPU at ${gpu.pci} has no driver: install the kernel’s driver for it and its firmware, and reboot.`;
  return smi?.kind !== 'failed'
    ? 'Whether the NVIDIA driver works could not be read: nvidia-smi did not answer.'
    : `The NVIDIA driver does not work: ${smi.text || smi.failure}. Mend it first; often a reboot does.`;
}

function told({ title, cause, cure }: Finding): string {
  const commands = cure.kind === 'command' ? ` As root: ${cure.commands.join('; ')}.` : '';
  return `${title}. ${cause} ${cure.text}${commands}`;
}
