/** Files and units after the kernel's documents gpu/amdgpu/thermal.rst and hwmon/sysfs-interface.rst. */
import { expect, test } from 'vitest';
import { parseDrm } from './drm';

const AMD = `card0 device /sys/devices/pci0000:00/0000:00:03.1/0000:03:00.0
card0 render renderD128
card0 load 37
card0 memory-total 17163091968
card0 memory-used 1073741824
card0 temperature 47000
card0 power 61500000
card0 power 60000000
card0 driver amdgpu`;
const INTEL = `card1 device /sys/devices/pci0000:00/0000:00:02.0
card1 render renderD129
card1 driver i915`;

test('an AMD GPU tells, an Intel GPU does not', () => {
  expect(parseDrm(`${AMD}\n${INTEL}`)).toEqual([
    {
      card: '/dev/dri/card0',
      render: '/dev/dri/renderD128',
      pci: '0000:03:00.0',
      driver: 'amdgpu',
      load: 37,
      memoryTotal: 16368,
      memoryUsed: 1024,
      temperature: 47,
      power: 61.5,
    },
    { card: '/dev/dri/card1', render: '/dev/dri/renderD129', pci: '0000:00:02.0', driver: 'i915' },
  ]);
});

test('a virtio card has the address of its parent, a frame buffer of the firmware has none', () => {
  const text = `card0 device /sys/devices/pci0000:00/0000:00:01.0/virtio0
card0 driver virtio_gpu
card1 device /sys/devices/platform/simple-framebuffer.0`;
  expect(parseDrm(text)).toEqual([{ card: '/dev/dri/card0', pci: '0000:00:01.0', driver: 'virtio_gpu' }, { card: '/dev/dri/card1' }]);
});

test('values that cannot be are left out', () => {
  expect(parseDrm('card0 load 255\ncard0 render ../../etc\ncard0 temperature warm\ncard0-DP-1 load 3\n')).toEqual([
    { card: '/dev/dri/card0' },
  ]);
});
