/** The driver of the GPU: looked at by default, and installed only on its own confirmation (R53). A driver is never rolled back. */
import type { PciGpu } from '../../contract/probe/gpu';
import { answeringGpus, isContainer } from '../../probe/doctor/hardware';
import { already, cannot, TO_DO, verification } from './draft';
import { driverPackages, driverQuestions } from './driverPackages';
import { driverTrouble } from './driverTrouble';
import { useUnknown, usesOfGpu } from './gpuUse';
import { IDLE, type DraftStep, type PlanContext, type Recipe } from './recipe';
import { usesGpu, wishedGpu, withoutGpu } from './wishedGpu';
import { namesIn, sentence } from './words';

const MEGABYTE = 1_000_000;

/** What runs now, in a sentence. */
function running({ facts }: Pick<PlanContext, 'facts'>, gpu: PciGpu): string {
  const { smi } = facts.gpu.nvidia;
  if (gpu.vendor === 'nvidia' && smi?.kind === 'ok') return `The NVIDIA driver ${smi.driver} works.`;
  return `The driver ${gpu.driver ?? ''} has the GPU at ${gpu.pci}.`;
}

function looked(context: PlanContext, gpu: PciGpu): DraftStep['state'] {
  const trouble = driverTrouble(context.facts, gpu);
  return trouble === undefined ? already(running(context, gpu)) : cannot(trouble);
}

/** vGPUs have drivers of their own, which fit the machine below. */
const isVirtual = ({ facts }: PlanContext): boolean =>
  facts.gpu.nvidia.gpus.some(({ name, licence }) => licence !== undefined || /\bGRID\b|\bvGPU\b|-\d{1,3}[ABCQ]$/.test(name)) ||
  (facts.gpu.pci ?? []).some(({ vendor, name }) => vendor === 'nvidia' && /\bGRID\b|\bvGPU\b/.test(name));

/** Where the driver that works is in no package, NVIDIA's installer made it, and packages would mix with it. */
const isFromInstaller = ({ facts }: PlanContext): boolean =>
  answeringGpus(facts).length > 0 &&
  facts.system.packages !== undefined &&
  !Object.keys(facts.system.packages).some((name) =>
    /^(lib)?nvidia-(?!container)|^kmod-nvidia|^akmod-nvidia|^xorg-x11-drv-nvidia/.test(name),
  );

/** Why it may not be replaced now. A container's own libraries are nobody else's. */
function whyNotNow(context: PlanContext): string | undefined {
  const { facts } = context;
  if (isVirtual(context)) return 'This GPU is a virtual one (GRID, vGPU) with a licensed driver of its own, which is never replaced.';
  if (isContainer(facts)) return undefined;
  if (isFromInstaller(context))
    return 'The driver that works came from NVIDIA’s installer, and packages would mix with it: run nvidia-uninstall first, or leave the driver as it is.';
  const uses = usesOfGpu(facts);
  if (uses.length > 0) return `The GPU is in use by ${namesIn(uses)}: end that first.`;
  return useUnknown(facts) ? 'It could not be read which programs use the GPU, so its driver is left alone.' : undefined;
}

/** What of it is installed already; a driver that waits for its reboot counts. */
function markOf({ survey, facts }: PlanContext, packages: ReturnType<typeof driverPackages>): string | undefined {
  const mark = 'why' in packages ? undefined : packages.marks.find((name) => survey.packages.has(name));
  if (mark === undefined) return undefined;
  const { smi } = facts.gpu.nvidia;
  const rest = smi?.kind === 'ok' ? '' : ' It runs after a reboot of the host.';
  return `${mark} ${survey.packages.get(mark) ?? ''} is installed.${isContainer(facts) ? '' : rest}`;
}

const isReplaced = ({ wish }: PlanContext, gpu: PciGpu): boolean => wish.driver === 'install' && gpu.vendor === 'nvidia';

function stepFor(context: PlanContext, gpu: PciGpu): DraftStep {
  const { facts, survey } = context;
  const inside = isContainer(facts);
  const install = isReplaced(context, gpu);
  const step = {
    id: 'driver',
    recipe: 'driver' as const,
    title: install ? 'Install the NVIDIA driver' : 'Look at the GPU’s driver',
    uploads: [],
    undo: install ? 'A driver is not taken back by itself: install another one by hand.' : 'Nothing.',
    seconds: install ? 300 : 0,
  };
  const done = (state: DraftStep['state']): DraftStep => ({ ...step, state, ...IDLE, seconds: 0 });
  if (!install) return done(looked(context, gpu));
  const packages = driverPackages(context, gpu);
  const mark = markOf(context, packages);
  if (mark !== undefined) return done(already(mark));
  const why = whyNotNow(context);
  if (why !== undefined) return done(cannot(why));
  if ('why' in packages) return done(cannot(packages.why));
  const others = survey.others.length === 0 ? '' : ` Logged in besides you: ${namesIn(survey.others)}.`;
  const change = answeringGpus(facts).length > 0 ? 'replaced' : 'installed';
  return {
    ...step,
    state: TO_DO,
    task: { files: packages.files, commands: packages.commands, undo: [] },
    changes: sentence(`Installs ${packages.what}.${inside ? '' : ' It runs after a reboot, which you do yourself.'}`),
    download: 400 * MEGABYTE,
    disk: 1200 * MEGABYTE,
    warning: sentence(
      [
        packages.warning ?? '',
        inside ? '' : 'Until the reboot programs may find a driver and libraries that differ, and nothing new may start on the GPU.',
      ]
        .join(' ')
        .trim() || 'Only this container’s libraries change.',
    ),
    confirm: sentence(
      inside
        ? 'The NVIDIA libraries of this container are installed or replaced: programs in it that use the GPU may die.'
        : `The NVIDIA driver is ${change}: jobs that use the GPU by then die, and the host has to be rebooted afterwards.${others}`,
    ),
  };
}

const missing = (context: PlanContext): DraftStep => ({
  id: 'driver',
  recipe: 'driver',
  title: 'Look at the GPU’s driver',
  uploads: [],
  undo: 'Nothing.',
  seconds: 0,
  state: cannot(withoutGpu(context)),
  ...IDLE,
});

export const driver: Recipe = {
  asks: (context) => (usesGpu(context.wish.mode) && context.wish.driver === 'install' ? { packages: driverQuestions(context) } : {}),
  steps(context) {
    if (!usesGpu(context.wish.mode)) return [];
    const gpu = wishedGpu(context);
    return [gpu === undefined ? missing(context) : stepFor(context, gpu)];
  },
  verify(context) {
    const gpu = usesGpu(context.wish.mode) ? wishedGpu(context) : undefined;
    if (gpu === undefined) return [];
    const trouble = driverTrouble(context.facts, gpu);
    // The run that installed it ends with this sentence.
    const waits = trouble !== undefined && isReplaced(context, gpu) ? markOf(context, driverPackages(context, gpu)) : undefined;
    const command =
      gpu.vendor === 'nvidia'
        ? 'nvidia-smi --query-gpu=driver_version --format=csv,noheader'
        : `readlink /sys/bus/pci/devices/${gpu.pci}/driver`;
    return [
      verification(
        { recipe: 'driver', command, expected: 'a driver that can draw' },
        trouble === undefined ? running(context, gpu) : [waits, trouble].filter((part) => part !== undefined).join(' '),
        trouble === undefined,
      ),
    ];
  },
};
