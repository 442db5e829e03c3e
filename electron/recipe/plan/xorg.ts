/** An Xorg on the GPU as a service, in files of its own: the desktop itself, or what VirtualGL's GLX back end draws on. */
import type { PciGpu } from '../../contract/probe/gpu';
import type { SetUpStep } from '../../contract/setUp';
import { isContainer, nvidiaWorks } from '../../probe/doctor/hardware';
import { askedOf } from './asked';
import type { PackageNames } from './distribution';
import { already, cannot, isWritten, TO_DO, verification } from './draft';
import { packageStep } from './packageStep';
import { IDLE, type DraftStep, type PlanContext, type Recipe, type Task } from './recipe';
import { ROUGH } from './rough';
import { gpusOf, isMesa, needsXorg, showsXorg, wishedGpu, withoutGpu } from './wishedGpu';
import { configPath, modesettingConfig, nvidiaXconfig, serverFlags } from './xorgConfig';
import { NVIDIA_X_FILES, nvidiaXPackages, nvidiaXStep } from './xorgDriver';
import { holderOf, isSeated, xorgsOf, type Seat } from './xorgHolder';
import { cookiePath, displayAt, unitName, xorgUnit } from './xorgUnit';

type Context = Omit<PlanContext, 'survey'>;

/** x11vnc only where people look at that very server. */
function packagesOf({ distribution, wish }: Context): PackageNames {
  const { xorg, x11vnc } = distribution.packages;
  if ('why' in xorg || !showsXorg(wish.mode)) return xorg;
  return 'why' in x11vnc ? x11vnc : [...xorg, ...x11vnc];
}

interface Place extends Seat {
  readonly gpu: PciGpu;
  readonly files: SetUpStep['files'];
}

function placeOf(context: Context): Place | undefined {
  const gpu = wishedGpu(context);
  const { uid } = context.facts.login;
  if (gpu === undefined || uid === undefined) return undefined;
  const { pci } = gpu;
  const display = displayAt(gpusOf(context.facts).findIndex((each) => each.pci === pci));
  return {
    gpu,
    pci,
    display,
    files: [...(gpu.vendor === 'nvidia' ? [] : [modesettingConfig(pci)]), serverFlags(pci), xorgUnit(display, pci, uid)],
  };
}

/** An Xorg that this login may draw on already: for VirtualGL and for containers that is enough. */
function usableServer({ facts, wish }: Context): string | undefined {
  if (wish.mode === 'host-xorg') return undefined;
  const readable = facts.desktop.virtualgl?.xauthKey === 'readable';
  const server = xorgsOf(facts).find(({ own, display }) => display !== undefined && (own || readable));
  return server === undefined ? undefined : `Xorg runs on :${server.display ?? '?'} (pid ${server.pid}), and this login may draw on it.`;
}

function whyNot(context: PlanContext): string | undefined {
  const { facts, distribution } = context;
  const { xorg } = distribution.packages;
  const gpu = wishedGpu(context);
  if (isContainer(facts)) return 'This host is a container: an Xorg on the GPU is set up on the machine below it.';
  if (facts.system.init !== undefined && facts.system.init !== 'systemd')
    return 'The host does not run systemd, which keeps an Xorg running: start one yourself, as root, on the GPU.';
  if ('why' in xorg && facts.desktop.xorg === undefined) return xorg.why;
  if (gpu === undefined) return withoutGpu(context);
  const { uid } = facts.login;
  if (uid === undefined) return 'Which user this login is could not be read, so nobody could be given the key to that Xorg.';
  if (gpu.vendor === 'nvidia' && gpu.driver !== 'nvidia')
    return `The GPU at ${gpu.pci} has ${gpu.driver === undefined ? 'no driver' : `the driver ${gpu.driver}`}: Xorg needs NVIDIA’s driver.`;
  if (gpu.vendor === 'nvidia' && !nvidiaWorks(facts)) return 'The NVIDIA driver does not work: mend it first.';
  if (gpu.vendor !== 'nvidia' && !isMesa(gpu))
    return `The GPU at ${gpu.pci} has ${gpu.driver === undefined ? 'no driver' : `the driver ${gpu.driver}, which Xorg cannot draw with`}.`;
  if (facts.gpu.nvidia.gpus.some(({ pci, mig }) => pci === gpu.pci && mig === true))
    return `The GPU at ${gpu.pci} is divided (MIG is on), and then no Xorg can use it: choose a mode with EGL.`;
  const place = placeOf(context);
  if (place === undefined) return withoutGpu(context);
  const holder = holderOf(facts, place);
  const other = (facts.desktop.xServers ?? []).find(({ display, zombie }) => display === place.display && !zombie);
  if (holder !== undefined || other === undefined) return holder;
  return `The display :${place.display} is taken by ${other.kind} of ${other.user} (pid ${other.pid}): end it first.`;
}

function serverStep(context: PlanContext): DraftStep {
  const { facts, wish } = context;
  const place = placeOf(context);
  const step: Omit<DraftStep, 'task' | 'changes' | 'state'> = {
    id: 'xorg-server',
    recipe: 'xorg',
    title: place === undefined ? 'Run an Xorg on the GPU' : `Run an Xorg on the GPU at ${place.pci}, as :${place.display}`,
    uploads: [],
    undo: 'Ends that Xorg with all that is shown on it, and removes its files.',
    seconds: 10,
  };
  const found = usableServer(context) ?? runningHere(context, place);
  const why = found === undefined ? whyNot(context) : undefined;
  if (place === undefined || found !== undefined || why !== undefined)
    return {
      ...step,
      state: found === undefined ? cannot(why ?? withoutGpu(context)) : already(found),
      ...IDLE,
    };
  const processes = facts.gpu.nvidia.gpus.find(({ pci }) => pci === place.pci)?.processes?.length ?? 0;
  return {
    ...step,
    state: TO_DO,
    task: taskOf(place),
    changes: `Writes files under /etc/gearview and the service ${unitName(place.display)}, and runs it now and at every start of the host. Nothing is stopped.`,
    warning: [
      `Whoever can read ${cookiePath(place.display)} sees and types everything on that Xorg: that is ${context.user} and root.`,
      ...(wish.mode === 'host-xorg' ? [] : ['All who draw on it have to trust each other.']),
      ...(processes === 0
        ? []
        : [`${processes === 1 ? 'One program uses' : `${processes} programs use`} this GPU now, and Xorg takes memory beside it.`]),
      ...(facts.system.selinux === 'enforcing' ? ['SELinux is on: if the server does not start, “ausearch -m avc -c Xorg” says why.'] : []),
    ].join(' '),
  };
}

function taskOf({ gpu, pci, display, files }: Place): Task {
  const unit = unitName(display);
  return {
    files,
    commands: [
      ...(gpu.vendor === 'nvidia' ? [nvidiaXconfig(pci)] : []),
      ['systemctl', 'daemon-reload'],
      ['systemctl', 'enable', '--now', unit],
    ],
    undo: [['systemctl', 'disable', '--now', unit]],
  };
}

function runningHere({ facts, survey }: PlanContext, place: Place | undefined): string | undefined {
  if (place === undefined) return undefined;
  const { enabled = false, active = false } = survey.services.get(unitName(place.display)) ?? {};
  const written = place.files.every((file) => isWritten(survey, file)) && survey.files.has(configPath(place.pci));
  const seen = facts.desktop.xServers === undefined || xorgsOf(facts).some((server) => isSeated(server, place));
  return enabled && active && written && seen ? `${unitName(place.display)} runs Xorg on :${place.display}.` : undefined;
}

export const xorg: Recipe = {
  asks(context) {
    if (!needsXorg(context.wish.mode)) return {};
    const place = placeOf(context);
    const { packages = [], files = [] } = askedOf(context, [packagesOf(context)]);
    return {
      packages: [...packages, ...nvidiaXPackages(context)],
      files: [...files, ...NVIDIA_X_FILES, ...(place === undefined ? [] : [configPath(place.pci), ...place.files.map(({ path }) => path)])],
      services: place === undefined ? [] : [unitName(place.display)],
    };
  },
  steps(context) {
    if (!needsXorg(context.wish.mode)) return [];
    if (usableServer(context) !== undefined) return [serverStep(context)];
    const { xorg, x11vnc } = context.facts.desktop;
    const there = xorg !== undefined && (x11vnc !== undefined || !showsXorg(context.wish.mode));
    const packages = packageStep(context, {
      id: 'xorg-packages',
      recipe: 'xorg',
      title: showsXorg(context.wish.mode) ? 'Install Xorg and x11vnc' : 'Install Xorg',
      names: packagesOf(context),
      rough: ROUGH.xorg,
      ...(there ? { found: `Xorg ${xorg.version}${x11vnc === undefined ? '' : ` and x11vnc ${x11vnc}`} is there.` } : {}),
      ...(isContainer(context.facts) ? { why: whyNot(context) ?? '' } : {}),
    });
    const nvidia = wishedGpu(context)?.vendor === 'nvidia' && packages.state.kind !== 'cannot';
    return [packages, ...(nvidia ? [nvidiaXStep(context)] : []), serverStep(context)];
  },
  verify(context) {
    const { facts, wish } = context;
    const place = placeOf(context);
    if (!needsXorg(wish.mode)) return [];
    const usable = usableServer(context);
    const servers = facts.desktop.xServers === undefined ? undefined : xorgsOf(facts);
    const shown = servers?.map(({ display, user }) => `Xorg :${display ?? '?'} of ${user}`).join(', ');
    const runs = usable !== undefined || (place !== undefined && servers?.some((server) => isSeated(server, place)) === true);
    const command = place === undefined || usable !== undefined ? 'ps -C Xorg -o user,args' : `systemctl status ${unitName(place.display)}`;
    return [
      verification({ recipe: 'xorg', command, expected: 'An Xorg runs on the GPU' }, shown === '' ? 'no Xorg' : shown, runs),
      ...(showsXorg(wish.mode)
        ? [
            verification(
              { recipe: 'xorg', command: 'x11vnc -version', expected: 'a version' },
              facts.desktop.x11vnc ?? 'not installed',
              facts.desktop.x11vnc !== undefined,
            ),
          ]
        : []),
    ];
  },
};
