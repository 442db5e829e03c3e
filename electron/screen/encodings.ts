/** RFB encodings by number (rfbproto; TigerVNC's extensions), and which of noVNC's wishes reach the host. */

export const RAW = 0;
export const COPY_RECT = 1;
export const TIGHT = 7;

export const DESKTOP_SIZE = -223;
export const LAST_RECT = -224;
export const CURSOR = -239;
export const QEMU_KEYS = -258;
export const QEMU_LEDS = -261;
export const DESKTOP_NAME = -307;
export const EXTENDED_DESKTOP_SIZE = -308;
export const FENCE = -312;
export const CONTINUOUS_UPDATES = -313;
export const MORE_BUTTONS = -316;
export const VMWARE_CURSOR = 0x574d5664;
export const EXTENDED_CLIPBOARD = 0xc0a1e5ce | 0;

const QUALITY = { from: -32, to: -23 };
const COMPRESSION = { from: -256, to: -247 };

/**
 * Left out on purpose: ZRLE (noVNC follows run lengths without bound), Zlib, Hextile, RRE, JPEG, TightPNG and H.264 (nothing that
 * TurboVNC, TigerVNC or x11vnc needs beside Tight), and xvp (power switches of virtual machines).
 */
const ALLOWED: ReadonlySet<number> = new Set([
  RAW,
  COPY_RECT,
  TIGHT,
  DESKTOP_SIZE,
  LAST_RECT,
  CURSOR,
  QEMU_KEYS,
  QEMU_LEDS,
  DESKTOP_NAME,
  EXTENDED_DESKTOP_SIZE,
  FENCE,
  CONTINUOUS_UPDATES,
  MORE_BUTTONS,
  VMWARE_CURSOR,
  EXTENDED_CLIPBOARD,
]);

const within = (value: number, range: { from: number; to: number }): boolean => value >= range.from && value <= range.to;

export const isAllowed = (encoding: number): boolean => ALLOWED.has(encoding) || within(encoding, QUALITY) || within(encoding, COMPRESSION);
