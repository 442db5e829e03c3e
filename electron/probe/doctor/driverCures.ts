/** How an NVIDIA driver is installed, completed or set free, by distribution. */
import type { Cure } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import { installing, safe } from './command';
import { commands, words } from './cures';

const INITRD: Partial<Record<NonNullable<Facts['system']['os']>['family'], string>> = {
  debian: 'update-initramfs -u',
  redhat: 'dracut --force',
  suse: 'dracut --force',
  arch: 'mkinitcpio -P',
};

export function withoutNouveau({ system }: Facts): Cure {
  const initrd = INITRD[system.os?.family ?? 'other'];
  const text = 'Install NVIDIA’s driver, keep nouveau from being loaded, and reboot.';
  if (initrd === undefined) return words(text);
  return commands(['echo blacklist nouveau | tee /etc/modprobe.d/blacklist-nouveau.conf', initrd], true, text);
}

export function rebuild({ system }: Facts, kernel: string): Cure {
  const text = 'Install the headers of this kernel, build the module, and load it.';
  const release = safe(kernel);
  const build = [`dkms autoinstall -k ${release}`, 'modprobe nvidia'];
  if (release === undefined) return words(text);
  if (system.packageManager === 'apt') return commands([`apt-get install -y linux-headers-${release}`, ...build], true, text);
  if (system.packageManager === 'dnf') return commands([`dnf install -y kernel-devel-${release}`, ...build], true, text);
  return commands(build, true, text);
}

export function enrol({ system }: Facts): Cure {
  const text =
    'Enrol the key that signs the module: set a password now, and give it to the boot screen at the next start. Or turn Secure Boot off.';
  if (system.os?.id === 'ubuntu') return commands(['update-secureboot-policy --enroll-key'], true, text);
  return system.os?.family === 'debian' ? commands(['mokutil --import /var/lib/dkms/mok.pub'], true, text) : words(text);
}

const DEBIAN_GL = ['libgl1-nvidia-glvnd-glx', 'libegl-nvidia0', 'nvidia-egl-icd'];

export function install(facts: Facts): Cure {
  const { os } = facts.system;
  const text = 'Install NVIDIA’s driver when nothing needs the host, from the distribution or from NVIDIA’s repository, and reboot.';
  if (os?.id === 'ubuntu') return commands(['ubuntu-drivers install'], true, text);
  if (os?.id === 'debian') return installing(facts, { apt: ['nvidia-driver', ...DEBIAN_GL] }, `${text} It is in non-free.`);
  return installing(facts, os?.family === 'redhat' ? { dnf: ['nvidia-open'] } : {}, text);
}

/** `550`, as Ubuntu's package names carry it. */
function branchOf({ moduleLoaded, headlessPackages = [] }: Facts['gpu']['nvidia']): string | undefined {
  const [branch] = /^\d{3,4}(?=\.)/.exec(moduleLoaded ?? '') ?? [];
  return branch === undefined ? undefined : `${branch}${headlessPackages.some((name) => name.includes('-server')) ? '-server' : ''}`;
}

export function tools(facts: Facts): Cure {
  const { os } = facts.system;
  const branch = branchOf(facts.gpu.nvidia);
  const text = 'Install nvidia-smi and its library, of exactly the driver’s version.';
  if (os?.id === 'ubuntu') return installing(facts, { apt: branch === undefined ? [] : [`nvidia-utils-${branch}`] }, text);
  return installing(facts, { ...(os?.id === 'debian' ? { apt: ['nvidia-smi'] } : {}), dnf: ['nvidia-driver-cuda'] }, text);
}

export function glLibraries(facts: Facts): Cure {
  const { os } = facts.system;
  const branch = branchOf(facts.gpu.nvidia);
  const text =
    'Install the driver’s OpenGL libraries, of exactly its version. A driver of NVIDIA’s .run file: run it again without --no-opengl-files.';
  if (os?.id === 'ubuntu') return installing(facts, { apt: branch === undefined ? [] : [`libnvidia-gl-${branch}`] }, text);
  const debian = os?.id === 'debian' ? { apt: DEBIAN_GL } : {};
  return installing(facts, { ...debian, dnf: ['nvidia-driver-libs'], yum: ['nvidia-driver-libs'], zypper: ['nvidia-gl-G06'] }, text);
}
