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

const when =
  (holds: (ability: Ability) => boolean, why: string, needs: string, entries: readonly EntryId[] = []): Condition =>
  (ability) =>
    holds(ability) ? undefined : { why, needs, entries };

/** What keeps every driver from drawing. */
const DRIVER_ENTRIES: readonly EntryId[] = ['D09', 'D10', 'D37', 'D75'];
/** What keeps this login's GL from the driver. */
const GL_ENTRIES: readonly EntryId[] = ['D11', 'D07', 'D12', 'D63', 'D02', 'D36', 'D48', ...DRIVER_ENTRIES];

const xProxy = when(
  ({ xProxy }) => xProxy,
  'There is neither TurboVNC nor TigerVNC.',
  'Install TurboVNC, or TigerVNC from the distribution.',
  ['D66'],
);
const windowManager = when(({ windowManager }) => windowManager, 'There is no window manager.', 'Install Xfce or openbox.', ['D68']);
const gpu: Condition = (ability) =>
  ability.gpuKnown
    ? when(({ gpu }) => gpu, 'There is no GPU in this host.', '', ['D78'])(ability)
    : { why: 'It could not be read whether this host has a GPU.', needs: '' };
const nvidia = when(({ nvidia }) => nvidia, 'It has no NVIDIA GPU.', '');
const driver = when(({ nvidiaDriver }) => nvidiaDriver, 'The NVIDIA driver does not work.', 'Mend the driver first.', DRIVER_ENTRIES);
const mesaGpu = when(({ mesaGpu }) => mesaGpu, 'It has no AMD or Intel GPU with a Mesa driver.', '');
const virtualgl = when(({ virtualgl }) => virtualgl, 'VirtualGL is not installed.', 'Install VirtualGL.', ['D67']);
const eglGpu = when(
  ({ eglGpu }) => eglGpu !== undefined,
  'VirtualGL finds no GPU among its EGL devices.',
  'Make the GPU’s EGL driver usable for this login.',
  GL_ENTRIES,
);
const xorgProgram = when(
  ({ xorg, noXorgHere }) => xorg && !noXorgHere,
  'There is no Xorg on this host.',
  'Install the Xorg server, where the distribution still has one.',
  ['D74', 'D30'],
);
const xorgDriver = when(
  ({ xorgDriver }) => xorgDriver,
  'Xorg lacks NVIDIA’s driver, nvidia_drv.so.',
  'Install the part of the NVIDIA driver for Xorg.',
);
const xorgFree = when(
  ({ xorgsOnGpu, gpus }) => xorgsOnGpu < gpus,
  'An Xorg has this GPU already; a second one would turn the first one black.',
  'End the Xorg that runs, or use VirtualGL with EGL beside it.',
  ['D31'],
);
const threeDServer = when(
  ({ threeDServer }) => threeDServer !== undefined,
  'No 3D X server runs on the GPU.',
  'Start an Xorg on the GPU, or use EGL, which needs none.',
  ['D03', 'D04'],
);
const x11vnc = when(({ x11vnc }) => x11vnc, 'x11vnc is not installed.', 'Install x11vnc.');
const renderNode = when(
  ({ renderNode }) => renderNode,
  'This login may not use the GPU’s render node.',
  'Join the group render and log in again.',
  ['D61', 'D63'],
);
const dri3Proxy = when(
  ({ dri3Proxy }) => dri3Proxy,
  'The X proxy is too old for DRI3.',
  'Install TurboVNC 3.2 or TigerVNC 1.14, or newer.',
);
const engine = when(
  ({ engine }) => engine,
  'Neither Docker nor Podman can be used by this login.',
  'Install Docker or Podman, or let this login use it.',
  ['D72'],
);
const nvidiaContainers = when(
  ({ nvidiaContainers }) => nvidiaContainers,
  'Containers get no NVIDIA GPU here.',
  'Install the NVIDIA container toolkit and set it up for the engine.',
  ['D73'],
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
export function rankModes(facts: Facts, findings: readonly Finding[]): readonly ModeChoice[] {
  const ability = abilityOf(facts);
  const lackOf = (mode: Mode): Lack | undefined =>
    CONDITIONS[mode].map((condition) => condition(ability)).find((lack) => lack !== undefined);
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
