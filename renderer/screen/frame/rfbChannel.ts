/** What noVNC takes for a WebSocket: the RFB port. Acknowledges what noVNC took, and holds back requests while nobody looks. */
import { ToFrame } from '../../../electron/contract/screen';
import type { FailureData } from '../../../electron/contract';
import type { Port } from '../../../electron/ipc/port';
import { createGate } from './gate';

/** The properties that noVNC looks for (core/websock.js, attach). */
export interface RfbChannel {
  binaryType: string;
  readonly protocol: string;
  readonly readyState: string;
  onopen: (() => void) | null;
  onmessage: ((event: { data: Uint8Array }) => void) | null;
  onerror: ((event: unknown) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(bytes: Uint8Array): void;
  close(): void;
}

export interface RfbChannelEvents {
  /** The first whole update was handed to noVNC. */
  onPicture(): void;
  /** The worker ended the stream, or its process is gone. Told at most once, and not after `close`. */
  onEnd(failure?: FailureData): void;
  /** noVNC threw. It believes itself to be connected still. */
  onBroken(error: unknown): void;
}

export interface OpenChannel {
  /** Handed to noVNC. */
  readonly channel: RfbChannel;
  /** While not looked at, the host is asked for no pictures. */
  readonly setLookedAt: (on: boolean) => void;
}

const GONE: FailureData = {
  code: 'connection-lost',
  message: 'The process that carried the screen has ended; it is being started again.',
  retry: true,
};

export function openRfbChannel(port: Port, events: RfbChannelEvents): OpenChannel {
  let state: 'open' | 'closed' = 'open';

  const post = (bytes: Uint8Array): void => port.post({ kind: 'bytes', bytes });
  const gate = createGate(post);

  /** noVNC learns of it in a turn of its own: in the middle of its own disconnect it would count the end twice. */
  function shut(): void {
    state = 'closed';
    port.close();
    queueMicrotask(() => channel.onclose?.({ code: 1000, reason: '' }));
  }

  function end(failure?: FailureData): void {
    if (state === 'closed') return;
    shut();
    events.onEnd(failure);
  }

  function take(bytes: Uint8Array): void {
    try {
      channel.onmessage?.({ data: bytes });
    } catch (error) {
      return events.onBroken(error);
    }
    port.post({ kind: 'ack', count: bytes.byteLength });
  }

  const channel: RfbChannel = {
    binaryType: 'arraybuffer',
    protocol: 'binary',
    get readyState() {
      return state;
    },
    onopen: null,
    onmessage: null,
    onerror: null,
    onclose: null,
    send(bytes) {
      // noVNC's view lies on its whole send queue, and all of that would travel.
      if (state === 'open') gate.send(bytes.slice());
    },
    close() {
      if (state === 'open') shut();
    },
  };

  port.listen((raw) => {
    if (state === 'closed') return;
    const message = ToFrame.parse(raw);
    if (message.kind === 'bytes') take(message.bytes);
    else if (message.kind === 'picture') events.onPicture();
    else end(message.failure);
  });
  port.onClose(() => end(GONE));
  return { channel, setLookedAt: (on) => gate.setOpen(on) };
}
