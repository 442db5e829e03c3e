/** Entries about what gives containers their GPU: Docker, Podman, NVIDIA's container toolkit. */
import type { Cure } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import { installing } from './command';
import { commands, words } from './cures';
import { fromAnswer, type Detection, type Entry } from './entry';
import { nvidiaWorks } from './hardware';
import { plan } from './plan';
import { isAtLeast } from './version';

const restrictedNodes: Entry = {
  id: 'D49',
  title: 'VirtualGL’s set-up keeps containers from the GPU',
  cause:
    '/etc/modprobe.d/virtualgl.conf gives the device nodes to the group vglusers, which containers do not know: “insufficient permissions”.',
  severity: 'harms',
  cure: commands(
    ['/opt/VirtualGL/bin/vglserver_config +egl +s +f'],
    true,
    'Open the nodes to all users, when no program uses the GPU. Or give each container the group, with --group-add and its number.',
  ),
  source: 'VirtualGL #10',
  detect(seen) {
    const { desktop, container, gpu } = seen.facts;
    const { docker, toolkit } = container;
    const runtime = docker?.server.kind === 'ok' && docker.server.runtimes.includes('nvidia');
    if (desktop.virtualgl?.restricted !== true || (toolkit === undefined && !runtime)) return [];
    const { nodeMode = 'unknown', nodeGroup = 'unknown' } = gpu.nvidia;
    const set = `/etc/modprobe.d/virtualgl.conf restricts the nodes; mode ${nodeMode}, group ${nodeGroup}`;
    const what = toolkit === undefined ? 'Docker has the runtime nvidia' : `NVIDIA container toolkit ${toolkit.version}`;
    const evidence = [
      fromAnswer(seen, 'virtualgl-setup', set),
      fromAnswer(seen, toolkit === undefined ? 'docker' : 'container-toolkit', what),
    ];
    return [{ confidence: 'likely', evidence }];
  },
};

const TOOLKIT = 'nvidia-container-toolkit';
/** The first version without CVE-2025-23266. */
const SOUND_TOOLKIT = [1, 17, 8];

const oldToolkit: Entry = {
  id: 'D58',
  title: 'The NVIDIA container toolkit lets containers take over the host',
  cause: 'Versions before 1.17.8 have a known hole (CVE-2025-23266): a prepared image gets root on the host.',
  severity: 'harms',
  cure: words('Update the NVIDIA container toolkit to 1.17.8 or newer.'),
  source: 'NVIDIA security bulletin, CVE-2025-23266 and CVE-2024-0132',
  detect(seen) {
    const version = seen.facts.container.toolkit?.version ?? '';
    if (isAtLeast(version, SOUND_TOOLKIT) !== false) return [];
    const cure = updating(seen.facts);
    return [{ confidence: 'certain', evidence: [fromAnswer(seen, 'container-toolkit', `version ${version}`)], cure }];
  },
};

function updating({ system }: Facts): Cure {
  const text = 'Update the NVIDIA container toolkit from NVIDIA’s repository. Running containers go on.';
  switch (system.packageManager) {
    case 'apt':
      return commands(['apt-get update', `apt-get install -y --only-upgrade ${TOOLKIT}`], true, text);
    case 'dnf':
    case 'yum':
      return commands([`${system.packageManager} upgrade -y ${TOOLKIT}`], true, text);
    case 'zypper':
      return commands([`zypper --non-interactive update ${TOOLKIT}`], true, text);
    case 'pacman':
    case undefined:
      return words(text);
  }
}

const noAccess: Entry = {
  id: 'D72',
  title: 'Docker is installed, and this login cannot use it',
  cause: 'This user is not in the group docker.',
  severity: 'note',
  cure: words('Let this user use Docker, or work without containers.'),
  source: 'Docker documentation, post-installation steps; messages of docker ps',
  detect(seen) {
    const { facts } = seen;
    const { docker } = facts.container;
    if (docker?.server.kind !== 'failed') return [];
    const { failure, text } = docker.server;
    // A new login mends it, and the entry about groups says so.
    if (failure === 'permission' && facts.login.pendingGroups?.includes('docker') === true) return [];
    return [
      {
        confidence: 'certain',
        evidence: [fromAnswer(seen, 'docker', text || `Docker ${docker.version}: no answer`)],
        ...access(failure),
      },
    ];
  },
};

function access(failure: 'daemon-down' | 'permission' | 'other'): Pick<Detection, 'title' | 'cause' | 'cure'> {
  switch (failure) {
    case 'permission':
      return {
        cure: plan('join-group', 'docker', 'Add this user to the group docker, and log in anew. Who may use Docker is root on this host.'),
      };
    case 'daemon-down':
      return {
        title: 'Docker is installed, and its daemon does not run',
        cause: 'The client finds nobody behind its socket.',
        cure: commands(
          ['systemctl enable --now docker', 'journalctl -u docker -n 30 --no-pager'],
          true,
          'Start it, if containers are wanted.',
        ),
      };
    case 'other':
      return { title: 'Docker is installed, and does not answer', cause: 'The client’s own message says why.' };
  }
}

const noRuntime: Entry = {
  id: 'D73',
  title: 'Containers get no GPU here',
  cause: 'There is a container engine and an NVIDIA GPU, and no NVIDIA container toolkit between them.',
  severity: 'note',
  cure: words('Install the NVIDIA container toolkit.'),
  source: 'NVIDIA container toolkit, install guide; messages of docker run --gpus all',
  detect(seen) {
    const { facts } = seen;
    const { docker, podman, toolkit } = facts.container;
    const server = docker?.server.kind === 'ok' ? docker.server : undefined;
    const engine = server !== undefined || podman !== undefined;
    if (!engine || !nvidiaWorks(facts) || server?.runtimes.includes('nvidia') === true || (toolkit?.cdi.length ?? 0) > 0) return [];
    const engines = [
      ...(server === undefined ? [] : [fromAnswer(seen, 'docker', `runtimes: ${server.runtimes.join(', ') || 'none'}`)]),
      ...(podman === undefined ? [] : [fromAnswer(seen, 'podman', `Podman ${podman}`)]),
    ];
    const asked = facts.answers.find(({ name }) => name === 'container-toolkit');
    if (toolkit === undefined)
      return asked?.state === 'absent'
        ? [
            {
              confidence: 'certain',
              evidence: [fromAnswer(seen, 'container-toolkit', asked.why ?? 'not installed'), ...engines],
              cure: toolkitCure(facts),
            },
          ]
        : [];
    return [
      {
        cause: 'The NVIDIA container toolkit is installed, and no engine was told of it.',
        // Docker's --gpus finds the toolkit by itself; other ways of giving a GPU do not.
        confidence: server === undefined ? 'likely' : 'possible',
        evidence: [fromAnswer(seen, 'container-toolkit', `version ${toolkit.version}; no CDI specification`), ...engines],
        cure: commands(
          ['nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml'],
          true,
          'Describe the GPUs for all engines. Repeat it after each update of the driver.',
        ),
      },
    ];
  },
};

const toolkitCure = (facts: Facts): Cure =>
  installing(
    facts,
    { apt: [TOOLKIT], dnf: [TOOLKIT], yum: [TOOLKIT], zypper: [TOOLKIT], pacman: [TOOLKIT] },
    'Add NVIDIA’s repository for the container toolkit first, then install it, and run: nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
  );

export const ENGINE_ENTRIES: readonly Entry[] = [restrictedNodes, oldToolkit, noAccess, noRuntime];
