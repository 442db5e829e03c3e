/** Every limit of the RFB guard in one place: what is more than this never reaches noVNC (noVNC 1.7.0 hangs, or takes gigabytes). */

/** Host side handshake, from the open stream to the end of ServerInit. */
export const HANDSHAKE_MS = 10_000;
/** Bytes of a refusal's reason that are read. */
export const REASON_BYTES = 1024;

/** Framebuffer: each side, and width × height (8K UHD). */
export const SIDE_PIXELS = 8192;
export const AREA_PIXELS = 33_177_600;
/** Desktop name as declared. */
export const NAME_BYTES = 1024;
export const CURSOR_SIDE = 512;

/** Clipboard text that is passed on; a longer one is swallowed, for a text copied on the desktop is no reason to lose its picture. */
export const CUT_TEXT_BYTES = 1024 * 1024;
/** Longer than this it is not even skipped: servers stop far below by themselves (TigerVNC MaxCutText 256 KiB, TurboVNC -maxclipboard 1 MiB). */
export const CUT_TEXT_SKIPPED_BYTES = 16 * 1024 * 1024;
/** What noVNC may send as one clipboard message: 1 MiB of characters as UTF-8, deflated. */
export const CLIENT_CUT_TEXT_BYTES = 4 * 1024 * 1024;

/** Fence payload (rfbproto: "length must be 64 or less"). */
export const FENCE_BYTES = 64;
/** Fences of the host that noVNC has not answered yet; TigerVNC and TurboVNC have a handful under way. */
export const HOST_FENCES = 10_000;
/** Sizes that noVNC asked for and the host has not answered; noVNC asks for one at a time. */
export const SIZE_WISHES = 16;

/** One FramebufferUpdate. */
export const UPDATE_RECTANGLES = 20_000;
export const UPDATE_BYTES = 64 * 1024 * 1024;
/** Sum of its rectangles' areas, in framebuffers: an honest update covers each pixel once, and may copy it once. */
export const UPDATE_AREAS = 4;

/**
 * Changes of size that the operator did not ask for, per second. noVNC's cost goes with the area (about 0.16 s at 8K), so four
 * of the largest are allowed, or more of smaller ones: another viewer that drags its window makes ten a second.
 */
export const RESIZES_PER_SECOND = 20;
export const RESIZED_PIXELS_PER_SECOND = 4 * AREA_PIXELS;
/** Surplus bells are dropped. */
export const BELLS_PER_SECOND = 5;

/** In the middle of a message at least this many bytes come in this time, else it is a stall (6.5 kbit/s: a slow link is none). */
export const STALL_MS = 10_000;
export const STALL_BYTES = 8 * 1024;
/** From a full update request to its picture. */
export const PICTURE_MS = 10_000;
/** When the request is repeated on noVNC's behalf: incrementally, then in full. */
export const PICTURE_NUDGE_MS: readonly number[] = [3000, 6000];
/** Silence after keys or pointer that makes us ask for one pixel, and how long the desktop has to answer. */
export const PROBE_AFTER_MS = 5000;
export const PROBE_MS = 10_000;
/** noVNC has to get through what it was given. */
export const DRAW_MS = 10_000;
/** A fence for noVNC is due after this many bytes, or this long after the last one. */
export const FENCE_EVERY_BYTES = 512 * 1024;
export const FENCE_EVERY_MS = 1000;
/** Bytes that noVNC may have before it unprocessed, as far as a fence can tell. */
export const QUEUE_BYTES = 8 * 1024 * 1024;

/** Keys, pointer and clipboard waiting for the host. */
export const TO_HOST_BYTES = 8 * 1024 * 1024;
/** WebSocket frames from TurboVNC. */
export const WEBSOCKET_FRAME_BYTES = 16 * 1024 * 1024;
