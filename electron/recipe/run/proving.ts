/** The end of a set-up: a desktop in its mode, where one can be started from here. */
import { Failure } from '../../base/failure';
import type { Mode, SessionId } from '../../contract/session';
import type { Proof } from '../../contract/setUp';
import type { RunDeps } from './context';
import { isAway } from './reach';

/** While the link breaks in the middle, it is begun anew. */
const TRIES = 3;
const PAUSE_MS = 2000;

/** Tells each step and the end. Never rejects. */
export async function proveMode(
  { prove, wait }: Pick<RunDeps, 'prove' | 'wait'>,
  hostId: string,
  mode: Mode,
  { signal, onProof }: { readonly signal: AbortSignal; readonly onProof: (proof: Proof) => void },
): Promise<void> {
  if (/^(container|pod)-/.test(mode))
    return onProof({ kind: 'left-out', why: 'Gearview starts no desktops in containers yet, so there is nothing to check.' });
  const onStep = (step: string, sessionId?: SessionId): void =>
    onProof({ kind: 'running', step: step.slice(0, 1024), ...(sessionId === undefined ? {} : { sessionId }) });
  for (let tries = 1; ; tries += 1) {
    onProof({ kind: 'running', step: 'Starting a desktop' });
    const proof = await prove(hostId, mode, { signal, onStep }).catch(failed);
    if (tries === TRIES || signal.aborted || proof.kind !== 'failed' || !isAway(proof.failure)) return onProof(proof);
    await wait(PAUSE_MS, signal);
  }
}

const failed = (error: unknown): Proof => ({ kind: 'failed', failure: Failure.from(error).toData() });
