/** Stands in for a screen frame: takes the messages of the RFB port and speaks RFB as noVNC 1.7.0 does, without drawing. */
import { MessageChannel } from 'node:worker_threads';
import type { FailureData } from '../../electron/base/failure';
import { ToFrame } from '../../electron/contract/screen';
import type { Port } from '../../electron/ipc/port';
import { createDesktop, type Desktop } from '../../electron/screen/desktop';
import { serverCutText } from '../../electron/screen/cutText';
import { drive, hold, u8, type Reader } from '../../electron/screen/reader';
import { serverInit } from '../../electron/screen/serverInit';
import { framebufferUpdate } from '../../electron/screen/updates';
import { bytes, CLIENT_HELLO, NOVNC_ENCODINGS, setEncodings, SET_PIXEL_FORMAT, updateRequest } from './rfb';

export interface FrameOptions {
  readonly encodings?: readonly number[];
  /** Whether it acknowledges what it takes; default yes. */
  readonly acknowledges?: boolean;
}

export interface RfbFrame {
  /** The worker's end of the RFB port. */
  readonly port: Port;
  readonly desktop: Desktop;
  /** From ServerInit on, without the guard's own fences. */
  received(): Uint8Array;
  readonly seen: { picture: boolean; updates: number; cutTexts: number; largest: number };
  /** Set once the worker said so. */
  readonly ended: Promise<FailureData | undefined>;
  send(message: Uint8Array): void;
  /** Anything, as a message of the port. */
  post(raw: unknown): void;
  acknowledge(count: number): void;
  /** Resolves with true when `holds` does, checked after every message. */
  until(holds: () => boolean): Promise<true>;
  close(): void;
}

export function openFrame(options: FrameOptions = {}): RfbFrame {
  const channel = new MessageChannel();
  const port: Port = {
    post: (message) => channel.port1.postMessage(message),
    listen: (listener) => void channel.port1.on('message', (message: unknown) => listener(message, [])),
    onClose: (listener) => void channel.port1.on('close', listener),
    close: () => channel.port1.close(),
  };
  const desktop = createDesktop(() => performance.now());
  for (const encoding of NOVNC_ENCODINGS) desktop.asked.add(encoding | 0);
  const seen = { picture: false, updates: 0, cutTexts: 0, largest: 0 };
  const out: Uint8Array[] = [];
  const waiting = new Set<() => void>();
  let end: (failure: FailureData | undefined) => void = () => undefined;
  const ended = new Promise<FailureData | undefined>((resolve) => (end = resolve));

  const send = (message: Uint8Array): void => channel.port2.postMessage({ kind: 'bytes', bytes: message });
  const keep = (part: Uint8Array): void => void out.push(part.slice());

  function* reader(): Reader {
    yield hold(12);
    send(CLIENT_HELLO[0]);
    yield hold(u8(yield hold(1), 0));
    send(CLIENT_HELLO[1]);
    yield hold(4);
    send(CLIENT_HELLO[2]);
    yield* serverInit(desktop, keep);
    send(SET_PIXEL_FORMAT);
    send(setEncodings(options.encodings));
    send(updateRequest(false, desktop.width, desktop.height));
    for (;;) yield* message();
  }

  function* message(): Reader {
    const type = u8(yield hold(1), 0);
    if (type === 0) {
      yield* framebufferUpdate(desktop, keep);
      seen.updates += 1;
      send(updateRequest(true, desktop.width, desktop.height));
    } else if (type === 3) {
      yield* serverCutText(true, keep);
      seen.cutTexts += 1;
    } else if (type === 248) {
      yield* fence();
    } else {
      keep(Uint8Array.of(type));
    }
  }

  function* fence(): Reader {
    const head = yield hold(8);
    const payload = yield hold(u8(head, 7));
    const own = payload.length === 0 && Buffer.compare(head, Uint8Array.of(0, 0, 0, 0x80, 0, 0, 0, 0)) === 0;
    if (!own) for (const part of [Uint8Array.of(248), head, payload]) keep(part);
    const flags = Uint8Array.of(0, 0, 0, u8(head, 6) & 3);
    send(bytes(248, [0, 0, 0], flags, u8(head, 7), payload));
  }

  const driven = drive(reader(), keep);
  channel.port2.on('message', (raw: unknown) => {
    const told = ToFrame.parse(raw);
    if (told.kind === 'picture') seen.picture = true;
    else if (told.kind === 'end') end(told.failure);
    else {
      seen.largest = Math.max(seen.largest, told.bytes.length);
      driven.push(told.bytes);
      if (options.acknowledges !== false) acknowledge(told.bytes.length);
    }
    for (const check of waiting) check();
  });
  const acknowledge = (count: number): void => channel.port2.postMessage({ kind: 'ack', count });

  return {
    port,
    desktop,
    received: () => bytes(...out),
    seen,
    ended,
    send,
    post: (raw) => channel.port2.postMessage(raw),
    acknowledge,
    until: (holds) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!holds()) return;
          waiting.delete(check);
          resolve(true);
        };
        waiting.add(check);
        check();
      }),
    close: () => channel.port2.close(),
  };
}
