/** The configuration of an Xorg on one GPU, in files of its own: /etc/X11/xorg.conf is never touched. */
import type { SetUpStep } from '../../contract/setUp';
import { busIdOf } from '../../probe/busId';

type WrittenFile = SetUpStep['files'][number];

const stem = (pci: string): string => `/etc/gearview/xorg-${pci.replaceAll(':', '-')}.conf`;
export const configPath = stem;
export const flagsFolder = (pci: string): string => `${stem(pci)}.d`;

/**
 * The Device and Screen sections, by NVIDIA's own tool. Without a display device the screen has the size of `--virtual`, and needs no
 * monitor and no validation of modes. `-a --enable-all-gpus` is left out: with it, `--busid` gets into every GPU's section.
 */
export const nvidiaXconfig = (pci: string): readonly string[] => [
  'nvidia-xconfig',
  '--force-generate',
  '-o',
  configPath(pci),
  '--no-probe-all-gpus',
  '--only-one-x-screen',
  `--busid=${busIdOf(pci) ?? ''}`,
  '--virtual=1920x1080',
  '--depth=24',
  '--allow-empty-initial-configuration',
  '--use-display-device=None',
  '--no-sli',
  '--no-base-mosaic',
  '--include-implicit-metamodes',
  '--mode-debug',
];

/**
 * What nvidia-xconfig cannot say. Xorg merges ServerFlags of a -configdir into those of the -config file, while a second Device would be
 * another device. AutoAddDevices: the keyboard and mouse at the machine itself are not this desktop's; x11vnc types through XTEST.
 */
export const serverFlags = (pci: string): WrittenFile => ({
  path: `${flagsFolder(pci)}/10-server.conf`,
  mode: '0644',
  text: `# Written by Gearview.
Section "ServerFlags"
    Option "DontVTSwitch" "True"
    Option "DontZap" "True"
    Option "AllowMouseOpenFail" "True"
    Option "AutoAddGPU" "False"
    Option "AutoAddDevices" "False"
    Option "AutoEnableDevices" "False"
    Option "BlankTime" "0"
    Option "StandbyTime" "0"
    Option "SuspendTime" "0"
    Option "OffTime" "0"
EndSection
`,
});

/** For AMD's and Intel's GPUs, whose driver is Xorg's own. */
export const modesettingConfig = (pci: string): WrittenFile => ({
  path: configPath(pci),
  mode: '0644',
  text: `# Written by Gearview.
Section "ServerLayout"
    Identifier "Layout0"
    Screen 0 "Screen0"
EndSection

Section "Device"
    Identifier "Device0"
    Driver "modesetting"
    BusID "${busIdOf(pci) ?? ''}"
EndSection

Section "Screen"
    Identifier "Screen0"
    Device "Device0"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Virtual 1920 1080
    EndSubSection
EndSection
`,
});
