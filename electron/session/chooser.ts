/** Ranks the modes of design.md §2 for a host: recommended, possible, or impossible and what would make it possible. Pure. */
import type { EntryId, Finding } from '../contract/doctor';
import type { Facts } from '../contract/probe';
import type { Mode, ModeChoice } from '../contract/session';
import { abilityOf, type Ability } from './ability';
import { MODES } from './mode';

/** Undefined conditions hold; the first that does not is the reason. */
interface Lack {
  /** Why not, in a sentence. */
  readonly why: string;
  /** What would make it possible, in a sentence; empty when nothing would. */
  readonly needs: string;
  /** Entries of the doctor that tell the same, where it found them. */
  readonly entries?: readonly EntryId[];
}

type Condition = (ability: Ability) => Lack | undefined;

/** Conditions that a set-up can bring about, and what is left of each afterwards. */
const AFTERWARDS = new Map<Condition, Condition>();

/** `unless`: where a set-up cannot either. */
function bySetUp(condition: Condition, unless: (ability: Ability) => boolean = () => false): Condition {
  AFTERWARDS.set(condition, (ability) => (unless(ability) ? condition(ability) : undefined));
  return condition;
}

const when =
  (holds: (ability: Ability) => boolean, why: string, needs: string, entries: readonly EntryId[] = []): Condition =>
  (ability) =>
    holds(ability) ? undefined : { why, needs, entries };

/** What keeps every driver from drawing. */
const DRIVER_ENTRIES: readonly EntryId[] = ['D09', 'D10', 'D37', 'D75'];
/** What keeps this login's GL from the driver. */
const GL_ENTRIES: readonly EntryId[] = ['D11', 'D07', 'D12', 'D63', 'D02', 'D36', 'D48', ...DRIVER_ENTRIES];

const xProxy = bySetUp(
  when(({ xProxy }) => xProxy, 'There is neither TurboVNC nor TigerVNC.', 'Install TurboVNC, or TigerVNC from the distribution.', ['D66']),
);
const windowManager = bySetUp(
  when(({ windowManager }) => windowManager, 'There is no window manager.', 'Install Xfce or openbox.', ['D68']),
);
const gpu: Condition = (ability) =>
  ability.gpuKnown
    ? when(({ gpu }) => gpu, 'There is no GPU in this host.', '', ['D78'])(ability)
    : { why: 'It could not be read whether this host has a GPU.', needs: '' };
const nvidia = when(({ nvidia }) => nvidia, 'It has no NVIDIA GPU.', '');
const driver = bySetUp(
  when(({ nvidiaDriver }) => nvidiaDriver, 'The NVIDIA driver does not work.', 'Mend the driver first.', DRIVER_ENTRIES),
  ({ driverInstalled }) => driverInstalled,
);
const mesaGpu = when(({ mesaGpu }) => mesaGpu, 'It has no AMD or Intel GPU with a Mesa driver.', '');
const virtualgl = bySetUp(when(({ virtualgl }) => virtualgl, 'VirtualGL is not installed.', 'Install VirtualGL.', ['D67']));
const eglGpu = bySetUp(
  when(
    ({ eglGpu }) => eglGpu !== undefined,
    'VirtualGL finds no GPU among its EGL devices.',
    'Make the GPU’s EGL driver usable for this login.',
    GL_ENTRIES,
  ),
  ({ virtualgl }) => virtualgl,
);
const xorgProgram = bySetUp(
  when(
    ({ xorg, noXorgHere }) => xorg && !noXorgHere,
    'There is no Xorg on this host.',
    'Install the Xorg server, where the distribution still has one.',
    ['D74', 'D30'],
  ),
  ({ noXorgHere }) => noXorgHere,
);
// Only an Xorg that is there can be asked for it.
const xorgDriver = bySetUp(
  when(({ xorgDriver }) => xorgDriver, 'Xorg lacks NVIDIA’s driver, nvidia_drv.so.', 'Install the part of the NVIDIA driver for Xorg.'),
  ({ xorg }) => xorg,
);
const xorgFree = when(
  ({ xorgsOnGpu, gpus }) => xorgsOnGpu < gpus,
  'An Xorg has this GPU already; a second one would turn the first one black.',
  'End the Xorg that runs, or use VirtualGL with EGL beside it.',
  ['D31'],
);
const threeDServer = bySetUp(
  when(
    ({ threeDServer }) => threeDServer !== undefined,
    'No 3D X server runs on the GPU.',
    'Start an Xorg on the GPU, or use EGL, which needs none.',
    ['D03', 'D04'],
  ),
  ({ noXorgHere }) => noXorgHere,
);
const x11vnc = bySetUp(when(({ x11vnc }) => x11vnc, 'x11vnc is not installed.', 'Install x11vnc.'));
const renderNode = bySetUp(
  when(({ renderNode }) => renderNode, 'This login may not use the GPU’s render node.', 'Join the group render and log in again.', [
    'D61',
    'D63',
  ]),
);
const dri3Proxy = bySetUp(
  when(({ dri3Proxy }) => dri3Proxy, 'The X proxy is too old for DRI3.', 'Install TurboVNC 3.2 or TigerVNC 1.14, or newer.'),
);
const engine = bySetUp(
  when(
    ({ engine }) => engine,
    'Neither Docker nor Podman can be used by this login.',
    'Install Docker or Podman, or let this login use it.',
    ['D72'],
  ),
);
const nvidiaContainers = bySetUp(
  when(
    ({ nvidiaContainers }) => nvidiaContainers,
    'Containers get no NVIDIA GPU here.',
    'Install the NVIDIA container toolkit and set it up for the engine.',
    ['D73'],
  ),
);
const cluster = when(({ cluster }) => cluster, 'This host is not a node of a cluster that kubectl reaches.', '');

const CONDITIONS: Readonly<Record<Mode, readonly Condition[]>> = {
  'host-egl': [gpu, driver, xProxy, windowManager, virtualgl, eglGpu],
  'container-egl': [gpu, nvidia, driver, engine, nvidiaContainers],
  'host-glx': [gpu, driver, xProxy, windowManager, virtualgl, threeDServer],
  'container-glx': [gpu, nvidia, driver, engine, nvidiaContainers, threeDServer],
  'host-xorg': [gpu, driver, xorgProgram, xorgDriver, xorgFree, x11vnc, windowManager],
  'container-shared-xorg': [gpu, driver, engine, threeDServer],
  'container-xorg': [gpu, nvidia, driver, engine, nvidiaContainers, xorgFree],
  'host-dri3': [gpu, mesaGpu, xProxy, windowManager, dri3Proxy, renderNode],
  'pod-egl': [cluster, gpu, nvidia, driver],
  'pod-shared-xorg': [cluster, gpu, driver, threeDServer],
  'pod-xorg': [cluster, gpu, nvidia, driver, xorgFree],
  software: [xProxy, windowManager],
};

/** The first that is possible is recommended; the rest keep this order. */
const PREFERENCE: readonly Mode[] = [
  'host-dri3',
  'host-egl',
  'container-egl',
  'pod-egl',
  'host-glx',
  'container-glx',
  'host-xorg',
  'container-xorg',
  'container-shared-xorg',
  'pod-xorg',
  'pod-shared-xorg',
  'software',
];

/** Best first, each mode once. A host of which little is known has little that is possible. */
export const rankModes = (facts: Facts, findings: readonly Finding[]): readonly ModeChoice[] =>
  ranked(abilityOf(facts), findings, (condition) => condition);

/** The same, as if all were there that a set-up can bring about; what needs a driver first is never the one to take without a thought. */
export function rankAfterSetUp(facts: Facts, findings: readonly Finding[]): readonly ModeChoice[] {
  const ability = abilityOf(facts);
  const needsDriver = ({ mode, rank }: ModeChoice): boolean =>
    rank !== 'impossible' && !ability.nvidiaDriver && CONDITIONS[mode].includes(driver);
  const choices = ranked(ability, findings, (condition) => AFTERWARDS.get(condition) ?? condition);
  const [best, ...others] = choices.filter((choice) => !needsDriver(choice));
  const later = choices.filter(needsDriver).map((choice): ModeChoice => ({
    ...choice,
    rank: 'possible',
    why: `${choice.why} The NVIDIA driver has to be installed first.`.slice(0, 400),
  }));
  const now = best === undefined ? [] : [best.rank === 'possible' ? { ...best, rank: 'recommended' as const } : best, ...others];
  const impossible = now.findIndex(({ rank }) => rank === 'impossible');
  return impossible < 0 ? [...now, ...later] : [...now.slice(0, impossible), ...later, ...now.slice(impossible)];
}

function ranked(ability: Ability, findings: readonly Finding[], counted: (condition: Condition) => Condition): readonly ModeChoice[] {
  const lackOf = (mode: Mode): Lack | undefined =>
    CONDITIONS[mode].map((condition) => counted(condition)(ability)).find((lack) => lack !== undefined);
  const possible = PREFERENCE.filter((mode) => lackOf(mode) === undefined);
  const impossible = PREFERENCE.filter((mode) => !possible.includes(mode));
  const found = new Set(findings.map(({ id }) => id));
  return [
    ...possible.map((mode, at): ModeChoice => ({
      mode,
      rank: at === 0 ? 'recommended' : 'possible',
      why: reasonFor(mode, ability),
      needs: '',
      blockedBy: [],
    })),
    ...impossible.map((mode): ModeChoice => {
      const { why, needs, entries = [] } = lackOf(mode) ?? { why: '', needs: '' };
      return { mode, rank: 'impossible', why, needs, blockedBy: entries.filter((id) => found.has(id)).slice(0, 8) };
    }),
  ];
}

/** Why a mode is possible here, with what of the host it rests on. */
function reasonFor(mode: Mode, { eglGpu, threeDServer }: Ability): string {
  const { when } = MODES[mode];
  if (mode === 'software') return 'The CPU draws: the desktop works, and its badge says so.';
  if (mode === 'host-egl' && eglGpu !== undefined) return `${eglGpu.renderer} draws on ${eglGpu.device}. ${when}`.slice(0, 400);
  if ((mode === 'host-glx' || mode === 'container-glx') && threeDServer !== undefined) return `Xorg runs on :${threeDServer}. ${when}`;
  return when;
}
