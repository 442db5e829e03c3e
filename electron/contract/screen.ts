/** A screen: a session shown in its own `screen://` frame. Everything on the frame's two ports. */
import { z } from 'zod';
import { FailureData } from '../base/failure';
import { Pixels, Region } from './check';
import { SessionId } from './session';

/** Host part of `screen://<id>/`, one per open screen. */
export const ScreenId = z.string().regex(/^[a-z0-9]{12}$/);
export type ScreenId = z.infer<typeof ScreenId>;

/** Bytes per message, bytes in flight without acknowledgement, and the clipboard's limit (design.md §3, security.md §5). */
export const MESSAGE_BYTES = 128 * 1024;
export const IN_FLIGHT_BYTES = 4 * 1024 * 1024;
export const CLIPBOARD_BYTES = 1024 * 1024;

export const ScreenWish = z.strictObject({ sessionId: SessionId });
export const ScreenOpened = z.strictObject({
  /** How the bytes travel, for the connection's details. */
  path: z.enum(['unix socket', 'loopback TCP', 'exec relay']),
});

const bytes = z.instanceof(Uint8Array);

/** Worker → frame on the RFB port. */
export const ToFrame = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bytes'), bytes }),
  /** The first whole FramebufferUpdate was sent before this. */
  z.strictObject({ kind: z.literal('picture') }),
  /** The stream is over; no failure when the worker closed it on request. */
  z.strictObject({ kind: z.literal('end'), failure: FailureData.optional() }),
]);
export type ToFrame = z.infer<typeof ToFrame>;

/** Frame → worker on the RFB port. */
export const FromFrame = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bytes'), bytes: bytes.refine((b) => b.byteLength <= 2 * 1024 * 1024) }),
  /** This many bytes were taken over by noVNC. */
  z.strictObject({ kind: z.literal('ack'), count: z.number().int().min(0) }),
]);
export type FromFrame = z.infer<typeof FromFrame>;

/** What a key chord inside the frame asks of the page (TurboVNC's Ctrl-Alt-Shift chords). */
export const Shortcut = z.enum(['full-screen', 'view-only', 'ctrl-alt-del', 'release', 'refresh', 'check']);
export type Shortcut = z.infer<typeof Shortcut>;

/** Page → frame on the control port. `connect` brings the RFB port along. */
export const FrameCommand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('connect') }),
  z.strictObject({ kind: z.literal('disconnect') }),
  z.strictObject({ kind: z.literal('view-only'), on: z.boolean() }),
  /** remote: ask the host for the frame's size; fit: scale the picture; actual: pixels 1:1 with scroll bars. */
  z.strictObject({ kind: z.literal('scaling'), scaling: z.enum(['remote', 'fit', 'actual']) }),
  z.strictObject({ kind: z.literal('ctrl-alt-del') }),
  z.strictObject({ kind: z.literal('paste'), text: z.string().max(CLIPBOARD_BYTES) }),
  z.strictObject({ kind: z.literal('focus') }),
  /** Off: another screen lies over this one, and its desktop need not send pictures. On until told otherwise. */
  z.strictObject({ kind: z.literal('in-front'), on: z.boolean() }),
  /** Count distinct pictures and colours in the region until `stop-sampling`. */
  z.strictObject({ kind: z.literal('sample'), region: Region.optional() }),
  z.strictObject({ kind: z.literal('stop-sampling') }),
]);
export type FrameCommand = z.infer<typeof FrameCommand>;

/** Frame → page on the control port. Texts from the host are untrusted until `plainText`. */
export const FrameEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('loaded') }),
  z.strictObject({ kind: z.literal('connected') }),
  /** The first picture is on the canvas. */
  z.strictObject({ kind: z.literal('picture'), width: z.number(), height: z.number() }),
  z.strictObject({ kind: z.literal('resized'), width: z.number(), height: z.number() }),
  z.strictObject({ kind: z.literal('name'), name: z.string().max(2048) }),
  z.strictObject({ kind: z.literal('clipboard'), text: z.string().max(CLIPBOARD_BYTES) }),
  z.strictObject({ kind: z.literal('focused'), on: z.boolean() }),
  z.strictObject({ kind: z.literal('shortcut'), shortcut: Shortcut }),
  z.strictObject({ kind: z.literal('bell') }),
  /** Once a second while sampling: the last second, and all since `sample`. */
  z.strictObject({ kind: z.literal('sampled'), lastFps: z.number(), total: Pixels }),
  z.strictObject({ kind: z.literal('ended'), failure: FailureData.optional() }),
]);
export type FrameEvent = z.infer<typeof FrameEvent>;
