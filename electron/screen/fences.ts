/** Fences that noVNC has to answer: the guard slips in its own, and learns from the answers how far noVNC really is. */
import { FENCE_EVERY_BYTES, FENCE_EVERY_MS, HOST_FENCES, QUEUE_BYTES } from './limits';
import { refused } from './refusal';

export interface Fences {
  /** Bytes went to noVNC. */
  sent(count: number): void;
  /** Between two messages: the fence to slip in, when one is due. */
  due(now: number): Uint8Array | undefined;
  /** A fence of the host goes by. Throws `rfb-refused` when too many are unanswered. */
  hostFence(): void;
  /** noVNC answers the oldest; whether that was ours. */
  answered(): boolean;
  /** Our fence is unanswered. */
  readonly open: boolean;
  /** More was sent after an unanswered fence than noVNC should have before it. */
  readonly full: boolean;
}

// ServerFence, three bytes of padding, flags: request (rfbproto §7.7.26), no payload.
const FENCE = Uint8Array.of(248, 0, 0, 0, 0x80, 0, 0, 0, 0);

export function createFences(): Fences {
  /** In the order in which noVNC will answer. */
  const waiting: ('host' | 'guard')[] = [];
  let bytesSince = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let open = false;
  return {
    sent: (count) => void (bytesSince += count),
    due(now) {
      if (open || bytesSince === 0) return undefined;
      if (bytesSince < FENCE_EVERY_BYTES && now - lastAt < FENCE_EVERY_MS) return undefined;
      waiting.push('guard');
      open = true;
      bytesSince = 0;
      lastAt = now;
      return FENCE;
    },
    hostFence() {
      if (waiting.length >= HOST_FENCES) throw refused('The desktop sends fences faster than they can be answered.');
      waiting.push('host');
    },
    answered() {
      const ours = waiting.shift() === 'guard';
      if (ours) open = false;
      return ours;
    },
    get open() {
      return open;
    },
    get full() {
      return open && bytesSince > QUEUE_BYTES;
    },
  };
}
