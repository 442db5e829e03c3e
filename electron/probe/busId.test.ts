import fc from 'fast-check';
import { expect, test } from 'vitest';
import { busIdOf, pciOf } from './busId';

test.each([
  ['0000:07:00.0', 'PCI:7@0:0:0'],
  ['0000:0a:00.0', 'PCI:10@0:0:0'],
  ['0000:af:1f.3', 'PCI:175@0:31:3'],
  ['0001:c2:00.0', 'PCI:194@1:0:0'],
  ['00000000:3B:00.0', 'PCI:59@0:0:0'],
])('%s is %s to Xorg', (pci, expected) => {
  expect(busIdOf(pci)).toBe(expected);
});

test.each(['', '07:00.0', '0000:07:00.8', '0000:07:00', 'PCI:7:0:0', '0000:07:00.0; reboot'])('%j is no address', (text) => {
  expect(busIdOf(text)).toBeUndefined();
});

test.each([
  ['PCI:7:0:0', '0000:07:00.0'],
  ['PCI:10@1:31:7', '0001:0a:1f.7'],
])('%s is %s to sysfs', (busId, expected) => {
  expect(pciOf(busId)).toBe(expected);
});

test.each(['', 'PCI:256:0:0', 'PCI:7:32:0', 'PCI:0a:0:0', '/etc/X11/xorg.conf'])('%j is no BusID', (text) => {
  expect(pciOf(text)).toBeUndefined();
});

test('every address comes back as it was', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/), (pci) => {
      expect(pciOf(busIdOf(pci) ?? '')).toBe(pci);
    }),
  );
});
