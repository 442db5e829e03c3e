/** Tells a desktop that stopped answering from one that has nothing to show. */
import { DRAW_MS, HANDSHAKE_MS, PICTURE_MS, PICTURE_NUDGE_MS, PROBE_AFTER_MS, PROBE_MS, STALL_BYTES, STALL_MS } from './limits';

/** How things stand at a tick. */
export interface Standing {
  readonly phase: 'handshake' | 'messages';
  /** A message of the host has begun and is not finished. */
  readonly midMessage: boolean;
  /** We ourselves do not read from the host at the moment. */
  readonly paused: boolean;
  /** noVNC owes us acknowledgements before we read on, or its handshake. */
  readonly owesAck: boolean;
  /** noVNC owes us the answer to a fence. */
  readonly owesFence: boolean;
}

export type Finding = 'handshake' | 'message' | 'picture' | 'silence' | 'frame';
/** What is to be asked of the host on noVNC's behalf. */
export type Nudge = 'changes' | 'everything' | 'one-pixel';

export interface Watchdog {
  fromHost(bytes: number): void;
  messageEnded(): void;
  fullUpdateAsked(): void;
  picture(): void;
  input(): void;
  acknowledged(): void;
  fenceAnswered(): void;
  tick(standing: Standing): { readonly finding?: Finding; readonly nudge?: Nudge };
}

/** Longest time that one tick counts for: while the laptop sleeps, or this process is held up, nobody is to blame. */
const TICK_MS = 2000;

export function createWatchdog(now: () => number): Watchdog {
  let last = now();
  /** Milliseconds that each thing is waited for; undefined: not waited for. */
  let handshake = 0;
  let message = 0;
  let messageBytes = 0;
  let picture: number | undefined;
  let nudges = 0;
  let silence: number | undefined;
  let probe: number | undefined;
  let ack = 0;
  let fence = 0;

  function waitForHost(elapsed: number, standing: Standing): { finding?: Finding; nudge?: Nudge } {
    if (standing.midMessage) {
      message += elapsed;
      if (messageBytes >= STALL_BYTES) [message, messageBytes] = [0, 0];
      return message > STALL_MS ? { finding: 'message' } : {};
    }
    if (picture !== undefined) {
      picture += elapsed;
      if (picture > PICTURE_MS) return { finding: 'picture' };
      const due = PICTURE_NUDGE_MS[nudges];
      if (due !== undefined && picture >= due) return { nudge: nudges++ === 0 ? 'changes' : 'everything' };
    }
    if (probe !== undefined) {
      probe += elapsed;
      return probe > PROBE_MS ? { finding: 'silence' } : {};
    }
    if (silence !== undefined) {
      silence += elapsed;
      if (silence >= PROBE_AFTER_MS) {
        probe = 0;
        return { nudge: 'one-pixel' };
      }
    }
    return {};
  }

  return {
    fromHost(bytes) {
      messageBytes += bytes;
      if (bytes > 0) [silence, probe] = [undefined, undefined];
    },
    messageEnded: () => void ([message, messageBytes] = [0, 0]),
    fullUpdateAsked() {
      picture = 0;
      nudges = 0;
    },
    picture: () => void (picture = undefined),
    input: () => void (silence ??= 0),
    acknowledged: () => void (ack = 0),
    fenceAnswered: () => void (fence = 0),
    tick(standing) {
      const at = now();
      const elapsed = Math.min(at - last, TICK_MS);
      last = at;
      ack = standing.owesAck ? ack + elapsed : 0;
      fence = standing.owesFence ? fence + elapsed : 0;
      if (Math.max(ack, fence) > DRAW_MS) return { finding: 'frame' };
      if (standing.paused) return {};
      if (standing.phase === 'handshake') {
        handshake += elapsed;
        return handshake > HANDSHAKE_MS ? { finding: 'handshake' } : {};
      }
      return waitForHost(elapsed, standing);
    },
  };
}
