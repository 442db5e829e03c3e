import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseXorgLog } from './xorgLog';

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, `../recorded/xorg/${name}.txt`), 'utf8');
/** What the script picks of a log. */
const errorsOf = (log: string): readonly string[] => {
  const rows = log.split('\n').filter((line) => line.includes('(EE)'));
  return parseXorgLog(rows.map((line) => `error\t/var/log/Xorg.0.log\t${line}`).join('\n')).errors.map(({ text }) => text);
};

test('the errors of an Xorg without a GPU, as recorded from 21.1.7, without the legend and empty marks', () => {
  expect(errorsOf(recorded('Xorg__no_config_no_gpu').split('--- stderr')[0] ?? '')).toEqual([
    expect.stringMatching(/^\(EE\) dbus-core: error connecting to system bus/),
    '(EE) Failed to load module "fbdev" (module does not exist, 0)',
    '(EE) Failed to load module "vesa" (module does not exist, 0)',
    '(EE) open /dev/dri/card0: No such file or directory',
    '(EE) open /dev/dri/card0: No such file or directory',
    '(EE) No devices detected.',
    '(EE) no screens found(EE)',
    '(EE) Server terminated with error (1). Closing log file.',
  ]);
});

test('without the nvidia module', () => {
  expect(errorsOf(recorded('Xorg__nvidia_config_no_nvidia_module'))).toContain('(EE) no screens found(EE)');
});

// In the shape of public logs of NVIDIA's driver (`NVIDIA GPU ... at PCI:1:0:0 (GPU-0)`); written by hand, for want of a recording.
test('the GPU that a driver took, by display', () => {
  const { gpus } = parseXorgLog(
    [
      'gpu\t/var/log/Xorg.0.log\t[    21.315] (II) NVIDIA(0): NVIDIA GPU Tesla T4 (TU104GL-A) at PCI:0:30:0 (GPU-0)',
      'gpu\t/var/log/Xorg.10.log\t(--) NVIDIA(0): GPU at PCI:1@0:0:0',
      'gpu\t/tmp/other.log\t at PCI:9:0:0',
    ].join('\n'),
  );
  expect([...gpus]).toEqual([
    [0, 'PCI:0:30:0'],
    [10, 'PCI:1@0:0:0'],
  ]);
});
