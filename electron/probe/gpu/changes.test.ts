/** The lines of apt's history are as the probe picks them; those of dnf after dnf 4's log of RHEL 9. */
import { expect, test } from 'vitest';
import { parseChanges } from './changes';

test('one update of a dozen packages by apt is one change, by its most telling package', () => {
  const text = `2026-11-20 06:12:01 Upgrade: libnvidia-gl-550:amd64 (550.90.07-0ubuntu0.22.04.1, 550.107.02-0ubuntu0.22.04.1
2026-11-20 06:12:01 Upgrade: nvidia-driver-550:amd64 (550.90.07-0ubuntu0.22.04.1, 550.107.02-0ubuntu0.22.04.1
2026-11-20 06:12:01 Upgrade: nvidia-container-toolkit:amd64 (1.16.1-1, 1.17.0-1)`;
  expect(parseChanges(text)).toEqual(['2026-11-20 06:12 nvidia-driver-550 550.90.07 → 550.107.02']);
});

test('installed and removed', () => {
  const text = `2026-11-01 10:00:00 Install: nvidia-driver-535:amd64 (535.161.08-0ubuntu1, automatic)
2026-11-02 10:00:00 Remove: nvidia-driver-535:amd64 (535.161.08-0ubuntu1)`;
  expect(parseChanges(text)).toEqual([
    '2026-11-01 10:00 nvidia-driver-535 535.161.08 installed',
    '2026-11-02 10:00 nvidia-driver-535 535.161.08 removed',
  ]);
});

test('dnf tells of the old version later', () => {
  const text = `2026-11-20T06:12:01+0800 SUBDEBUG Upgrade: nvidia-driver-3:550.107.02-1.el9.x86_64
2026-11-20T06:12:03+0800 SUBDEBUG Upgrade: kmod-nvidia-latest-dkms-3:550.107.02-1.el9.x86_64
2026-11-20T06:12:40+0800 SUBDEBUG Upgraded: kmod-nvidia-latest-dkms-3:550.90.07-1.el9.x86_64
2026-11-20T06:12:41+0800 SUBDEBUG Upgraded: nvidia-driver-3:550.90.07-1.el9.x86_64
2026-11-21T09:00:00+0800 SUBDEBUG Installed: nvidia-driver-cuda-3:550.107.02-1.el9.x86_64
2026-11-22T09:00:00+0800 SUBDEBUG Erase: nvidia-driver-3:550.107.02-1.el9.x86_64`;
  expect(parseChanges(text)).toEqual([
    '2026-11-20 06:12 nvidia-driver 550.90.07 → 550.107.02',
    '2026-11-21 09:00 nvidia-driver-cuda 550.107.02 installed',
    '2026-11-22 09:00 nvidia-driver 550.107.02 removed',
  ]);
});

test('the latest eight, latest last', () => {
  const text = Array.from({ length: 12 }, (_, day) => `2026-11-${day + 10} 10:00:00 Install: nvidia-driver-535:amd64 (535.${day + 10}.08)`);
  expect(parseChanges(text.join('\n')).map((line) => line.slice(8, 10))).toEqual(['14', '15', '16', '17', '18', '19', '20', '21']);
});
