/** A check: one run of a GL program in a session, its measurement, and what it proves. */
import { z } from 'zod';
import { FailureData } from '../base/failure';
import { SessionId } from './session';

export const CheckId = z.string().regex(/^[0-9a-f]{12}$/);
export type CheckId = z.infer<typeof CheckId>;

const text = z.string().max(2000);

/** Where the GL window lies on the X screen, in pixels of the session. */
export const Region = z.strictObject({
  x: z.number().int().min(-32768).max(32767),
  y: z.number().int().min(-32768).max(32767),
  width: z.number().int().min(1).max(32767),
  height: z.number().int().min(1).max(32767),
});
export type Region = z.infer<typeof Region>;

/** What the screen frame really drew in the region, over `seconds`. Shares are of all sampled pixels, 0..1. */
export const Pixels = z.strictObject({
  seconds: z.number().min(0).max(600),
  /** Pictures of the region that differ from the one before. */
  distinctFrames: z.number().int().min(0),
  /** distinctFrames / seconds. */
  deliveredFps: z.number().min(0),
  red: z.number().min(0).max(1),
  green: z.number().min(0).max(1),
  blue: z.number().min(0).max(1),
  /** Every sampled pixel had the same colour, in every picture. */
  oneColour: z.boolean(),
});
export type Pixels = z.infer<typeof Pixels>;

const evidenceBase = {
  /** gpu, software: it speaks for that. against: it speaks against the picture being drawn as claimed. neutral: seen, proves nothing alone. missing: could not be had. */
  says: z.enum(['gpu', 'software', 'against', 'neutral', 'missing']),
  /** One sentence. */
  summary: text,
  /** The command that produced it, as an operator can repeat it; empty for pixels. */
  command: text,
  /** The raw lines it rests on. */
  raw: z.string().max(8000),
};

/** In the order of their strength, weakest first (design: renderer string, libraries, GPU's own account, pixels). */
export const Evidence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('renderer'), renderer: text, vendor: text, version: text, virtualgl: z.boolean(), ...evidenceBase }),
  z.strictObject({ kind: z.literal('libraries'), libraries: z.array(text).max(64), devices: z.array(text).max(64), ...evidenceBase }),
  z.strictObject({ kind: z.literal('gpu-account'), ...evidenceBase }),
  z.strictObject({ kind: z.literal('pixels'), pixels: Pixels.optional(), ...evidenceBase }),
]);
export type Evidence = z.infer<typeof Evidence>;
export type EvidenceKind = Evidence['kind'];

export const Verdict = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gpu'), device: text }),
  z.strictObject({ kind: z.literal('wrong-gpu'), expected: text, got: text }),
  z.strictObject({ kind: z.literal('software'), renderer: text }),
  z.strictObject({ kind: z.literal('no-gl'), why: text }),
  /** `missing`: what could not be shown, a sentence each. */
  z.strictObject({ kind: z.literal('unproven'), missing: z.array(text).min(1).max(16) }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** One reading of a frame rate: seconds since the check began, frames per second. */
export const FpsPoint = z.strictObject({ seconds: z.number().min(0), fps: z.number().min(0) });
export type FpsPoint = z.infer<typeof FpsPoint>;

/** A check as it stands: sent whole on every change. */
export const Check = z.strictObject({
  id: CheckId,
  sessionId: SessionId,
  tool: z.literal('glxgears'),
  phase: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('running'), step: text }),
    z.strictObject({ kind: z.literal('done') }),
    z.strictObject({ kind: z.literal('cancelled') }),
    z.strictObject({ kind: z.literal('failed'), failure: FailureData }),
  ]),
  startedAt: z.number(),
  /** Planned length, seconds. */
  seconds: z.number(),
  command: text,
  region: Region.optional(),
  evidence: z.array(Evidence).max(8),
  /** There as soon as the evidence allows; may become stronger while the check runs. */
  verdict: Verdict.optional(),
  /** As the program prints it, one point per 5 s of glxgears. */
  rendered: z.array(FpsPoint).max(600),
  /** Distinct pictures per second that reached the frame. */
  delivered: z.array(FpsPoint).max(600),
});
export type Check = z.infer<typeof Check>;

export const CheckWish = z.strictObject({ sessionId: SessionId, seconds: z.number().int().min(6).max(120) });
export type CheckWish = z.infer<typeof CheckWish>;

/** What the page saw in its frame: the latest second, and all since the check began. */
export const CheckPixels = z.strictObject({ checkId: CheckId, delivered: FpsPoint, total: Pixels });
export type CheckPixels = z.infer<typeof CheckPixels>;
