/** Entries about the way from a program to the GPU: VirtualGL, its EGL devices, glvnd's vendor files. */
import type { Cure } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import { safe } from './command';
import { commands, words } from './cures';
import { hitEvidence, recentHits } from './desktopLogs';
import { fromAnswer, type Entry, type Seen } from './entry';
import { eglGpus, eglLines, isSoftware, nvidiaPci, nvidiaWorks } from './hardware';
import { plan } from './plan';

const VIRTUALGL = '3.1.4';

const noVirtualgl: Entry = {
  id: 'D67',
  title: 'VirtualGL is not installed',
  cause: 'An X proxy draws OpenGL on the CPU; VirtualGL is what takes it to the NVIDIA GPU.',
  severity: 'blocks',
  cure: words('Install VirtualGL from https://github.com/VirtualGL/virtualgl/releases.'),
  source: 'VirtualGL #108; TurboVNC doc/vglusage.txt',
  explains: ['D01', 'D02'],
  detect(seen) {
    const { facts } = seen;
    const asked = facts.answers.find(({ name }) => name === 'virtualgl');
    const gpu = nvidiaPci(facts).length > 0 || nvidiaWorks(facts);
    if (!gpu || facts.desktop.virtualgl !== undefined || asked?.state !== 'absent') return [];
    const evidence = [fromAnswer(seen, 'virtualgl', asked.why ?? 'VirtualGL is not there.')];
    return [{ confidence: 'certain', evidence, cure: virtualglPackage(facts) }];
  },
};

/** One package for every distribution of the last ten years. */
function virtualglPackage({ system }: Facts): Cure {
  const text = `Install VirtualGL ${VIRTUALGL} or newer, after NVIDIA’s driver.`;
  const base = `https://github.com/VirtualGL/virtualgl/releases/download/${VIRTUALGL}`;
  const arm = system.kernel?.architecture === 'aarch64';
  if (!arm && system.kernel?.architecture !== 'x86_64') return words(text);
  const deb = `virtualgl_${VIRTUALGL}_${arm ? 'arm64' : 'amd64'}.deb`;
  const rpm = `${base}/VirtualGL-${VIRTUALGL}.${arm ? 'aarch64' : 'x86_64'}.rpm`;
  switch (system.packageManager) {
    case 'apt':
      return commands([`wget -P /tmp ${base}/${deb}`, `apt-get install -y /tmp/${deb}`], true, text);
    case 'dnf':
    case 'yum':
      return commands([`${system.packageManager} install -y ${rpm}`], true, text);
    case 'zypper':
      return commands([`zypper --non-interactive install ${rpm}`], true, text);
    // Arch's own package lies elsewhere than in /opt/VirtualGL, where Gearview looks.
    case 'pacman':
    case undefined:
      return words(text);
  }
}

const notInLoaderPath: Entry = {
  id: 'D48',
  title: 'vglrun starts programs without VirtualGL, and does not say so',
  cause: 'The loader does not find libvglfaker.so, so preloading it fails and the CPU draws.',
  severity: 'blocks',
  cure: commands(
    ['echo /opt/VirtualGL/lib64 | tee /etc/ld.so.conf.d/virtualgl.conf', 'ldconfig', 'ldconfig -p | grep libvglfaker'],
    true,
    'Tell the loader where VirtualGL’s libraries are. Where the last command prints nothing, install VirtualGL’s own package again.',
  ),
  source: 'VirtualGL doc/install.txt; vglrun(1); measured',
  explains: ['D01', 'D02'],
  detect(seen) {
    const { virtualgl } = seen.facts.desktop;
    if (virtualgl?.inLoaderPath !== false) return [];
    return [
      { confidence: 'certain', evidence: [fromAnswer(seen, 'virtualgl', `VirtualGL ${virtualgl.version}: libvglfaker.so is not found`)] },
    ];
  },
};

const noVendorFile: Entry = {
  id: 'D07',
  title: 'EGL does not know the NVIDIA driver',
  cause: 'The driver’s EGL library is there, and the vendor file by which glvnd finds it is missing: EGL offers Mesa’s devices only.',
  severity: 'blocks',
  cure: plan('link-egl-vendor', '', 'Write the missing vendor file 10_nvidia.json.'),
  source: 'nvidia-docker #1520 #337; glvnd, EGL vendor files',
  explains: ['D02', 'D05', 'D38', 'D54'],
  detect(seen) {
    const { facts } = seen;
    const { eglVendors, libraries = [] } = facts.gl;
    const named = eglVendors?.some(({ library }) => library.includes('libEGL_nvidia')) ?? true;
    const known = eglGpus(facts).some(({ renderer }) => /nvidia/i.test(renderer));
    if (named || known || !nvidiaWorks(facts) || !libraries.some((name) => name.startsWith('libEGL_nvidia.so'))) return [];
    const vendors = (eglVendors ?? []).map(({ path, library }) => `${path}: ${library}`).join('\n') || 'no vendor file';
    const evidence = [fromAnswer(seen, 'egl-vendors', vendors), fromAnswer(seen, 'gl-libraries', 'libEGL_nvidia.so.0 is found')];
    return [{ confidence: 'certain', evidence: [...evidence, ...devices(seen)] }];
  },
};

const devices = (seen: Seen) => (seen.facts.gl.eglDevices === undefined ? [] : [fromAnswer(seen, 'egl-devices', eglLines(seen.facts))]);

const wrongOrder: Entry = {
  id: 'D54',
  title: 'A CPU stands before the GPU in the order of EGL devices',
  cause: 'VirtualGL counts the devices that answer, and a software device came first: egl0 draws on the CPU, and says nothing.',
  severity: 'harms',
  cure: words('Name the GPU’s device in vglrun -d or VGL_DISPLAY.'),
  source: 'VirtualGL #207, faker.cpp:195-260',
  explains: ['D02', 'D38'],
  detect(seen) {
    const all = seen.facts.gl.eglDevices ?? [];
    const [gpu] = eglGpus(seen.facts);
    const first = all.findIndex(isSoftware);
    if (gpu === undefined || first < 0 || first > all.indexOf(gpu)) return [];
    const text = `Gearview takes ${gpu.device} by itself. In a shell, and for other programs: name it.`;
    return [{ confidence: 'certain', evidence: devices(seen), cure: commands([`export VGL_DISPLAY=${gpu.device}`], false, text) }];
  },
};

const invalidDevice: Entry = {
  id: 'D05',
  title: 'A desktop ended because VirtualGL does not know its EGL device',
  cause: 'The device that it was started with is not among those that VirtualGL finds: an index too high, or a node that is not there.',
  severity: 'harms',
  cure: words('Start the desktop with a device that VirtualGL lists.'),
  source: 'VirtualGL #164 #184 #213 #252; faker.cpp:245; measured',
  detect(seen) {
    const hits = recentHits(seen, 'vgl-invalid-device');
    if (hits.length === 0) return [];
    const [gpu] = eglGpus(seen.facts);
    const text = 'Start the desktop anew in Gearview, which takes a device that answers. In a shell, and in start-up files: name this one.';
    return [
      {
        confidence: 'certain',
        evidence: [...hits.slice(-3).map((hit) => hitEvidence(seen, hit)), ...devices(seen)],
        ...(gpu === undefined ? {} : { cure: commands([`export VGL_DISPLAY=${safe(gpu.device) ?? 'egl0'}`], false, text) }),
      },
    ];
  },
};

export const GL_PATH_ENTRIES: readonly Entry[] = [noVirtualgl, notInLoaderPath, noVendorFile, wrongOrder, invalidDevice];
