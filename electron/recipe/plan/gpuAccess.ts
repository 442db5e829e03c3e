/** Keeps the GPU for the group vglusers: only on the operator's own wish, never in containers (R28). By default nothing is done. */
import { isContainer } from '../../probe/doctor/hardware';
import { already, cannot, TO_DO, verification } from './draft';
import { useUnknown, usesOfGpu } from './gpuUse';
import { IDLE, type DraftStep, type PlanContext, type Recipe } from './recipe';
import { needsXorg, usesGpu } from './wishedGpu';
import { namesIn, sentence } from './words';

const PROGRAM = '/opt/VirtualGL/bin/vglserver_config';
const GROUP = 'vglusers';

const isWished = ({ wish }: Pick<PlanContext, 'wish'>): boolean => wish.restrictGpu && usesGpu(wish.mode);

function stateOf({ facts, wish, user }: PlanContext): DraftStep['state'] {
  if (isContainer(facts))
    return cannot('This host is a container: its device nodes are the machine’s below it, and nothing here may change them.');
  if (facts.desktop.virtualgl?.restricted === true) return already(`The GPU’s nodes are kept for the group ${GROUP}.`);
  if (user === '' || user.startsWith('-')) return cannot('The name of this login could not be read, so it could lock itself out.');
  if (needsXorg(wish.mode))
    return cannot('An Xorg on the GPU keeps its driver loaded: restrict the GPU with a mode that uses EGL, before that Xorg is set up.');
  const uses = usesOfGpu(facts);
  if (uses.length > 0) return cannot(`The driver has to be loaded anew, and the GPU is in use by ${namesIn(uses)}: end that first.`);
  if (useUnknown(facts)) return cannot('The driver has to be loaded anew, and it could not be read which programs use the GPU.');
  return TO_DO;
}

function stepOf(context: PlanContext): DraftStep {
  const { user } = context;
  const step = {
    id: 'gpu-access',
    recipe: 'gpu-access' as const,
    title: `Keep the GPU for the group ${GROUP}`,
    uploads: [],
    undo: sentence(
      `Takes ${user} out of ${GROUP}, and the rules back. The group stays, and the nodes keep their mode until the driver is loaded anew or the host is rebooted.`,
    ),
    seconds: 10,
  };
  const state = stateOf(context);
  if (state.kind !== 'to-do') return { ...step, state, ...IDLE };
  return {
    ...step,
    state,
    task: {
      files: [],
      commands: [
        // Without an argument it asks, for ever where nobody answers.
        [PROGRAM, '+egl', '-s', '-f'],
        ['gpasswd', '-a', user, GROUP],
      ],
      undo: [
        ['gpasswd', '-d', user, GROUP],
        [PROGRAM, '-egl'],
      ],
    },
    changes: sentence(
      `Makes the group ${GROUP} with ${user} in it, lets only its members use the GPU’s device nodes (modprobe.d and udev rules), and loads the NVIDIA driver anew (modprobe -r).`,
    ),
    warning: `Containers of users outside ${GROUP} lose the GPU (“nvml error: insufficient permissions”), and so do their CUDA programs. Memberships count from the next login on.`,
    confirm:
      'The NVIDIA driver is unloaded and loaded anew: whatever uses the GPU at that moment dies. Others lose the GPU until they are in the group.',
  };
}

export const gpuAccess: Recipe = {
  asks: () => ({}),
  steps: (context) => (isWished(context) ? [stepOf(context)] : []),
  /** What the program answers proves nothing: it ends with 0 whatever happened. */
  verify({ facts, wish }) {
    if (!isWished({ wish })) return [];
    const nodes = (facts.gpu.nodes ?? []).filter(({ path }) => /^\/dev\/(nvidia\d+|nvidiactl|dri\/(card|renderD)\d+)$/.test(path));
    const kept = nodes.length > 0 && nodes.every(({ mode, group }) => mode.endsWith('0') && group === GROUP);
    const got = nodes.map(({ path, mode, group }) => `${path} ${mode} ${group}`).join(', ');
    const command = `stat -c '%n %a %G' ${nodes.map(({ path }) => path).join(' ') || '/dev/nvidia0'}`;
    return [
      verification({ recipe: 'gpu-access', command, expected: `mode 660, group ${GROUP}` }, got === '' ? 'no nodes seen' : got, kept),
    ];
  },
};
