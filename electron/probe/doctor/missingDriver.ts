/** Entries about an NVIDIA driver that is not there, not loaded, or not whole. */
import { commands, words } from './cures';
import { enrol, glLibraries, install, rebuild, tools, withoutNouveau } from './driverCures';
import { fromAnswer, type Detection, type Entry, type Seen } from './entry';
import { eglGpus, eglLines, isContainer, nvidiaPci, nvidiaWorks, pciLines } from './hardware';

const noDriver: Entry = {
  id: 'D10',
  title: 'The NVIDIA driver does not run',
  cause: 'No NVIDIA driver is installed for the GPU.',
  severity: 'blocks',
  cure: words('Install NVIDIA’s driver, and reboot.'),
  source: 'selkies egl #8; nvidia-smi exit 9',
  explains: ['D02', 'D05', 'D11', 'D30', 'D34', 'D38', 'D54', 'D60', 'D67', 'D73', 'D78'],
  detect(seen) {
    const { facts } = seen;
    const { smi, moduleLoaded } = facts.gpu.nvidia;
    if (smi?.kind === 'ok') return [];
    if (moduleLoaded !== undefined) return withoutSmi(seen);
    const gpus = nvidiaPci(facts).filter(({ driver }) => driver !== 'nvidia' && driver !== 'vfio-pci');
    if (gpus.length === 0) return smi?.failure === 'no-driver' ? smiAlone(seen, smi.text) : [];
    const said = smi?.failure === 'no-driver' ? [fromAnswer(seen, 'nvidia-smi', smi.text || 'no driver')] : [];
    const { evidence, ...reason } = reasonFor(seen);
    return [{ ...reason, evidence: [fromAnswer(seen, 'pci', pciLines(gpus)), ...said, ...evidence] }];
  },
};

/** Why no module of NVIDIA's runs, most telling reason first. */
function reasonFor(seen: Seen): Detection {
  const { system, gpu } = seen.facts;
  const { dkms = [], moduleOnDisk } = gpu.nvidia;
  const release = system.kernel?.release;
  if (nvidiaPci(seen.facts).some(({ driver }) => driver === 'nouveau'))
    return {
      title: 'The driver nouveau has the NVIDIA GPU',
      cause: 'The kernel’s own driver nouveau was first; NVIDIA’s driver, which VirtualGL and CUDA need, cannot take the GPU from it.',
      severity: eglGpus(seen.facts).length > 0 ? 'harms' : 'blocks',
      confidence: 'certain',
      evidence: [fromAnswer(seen, 'kernel-modules', (gpu.modules ?? []).join('\n') || 'nouveau')],
      cure: withoutNouveau(seen.facts),
    };
  const built = dkms.some((line) => release !== undefined && line.includes(release) && /\binstalled\b/.test(line));
  if (moduleOnDisk === undefined && dkms.length > 0 && release !== undefined && !built)
    return {
      cause: `The driver’s module was not built for the kernel ${release} that runs: its headers were missing, or the build failed.`,
      confidence: 'certain',
      evidence: [fromAnswer(seen, 'dkms', dkms.join('\n')), fromAnswer(seen, 'kernel', release)],
      cure: rebuild(seen.facts, release),
    };
  const onDisk = fromAnswer(seen, 'nvidia-module', `kernel module on disk: ${moduleOnDisk ?? ''}; it is not loaded`);
  if (moduleOnDisk !== undefined && system.secureBoot === true)
    return {
      cause: 'Secure Boot is on, and the kernel refuses the driver’s module because no enrolled key has signed it.',
      confidence: 'likely',
      evidence: [onDisk, fromAnswer(seen, 'secure-boot', 'Secure Boot is on')],
      cure: enrol(seen.facts),
    };
  if (moduleOnDisk !== undefined)
    return {
      cause: 'The driver’s module is installed for this kernel and not loaded.',
      confidence: 'likely',
      evidence: [onDisk],
      cure: commands(['modprobe nvidia', 'dmesg | grep -i nvidia'], true, 'Load the module. If that fails, the kernel’s log says why.'),
    };
  return {
    confidence: gpu.nvidia.smi?.kind === 'failed' && gpu.nvidia.smi.failure === 'not-installed' ? 'certain' : 'likely',
    evidence: [],
    cure: install(seen.facts),
  };
}

/** The kernel's half is there, and the tools and libraries of the other half are not. */
function withoutSmi(seen: Seen): readonly Detection[] {
  const { smi, moduleLoaded } = seen.facts.gpu.nvidia;
  const failure = smi?.kind === 'failed' ? smi.failure : undefined;
  if (failure !== 'not-installed' && failure !== 'no-library') return [];
  return [
    {
      title: 'The NVIDIA driver runs, and nvidia-smi does not',
      cause: 'The driver’s tools or their library libnvidia-ml.so are not installed: GPU load, memory and faults cannot be seen.',
      severity: 'harms',
      confidence: 'certain',
      evidence: [
        fromAnswer(seen, 'nvidia-smi', smi?.kind === 'failed' && smi.text !== '' ? smi.text : 'nvidia-smi: not found'),
        fromAnswer(seen, 'nvidia-module', `kernel module that runs: ${moduleLoaded ?? ''}`),
      ],
      cure: tools(seen.facts),
      explains: [],
    },
  ];
}

/** Nothing proves that there ought to be a GPU. */
const smiAlone = (seen: Seen, text: string): readonly Detection[] => [
  {
    title: 'nvidia-smi is installed and finds no driver',
    cause: 'No NVIDIA GPU can be seen on the PCI bus: it was not given to this machine, or it failed.',
    severity: 'note',
    confidence: 'possible',
    evidence: [fromAnswer(seen, 'nvidia-smi', text || 'no driver')],
    cure: words('If this machine is to have a GPU: pass it through, or look at the machine itself.'),
  },
];

const noGlLibraries: Entry = {
  id: 'D11',
  title: 'The NVIDIA driver runs, and its OpenGL libraries are missing',
  cause: 'Only the part for computing is installed: packages named nvidia-headless or compute, or a driver without OpenGL files.',
  severity: 'blocks',
  cure: words('Install the driver’s OpenGL libraries.'),
  source: 'selkies README, egl #27 #34',
  explains: ['D02', 'D05', 'D06', 'D34', 'D38'],
  detect(seen) {
    const { facts } = seen;
    const { libraries } = facts.gl;
    if (libraries === undefined || !nvidiaWorks(facts) || eglGpus(facts).some(({ renderer }) => /nvidia/i.test(renderer))) return [];
    const missing = ['libGLX_nvidia.so', 'libEGL_nvidia.so'].filter((name) => !libraries.some((each) => each.startsWith(name)));
    if (missing.length === 0) return [];
    const { headlessPackages = [] } = facts.gpu.nvidia;
    return [
      {
        confidence: 'certain',
        evidence: [
          fromAnswer(seen, 'gl-libraries', `not found: ${missing.join(', ')}\nfound: ${libraries.join(', ') || 'none'}`),
          ...(headlessPackages.length === 0 ? [] : [fromAnswer(seen, 'packages', headlessPackages.join('\n'))]),
          ...(facts.gl.eglDevices === undefined ? [] : [fromAnswer(seen, 'egl-devices', eglLines(facts))]),
        ],
        ...(isContainer(facts) ? CONTAINER_WITHOUT_GL : { cure: glLibraries(facts) }),
      },
    ];
  },
};

const CONTAINER_WITHOUT_GL = {
  cause: 'This host is a container that was given the GPU for computing only: NVIDIA_DRIVER_CAPABILITIES lacks graphics.',
  cure: words('Create the container anew with NVIDIA_DRIVER_CAPABILITIES=graphics,display,utility,compute.'),
};

export const MISSING_DRIVER_ENTRIES: readonly Entry[] = [noDriver, noGlLibraries];
