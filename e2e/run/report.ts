/** What the unattended demo writes: report.json. */
import { z } from 'zod';
import { Mode, XProxyKind } from '../../electron/contract/session';

const milliseconds = z.number().min(0);
/** Null when there was no reading. */
const fps = z.number().min(0).nullable();

export const VerdictKind = z.enum(['gpu', 'wrong-gpu', 'software', 'no-gl', 'unproven']);

export const Report = z.strictObject({
  /** Version of the runtime. */
  electron: z.string(),
  host: z.string(),
  session: z.strictObject({
    xProxy: XProxyKind,
    mode: Mode,
    display: z.number().int(),
    geometry: z.string().regex(/^\d+x\d+$/),
  }),
  /** Each from the click to its end; the verdict from the click on “Run check”. */
  timings: z.strictObject({ connect: milliseconds, sessionStart: milliseconds, firstPicture: milliseconds, verdict: milliseconds }),
  measurement: z.strictObject({ renderedFps: fps, deliveredFps: fps }),
  verdict: z.strictObject({
    kind: VerdictKind,
    /** GL_RENDERER; empty when no context could be had. */
    renderer: z.string(),
    /** A sentence each, weakest first. */
    evidence: z.array(z.string()),
  }),
});
export type Report = z.infer<typeof Report>;

/** Two lines for people. */
export function summary({ timings, measurement, verdict }: Report): string {
  const rate = (value: number | null): string => (value === null ? 'no reading' : `${value} FPS`);
  return [
    `Connected in ${timings.connect} ms, desktop started in ${timings.sessionStart} ms, first picture after ${timings.firstPicture} ms, verdict after ${timings.verdict} ms.`,
    `Verdict: ${verdict.kind}${verdict.renderer === '' ? '' : ` (${verdict.renderer})`}; rendered ${rate(measurement.renderedFps)}, delivered ${rate(measurement.deliveredFps)}.`,
  ].join('\n');
}
