/** The GPUs on the PCI bus. */
import type { PciGpu } from '../../contract/probe/gpu';
import { word } from './field';

/** By PCI vendor id. ASPEED and Matrox are the consoles of servers (BMC). */
const VENDORS: Readonly<Record<string, PciGpu['vendor']>> = {
  '10de': 'nvidia',
  '1002': 'amd',
  '8086': 'intel',
  '1af4': 'virtual',
  '1234': 'virtual',
  '15ad': 'virtual',
  '1414': 'virtual',
  '1b36': 'virtual',
  '80ee': 'virtual',
  '1a03': 'server',
  '102b': 'server',
};

/** `0000:07:00.0` of `00000000:07:00.0` (nvidia-smi), `0000:07:00` (kernel log) or `PCI:0000:07:00`; undefined when it is none. */
export function pciAddress(text: string): string | undefined {
  const [, domain, slot, device = '0'] = /^(?:PCI:)?(?:0{0,4}([0-9a-f]{4}):)([0-9a-f]{2}:[0-9a-f]{2})(?:\.([0-7]))?$/i.exec(text) ?? [];
  return domain === undefined || slot === undefined ? undefined : `${domain}:${slot}.${device}`.toLowerCase();
}

/** Lines `ADDRESS CLASS VENDOR DEVICE DRIVER|-`; the name is `vendor:device` where `names` has none. */
export function parsePci(text: string, names: ReadonlyMap<string, string> = new Map()): PciGpu[] {
  return text
    .split('\n')
    .flatMap((line) => {
      const [address = '', , vendorId = '', deviceId = '', driver = '-'] = line.split(' ');
      const pci = pciAddress(address);
      const [vendor, device] = [vendorId, deviceId].map((id) => /^0x([0-9a-f]{4})$/.exec(id)?.[1]);
      if (pci === undefined || vendor === undefined || device === undefined) return [];
      const gpu: PciGpu = {
        pci,
        vendor: VENDORS[vendor] ?? 'other',
        name: names.get(pci) ?? `${vendor}:${device}`,
      };
      return [driver === '-' ? gpu : { ...gpu, driver: word(driver) }];
    })
    .slice(0, 32);
}

/** Names by address, of `lspci -D -nn`: `0000:07:00.0 3D controller [0302]: NVIDIA Corporation GA102GL [A10] [10de:2236] (rev a1)`. */
export function parsePciNames(text: string): ReadonlyMap<string, string> | undefined {
  const names = text.split('\n').flatMap((line) => {
    const [, address = '', name = ''] = /^(\S+) [^:]*\[03[0-9a-f]{2}\]: (.*)$/.exec(line) ?? [];
    const pci = pciAddress(address);
    return pci === undefined ? [] : [[pci, word(name.replace(/ \[[0-9a-f]{4}:[0-9a-f]{4}\].*$/, ''))] as const];
  });
  return names.length === 0 && text.trim() !== '' ? undefined : new Map(names);
}
