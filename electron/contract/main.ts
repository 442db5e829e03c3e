/** What the page and the worker ask of the main process, and what it tells them. */
import { z } from 'zod';
import { CLIPBOARD_BYTES } from './screen';

/** What runs here, for “About” and reports. */
export const About = z.strictObject({
  version: z.string(),
  electron: z.string(),
  chromium: z.string(),
  node: z.string(),
  platform: z.string(),
});
export type About = z.infer<typeof About>;

export const ClipboardText = z.strictObject({ text: z.string().max(CLIPBOARD_BYTES) });

/** The worker as main sees it: `failed` after too many crashes in a row. */
export const WorkerState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({ kind: z.literal('running') }),
  z.strictObject({ kind: z.literal('unresponsive') }),
  z.strictObject({ kind: z.literal('restarting'), attempt: z.number().int() }),
  z.strictObject({ kind: z.literal('failed'), why: z.string().max(1000) }),
]);
export type WorkerState = z.infer<typeof WorkerState>;

export const MenuCommand = z.enum(['add-host', 'new-desktop', 'palette', 'shortcuts', 'about', 'full-screen']);
export type MenuCommand = z.infer<typeof MenuCommand>;

/** Secrets are kept under a key that binds them to what they open, e.g. `password user@address:port`. */
export const SecretKey = z.string().min(1).max(2048);
export const SecretText = z.string().max(4096);
/** Whether the system has a safe place for secrets; `why` when not. */
export const SecretStore = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('available') }),
  z.strictObject({ kind: z.literal('absent'), why: z.string().max(400) }),
]);
export type SecretStore = z.infer<typeof SecretStore>;
