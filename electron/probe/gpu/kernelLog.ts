/** What the kernel says of GPUs since boot. */
import type { KernelLogEntry } from '../../contract/probe/gpu';
import { sentence, whole } from './field';
import { pciAddress } from './pci';

/** NVIDIA's Xid catalogue gives `Xid (PCI:0000:07:00): 79, …`; old drivers leave `PCI:` out, new ones tell of a lost GPU without a number. */
const XID = /\bXid \(((?:PCI:)?[0-9a-f:.]{7,20})\): (\d{1,6})\b/i;
const ADDRESS = /\b([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}(?:\.[0-7])?)\b/i;
/** amdgpu, i915 and xe, NVIDIA. */
const RESET = /GPU reset|GPU HANG|GPU recovery/i;

/** dmesg or `journalctl -k -o short-iso`. The text keeps the time, not the host's name. */
export function parseKernelLog(text: string): KernelLogEntry[] {
  return text
    .split('\n')
    .flatMap((line) => entryOf(line.trim()) ?? [])
    .slice(0, 32);
}

function entryOf(line: string): KernelLogEntry | undefined {
  const [, where = '', number] = XID.exec(line) ?? [];
  const xid = whole(number);
  const kind = kindOf(line, xid);
  if (kind === undefined) return undefined;
  const pci = pciAddress(where) ?? pciAddress(ADDRESS.exec(line)?.[1] ?? '');
  return { kind, text: sentence(line.replace(/^(\S{10,40}) \S{1,255} kernel: /, '$1 ')), xid, pci };
}

function kindOf(line: string, xid: number | undefined): KernelLogEntry['kind'] | undefined {
  if (/fallen off the bus/i.test(line)) return 'fallen-off-bus';
  if (xid !== undefined) return 'xid';
  if (RESET.test(line)) return 'gpu-reset';
  return /out of memory: Killed/i.test(line) ? 'oom' : undefined;
}
