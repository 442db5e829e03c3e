/** A GPU's address as Xorg writes it: sysfs counts in hexadecimal, xorg.conf(5) in decimal. */

/** `0000:0a:00.0` as `PCI:10@0:0:0` (bus, domain, device, function); undefined for anything else. */
export function busIdOf(pci: string): string | undefined {
  const [, domain = '', bus = '', device = '', fn = ''] = /^([\da-f]{4,8}):([\da-f]{2}):([\da-f]{2})\.([0-7])$/i.exec(pci) ?? [];
  if (domain === '') return undefined;
  const decimal = (text: string): number => Number.parseInt(text, 16);
  return `PCI:${decimal(bus)}@${decimal(domain)}:${decimal(device)}:${fn}`;
}

/** `PCI:10@0:0:0` and `PCI:10:0:0` as `0000:0a:00.0`; undefined for anything else. */
export function pciOf(busId: string): string | undefined {
  const [, bus = '', domain = '0', device = '', fn = ''] = /^PCI:(\d{1,3})(?:@(\d{1,5}))?:(\d{1,2}):([0-7])$/i.exec(busId) ?? [];
  if (bus === '' || Number(bus) > 255 || Number(domain) > 65_535 || Number(device) > 31) return undefined;
  const hex = (text: string, length: number): string => Number(text).toString(16).padStart(length, '0');
  return `${hex(domain, 4)}:${hex(bus, 2)}:${hex(device, 2)}.${fn}`;
}
