/** A set-up as the operator wishes it: what is proposed, what was changed, and what of it cannot be used. */
import { assertNever } from '../../electron/contract';
import type { Facts } from '../../electron/contract/probe';
import { MirrorUrl, SetUpWish, type SetUpPlan, type SetUpRun, type SetUpStep } from '../../electron/contract/setUp';
import type { Mode, ModeChoice } from '../../electron/contract/session';
import { DESKTOP_NAMES, ENGINE_NAMES, setUpTexts, X_PROXY_WORDS } from './setUpTexts';

/** A wish while it is made: addresses as they are typed, an empty text for none. */
export interface SetUpDraft extends Omit<SetUpWish, 'mirror' | 'gpu'> {
  /** PCI address; empty: the first one. */
  readonly gpu: string;
  readonly mirrorSystem: string;
  readonly mirrorSoftware: string;
}

/** It runs, waits for its turn, or comes to its end; not yet a report. */
export function isActive({ state }: Pick<SetUpRun, 'state'>): boolean {
  switch (state.kind) {
    case 'waiting':
    case 'running':
    case 'reconnecting':
    case 'cancelling':
    case 'verifying':
      return true;
    case 'done':
    case 'failed':
    case 'cancelled':
      return false;
    default:
      return assertNever(state);
  }
}

/** A mode that can be chosen, in words. */
export interface ModeOption extends Pick<ModeChoice, 'mode' | 'rank' | 'why' | 'needs'> {
  readonly name: string;
}

/** What a mode puts on the host itself, as far as there is something to choose. */
export type ModePart = 'x-proxy' | 'desktop' | 'virtualgl' | 'engine' | 'xorg' | 'driver';

const PARTS: Readonly<Record<Mode, readonly ModePart[]>> = {
  'host-egl': ['x-proxy', 'desktop', 'virtualgl', 'driver'],
  'host-glx': ['x-proxy', 'desktop', 'virtualgl', 'xorg', 'driver'],
  'host-xorg': ['desktop', 'xorg', 'driver'],
  'host-dri3': ['x-proxy', 'desktop'],
  software: ['x-proxy', 'desktop'],
  // X proxy and desktop are in the container's image.
  'container-egl': ['engine', 'driver'],
  'container-glx': ['engine', 'xorg', 'driver'],
  'container-shared-xorg': ['engine', 'desktop', 'xorg', 'driver'],
  'container-xorg': ['engine', 'driver'],
  'pod-egl': [],
  'pod-shared-xorg': [],
  'pod-xorg': [],
};

export const hasPart = (mode: Mode, part: ModePart): boolean => PARTS[mode].includes(part);

const GIB = 1024 * 1024;
/** Xfce with its packages, and room to work. */
const SMALL_MEMORY = 4 * GIB;
const SMALL_DISK = 4 * GIB;

/** Too small for a whole desktop environment. Unknown is not small. */
export function isSmall({ system }: Pick<Facts, 'system'>): boolean {
  const memory = system.memory?.total;
  const room = system.disks?.filter(({ place }) => place === 'var' || place === 'opt').map(({ free }) => free) ?? [];
  return (memory !== undefined && memory < SMALL_MEMORY) || room.some((free) => free < SMALL_DISK);
}

export const hasNvidia = ({ gpu }: Pick<Facts, 'gpu'>): boolean =>
  gpu.nvidia.gpus.length > 0 || (gpu.pci?.some(({ vendor }) => vendor === 'nvidia') ?? false);

/** The mode that is recommended once everything is installed. */
export const recommended = (modes: readonly ModeOption[]): Mode =>
  modes.find(({ rank }) => rank === 'recommended')?.mode ?? modes.find(({ rank }) => rank === 'possible')?.mode ?? 'software';

/** What fits the host and the mode, where nobody said otherwise. */
function sensible(mode: Mode, facts: Facts): SetUpDraft {
  return {
    mode,
    xProxy: hasPart(mode, 'virtualgl') && hasNvidia(facts) ? 'turbovnc' : 'tigervnc',
    desktop: isSmall(facts) ? 'openbox' : 'xfce',
    benchmarks: false,
    driver: 'leave',
    engine: facts.container.docker === undefined && facts.container.podman !== undefined ? 'podman' : 'docker',
    joinDocker: false,
    restrictGpu: false,
    gpu: '',
    useFiles: true,
    offline: false,
    mirrorSystem: '',
    mirrorSoftware: '',
  };
}

export const draftOf = ({ mirror, gpu, ...wish }: SetUpWish): SetUpDraft => ({
  ...wish,
  gpu: gpu ?? '',
  mirrorSystem: mirror.system ?? '',
  mirrorSoftware: mirror.software ?? '',
});

interface Basis {
  readonly facts: Facts;
  readonly modes: readonly ModeOption[];
  /** The wish that was used last on this host. */
  readonly last: SetUpWish | undefined;
  readonly changes: Partial<SetUpDraft>;
}

/** What is wished now: the operator’s changes, before the last wish, before what fits the host. */
export function wishedNow({ facts, modes, last, changes }: Basis): SetUpDraft {
  const mode = changes.mode ?? last?.mode ?? recommended(modes);
  const proposed = sensible(mode, facts);
  // The X proxy goes with the mode: that of another mode says nothing. A replaced driver is never proposed again.
  const before = last === undefined ? {} : { ...draftOf(last), mode, driver: 'leave' as const };
  return { ...proposed, ...before, ...(last?.mode === mode ? {} : { xProxy: proposed.xProxy }), ...changes };
}

/** Whether nothing of what is folded away was chosen. */
export const isPlain = ({ driver, joinDocker, restrictGpu, gpu, offline, mirrorSystem, mirrorSoftware }: SetUpDraft): boolean =>
  driver === 'leave' && !joinDocker && !restrictGpu && !offline && gpu + mirrorSystem + mirrorSoftware === '';

export type DraftReading =
  | { readonly kind: 'wish'; readonly wish: SetUpWish }
  | { readonly kind: 'errors'; readonly errors: { readonly mirrorSystem?: string; readonly mirrorSoftware?: string } };

function readMirror(text: string): { readonly url?: string; readonly error?: string } {
  if (text.trim() === '') return {};
  const parsed = MirrorUrl.safeParse(text);
  return parsed.success ? { url: parsed.data } : { error: parsed.error.issues[0]?.message ?? '' };
}

/** Options that do not belong to the mode are left out of the wish. */
export function readDraft({ gpu, mirrorSystem, mirrorSoftware, ...draft }: SetUpDraft): DraftReading {
  const [system, software] = [readMirror(mirrorSystem), readMirror(mirrorSoftware)];
  if (system.error !== undefined || software.error !== undefined) {
    return {
      kind: 'errors',
      errors: {
        ...(system.error === undefined ? {} : { mirrorSystem: system.error }),
        ...(software.error === undefined ? {} : { mirrorSoftware: software.error }),
      },
    };
  }
  const parsed = SetUpWish.parse({
    ...draft,
    benchmarks: draft.benchmarks && hasPart(draft.mode, 'desktop'),
    driver: hasPart(draft.mode, 'driver') ? draft.driver : 'leave',
    joinDocker: draft.joinDocker && hasPart(draft.mode, 'engine') && draft.engine === 'docker',
    restrictGpu: draft.restrictGpu && hasPart(draft.mode, 'driver'),
    useFiles: draft.useFiles || draft.offline,
    ...(gpu === '' || !hasPart(draft.mode, 'xorg') ? {} : { gpu }),
    mirror: {
      ...(system.url === undefined ? {} : { system: system.url }),
      ...(software.url === undefined ? {} : { software: software.url }),
    },
  });
  return { kind: 'wish', wish: parsed };
}

/** `VirtualGL EGL · TurboVNC · Xfce`. */
export function wishWords(draft: SetUpDraft, modes: readonly ModeOption[]): string {
  const { short } = setUpTexts;
  const has = (part: ModePart): boolean => hasPart(draft.mode, part);
  return [
    modes.find(({ mode }) => mode === draft.mode)?.name,
    has('x-proxy') && X_PROXY_WORDS[draft.xProxy],
    has('desktop') && DESKTOP_NAMES[draft.desktop],
    has('engine') && ENGINE_NAMES[draft.engine],
    draft.benchmarks && has('desktop') && short.benchmarks,
    draft.driver === 'install' && has('driver') && short.driver,
    draft.restrictGpu && has('driver') && short.restrictGpu,
    draft.offline && short.offline,
  ]
    .filter((part) => part !== undefined && part !== false)
    .join(' · ');
}

/** The steps that the operator has to agree to by typing the host's name; what is done already asks for nothing. */
export const toConfirm = ({ steps }: Pick<SetUpPlan, 'steps'>): readonly SetUpStep[] =>
  steps.filter(({ confirm, state }) => confirm !== undefined && state.kind === 'to-do');

/** Whether two wishes ask for the same: the schema gives their fields one order. */
export const sameWish = (a: SetUpWish, b: SetUpWish): boolean => JSON.stringify(SetUpWish.parse(a)) === JSON.stringify(SetUpWish.parse(b));
