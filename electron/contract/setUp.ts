/** Set-up of a host: what the operator wishes, the plan for it, its run, and the proof at its end; and how it is taken back. */
import { z } from 'zod';
import { FailureData } from '../base/failure';
import { Verdict } from './check';
import { HostId } from './host';
import { count, line, Pci, word } from './probe/text';
import { Mode, SessionId, XProxyKind } from './session';
import { hasDisguisingCharacters } from './text';

/** What a set-up is made of, in the order in which it is done. */
export const RecipeName = z.enum([
  'repair', // finishes an interrupted installation
  'repositories', // where VirtualGL, TurboVNC and the NVIDIA container toolkit come from, and fresh package lists
  'base', // what desktops and checks need of every host
  'driver', // the NVIDIA driver: checked, and installed only on its own confirmation
  'engine', // Docker or Podman
  'toolkit', // the NVIDIA container toolkit, with CDI
  'groups', // of this login: before what uses the GPU is verified
  'virtualgl',
  'turbovnc',
  'tigervnc',
  'desktop',
  'tools', // glxgears and what else measures
  'xorg', // an Xorg on the GPU, with x11vnc
  'gpu-access', // the GPU only for a group (vglserver_config)
]);
export type RecipeName = z.infer<typeof RecipeName>;

export const DesktopChoice = z.enum(['openbox', 'xfce', 'mate']);
export type DesktopChoice = z.infer<typeof DesktopChoice>;

/** Where packages come from instead; without a name and password, which would end up in files of the host. */
export const MirrorUrl = z
  .string()
  .trim()
  .max(500, 'That address is too long.')
  .regex(
    /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~/+-]*)?$/,
    'Enter the address of a mirror, like https://mirror.example.com/debian.',
  );

/** What the operator wants of a host. Also read back from hosts, to go on with a set-up that was left. */
export const SetUpWish = z.strictObject({
  mode: Mode,
  xProxy: XProxyKind,
  desktop: DesktopChoice,
  /** glmark2 and vulkan-tools, beside what a check needs. */
  benchmarks: z.boolean(),
  /** `install` also where there is one already: it is replaced. */
  driver: z.enum(['leave', 'install']),
  /** For modes in containers. */
  engine: z.enum(['docker', 'podman']),
  /** This login joins the group docker, which makes it as good as root. */
  joinDocker: z.boolean(),
  /** The GPU is kept for the group vglusers (R28). */
  restrictGpu: z.boolean(),
  /** The GPU of an Xorg; absent: the first one. */
  gpu: Pci.optional(),
  /** Package files of the app come before repositories. */
  useFiles: z.boolean(),
  /** The host reaches no repository: only package files are used. */
  offline: z.boolean(),
  /** `system`: of the distribution. `software`: holds virtualgl/ and turbovnc/ as packagecloud.io/dcommander does. */
  mirror: z.strictObject({ system: MirrorUrl.optional(), software: MirrorUrl.optional() }),
});
export type SetUpWish = z.infer<typeof SetUpWish>;

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A package file that the app keeps. */
export const PackageFile = z.strictObject({
  sha256: Sha256,
  /** Its own, without folders. */
  fileName: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+~:-]{0,200}\.(deb|rpm)$/),
  format: z.enum(['deb', 'rpm']),
  /** What the package says of itself. */
  name: word,
  version: word,
  /** `amd64`, `x86_64`, `all`, `noarch`. */
  architecture: word,
  /** Bytes. */
  size: count,
  /** Names that it needs, of each alternative; versions left out. */
  depends: z.array(z.array(word).max(32)).max(500),
  provides: z.array(word).max(500),
});
export type PackageFile = z.infer<typeof PackageFile>;

export const StepId = z.string().regex(/^[a-z][a-z0-9-]{0,47}$/);
export type StepId = z.infer<typeof StepId>;

export const SetUpStepState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('to-do') }),
  /** `note`: what it waits for or does now. `command`: which of its commands runs, from 0. `part`: 0..1, when that can be told. */
  z.strictObject({
    kind: z.literal('running'),
    startedAt: z.number(),
    note: line,
    command: count.optional(),
    part: z.number().min(0).max(1).optional(),
  }),
  /** `found`: what shows it. */
  z.strictObject({ kind: z.literal('already'), found: line }),
  z.strictObject({ kind: z.literal('cannot'), why: line }),
  z.strictObject({ kind: z.literal('done'), ms: count, found: line }),
  z.strictObject({ kind: z.literal('failed'), ms: count, status: z.number().int(), why: line, output: z.string().max(4000) }),
  z.strictObject({ kind: z.literal('cancelled'), ms: count }),
]);
export type SetUpStepState = z.infer<typeof SetUpStepState>;

export const SetUpStep = z.strictObject({
  id: StepId,
  recipe: RecipeName,
  title: line,
  /** Exactly what runs, in this order, as lines for a shell; files are written before. */
  commands: z.array(z.string().max(8000)).max(64),
  /** Files that are written, with all that will be in them. */
  files: z.array(z.strictObject({ path: word, mode: z.string().regex(/^0?[0-7]{3}$/), text: z.string().max(16_000) })).max(8),
  /** Package files that travel to the host first. */
  uploads: z.array(Sha256).max(500),
  /** What it changes on the host, in a sentence. */
  changes: line,
  /** How it is taken back, in a sentence. */
  undo: line,
  root: z.boolean(),
  /** Rough: seconds, bytes to fetch, bytes on the disk afterwards. */
  seconds: z.number().min(0),
  download: count.optional(),
  disk: count.optional(),
  /** Why the operator has to type the host's name for it (R53). */
  confirm: line.optional(),
  /** What to know before. */
  warning: line.optional(),
  state: SetUpStepState,
});
export type SetUpStep = z.infer<typeof SetUpStep>;

/** What has to be true of a recipe afterwards: a command, and the fact that it shows. */
export const Verification = z.strictObject({
  recipe: RecipeName,
  command: line,
  expected: line,
  /** Absent until it was looked at. */
  got: line.optional(),
  ok: z.boolean().optional(),
});
export type Verification = z.infer<typeof Verification>;

export const PlanId = z.string().regex(/^[0-9a-f]{12}$/);

export const SetUpPlan = z.strictObject({
  id: PlanId,
  hostId: HostId,
  kind: z.enum(['set-up', 'undo']),
  /** Absent for an undo. */
  wish: SetUpWish.optional(),
  /** `Debian GNU/Linux 12 (bookworm)`. */
  system: line,
  /** Who runs it: the login. */
  user: word,
  steps: z.array(SetUpStep).max(64),
  /** What to know before: others on this machine (R54), the end of a distribution's support. */
  warnings: z.array(line).max(16),
  verifications: z.array(Verification).max(32),
  at: z.number(),
});
export type SetUpPlan = z.infer<typeof SetUpPlan>;

/** Somebody sets this host up now. */
export const SetUpLock = z.strictObject({ owner: word, since: z.number(), title: line });
export type SetUpLock = z.infer<typeof SetUpLock>;

/** A run that an app began here and did not end. */
export const UnfinishedRun = z.strictObject({
  id: PlanId,
  owner: word,
  /** Host's clock, epoch ms. */
  since: z.number(),
  wish: SetUpWish.optional(),
  /** The step it reached. */
  stepId: StepId.optional(),
  title: line,
  /** of: how many steps were to do. */
  position: count,
  of: count,
  /** The step still runs; `ended`: it came to its end; `lost`: it was cut off. */
  step: z.enum(['running', 'ended', 'lost']),
});
export type UnfinishedRun = z.infer<typeof UnfinishedRun>;

/** How a host stands with set-up, as far as an ordinary look can tell. */
export const SetUpStanding = z.strictObject({
  hostId: HostId,
  lock: SetUpLock.optional(),
  unfinished: z.array(UnfinishedRun).max(8),
  /** Steps in the host's journal that can be taken back, oldest first. */
  journal: z.array(z.strictObject({ id: word, title: line, at: z.number(), user: word })).max(200),
});
export type SetUpStanding = z.infer<typeof SetUpStanding>;

/** The desktop that was started at the end, and what its check proved. */
export const Proof = z.discriminatedUnion('kind', [
  /** `sessionId`: the desktop, once it is there; a screen that shows it lets its pixels count. */
  z.strictObject({ kind: z.literal('running'), step: line, sessionId: SessionId.optional() }),
  /** `asExpected`: the verdict is what the mode promises. */
  z.strictObject({
    kind: z.literal('proven'),
    mode: Mode,
    verdict: Verdict,
    asExpected: z.boolean(),
    sentence: line,
    command: z.string().max(2000),
    ms: count,
  }),
  z.strictObject({ kind: z.literal('failed'), failure: FailureData }),
  /** Not tried, and why. */
  z.strictObject({ kind: z.literal('left-out'), why: line }),
]);
export type Proof = z.infer<typeof Proof>;

export const RunState = z.discriminatedUnion('kind', [
  /** For its turn among several hosts. */
  z.strictObject({ kind: z.literal('waiting') }),
  z.strictObject({ kind: z.literal('running') }),
  /** The link is gone; what runs on the host goes on. */
  z.strictObject({ kind: z.literal('reconnecting'), since: z.number() }),
  /** `after-step`: no further step begins. `now`: the step is being ended too. */
  z.strictObject({ kind: z.literal('cancelling'), how: z.enum(['after-step', 'now']) }),
  z.strictObject({ kind: z.literal('verifying') }),
  z.strictObject({ kind: z.literal('done') }),
  z.strictObject({ kind: z.literal('failed'), failure: FailureData }),
  z.strictObject({ kind: z.literal('cancelled') }),
]);
export type RunState = z.infer<typeof RunState>;

/** A run of a plan. Its steps carry how far they are. */
export const SetUpRun = z.strictObject({
  id: PlanId,
  hostId: HostId,
  plan: SetUpPlan,
  state: RunState,
  startedAt: z.number(),
  endedAt: z.number().optional(),
  /** Runs that were begun together. */
  batch: PlanId.optional(),
  /** It follows one step that another app left here, to its end; what is to do after that needs a plan of its own. */
  left: z.literal(true).optional(),
  proof: Proof.optional(),
  /** Lines of output so far; the latest 20,000 are kept. */
  lines: count,
});
export type SetUpRun = z.infer<typeof SetUpRun>;

/** `from`: number of the first line, from 0 since the run's begin. */
export const RunOutput = z.strictObject({ runId: PlanId, from: count, lines: z.array(z.string().max(2000)).max(2000) });
export type RunOutput = z.infer<typeof RunOutput>;

/** `typed`: the host's name as the operator typed it, where the plan asks for that. */
export const RunCall = z.strictObject({ hostId: HostId, planId: PlanId, typed: z.string().max(200).optional() });

/** The same wish on several hosts, each with a plan that was looked at. */
export const BatchCall = z.strictObject({
  runs: z.array(RunCall).min(1).max(100),
  /** Hosts at a time. */
  limit: z.number().int().min(1).max(16),
  /** After a failure no further host is begun. */
  stopOnFailure: z.boolean(),
});

/** Absolute paths of files and folders that the operator dropped or chose. */
export const PackagePaths = z
  .array(
    z
      .string()
      .max(4096)
      .refine((path) => !hasDisguisingCharacters(path), 'That path contains control or invisible characters.'),
  )
  .max(500);

/** What became of dropped files. */
export const PackagesAdded = z.strictObject({
  added: z.array(PackageFile).max(500),
  refused: z.array(z.strictObject({ fileName: line, why: line })).max(500),
});
