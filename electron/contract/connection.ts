/** The SSH connection of a host: its state, and the questions it has to ask. */
import { z } from 'zod';
import { FailureData } from '../base/failure';
import { HostId } from './host';

export const ConnectionState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({ kind: z.literal('connecting'), step: z.string().max(200) }),
  z.strictObject({ kind: z.literal('ready'), since: z.number() }),
  /** `retryAt`: when the next try by itself happens, epoch ms; absent when only the operator can help. */
  z.strictObject({ kind: z.literal('lost'), failure: FailureData, retryAt: z.number().optional() }),
]);
export type ConnectionState = z.infer<typeof ConnectionState>;

export const ConnectionChanged = z.strictObject({ hostId: HostId, state: ConnectionState });
export type ConnectionChanged = z.infer<typeof ConnectionChanged>;

export const QuestionId = z.string().regex(/^[0-9a-f]{12}$/);

const line = z.string().max(1024);

/** Something only the operator can answer. All texts from the host are already plain. */
export const Question = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('host-key'),
    id: QuestionId,
    hostId: HostId,
    hostName: line,
    address: line,
    port: z.number().int(),
    keyType: line,
    /** `SHA256:…` as ssh-keygen -l prints it. */
    fingerprint: line,
    /** Why it is asked: where we looked and what we found. */
    reason: line,
  }),
  z.strictObject({
    kind: z.literal('secret'),
    id: QuestionId,
    hostId: HostId,
    hostName: line,
    purpose: z.enum(['password', 'passphrase']),
    /** Whose: `alice@gpu1` or the key's path. */
    subject: line,
    /** The one before was wrong. */
    again: z.boolean(),
    /** Present when it cannot be remembered: the reason. */
    whyNotRemembered: line.optional(),
  }),
  z.strictObject({
    kind: z.literal('prompts'),
    id: QuestionId,
    hostId: HostId,
    hostName: line,
    title: line,
    instructions: z.string().max(4096),
    prompts: z.array(z.strictObject({ text: z.string().max(256), echo: z.boolean() })).max(10),
  }),
]);
export type Question = z.infer<typeof Question>;

const secretText = z.string().max(4096);

export const Answer = z.discriminatedUnion('kind', [
  /** `save` appends the key to ~/.ssh/known_hosts, `once` trusts it until the app ends. */
  z.strictObject({ kind: z.literal('host-key'), accept: z.enum(['once', 'save']) }),
  z.strictObject({ kind: z.literal('secret'), value: secretText, remember: z.boolean() }),
  z.strictObject({ kind: z.literal('prompts'), values: z.array(secretText).max(10) }),
  z.strictObject({ kind: z.literal('cancel') }),
]);
export type Answer = z.infer<typeof Answer>;
