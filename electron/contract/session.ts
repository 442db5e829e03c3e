/** A session: one desktop that lives on a host and outlives the app. */
import { z } from 'zod';
import { HostId } from './host';
import { label } from './text';

/** `<boot id>.<display>.<pid>.<start time in clock ticks since boot>`: never reused, so stop cannot hit another process. */
export const SessionId = z.string().regex(/^[0-9a-f]{12}\/[0-9a-f-]{36}\.\d{1,5}\.\d{1,10}\.\d{1,20}$/);
export type SessionId = z.infer<typeof SessionId>;

export const Geometry = z.strictObject({
  width: z
    .number('Enter the width in pixels.')
    .int('Enter the width in whole pixels.')
    .min(64, 'The width is at least 64 pixels.')
    .max(8192, 'The width is at most 8192 pixels.'),
  height: z
    .number('Enter the height in pixels.')
    .int('Enter the height in whole pixels.')
    .min(64, 'The height is at least 64 pixels.')
    .max(8192, 'The height is at most 8192 pixels.'),
});
export type Geometry = z.infer<typeof Geometry>;

/** Bits per pixel that have a GL visual in both X proxies. */
export const Depth = z.union([z.literal(16), z.literal(24), z.literal(30)]);
export type Depth = z.infer<typeof Depth>;

/** X display number, `:1`..`:99`. */
export const Display = z
  .number('Enter the display number.')
  .int('Enter a whole display number.')
  .min(1, 'A display number is at least 1.')
  .max(99, 'A display number is at most 99.');

export const XProxyKind = z.enum(['turbovnc', 'tigervnc']);
export type XProxyKind = z.infer<typeof XProxyKind>;

export const Mode = z.enum([
  'host-egl',
  'container-egl',
  'host-glx',
  'container-glx',
  'host-xorg',
  'container-shared-xorg',
  'container-xorg',
  'host-dri3',
  'pod-egl',
  'pod-shared-xorg',
  'pod-xorg',
  'software',
]);
export type Mode = z.infer<typeof Mode>;

/** What vglrun -d takes: `egl`, `egl0`.., a DRI device, or a 3D X server's display; `none` leaves VirtualGL out. */
export const VglDevice = z.string().regex(/^(none|egl\d{0,2}|\/dev\/dri\/(card|renderD)\d{1,3}|:\d{1,3}(\.\d)?)$/);
export type VglDevice = z.infer<typeof VglDevice>;

export const Session = z.strictObject({
  id: SessionId,
  hostId: HostId,
  display: z.number().int().min(0).max(65535),
  /** Untrusted text from the host, already plain. */
  name: z.string().max(300),
  xProxy: XProxyKind,
  mode: Mode,
  /** VirtualGL's device in this session, `none` when it runs without VirtualGL, absent when not known. */
  vglDevice: VglDevice.optional(),
  geometry: Geometry.optional(),
  depth: z.number().int().optional(),
  /** Started by Gearview; false for one that somebody started by hand. */
  ours: z.boolean(),
  /** live: greets. dead: files without a process. silent: the process is there but its socket does not answer. */
  state: z.enum(['live', 'dead', 'silent']),
  /** Host's clock, epoch ms. */
  startedAt: z.number(),
  pid: z.number().int(),
  /** How its RFB is reached; `none` with the reason. */
  rfb: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('unix') }),
    z.strictObject({ kind: z.literal('tcp') }),
    z.strictObject({ kind: z.literal('none'), why: z.string().max(400) }),
  ]),
});
export type Session = z.infer<typeof Session>;

export const WindowManagerId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** What a host has to make desktops with. */
export const HostOffer = z.strictObject({
  xProxies: z.array(z.strictObject({ kind: XProxyKind, version: z.string().max(64), path: z.string().max(256) })).max(4),
  /** Best first: xfce, openbox, then the rest. */
  windowManagers: z.array(z.strictObject({ id: WindowManagerId, name: z.string().max(128) })).max(64),
  /** VirtualGL's version, absent when it is not installed. */
  virtualgl: z.string().max(64).optional(),
  /** Devices VirtualGL can draw on, best first, as `vglrun -d` takes them; with the renderer string that each reports. */
  vglDevices: z.array(z.strictObject({ device: VglDevice, renderer: z.string().max(300) })).max(32),
  nvidiaSmi: z.boolean(),
  /** Tools the checks need and the host lacks, e.g. `glxgears`. */
  missingTools: z.array(z.string().max(64)).max(32),
});
export type HostOffer = z.infer<typeof HostOffer>;

export const SessionsChanged = z.strictObject({ hostId: HostId, sessions: z.array(Session).max(64), offer: HostOffer });
export type SessionsChanged = z.infer<typeof SessionsChanged>;

export const SessionWish = z.strictObject({
  hostId: HostId,
  geometry: Geometry,
  depth: Depth,
  /** Absent: the best the host offers. */
  windowManager: WindowManagerId.optional(),
  name: label('a name for the desktop', 64).optional(),
  /** Absent: the first free one. */
  display: Display.optional(),
  /** Absent: the best the host offers. */
  vglDevice: VglDevice.optional(),
});
export type SessionWish = z.infer<typeof SessionWish>;

/** A start in progress: which step of it is running. */
export const SessionProgress = z.strictObject({ hostId: HostId, step: z.string().max(200), startedAt: z.number() });
export type SessionProgress = z.infer<typeof SessionProgress>;

/** A mode as the chooser ranks it for a host (design.md §2). */
export const ModeChoice = z.strictObject({
  mode: Mode,
  rank: z.enum(['recommended', 'possible', 'impossible']),
  /** Why, in a sentence. */
  why: z.string().max(400),
  /** For impossible ones: what would make it possible, in a sentence; empty when nothing would. */
  needs: z.string().max(400),
  /** The doctor's entries that stand in the way, by id. */
  blockedBy: z.array(z.string().max(8)).max(8),
});
export type ModeChoice = z.infer<typeof ModeChoice>;

/** Best first, each mode once. `afterSetUp`: as they would rank once all software is there that a set-up can install. */
export const ModeChoices = z.strictObject({
  hostId: HostId,
  choices: z.array(ModeChoice).max(16),
  afterSetUp: z.array(ModeChoice).max(16),
});
export type ModeChoices = z.infer<typeof ModeChoices>;
