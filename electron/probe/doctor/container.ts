/** Entries about containers that were given a GPU, and about the engines that run them. */
import type { Container } from '../../contract/probe/container';
import { safe } from './command';
import { commands, words } from './cures';
import { fromAnswer, type Detection, type Entry, type Seen } from './entry';
import { isContainer } from './hardware';

const running = ({ facts }: Seen): readonly Container[] =>
  (facts.container.containers ?? []).filter((each) => each.running && !each.paused);

const draws = ({ capabilities = [] }: Container): boolean =>
  capabilities.some((name) => name === 'all' || name === 'graphics' || name === 'display');

const lineOf = ({ name, image, capabilities }: Container): string =>
  `${name} (${image}): NVIDIA_DRIVER_CAPABILITIES ${capabilities === undefined ? 'not set' : capabilities.join(',') || 'empty'}`;

const CAPABILITIES = 'NVIDIA_DRIVER_CAPABILITIES=graphics,display,utility,compute';

const computeOnly: Entry = {
  id: 'D06',
  title: 'A container has the GPU for computing only',
  cause: 'NVIDIA_DRIVER_CAPABILITIES lacks graphics: nvidia-smi works in the container, and OpenGL draws on the CPU.',
  severity: 'note',
  cure: words(`For desktops: create the container anew with -e ${CAPABILITIES}.`),
  source: 'selkies README; nvidia-docker #1350',
  detect: (seen) =>
    running(seen)
      .filter((each) => each.gpu && each.smi === 'ok')
      .flatMap((each) =>
        each.nvidiaGl === false ? [withoutGl(seen, each)] : draws(each) && each.eglVendor === false ? [withoutVendor(seen, each)] : [],
      ),
};

function withoutGl(seen: Seen, container: Container): Detection {
  const { name, ours } = container;
  const found = {
    subject: name,
    confidence: 'certain',
    evidence: [
      fromAnswer(seen, 'docker-containers', lineOf(container)),
      fromAnswer(seen, 'docker-gpu', `in ${name}: nvidia-smi works; libGLX_nvidia and libEGL_nvidia are missing`),
    ],
  } as const;
  // Another's container may be meant for nothing else.
  if (!draws(container))
    return { ...found, title: `The container ${name} has the GPU for computing only`, severity: ours ? 'harms' : 'note' };
  return {
    ...found,
    title: `The container ${name} has the GPU and no OpenGL libraries for it`,
    cause: 'It was to get them, and the host’s driver has none to give, or the container toolkit is too old to mount them.',
    severity: 'harms',
    cure: words('Install the driver’s OpenGL libraries on the host, and create the container anew.'),
  };
}

const withoutVendor = (seen: Seen, { name }: Container): Detection => ({
  subject: name,
  title: `EGL in the container ${name} does not know the NVIDIA driver`,
  cause: 'The vendor file 10_nvidia.json is missing in it, so that glvnd finds Mesa’s devices only.',
  severity: 'harms',
  confidence: 'certain',
  evidence: [fromAnswer(seen, 'docker-gpu', `in ${name}: libEGL_nvidia is there; 10_nvidia.json is missing`)],
  cure: words(
    'Put the file into the image: {"file_format_version":"1.0.0","ICD":{"library_path":"libEGL_nvidia.so.0"}} in /usr/share/glvnd/egl_vendor.d.',
  ),
});

const lostGpu: Entry = {
  id: 'D08',
  title: 'A container has lost its GPU',
  cause: 'systemd set the container’s device rules anew, as it does at every daemon-reload, and forgot the GPU: NVML says Unknown Error.',
  severity: 'harms',
  cure: words('Restart the container. CDI, or the cgroupfs driver, keeps it from coming back.'),
  source: 'nvidia-container-toolkit #48; nvidia-docker #1730',
  detect(seen) {
    const { smi } = seen.facts.gpu.nvidia;
    const inContainers = running(seen)
      .filter((each) => each.gpu && each.smi === 'unknown-error')
      .map((each) => lost(seen, each));
    const here = smi?.kind === 'failed' && smi.failure === 'unknown-error' ? [lostHere(seen, smi.text)] : [];
    return [...here, ...inContainers];
  },
};

function lost(seen: Seen, { name }: Container): Detection {
  const { docker, podman } = seen.facts.container;
  const engine = docker === undefined && podman !== undefined ? 'podman' : 'docker';
  const driver = docker?.server.kind === 'ok' ? [fromAnswer(seen, 'docker', `cgroup driver: ${docker.server.cgroupDriver}`)] : [];
  const quoted = safe(name);
  return {
    subject: name,
    title: `The container ${name} has lost its GPU`,
    confidence: seen.facts.gpu.nvidia.smi?.kind === 'ok' ? 'certain' : 'likely',
    evidence: [fromAnswer(seen, 'docker-gpu', `in ${name}: nvidia-smi: Failed to initialize NVML: Unknown Error`), ...driver],
    cure: commands(
      ['nvidia-ctk system create-dev-char-symlinks --create-all', quoted === undefined ? undefined : `${engine} restart ${quoted}`],
      true,
      'Give systemd the names that it needs to keep the GPU, and restart the container: its desktops end. CDI does the same for good.',
    ),
  };
}

const lostHere = (seen: Seen, text: string): Detection => ({
  title: 'NVML may not reach the GPU here',
  cause: isContainer(seen.facts)
    ? 'This host is a container, and the machine below it took the GPU from its device rules, as systemd does at every daemon-reload.'
    : 'Something blocks the device nodes for this login: a container’s device rules, or those of its systemd slice.',
  severity: 'blocks',
  confidence: 'likely',
  evidence: [fromAnswer(seen, 'nvidia-smi', text || 'Failed to initialize NVML: Unknown Error')],
  cure: words('Restart the container from the machine that it runs on.'),
  explains: ['D02', 'D05'],
});

/** Docker's default, KiB. */
const DEFAULT_SHM = 65_536;

const smallShm: Entry = {
  id: 'D41',
  title: 'A container’s /dev/shm is small',
  cause: 'It has 64 MiB, the engine’s default: browsers and 3D programs crash when it is full.',
  severity: 'note',
  cure: words('Create the container anew with --shm-size=1g.'),
  source: 'selkies README; docker-run(1), --shm-size',
  detect: (seen) =>
    running(seen)
      // A desktop needs it; what only computes or serves does not.
      .filter((each) => (each.ours || (each.gpu && draws(each))) && each.shm !== undefined && each.shm <= DEFAULT_SHM)
      .map((each) => ({
        subject: each.name,
        title: `The /dev/shm of the container ${each.name} is small`,
        severity: each.ours ? 'harms' : 'note',
        confidence: 'likely',
        evidence: [fromAnswer(seen, 'docker-containers', `${each.name}: /dev/shm ${each.shm ?? 0} KiB`)],
      })),
};

export const CONTAINER_ENTRIES: readonly Entry[] = [computeOnly, lostGpu, smallShm];
