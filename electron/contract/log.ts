/** The log of one host: who did what, when, with which command; secrets are taken out before it is written. */
import { z } from 'zod';
import { HostId } from './host';

export const LogEntry = z.strictObject({
  /** Grows by one with each entry. */
  id: z.number().int(),
  /** Epoch ms. */
  at: z.number(),
  level: z.enum(['info', 'warn', 'error']),
  hostId: HostId,
  event: z.string().max(200),
  /** In the order to be shown. */
  fields: z.array(z.tuple([z.string().max(64), z.string().max(4096)])).max(32),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** Entries of one host that the app keeps at hand. */
export const LOG_ENTRIES = 2000;

/** A text to be saved as a file; the operator chooses where. */
export const TextFile = z.strictObject({ name: z.string().regex(/^[\w.-]{1,120}$/), text: z.string().max(4 * 1024 * 1024) });
export type TextFile = z.infer<typeof TextFile>;
