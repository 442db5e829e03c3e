/** Carries bytes to the frame: gathered into messages, and held back when too much of them is not acknowledged. */
import { IN_FLIGHT_BYTES, MESSAGE_BYTES } from '../contract/screen';

export interface PumpEnds {
  /** One message of at most MESSAGE_BYTES, a copy of its own. */
  post(bytes: Uint8Array<ArrayBuffer>): void;
  /** Called when `full` changes. */
  onFull(full: boolean): void;
}

export interface Pump {
  /** Copies the bytes; they go when a message is full, or when this turn of the event loop is over. */
  push(bytes: Uint8Array): void;
  /** Sends what is gathered. */
  flush(): void;
  acknowledge(count: number): void;
  /** More than IN_FLIGHT_BYTES is on its way. */
  readonly full: boolean;
}

export function createPump(ends: PumpEnds): Pump {
  // A message holds a copy, so the gathering buffer serves for all of them.
  const gathered = new Uint8Array(MESSAGE_BYTES);
  let length = 0;
  let inFlight = 0;
  let full = false;
  let scheduled = false;

  function setFull(): void {
    const now = inFlight > IN_FLIGHT_BYTES;
    if (now === full) return;
    full = now;
    ends.onFull(full);
  }

  function flush(): void {
    scheduled = false;
    if (length === 0) return;
    const message = gathered.slice(0, length);
    length = 0;
    inFlight += message.length;
    ends.post(message);
    setFull();
  }

  return {
    push(bytes) {
      for (let at = 0; at < bytes.length;) {
        const part = Math.min(bytes.length - at, MESSAGE_BYTES - length);
        gathered.set(bytes.subarray(at, at + part), length);
        length += part;
        at += part;
        if (length === MESSAGE_BYTES) flush();
      }
      if (length > 0 && !scheduled) {
        scheduled = true;
        setImmediate(flush);
      }
    },
    flush,
    acknowledge(count) {
      inFlight = Math.max(0, inFlight - count);
      setFull();
    },
    get full() {
      return full;
    },
  };
}
