/** While a check runs, the frame counts its pictures, and the worker hears of them: the strongest evidence. */
import type { CheckId, Region } from '../../electron/contract/check';
import type { ScreenId } from '../../electron/contract/screen';
import { worker } from '../base/ports';
import { onCheckAsked } from '../screen/actions';
import { onFrameEvent, tellFrame } from '../screen/frames';
import { screenById, useScreens } from '../screen/store';
import { onStarted } from '../session/starts';
import { runCheck, useChecks } from './store';

interface Sampled {
  readonly checkId: CheckId;
  readonly startedAt: number;
  readonly region: Region;
}

const sampled = new Map<ScreenId, Sampled>();

const sameRegion = (a: Region, b: Region): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** Starts and stops the counting as checks and screens come and go. */
function arrange(): void {
  const { latest } = useChecks.getState();
  const { screens } = useScreens.getState();
  for (const id of sampled.keys()) if (!screens.some((screen) => screen.id === id)) sampled.delete(id);
  for (const { id, session, state } of screens) {
    const check = latest.get(session.id);
    const now = sampled.get(id);
    if (state.kind === 'live' && check?.phase.kind === 'running' && check.region !== undefined) {
      if (now?.checkId === check.id && sameRegion(now.region, check.region)) continue;
      sampled.set(id, { checkId: check.id, startedAt: check.startedAt, region: check.region });
      tellFrame(id, { kind: 'sample', region: check.region });
    } else if (now !== undefined) {
      sampled.delete(id);
      tellFrame(id, { kind: 'stop-sampling' });
    }
  }
}

/** Desktops that this page started and whose picture has not come yet. */
const fresh = new Set<string>();

export function followSampling(): void {
  useChecks.subscribe(arrange);
  useScreens.subscribe(arrange);
  onStarted(({ id }) => fresh.add(id));
  onFrameEvent((id, event) => {
    const sessionId = screenById(id)?.session.id;
    if (sessionId === undefined) return;
    if (event.kind === 'picture' && fresh.delete(sessionId)) runCheck(sessionId);
    const now = sampled.get(id);
    if (event.kind !== 'sampled' || now === undefined) return;
    const seconds = Math.max(0, (Date.now() - now.startedAt) / 1000);
    const seen = { checkId: now.checkId, delivered: { seconds, fps: event.lastFps }, total: event.total };
    // A check that is over has no use for a late count.
    worker.call('check.pixels', seen).catch(() => undefined);
  });
  onCheckAsked((id) => {
    const screen = screenById(id);
    if (screen !== undefined) runCheck(screen.session.id);
  });
}
