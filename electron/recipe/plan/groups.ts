/** Groups of the login, by which it may use the GPU's device nodes, and Docker. */
import type { GpuNode } from '../../contract/probe/gpu';
import { isContainer } from '../../probe/doctor/hardware';
import { already, cannot, TO_DO, verification } from './draft';
import { IDLE, type DraftStep, type PlanContext, type Recipe } from './recipe';
import { isContainerMode, usesGpu, wishedGpu } from './wishedGpu';
import { sentence } from './words';

type Context = Omit<PlanContext, 'survey'>;

interface Membership {
  readonly group: string;
  /** What it is for, after “so that it may”. */
  readonly use: string;
  /** The login may do that already, by other means. */
  readonly may?: boolean;
  readonly warning?: string;
}

const DOCKER: Membership = {
  group: 'docker',
  use: 'use Docker, which makes it as good as root on this host',
  warning: 'Whoever is in the group docker is as good as root: a container can be given all files of the host.',
};

/** Those of the GPU that draws. EGL on NVIDIA's driver needs no node of /dev/dri; Mesa's render node is of every card. */
function nodesOf(context: Context): readonly GpuNode[] {
  const gpu = wishedGpu(context);
  if (gpu === undefined || !usesGpu(context.wish.mode)) return [];
  const render = context.facts.gpu.drm?.find(({ pci }) => pci === gpu.pci)?.render;
  const isOurs = (path: string): boolean => {
    if (gpu.vendor === 'nvidia' && gpu.driver === 'nvidia') return /^\/dev\/nvidia(\d+|ctl|-modeset)$/.test(path);
    return render === undefined ? path.startsWith('/dev/dri/renderD') : path === render;
  };
  return (context.facts.gpu.nodes ?? []).filter(({ path }) => isOurs(path));
}

/** Groups of nodes that are not for everybody. Root's own is no group to join. */
function membershipsOf(context: Context): readonly Membership[] {
  const { facts, wish } = context;
  if (facts.login.uid === 0) return [];
  const kept = nodesOf(context).filter(({ mode, group }) => /[67].$/.test(mode) && !/[67]$/.test(mode) && group !== 'root');
  const groups = kept.map(({ group, path }): Membership => {
    // Who sits at the machine's own screen may use a render node just as long.
    const may = !path.startsWith('/dev/dri/') && kept.every((node) => node.group !== group || (node.readable && node.writable));
    return { group, use: `use ${path}`, may };
  });
  const restricted = facts.desktop.virtualgl?.restricted === true && usesGpu(wish.mode);
  const docker = wish.joinDocker && wish.engine === 'docker' && isContainerMode(wish.mode);
  const all = [...(restricted ? [{ group: 'vglusers', use: 'use the GPU' }] : []), ...groups, ...(docker ? [DOCKER] : [])];
  return [...new Map(all.map((membership) => [membership.group, membership])).values()];
}

function stepFor(context: PlanContext, membership: Membership): DraftStep {
  const { group, use, warning } = membership;
  const { user } = context;
  const step = {
    id: `group-${group.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`.slice(0, 48),
    recipe: 'groups' as const,
    title: sentence(`Join ${user} to the group ${group}`),
    uploads: [],
    undo: sentence(`Takes ${user} out of the group ${group}.`),
    seconds: 1,
  };
  const state = stateOf(context, membership);
  if (state.kind !== 'to-do') return { ...step, state, ...IDLE };
  return {
    ...step,
    state,
    task: { files: [], commands: [['gpasswd', '-a', user, group]], undo: [['gpasswd', '-d', user, group]] },
    changes: sentence(`Adds ${user} to the group ${group}, so that it may ${use}. That counts from the next login on.`),
    ...(warning === undefined ? {} : { warning }),
  };
}

function stateOf(context: PlanContext, { group, use, may = false }: Membership): DraftStep['state'] {
  const { facts, survey, user, distribution } = context;
  const known = survey.groups.get(group);
  if (known?.login === true) return already(`${user} is in the group ${group}.`);
  if (known?.member === true) return already(`${user} is in the group ${group} from the next login on: this one is older.`);
  if (may) return already(`${user} may ${use} without the group ${group}.`);
  if (user === '' || user.startsWith('-')) return cannot('The name of this login could not be read.');
  if (known !== undefined) return TO_DO;
  // Docker's package makes its group, and that comes first.
  const coming =
    group === 'docker' && facts.container.docker === undefined && !('why' in distribution.packages.docker) && !isContainer(facts);
  return coming ? TO_DO : cannot(`There is no group ${group} on this host, which would let ${user} in.`);
}

export const groups: Recipe = {
  asks: (context) => ({ groups: membershipsOf(context).map(({ group }) => group) }),
  steps: (context) => membershipsOf(context).map((membership) => stepFor(context, membership)),
  verify: (context) =>
    membershipsOf(context).map(({ group, may = false }) => {
      const known = context.survey.groups.get(group);
      const got =
        known === undefined ? 'no such group' : known.login ? 'in it' : known.member ? 'in it from the next login on' : 'not in it';
      return verification(
        { recipe: 'groups', command: `id -nG ${context.user}`, expected: `the group ${group}` },
        got,
        known?.member === true || may,
      );
    }),
};
