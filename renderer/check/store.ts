/** The checks, the newest of each desktop, and which desktop the inspector looks at. */
import { create } from 'zustand';
import type { FailureData } from '../../electron/contract';
import type { Check, CheckId } from '../../electron/contract/check';
import type { SessionId } from '../../electron/contract/session';
import { failureOf } from '../base/failure';
import { mark } from '../base/marks';
import { say } from '../base/notices';
import { worker } from '../base/ports';

/** A check that the worker did not take on. */
export type Asked = { readonly kind: 'asked' } | { readonly kind: 'refused'; readonly failure: FailureData };

interface CheckStore {
  /** The latest check of each desktop. */
  readonly latest: ReadonlyMap<SessionId, Check>;
  readonly asked: ReadonlyMap<SessionId, Asked>;
  /** A desktop without an open screen whose evidence is looked at. */
  readonly inspected: SessionId | undefined;
}

export const useChecks = create<CheckStore>(() => ({ latest: new Map(), asked: new Map(), inspected: undefined }));

export const useCheck = (id: SessionId): Check | undefined => useChecks((store) => store.latest.get(id));

export const inspectCheck = (inspected: SessionId | undefined): void => useChecks.setState({ inspected });

function setAsked(id: SessionId, state: Asked | undefined): void {
  useChecks.setState(({ asked }) => {
    const next = new Map(asked);
    if (state === undefined) next.delete(id);
    else next.set(id, state);
    return { asked: next };
  });
}

function take(check: Check): void {
  const { latest } = useChecks.getState();
  const before = latest.get(check.sessionId);
  // A late word about an older check does not hide the newer one.
  if (before !== undefined && before.id !== check.id && before.startedAt > check.startedAt) return;
  if (check.verdict !== undefined && (before?.id !== check.id || before.verdict === undefined)) mark('verdict', check.sessionId);
  useChecks.setState({ latest: new Map(latest).set(check.sessionId, check) });
  setAsked(check.sessionId, undefined);
}

/** Long enough for two figures of glxgears, which speaks every 5 s. */
const CHECK_SECONDS = 12;

export function runCheck(sessionId: SessionId): void {
  const { asked, latest } = useChecks.getState();
  if (asked.get(sessionId)?.kind === 'asked' || latest.get(sessionId)?.phase.kind === 'running') return;
  setAsked(sessionId, { kind: 'asked' });
  worker.call('check.run', { sessionId, seconds: CHECK_SECONDS }).then(take, (error: unknown) => {
    setAsked(sessionId, { kind: 'refused', failure: failureOf(error) });
  });
}

export function stopCheck(id: CheckId): void {
  worker.call('check.cancel', id).catch((error: unknown) => say(failureOf(error).message, 'bad'));
}

async function load(): Promise<void> {
  const checks = await worker.call('check.list', undefined);
  // What a new worker does not know of has ended with the one before.
  const known = new Set(checks.map(({ id }) => id));
  const kept = [...useChecks.getState().latest].filter(([, check]) => known.has(check.id) || check.phase.kind !== 'running');
  useChecks.setState({ latest: new Map(kept), asked: new Map() });
  for (const check of checks) take(check);
}

export function followChecks(): void {
  worker.onReady(() => void load().catch((error: unknown) => say(failureOf(error).message, 'bad')));
  worker.on('check.changed', take);
}
