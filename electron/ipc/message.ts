/** The envelopes on a port. */
import { z } from 'zod';
import { FailureData } from '../base/failure';

const name = z.string().max(64);
const id = z.number().int().min(0);

export const CallMessage = z.strictObject({ kind: z.literal('call'), id, name, input: z.unknown() });

/** What the calling side hears: replies and events. */
export const HeardMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reply'), id, value: z.unknown() }),
  z.strictObject({ kind: z.literal('failure'), id, failure: FailureData }),
  z.strictObject({ kind: z.literal('event'), name, data: z.unknown() }),
]);

export type CallMessage = z.infer<typeof CallMessage>;
export type HeardMessage = z.infer<typeof HeardMessage>;
