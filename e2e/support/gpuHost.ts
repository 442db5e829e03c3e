/** Makes a host look as one with a GPU does, with files and mounts of its own: for machines without one. */
import { join } from 'node:path';
import { pretendedVirtualgl, shellProgram } from './virtualgl';

/** Of nvidia-smi and dmesg, for a host's PATH; STAND_IN_SMI in its environment chooses what they say. */
export const GPU_PROGRAMS = ['nvidia-smi', 'dmesg'].map((name) => join(import.meta.dirname, '../../resources/test/bin', name));

/** As the stand-in nvidia-smi tells it. */
const DRIVER = '535.161.08';

export interface GpuHost {
  /** Kernel driver that the PCI device is bound to. */
  readonly driver?: 'nvidia' | 'nouveau' | 'vfio-pci' | 'none';
  /** Of /proc/driver/nvidia/version; empty: no module is loaded. */
  readonly module?: string;
  /** State of the stand-in nvidia-smi and dmesg, in place of STAND_IN_SMI; `none`: nvidia-smi is not installed. */
  readonly smi?: string;
  /** Octal mode of /dev/nvidia*, and its group. */
  readonly nodeMode?: string;
  readonly nodeGroup?: string;
  /** `SONAME` of each of the driver's libraries that the loader finds, and their version. */
  readonly libraries?: readonly string[];
  readonly version?: string;
  /** glvnd's vendor file for NVIDIA is there. */
  readonly vendorFile?: boolean;
  /** What VirtualGL's EGL devices say they are, egl0 first; empty: VirtualGL is not installed. */
  readonly renderers?: readonly string[];
  /** The loader finds VirtualGL's libraries. */
  readonly inLoaderPath?: boolean;
  /** /dev/dri is there. */
  readonly dri?: boolean;
}

const NVIDIA_LIBRARIES = ['libEGL_nvidia.so.0', 'libGLX_nvidia.so.0', 'libnvidia-ml.so.1', 'libcuda.so.1'];

/**
 * Shell for root, run where mounts are the host's own: one A10 at 0000:07:00.0. Run again, it makes the host anew.
 * Layouts: sysfs of Linux 6.1, /proc/driver/nvidia as NVIDIA's driver README shows it.
 */
export function gpuHost({
  driver = 'nvidia',
  module = DRIVER,
  smi,
  nodeMode = '666',
  nodeGroup = 'root',
  libraries = NVIDIA_LIBRARIES,
  version = DRIVER,
  vendorFile = true,
  renderers = ['NVIDIA A10/PCIe/SSE2'],
  inLoaderPath = true,
  dri = true,
}: GpuHost = {}): string {
  return `${FRESH}
${pciDevice('0000:07:00.0', '0x030200 0x10de 0x2236', driver)}
${driver === 'none' ? '' : `mkdir -p /sys/module/${driver.replace('-', '_')}`}
${module === '' ? '' : loadedModule(module, dri, `${nodeMode} ${nodeGroup}`)}
${smiThatSays(smi)}
mkdir -p /usr/lib/nvidia /usr/share/glvnd/egl_vendor.d
${libraries.map((name) => `touch /usr/lib/nvidia/${name}.${version}; ln -s ${name}.${version} /usr/lib/nvidia/${name}`).join('\n')}
${vendorFile ? `echo '{"file_format_version":"1.0.0","ICD":{"library_path":"libEGL_nvidia.so.0"}}' >${VENDOR_FILE}` : ''}
${shellProgram('/usr/local/bin/ldconfig', [
  '/sbin/ldconfig "$@"',
  'for each in /usr/lib/nvidia/*.so.?; do [ -e "$each" ] && echo "	${each##*/} (libc6,x86-64) => $each"; done',
  ...(inLoaderPath ? ['[ ! -x /opt/VirtualGL/bin/vglrun ] || echo "	libvglfaker.so (libc6,x86-64) => /usr/lib/libvglfaker.so"'] : []),
  ':',
])}
${renderers.length === 0 ? '' : pretendedVirtualgl(renderers, inLoaderPath)}`;
}

/** Shell for root: one Radeon at 0000:03:00.0 with Mesa's driver, its render node of that mode and group. */
export const amdHost = (mode: string, group: string): string => `${FRESH}
${pciDevice('0000:03:00.0', '0x030000 0x1002 0x744c', 'amdgpu')}
rm -f /usr/local/bin/nvidia-smi; mkdir -p /sys/module/amdgpu /sys/class/drm/card0
mkdir -p /sys/bus/pci/devices/0000:03:00.0/drm/card0 /sys/bus/pci/devices/0000:03:00.0/drm/renderD128
ln -s /sys/bus/pci/devices/0000:03:00.0 /sys/class/drm/card0/device
${driNodes(`${mode} ${group}`)}`;

const VENDOR_FILE = '/usr/share/glvnd/egl_vendor.d/10_nvidia.json';

/** Nothing of a GPU, of this machine's or an earlier one's: mounts that hide it, and a /dev with what programs need. */
const FRESH = `
for each in /sys/bus/pci/devices /sys/module /sys/class /proc/driver; do mount -t tmpfs -o mode=755 tmpfs "$each"; done
mkdir /sys/class/drm
mkdir -p /tmp/dev; mount --rbind /dev /tmp/dev
mount -t tmpfs -o dev,mode=755 tmpfs /dev
for each in null zero full random urandom tty tty0 ptmx; do [ ! -e "/tmp/dev/$each" ] || cp -a "/tmp/dev/$each" /dev/; done
mkdir /dev/pts /dev/shm; mount --rbind /tmp/dev/pts /dev/pts; mount -t tmpfs -o mode=1777 tmpfs /dev/shm
ln -s /proc/self/fd /dev/fd
umount -l /tmp/dev; rmdir /tmp/dev
rm -rf /usr/lib/nvidia ${VENDOR_FILE} /opt/VirtualGL /usr/lib/libvglfaker.so`;

function pciDevice(address: string, ids: string, driver: string): string {
  const device = `/sys/bus/pci/devices/${address}`;
  const [kind, vendor, model] = ids.split(' ');
  return `mkdir -p ${device}; echo ${kind} >${device}/class; echo ${vendor} >${device}/vendor; echo ${model} >${device}/device
${driver === 'none' ? '' : `mkdir -p /sys/bus/pci/devices/.drivers/${driver}; ln -s ../.drivers/${driver} ${device}/driver`}`;
}

const loadedModule = (version: string, dri: boolean, access: string): string => `
mkdir -p /sys/module/nvidia /sys/module/nvidia_drm/parameters /sys/module/nvidia_modeset /sys/module/nvidia_uvm /proc/driver/nvidia
echo ${dri ? 'Y' : 'N'} >/sys/module/nvidia_drm/parameters/modeset
echo 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  ${version}  Tue Apr  8 12:41:17 UTC 2025' >/proc/driver/nvidia/version
printf 'ModifyDeviceFiles: 1\\nDeviceFileUID: 0\\nDeviceFileGID: 0\\nDeviceFileMode: 438\\n' >/proc/driver/nvidia/params
${['nvidia0', 'nvidiactl', 'nvidia-modeset'].map((name) => node(`/dev/${name}`, access)).join('\n')}
${dri ? driNodes('666 root') : ''}`;

const driNodes = (access: string): string =>
  `mkdir /dev/dri\n${['card0', 'renderD128'].map((name) => node(`/dev/dri/${name}`, access)).join('\n')}`;

/** It is as /dev/null is. */
function node(path: string, access: string): string {
  const [mode, group] = access.split(' ');
  return `mknod ${path} c 1 3; chgrp ${group} ${path}; chmod ${mode} ${path}`;
}

/** In front of the stand-ins, where the host has them: closed nodes speak for themselves. */
const smiThatSays = (state: string | undefined): string => `
if [ -e /usr/local/bin/nvidia-smi ] && [ ! -e /usr/local/share/gpu ]; then
	mkdir /usr/local/share/gpu
	mv /usr/local/bin/nvidia-smi /usr/local/bin/dmesg /usr/local/share/gpu
fi
rm -f /usr/local/bin/nvidia-smi /usr/local/bin/dmesg
${['nvidia-smi', 'dmesg']
  .filter((name) => !(state === 'none' && name === 'nvidia-smi'))
  .map((name) =>
    shellProgram(`/usr/local/bin/${name}`, [
      state === undefined || state === 'none'
        ? '[ -w /dev/nvidiactl ] || [ ! -e /dev/nvidiactl ] || STAND_IN_SMI=permission'
        : `STAND_IN_SMI=${state}`,
      `export STAND_IN_SMI; exec /usr/local/share/gpu/${name} "$@"`,
    ]),
  )
  .join('\n')}`;
