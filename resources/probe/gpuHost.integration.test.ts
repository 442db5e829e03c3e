/** A host with GPUs of three makers, played with file systems of its own: what the questions read there. */
import { describe, expect, test } from 'vitest';
import { canHide } from '../../e2e/support/localHost';
import { askHost, SHELLS } from '../../e2e/support/askHost';

/** /sys, /proc/driver, /dev and package logs of a host with an AMD, an Intel and an NVIDIA GPU; the files as the kernel's documents name them. */
const MACHINE = `mount -t tmpfs none /sys; mount -t tmpfs none /proc/driver; mount -t tmpfs none /var/log
gpu() { # ADDRESS VENDOR DEVICE DRIVER CARD
  at=/sys/devices/pci0000:00/$1
  mkdir -p "$at" /sys/bus/pci/devices "/sys/bus/pci/drivers/$4" /sys/class/drm
  echo 0x030000 >"$at/class"; echo "0x$2" >"$at/vendor"; echo "0x$3" >"$at/device"
  ln -s "/sys/bus/pci/drivers/$4" "$at/driver"
  ln -s "$at" "/sys/bus/pci/devices/$1"
  mkdir -p "$at/drm/card$5" "$at/drm/renderD$((128 + $5))"
  ln -s "$at" "$at/drm/card$5/device"
  ln -s "$at/drm/card$5" "/sys/class/drm/card$5"
}
gpu 0000:00:02.0 8086 4680 i915 0
gpu 0000:03:00.0 1002 744c amdgpu 1
echo 37 >"$at/gpu_busy_percent"; echo 17163091968 >"$at/mem_info_vram_total"; echo 1073741824 >"$at/mem_info_vram_used"
mkdir -p "$at/hwmon/hwmon3"; echo 47000 >"$at/hwmon/hwmon3/temp1_input"; echo 61500000 >"$at/hwmon/hwmon3/power1_average"
mkdir -p "$at/drm/card1/card1-DP-1"; ln -s "$at/drm/card1/card1-DP-1" /sys/class/drm/card1-DP-1
gpu 0000:07:00.0 10de 2236 nvidia 2
mkdir -p /sys/devices/pci0000:00/0000:09:00.0; echo 0x020000 >/sys/devices/pci0000:00/0000:09:00.0/class
ln -s /sys/devices/pci0000:00/0000:09:00.0 /sys/bus/pci/devices/0000:09:00.0
mkdir -p /sys/module/nvidia /sys/module/nvidia_drm/parameters /sys/module/amdgpu; echo 550.90.07 >/sys/module/nvidia/version; echo Y >/sys/module/nvidia_drm/parameters/modeset
mkdir -p /proc/driver/nvidia
echo 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.90.07  Release Build  (dvs-builder@host)' >/proc/driver/nvidia/version
printf 'ResmanDebugLevel: 4294967295\\nModifyDeviceFiles: 1\\nDeviceFileUID: 0\\nDeviceFileGID: 44\\nDeviceFileMode: 432\\n' >/proc/driver/nvidia/params
mkdir -p /var/log/apt
printf '%s\\n' 'Start-Date: 2026-11-20  06:12:01' 'Commandline: /usr/bin/unattended-upgrade' \\
  'Upgrade: bash:amd64 (5.1, 5.2), libnvidia-gl-550:amd64 (550.90.07-0ubuntu1, 550.107.02-0ubuntu1), nvidia-driver-550:amd64 (550.90.07-0ubuntu1, 550.107.02-0ubuntu1)' \\
  'End-Date: 2026-11-20  06:13:01' >/var/log/apt/history.log
echo '2026-11-21T06:12:01+0800 SUBDEBUG Installed: nvidia-driver-3:560.35.03-1.el9.x86_64' >/var/log/dnf.rpm.log
chmod -R a+rX /sys /proc/driver /var/log
mount -t tmpfs -o dev,mode=755 none /dev
for node in null nvidia0 nvidiactl; do mknod -m 666 "/dev/$node" c 1 3; done
mkdir -m 755 /dev/dri /dev/nvidia-caps; mknod -m 660 /dev/dri/card1 c 1 3; chgrp video /dev/dri/card1; mknod -m 444 /dev/nvidia-caps/nvidia-cap1 c 1 3`;

describe.skipIf(!canHide)(`a host with three GPUs${canHide ? '' : ' (needs root and mount namespaces)'}`, () => {
  test.each(SHELLS)('%s', async (_name, shell) => {
    const { gpu, answers } = await askHost(['ask_gpu', 'gpu_driver_versions'], { shell, prepare: MACHINE });
    expect([...answers.values()].filter(({ state, why }) => state === 'unreadable' && why !== 'The probe brought no answer.')).toEqual([]);
    expect(gpu).toEqual({
      pci: [
        { pci: '0000:00:02.0', vendor: 'intel', name: '8086:4680', driver: 'i915' },
        { pci: '0000:03:00.0', vendor: 'amd', name: '1002:744c', driver: 'amdgpu' },
        { pci: '0000:07:00.0', vendor: 'nvidia', name: '10de:2236', driver: 'nvidia' },
      ],
      modules: ['nvidia', 'nvidia_drm', 'amdgpu'],
      drm: [
        { card: '/dev/dri/card0', render: '/dev/dri/renderD128', pci: '0000:00:02.0', driver: 'i915' },
        {
          card: '/dev/dri/card1',
          render: '/dev/dri/renderD129',
          pci: '0000:03:00.0',
          driver: 'amdgpu',
          load: 37,
          memoryTotal: 16_368,
          memoryUsed: 1024,
          temperature: 47,
          power: 61.5,
        },
        { card: '/dev/dri/card2', render: '/dev/dri/renderD130', pci: '0000:07:00.0', driver: 'nvidia' },
      ],
      nodes: [
        { path: '/dev/nvidia0', mode: '666', owner: 'root', group: 'root', readable: true, writable: true },
        { path: '/dev/nvidiactl', mode: '666', owner: 'root', group: 'root', readable: true, writable: true },
        { path: '/dev/dri/card1', mode: '660', owner: 'root', group: 'video', readable: false, writable: false },
        { path: '/dev/nvidia-caps/nvidia-cap1', mode: '444', owner: 'root', group: 'root', readable: true, writable: false },
      ],
      nvidia: {
        moduleLoaded: '550.90.07',
        nodeMode: '660',
        nodeGroup: 'video',
        modeset: true,
        gpus: [],
        changes: ['2026-11-20 06:12 nvidia-driver-550 550.90.07 → 550.107.02', '2026-11-21 06:12 nvidia-driver 560.35.03 installed'],
      },
    });
  });
});
