/** The RFB guard: stands between the host's stream and noVNC, speaks the handshake with both, and checks every message of either. */
import { clientMessages } from './clientMessages';
import { createDesktop } from './desktop';
import { createFences } from './fences';
import { frameHandshake, hostHandshake } from './handshake';
import { be16, drive, type Emit, type Reader } from './reader';
import { stalled } from './refusal';
import { serverInit } from './serverInit';
import { serverMessages } from './serverMessages';
import { createWatchdog, type Finding, type Nudge } from './watchdog';

export interface GuardEnds {
  /** Asked for when the host wants it. */
  readonly password: () => string | undefined;
  /** Bytes that noVNC may see. */
  readonly toFrame: Emit;
  readonly toHost: Emit;
  /** The first whole update with pixels went to the frame. */
  readonly onPicture: () => void;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

/** Every function throws the Failure that ends the stream; its message lacks the host's name. */
export interface Guard {
  /** noVNC may be greeted before there is a host to speak to. */
  greetFrame(): void;
  fromHost(chunk: Uint8Array): void;
  fromFrame(chunk: Uint8Array): void;
  /** Once a second. `paused`: the host is not read from, for the frame has to acknowledge first. */
  tick(paused: boolean): void;
  /** noVNC acknowledged bytes. */
  acknowledged(): void;
  /** Whether more from the host would only pile up. */
  full(): boolean;
}

const NOTHING = new Uint8Array(0);
const SHARED = Uint8Array.of(1);

const FINDINGS: Readonly<Record<Finding, string>> = {
  handshake: 'The desktop did not finish its greeting within 10 s; open the screen again, and if that does not help, start a new desktop.',
  message: 'The desktop stopped in the middle of a message; open the screen again.',
  picture: 'The desktop sent no picture within 10 s; open the screen again, and if that does not help, start a new desktop.',
  silence: 'The desktop does not answer any more; open the screen again, and if that does not help, start a new desktop.',
  frame: 'The screen could not draw what the desktop sent; open it again.',
};

export function createGuard(ends: GuardEnds): Guard {
  const desktop = createDesktop(ends.now);
  const fences = createFences();
  const watchdog = createWatchdog(ends.now);
  let phase: 'handshake' | 'messages' = 'handshake';
  let frameReady = false;
  let atRest = false;
  let pictureSent = false;
  /** Messages of our own for noVNC, for the next moment between two of the host's. */
  const own: Uint8Array[] = [];

  function toFrame(bytes: Uint8Array): void {
    fences.sent(bytes.length);
    ends.toFrame(bytes);
  }

  function slipIn(): void {
    if (!atRest) return;
    for (const message of own.splice(0)) ends.toFrame(message);
    // Before its first picture noVNC may still be at its handshake.
    const fence = pictureSent ? fences.due(ends.now()) : undefined;
    if (fence !== undefined) ends.toFrame(fence);
  }

  function updated(pixels: boolean): void {
    if (!pixels) return;
    watchdog.picture();
    if (pictureSent) return;
    pictureSent = true;
    ends.onPicture();
  }

  function* hostReader(): Reader {
    yield* hostHandshake({ password: ends.password, reply: ends.toHost });
    ends.toHost(SHARED);
    yield { kind: 'wait', ready: () => frameReady };
    yield* serverInit(desktop, toFrame);
    phase = 'messages';
    yield* serverMessages({
      desktop,
      now: ends.now,
      emit: toFrame,
      atRest: () => {
        atRest = true;
        watchdog.messageEnded();
        slipIn();
      },
      begun: () => void (atRest = false),
      updated,
      fenced: () => fences.hostFence(),
    });
  }

  function* frameReader(): Reader {
    yield* frameHandshake(ends.toFrame);
    frameReady = true;
    yield* clientMessages({
      desktop,
      emit: ends.toHost,
      fullUpdateAsked: () => watchdog.fullUpdateAsked(),
      input: () => watchdog.input(),
      ownFenceAnswered: () => {
        const ours = fences.answered();
        if (ours) watchdog.fenceAnswered();
        return ours;
      },
      sizeDeclined: () => {
        own.push(sizeRefused());
        slipIn();
      },
    });
  }

  /** An update of one rectangle, ExtendedDesktopSize: "your request, administratively prohibited", and the size as it is. */
  function sizeRefused(): Uint8Array {
    const size = [...be16(desktop.width), ...be16(desktop.height)];
    const rect = [0, 1, 0, 1, ...size, 0xff, 0xff, 0xfe, 0xcc];
    const screen = [...desktop.layout.id, 0, 0, 0, 0, ...size, ...desktop.layout.flags];
    return Uint8Array.from([0, 0, 0, 1, ...rect, 1, 0, 0, 0, ...screen]);
  }

  function nudge(what: Nudge): void {
    const whole = what === 'one-pixel' ? [0, 1, 0, 1] : [...be16(desktop.width), ...be16(desktop.height)];
    ends.toHost(Uint8Array.of(3, what === 'changes' ? 1 : 0, 0, 0, 0, 0, ...whole));
  }

  const host = drive(hostReader(), toFrame);
  let frame: ReturnType<typeof drive> | undefined;
  return {
    greetFrame: () => void (frame ??= drive(frameReader(), ends.toHost)),
    fromHost(chunk) {
      watchdog.fromHost(chunk.length);
      host.push(chunk);
    },
    fromFrame(chunk) {
      frame?.push(chunk);
      if (frameReady && phase === 'handshake') host.push(NOTHING);
    },
    tick(paused) {
      slipIn();
      const waiting = host.waiting();
      const { finding, nudge: due } = watchdog.tick({
        phase,
        midMessage: phase === 'messages' && !atRest,
        paused: paused || waiting,
        owesAck: paused || waiting,
        owesFence: fences.open,
      });
      if (due !== undefined) nudge(due);
      if (finding !== undefined) throw stalled(FINDINGS[finding]);
    },
    acknowledged: () => watchdog.acknowledged(),
    full: () => fences.full || host.waiting(),
  };
}
