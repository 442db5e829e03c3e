/** Holds back noVNC's requests for pictures while nobody looks at the screen (a hidden desktop costs no traffic). */

export interface Gate {
  /** One message of noVNC, a copy of its own. */
  send(message: Uint8Array): void;
  setOpen(open: boolean): void;
}

const UPDATE_REQUEST = 3;
const ENABLE_CONTINUOUS_UPDATES = 150;
/** Both have ten bytes: type, flag, x, y, width, height. noVNC sends each message by itself. */
const LENGTH = 10;

const is = (message: Uint8Array, type: number): boolean => message.length === LENGTH && message[0] === type;
// Continuous updates go on, of one pixel: to switch them off would make noVNC forget about them.
const ONE_PIXEL = Uint8Array.of(ENABLE_CONTINUOUS_UPDATES, 1, 0, 0, 0, 0, 0, 1, 0, 1);

export function createGate(post: (message: Uint8Array) => void): Gate {
  let open = true;
  /** The last of each that noVNC sent; the request only while it is held. */
  let continuous: Uint8Array | undefined;
  let request: Uint8Array | undefined;

  return {
    send(message) {
      if (is(message, ENABLE_CONTINUOUS_UPDATES)) {
        continuous = message;
        if (!open) return;
      }
      if (is(message, UPDATE_REQUEST) && !open) {
        request = message;
        return;
      }
      post(message);
    },
    setOpen(wanted) {
      if (wanted === open) return;
      open = wanted;
      if (continuous !== undefined) post(open ? continuous : ONE_PIXEL);
      if (!open) return;
      // What changed meanwhile: the area of the continuous updates, asked for once.
      const missed = request ?? (continuous === undefined ? undefined : Uint8Array.of(UPDATE_REQUEST, 1, ...continuous.slice(2)));
      request = undefined;
      if (missed !== undefined) post(missed);
    },
  };
}
