/** A guard under test: both ends as byte lists, and a clock that the test turns. */
import { Failure } from '../../electron/base/failure';
import { createGuard } from '../../electron/screen/guard';
import { bytes, CLIENT_HELLO, GREETING, serverInit, setEncodings, SET_PIXEL_FORMAT, updateRequest } from './rfb';

export interface Guarded {
  /** Hands bytes over as from the host; returns the failure that ends the stream. */
  host(...parts: readonly Uint8Array[]): Failure | undefined;
  frame(...parts: readonly Uint8Array[]): Failure | undefined;
  /** Lets time pass in ticks of one second. */
  pass(seconds: number, paused?: boolean): Failure | undefined;
  /** What went to either side since the last call, without the guard's own fences. */
  toFrame(): Uint8Array;
  toHost(): Uint8Array;
  pictures(): number;
  /** The guard's own fences for noVNC so far. */
  fences(): number;
  full(): boolean;
}

const OWN_FENCE = bytes(248, 0, 0, 0, 0x80, 0, 0, 0, 0);

export function guarded(password?: string): Guarded {
  let now = 0;
  let pictures = 0;
  let fences = 0;
  const out = { frame: [] as Uint8Array[], host: [] as Uint8Array[] };
  const guard = createGuard({
    password: () => password,
    toFrame: (part) => {
      if (Buffer.compare(part, OWN_FENCE) === 0) fences += 1;
      else out.frame.push(part.slice());
    },
    toHost: (part) => void out.host.push(part.slice()),
    onPicture: () => void (pictures += 1),
    now: () => now,
  });
  const caught = (act: () => void): Failure | undefined => {
    try {
      act();
      return undefined;
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  };
  const each = (parts: readonly Uint8Array[], give: (part: Uint8Array) => void): Failure | undefined =>
    caught(() => {
      for (const part of parts) give(part);
    });
  guard.greetFrame();
  return {
    host: (...parts) => each(parts, (part) => guard.fromHost(part)),
    frame: (...parts) => each(parts, (part) => guard.fromFrame(part)),
    pass: (seconds, paused = false) =>
      caught(() => {
        for (let second = 0; second < seconds; second++) {
          now += 1000;
          guard.tick(paused);
        }
      }),
    toFrame: () => bytes(...out.frame.splice(0)),
    toHost: () => bytes(...out.host.splice(0)),
    pictures: () => pictures,
    fences: () => fences,
    full: () => guard.full(),
  };
}

/** A guard whose noVNC is connected, has listed its encodings and asked for the first picture. */
export function connected(width = 64, height = 48): Guarded {
  const side = guarded();
  const failure =
    side.frame(...CLIENT_HELLO) ??
    side.host(GREETING, serverInit(width, height)) ??
    side.frame(SET_PIXEL_FORMAT, setEncodings(), updateRequest(false, width, height));
  if (failure !== undefined) throw failure;
  side.toFrame();
  side.toHost();
  return side;
}
