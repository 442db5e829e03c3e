/** Entries about the device nodes of GPUs: who may use them, and which are there. */
import type { Cure } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import type { GpuNode } from '../../contract/probe/gpu';
import { safe } from './command';
import { commands, words } from './cures';
import { fromAnswer, type Detection, type Entry } from './entry';
import { eglGpus, isContainer, isSoftware, nvidiaWorks } from './hardware';
import { plan } from './plan';

const usable = ({ readable, writable }: GpuNode): boolean => readable && writable;
const lineOf = ({ path, mode, owner, group }: GpuNode): string => `${path}: mode ${mode}, ${owner}:${group}`;
const linesOf = (nodes: readonly GpuNode[]): string => nodes.slice(0, 12).map(lineOf).join('\n');

const groupsOf = ({ login }: Facts): string => `this login: ${login.user ?? ''}, groups ${(login.groups ?? []).join(' ') || 'unknown'}`;

/** The group's members may read and write, and this login is no member, not even one that has to log in anew. */
function groupToJoin({ login, desktop }: Facts, nodes: readonly GpuNode[]): string | undefined {
  const [node] = nodes;
  const open = node !== undefined && (Number.parseInt(node.mode.at(-2) ?? '0', 8) & 6) === 6 && node.group !== 'root';
  if (!open || login.groups?.includes(node.group) === true) return undefined;
  return isPending({ login, desktop }, node.group) ? undefined : node.group;
}

const isPending = ({ login, desktop }: Pick<Facts, 'login' | 'desktop'>, group: string): boolean =>
  login.pendingGroups?.includes(group) === true || (group === 'vglusers' && desktop.virtualgl?.groupPending === true);

/** Groups that the recipe knows. */
const GROUPS: ReadonlySet<string> = new Set(['vglusers', 'render', 'video']);

function joining(facts: Facts, group: string): Cure {
  const after = 'A new login is needed then; desktops that run keep their old groups.';
  if (GROUPS.has(group)) return plan('join-group', group, `Add this user to the group ${group}. ${after}`);
  const [name, user] = [safe(group), safe(facts.login.user ?? '')];
  const line = name === undefined || user === undefined ? undefined : `usermod -aG ${name} ${user}`;
  return commands([line], true, `Add this user to the group that owns the nodes. ${after}`);
}

const nvidiaNodes: Entry = {
  id: 'D12',
  title: 'This login may not use the NVIDIA GPU',
  cause: 'The device nodes of the driver are kept for another user or group.',
  severity: 'blocks',
  cure: words('Add this user to the group that owns /dev/nvidia*, or open the nodes to all users: vglserver_config +egl +s +f.'),
  source: 'ros2-essentials #45; selkies glx #36; VirtualGL #10',
  explains: ['D02', 'D05', 'D34', 'D38', 'D54'],
  detect(seen) {
    const { facts } = seen;
    const { smi } = facts.gpu.nvidia;
    const refused = smi?.kind === 'failed' && smi.failure === 'permission';
    // What draws is open enough.
    const closed = eglGpus(facts).some(({ renderer }) => /nvidia/i.test(renderer)) ? [] : closedNodes(facts);
    if ((!refused && closed.length === 0) || closed.some(({ group }) => isPending(facts, group))) return [];
    const group = groupToJoin(facts, closed);
    const evidence = [
      ...(refused ? [fromAnswer(seen, 'nvidia-smi', smi.text || 'Insufficient Permissions')] : []),
      ...(closed.length === 0 ? [] : [fromAnswer(seen, 'gpu-nodes', linesOf(closed)), fromAnswer(seen, 'user', groupsOf(facts))]),
    ];
    return [{ confidence: 'certain', evidence, ...remedy(facts, group) }];
  },
};

function remedy(facts: Facts, group: string | undefined): Pick<Detection, 'cause' | 'cure'> {
  if (group !== undefined)
    return { cause: `The device nodes are kept for the group ${group}, and this login is not in it.`, cure: joining(facts, group) };
  if (!isContainer(facts)) return {};
  return {
    cure: words('This host is a container: create it anew with --group-add and the number of the group that owns the nodes outside.'),
  };
}

/** Nodes that NVIDIA's GL needs, when this login has no way round them. One GPU of several may be another user's. */
function closedNodes({ gpu }: Facts): readonly GpuNode[] {
  const nodes = gpu.nodes ?? [];
  const common = nodes.filter(({ path }) => path === '/dev/nvidiactl' || path === '/dev/nvidia-modeset');
  const cards = nodes.filter(({ path }) => /^\/dev\/nvidia\d+$/.test(path));
  const shut = cards.some(usable) ? [] : cards;
  return [...common.filter((node) => !usable(node)), ...shut];
}

const MESA_DRIVERS: ReadonlySet<string> = new Set(['amdgpu', 'radeon', 'i915', 'xe', 'nouveau']);

const renderNode: Entry = {
  id: 'D61',
  title: 'This login may not use the GPU’s render node',
  cause: 'Mesa draws through /dev/dri/renderD*, which belongs to a group that this login is not in.',
  severity: 'blocks',
  cure: words('Add this user to the group that owns the render node, and log in anew.'),
  source: 'systemd’s 50-udev-default.rules, group render; TurboVNC doc, DRI3',
  explains: ['D01', 'D02', 'D38', 'D54'],
  detect(seen) {
    const { facts } = seen;
    const mesa = (facts.gpu.drm ?? []).filter(({ driver }) => MESA_DRIVERS.has(driver ?? ''));
    const closed = (facts.gpu.nodes ?? []).filter((node) => mesa.some(({ render }) => render === node.path) && !usable(node));
    // An NVIDIA GPU that draws needs no other: beside it, an on-board GPU is nobody's affair.
    if (closed.length === 0 || nvidiaDraws(facts) || closed.some(({ group }) => isPending(facts, group))) return [];
    const group = groupToJoin(facts, closed);
    return [
      {
        confidence: 'certain',
        evidence: [fromAnswer(seen, 'gpu-nodes', linesOf(closed)), fromAnswer(seen, 'user', groupsOf(facts))],
        ...(group === undefined ? {} : { cure: joining(facts, group) }),
      },
    ];
  },
};

function nvidiaDraws(facts: Facts): boolean {
  const [first] = facts.gl.eglDevices ?? [];
  return nvidiaWorks(facts) && (first === undefined || !isSoftware(first) || eglGpus(facts).length === 0);
}

const newLogin: Entry = {
  id: 'D63',
  title: 'This login does not have all groups of its account yet',
  cause: 'The user was added to a group after this login began. Groups count from the next login on.',
  severity: 'harms',
  cure: words('Disconnect this host in Gearview and connect again. Desktops that run keep their old groups: start them anew.'),
  source: 'initgroups(3)',
  detect(seen) {
    const { facts } = seen;
    const pending = new Set(facts.login.pendingGroups ?? []);
    if (facts.desktop.virtualgl?.groupPending === true) pending.add('vglusers');
    const owners = new Set((facts.gpu.nodes ?? []).filter((node) => !usable(node)).map(({ group }) => group));
    return [...pending]
      .filter((group) => GROUPS.has(group) || group === 'docker' || owners.has(group))
      .map((group): Detection => {
        const shut = owners.has(group);
        return {
          subject: group,
          title: `This login does not have the group ${group} of its account yet`,
          severity: shut ? 'blocks' : group === 'docker' ? 'note' : 'harms',
          confidence: 'certain',
          evidence: [fromAnswer(seen, 'user', `${groupsOf(facts)}\nof the account, not of this login: ${[...pending].join(' ')}`)],
          explains: shut ? ['D02', 'D05', 'D34', 'D38', 'D54'] : group === 'vglusers' ? ['D03'] : [],
        };
      });
  },
};

const noDri: Entry = {
  id: 'D60',
  title: 'The NVIDIA driver offers no /dev/dri',
  cause: 'nvidia-drm runs without modeset=1. VirtualGL’s egl0 works without it; names as /dev/dri/card0 and Xwayland do not.',
  severity: 'note',
  cure: commands(
    ['echo options nvidia-drm modeset=1 | tee /etc/modprobe.d/nvidia-drm-modeset.conf'],
    true,
    'Only where a program needs /dev/dri: turn modeset on, and reboot.',
  ),
  source: 'VirtualGL #213',
  detect(seen) {
    const { facts } = seen;
    const { modeset } = facts.gpu.nvidia;
    const nodes = facts.gpu.nodes ?? [];
    // Without any node of the driver, the answer says nothing; a container is given only what was asked for.
    const driver = nodes.some(({ path }) => path.startsWith('/dev/nvidia'));
    const dri = nodes.some(({ path }) => path.startsWith('/dev/dri/'));
    if (!nvidiaWorks(facts) || !driver || dri || modeset === true || isContainer(facts)) return [];
    const parameter = modeset === false ? [fromAnswer(seen, 'nvidia-parameters', 'nvidia-drm modeset: N')] : [];
    return [
      {
        confidence: modeset === false ? 'certain' : 'likely',
        evidence: [fromAnswer(seen, 'gpu-nodes', `no /dev/dri; ${linesOf(nodes)}`), ...parameter],
      },
    ];
  },
};

export const GPU_NODE_ENTRIES: readonly Entry[] = [nvidiaNodes, renderNode, newLogin, noDri];
