/** Facts of a host: what one probe found out, how it stands now, and how it changed. */
import { z } from 'zod';
import { HostId } from './host';
import { Answer, QuestionName } from './probe/answer';
import { ContainerFacts } from './probe/container';
import { DesktopFacts } from './probe/desktop';
import { GlFacts } from './probe/gl';
import { GpuFacts } from './probe/gpu';
import { LoginFacts } from './probe/login';
import { SystemFacts } from './probe/system';
import { count, line, percent, word } from './probe/text';

/** Everything one probe found out. Typed fields are absent where `answers` say why; raw texts are asked for by name. */
export const Facts = z.strictObject({
  hostId: HostId,
  /** Epoch ms, laptop's clock. */
  at: z.number(),
  /** How long the probe took, with the network's own time. */
  ms: count,
  answers: z.array(Answer).max(128),
  system: SystemFacts,
  gpu: GpuFacts,
  gl: GlFacts,
  desktop: DesktopFacts,
  container: ContainerFacts,
  login: LoginFacts,
});
export type Facts = z.infer<typeof Facts>;

/** How the page stands to the facts of a host. */
export const ProbeState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('asking'), hostId: HostId, since: z.number() }),
  z.strictObject({ kind: z.literal('known'), hostId: HostId, facts: Facts }),
  z.strictObject({ kind: z.literal('failed'), hostId: HostId, message: z.string().max(2000), at: z.number() }),
]);
export type ProbeState = z.infer<typeof ProbeState>;

export const RawWish = z.strictObject({ hostId: HostId, name: QuestionName });

/** One GPU at one moment; a field is absent where the driver does not tell. */
export const GpuLoad = z.strictObject({
  /** nvidia-smi's index, or the DRM card: `0`, `card1`. */
  id: word,
  name: word,
  load: percent.optional(),
  /** MiB. */
  memoryUsed: count.optional(),
  memoryTotal: count.optional(),
  /** °C. */
  temperature: z.number().optional(),
  /** Watts. */
  power: z.number().min(0).optional(),
});
export type GpuLoad = z.infer<typeof GpuLoad>;

/** What the watch of a host says, whole, whenever something of it changed. */
export const Load = z.strictObject({
  hostId: HostId,
  /** Epoch ms, laptop's clock. */
  at: z.number(),
  gpus: z.array(GpuLoad).max(32),
  /** Busy share of all cores. */
  cpu: percent.optional(),
  /** KiB. */
  memoryUsed: count.optional(),
  memoryTotal: count.optional(),
  /** X servers and X proxies of all users, `:N` and kind. */
  xServers: z.array(z.strictObject({ kind: word, display: count.optional(), pid: count })).max(128),
});
export type Load = z.infer<typeof Load>;

/** A value that is followed over time. */
export const TrackedName = z.enum([
  'os',
  'kernel',
  'driver-loaded',
  'driver-on-disk',
  'driver-libraries',
  'gpus',
  'mig',
  'virtualgl',
  'virtualgl-setup',
  'egl-devices',
  'turbovnc',
  'turbovnc-settings',
  'tigervnc',
  'x11vnc',
  'xorg',
  'display-manager',
  'window-managers',
  'docker',
  'container-toolkit',
  'podman',
  'kubernetes',
  'selinux',
  'secure-boot',
  'sshd',
  'linger',
  'gpu-nodes',
]);
export type TrackedName = z.infer<typeof TrackedName>;

/** The followed values of a host at one moment; kept only when one of them changed. */
export const Snapshot = z.strictObject({ at: z.number(), values: z.partialRecord(TrackedName, line) });
export type Snapshot = z.infer<typeof Snapshot>;
/** Oldest first. */
export const History = z.strictObject({ hostId: HostId, snapshots: z.array(Snapshot).max(100) });
export type History = z.infer<typeof History>;
