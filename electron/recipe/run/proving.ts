/** The end of a set-up: a desktop in its mode, where one can be started from here. */
import { Failure } from '../../base/failure';
import type { Mode, SessionId } from '../../contract/session';
import type { Proof } from '../../contract/setUp';
import type { RunDeps } from './context';

/** Tells each step and the end. Never rejects. */
export async function proveMode(
  { prove }: Pick<RunDeps, 'prove'>,
  hostId: string,
  mode: Mode,
  { signal, onProof }: { readonly signal: AbortSignal; readonly onProof: (proof: Proof) => void },
): Promise<void> {
  if (/^(container|pod)-/.test(mode))
    return onProof({ kind: 'left-out', why: 'Gearview starts no desktops in containers yet, so there is nothing to check.' });
  onProof({ kind: 'running', step: 'Starting a desktop' });
  try {
    const onStep = (step: string, sessionId?: SessionId): void =>
      onProof({ kind: 'running', step: step.slice(0, 1024), ...(sessionId === undefined ? {} : { sessionId }) });
    onProof(await prove(hostId, mode, { signal, onStep }));
  } catch (error) {
    onProof({ kind: 'failed', failure: Failure.from(error).toData() });
  }
}
