/** The SSH connection of a host: its state, and the questions it has to ask. */
import { z } from 'zod';
import { FailureData } from '../base/failure';
import { HostId } from './host';

export const ConnectionState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idle') }),
  z.strictObject({
    kind: z.literal('connecting'),
    step: z.string().max(200),
    /** The machine on the way that is being reached, when the host lies behind others; `index` counts from 1. */
    hop: z.strictObject({ name: z.string().max(300), index: z.number().int(), count: z.number().int() }).optional(),
    /** Present when it is a try to come back: which one, counted from 1, and why the one before failed. */
    again: z.strictObject({ attempt: z.number().int(), failure: FailureData }).optional(),
  }),
  /** `via`: the names of the jump hosts. */
  z.strictObject({ kind: z.literal('ready'), since: z.number(), via: z.array(z.string().max(300)).max(8).optional() }),
  /** `retryAt`: when the next try by itself happens, epoch ms; absent when only the operator can help. `attempts`: tries since it was lost. */
  z.strictObject({
    kind: z.literal('lost'),
    failure: FailureData,
    retryAt: z.number().optional(),
    attempts: z.number().int().optional(),
  }),
]);
export type ConnectionState = z.infer<typeof ConnectionState>;

export const ConnectionChanged = z.strictObject({ hostId: HostId, state: ConnectionState });
export type ConnectionChanged = z.infer<typeof ConnectionChanged>;

export const QuestionId = z.string().regex(/^[0-9a-f]{12}$/);

const line = z.string().max(1024);
/** When the question closes by itself, epoch ms. */
const expiresAt = z.number();
/** Drawn as ssh-keygen -lv draws it: 11 lines. */
const randomart = z.string().max(400);

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
    randomart,
    /** The file that “save” appends to; absent when there is none to save to. */
    file: line.optional(),
    expiresAt,
  }),
  z.strictObject({
    kind: z.literal('secret'),
    id: QuestionId,
    hostId: HostId,
    hostName: line,
    /** `sudo`: asked for one set-up, and kept no longer than it runs. */
    purpose: z.enum(['password', 'passphrase', 'sudo']),
    /** Whose: `alice@gpu1` or the key's path. */
    subject: line,
    /** The one before was wrong. */
    again: z.boolean(),
    /** Present when it cannot be kept in the system's key store: the reason. */
    whyNotRemembered: line.optional(),
    expiresAt,
  }),
  z.strictObject({
    kind: z.literal('prompts'),
    id: QuestionId,
    hostId: HostId,
    hostName: line,
    title: line,
    instructions: z.string().max(4096),
    prompts: z.array(z.strictObject({ text: z.string().max(256), echo: z.boolean() })).max(10),
    expiresAt,
  }),
]);
export type Question = z.infer<typeof Question>;

const secretText = z.string().max(4096);

export const Answer = z.discriminatedUnion('kind', [
  /** `save` appends the key to ~/.ssh/known_hosts, `once` trusts it until the app ends. */
  z.strictObject({ kind: z.literal('host-key'), accept: z.enum(['once', 'save']) }),
  /** `run`: in the worker's memory until Gearview ends; `store`: in the system's key store. */
  z.strictObject({ kind: z.literal('secret'), value: secretText, remember: z.enum(['no', 'run', 'store']) }),
  z.strictObject({ kind: z.literal('prompts'), values: z.array(secretText).max(10) }),
  z.strictObject({ kind: z.literal('cancel') }),
]);
export type Answer = z.infer<typeof Answer>;

const shownKey = { keyType: line, fingerprint: line, randomart };

/** A host key that differs from what is on record. */
export const KeyChange = z.strictObject({
  hostId: HostId,
  /** Of the machine that shows it: the host, or one on the way. */
  hostName: line,
  address: line,
  port: z.number().int(),
  shown: z.strictObject(shownKey),
  onRecord: z
    .array(
      z.strictObject({
        ...shownKey,
        file: line,
        /** Counted from 1; 0 for a key that was trusted once. */
        line: z.number().int(),
        /** Why this line cannot be replaced from here. */
        locked: line.optional(),
      }),
    )
    .max(32),
});
export type KeyChange = z.infer<typeof KeyChange>;

/** A remembered secret, without the secret. */
export const RememberedSecret = z.strictObject({
  id: QuestionId,
  purpose: z.enum(['password', 'passphrase']),
  subject: line,
  where: z.enum(['run', 'store']),
});
export type RememberedSecret = z.infer<typeof RememberedSecret>;
