/** The end of a set-up: a real desktop in its mode, glxgears in it, and whether the verdict is what the mode promises. */
import { assertNever, Failure } from '../base/failure';
import type { Check, Verdict } from '../contract/check';
import type { Mode, Session, SessionsChanged, SessionWish } from '../contract/session';
import type { Proof } from '../contract/setUp';
import type { Checks } from './checks';

export interface ProofDeps {
  readonly sessions: {
    /** What the host has now: the set-up has just installed it. */
    list(hostId: string): Promise<Pick<SessionsChanged, 'sessions'>>;
    start(wish: SessionWish): Promise<Session>;
    stop(id: string): Promise<void>;
  };
  readonly checks: Pick<Checks, 'run' | 'cancel' | 'onChange'>;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface ProofWish {
  readonly hostId: string;
  readonly mode: Mode;
  /** What VirtualGL's GLX back end draws on, for the modes that use it. */
  readonly display?: number;
}

/** Seconds that glxgears runs. */
const SECONDS = 6;
const NAME = 'Set-up proof';
const GEOMETRY = { width: 1280, height: 800 };

export interface Prover {
  /** Ends the desktop that it started, whatever happens. Never rejects; an aborted one is `left-out`. `onStep`: what is done, in which desktop. */
  prove(wish: ProofWish, onStep: (step: string, sessionId?: string) => void, signal: AbortSignal): Promise<Proof>;
}

export function createProver({ sessions, checks, now }: ProofDeps): Prover {
  /** By session: a session has one check at a time, and its end may be told before its begin has been. */
  const waiting = new Map<string, (check: Check) => void>();
  /** By host, where the link broke while a desktop was started: those that were there before. It may have come up all the same. */
  const before = new Map<string, ReadonlySet<string>>();
  checks.onChange((check) => {
    if (check.phase.kind !== 'running') waiting.get(check.sessionId)?.(check);
  });

  async function checked(sessionId: string, signal: AbortSignal): Promise<Check> {
    const ended = new Promise<Check>((resolve) => waiting.set(sessionId, resolve));
    try {
      const { id } = await checks.run({ sessionId, seconds: SECONDS });
      signal.addEventListener('abort', () => checks.cancel(id), { once: true });
      if (signal.aborted) checks.cancel(id);
      return await ended;
    } finally {
      waiting.delete(sessionId);
    }
  }

  /** The desktops of the host, but for one that an earlier try left behind. */
  async function listed(hostId: string): Promise<ReadonlySet<string>> {
    const { sessions: all } = await sessions.list(hostId);
    const known = before.get(hostId);
    before.delete(hostId);
    const isLeft = ({ id, ours, name }: Session): boolean => known?.has(id) === false && ours && name === NAME;
    for (const { id } of all.filter(isLeft)) await sessions.stop(id).catch(() => undefined);
    return new Set(all.map(({ id }) => id));
  }

  async function started(wish: SessionWish): Promise<Session> {
    const there = await listed(wish.hostId);
    try {
      return await sessions.start(wish);
    } catch (error) {
      if (Failure.from(error).code === 'connection-lost') before.set(wish.hostId, there);
      throw error;
    }
  }

  return {
    async prove(wish, onStep, signal) {
      const vglDevice = deviceFor(wish);
      if (vglDevice === undefined) return { kind: 'left-out', why: WHY_NOT };
      const begin = now();
      let session: Session | undefined;
      try {
        onStep('Starting a desktop');
        session = await started({ hostId: wish.hostId, geometry: GEOMETRY, depth: 24, name: NAME, ...vglDevice });
        if (signal.aborted) return STOPPED;
        onStep('Checking what draws it', session.id);
        const check = await checked(session.id, signal);
        return signal.aborted ? STOPPED : proofOf(wish.mode, check, now() - begin);
      } catch (error) {
        return { kind: 'failed', failure: Failure.from(error).toData() };
      } finally {
        if (session !== undefined) {
          // Nobody looks at it any more when it ends.
          onStep('Ending the desktop');
          await sessions.stop(session.id).catch(() => undefined);
        }
      }
    },
  };
}

const STOPPED: Proof = { kind: 'left-out', why: 'It was stopped.' };
const WHY_NOT = 'Gearview starts no desktop of this mode by itself; start one by hand and check it.';

/** Part of a wish for a desktop; undefined for a mode in which none can be started from here. */
function deviceFor({ mode, display }: ProofWish): Pick<SessionWish, 'vglDevice'> | undefined {
  if (mode === 'software') return { vglDevice: 'none' };
  if (mode === 'host-egl') return {};
  return mode === 'host-glx' && display !== undefined ? { vglDevice: `:${display}` } : undefined;
}

function proofOf(mode: Mode, { phase, verdict, command }: Check, ms: number): Proof {
  if (phase.kind === 'failed') return { kind: 'failed', failure: phase.failure };
  if (verdict === undefined) return { kind: 'left-out', why: 'The check came to no verdict.' };
  const asExpected = verdict.kind === (mode === 'software' ? 'software' : 'gpu');
  return { kind: 'proven', mode, verdict, asExpected, sentence: sentenceOf(verdict, asExpected), command: command.slice(0, 2000), ms };
}

function sentenceOf(verdict: Verdict, asExpected: boolean): string {
  switch (verdict.kind) {
    case 'gpu':
      return `A desktop came up, and ${verdict.device} drew glxgears in it.`;
    case 'software':
      return asExpected
        ? `A desktop came up, and the CPU drew glxgears in it (${verdict.renderer}), as this mode says.`
        : `A desktop came up, but the CPU drew glxgears in it (${verdict.renderer}), not the GPU.`;
    case 'wrong-gpu':
      return `A desktop came up, but ${verdict.got} drew glxgears in it, not ${verdict.expected}.`;
    case 'no-gl':
      return `A desktop came up, but no OpenGL program runs in it: ${verdict.why}`.slice(0, 1000);
    case 'unproven':
      return `A desktop came up, but what drew in it is not proven: ${verdict.missing.join(' ')}`.slice(0, 1000);
    default:
      return assertNever(verdict);
  }
}
