/** One open screen: the frame's port, the guard, and the stream to the host. */
import type { Duplex } from 'node:stream';
import { Failure } from '../base/failure';
import { FromFrame, type ToFrame } from '../contract/screen';
import type { Port } from '../ipc/port';
import { createGuard } from './guard';
import { TO_HOST_BYTES } from './limits';
import { createPump } from './pump';
import { onHost, refused, stalled } from './refusal';

export interface Screen {
  /** The host's stream is there. */
  attach(stream: Duplex, hostName: string, password: string | undefined): void;
  /** Ends the screen; the first reason counts, none means that it was wished. */
  end(failure?: Failure): void;
  readonly over: boolean;
}

/** While a lost connection closes its streams, the stream's own end may come first. */
const END_SETTLES_MS = 150;
const TICK_MS = 1000;

export interface ScreenEvents {
  /** Once: the first whole picture was passed on. */
  readonly onPicture: () => void;
  /** Once, with the reason unless it was wished. */
  readonly onOver: (failure?: Failure) => void;
}

/** `port` is the frame's; its bytes are looked at from now on. */
export function openScreen(port: Port, { onPicture, onOver }: ScreenEvents): Screen {
  let host: Duplex | undefined;
  let hostName = '';
  let password: string | undefined;
  const forHost: Uint8Array[] = [];
  let over = false;
  let frameGone = false;
  let ticks: NodeJS.Timeout | undefined;

  const post = (message: ToFrame): void => {
    if (!frameGone) port.post(message);
  };
  const pump = createPump({
    post: (bytes) => post({ kind: 'bytes', bytes }),
    onFull: () => setReading(),
  });
  const guard = createGuard({
    password: () => password,
    toFrame: (bytes) => pump.push(bytes),
    toHost: (bytes) => void forHost.push(bytes.slice()),
    onPicture: () => {
      pump.flush();
      post({ kind: 'picture' });
      onPicture();
    },
    now: () => performance.now(),
  });

  /** A message goes in one write: TigerVNC loses its place in a SetDesktopSize that comes in pieces (SMsgReader.cxx, readSetDesktopSize). */
  function writeToHost(): void {
    if (forHost.length === 0 || host === undefined || host.destroyed) return;
    host.write(Buffer.concat(forHost.splice(0)));
    if (host.writableLength > TO_HOST_BYTES) throw stalled('The desktop does not take keys and pointer any more; open the screen again.');
  }

  function setReading(): void {
    if (host === undefined || over) return;
    const wanted = !pump.full && !guard.full();
    if (wanted === !host.isPaused()) return;
    if (wanted) host.resume();
    else host.pause();
  }

  /** Runs a step of the guard; what it throws ends the screen. */
  function guarded(step: () => void): void {
    if (over) return;
    try {
      step();
      writeToHost();
    } catch (error) {
      return end(onHost(hostName, error));
    }
    setReading();
  }

  function end(failure?: Failure): void {
    if (over) return;
    over = true;
    clearInterval(ticks);
    pump.flush();
    post({ kind: 'end', ...(failure === undefined ? {} : { failure: failure.toData() }) });
    host?.destroy();
    onOver(failure);
  }

  function hostEnded(error?: Error): void {
    setTimeout(() => {
      const why = `The desktop on ${hostName} closed the screen; if it does not open again, it has ended.`;
      end(new Failure('session-gone', why, { retry: true, detail: error?.message ?? '' }));
    }, END_SETTLES_MS);
  }

  port.listen((raw) => {
    guarded(() => {
      const message = FromFrame.safeParse(raw);
      if (!message.success) throw refused('The screen sent a message that was not understood.');
      if (message.data.kind === 'bytes') return guard.fromFrame(message.data.bytes);
      guard.acknowledged();
      pump.acknowledge(message.data.count);
    });
  });
  port.onClose(() => {
    frameGone = true;
    end();
  });
  guarded(() => guard.greetFrame());

  return {
    attach(stream, name, secret) {
      hostName = name;
      if (over) {
        stream.destroy();
        return;
      }
      host = stream;
      password = secret;
      stream.on('data', (chunk: Buffer) => guarded(() => guard.fromHost(chunk)));
      stream.once('end', () => hostEnded());
      stream.once('close', () => hostEnded());
      stream.on('error', (error) => hostEnded(error));
      stream.resume();
      ticks = setInterval(() => guarded(() => guard.tick(stream.isPaused())), TICK_MS);
    },
    end,
    get over() {
      return over;
    },
  };
}
