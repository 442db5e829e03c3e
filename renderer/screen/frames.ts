/** The control port of each screen's frame: commands to it, events from it. */
import { FrameEvent, type FrameCommand, type ScreenId } from '../../electron/contract/screen';
import { screenOrigin } from './address';

type Listener = (id: ScreenId, event: FrameEvent) => void;

const ports = new Map<ScreenId, MessagePort>();
const listeners = new Set<Listener>();

export function onFrameEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Hands a freshly loaded frame its control port. */
export function attachFrame(id: ScreenId, frame: Window): void {
  ports.get(id)?.close();
  const { port1, port2 } = new MessageChannel();
  ports.set(id, port1);
  port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    // A frame holds hostile content at worst: what is not an event is dropped.
    const event = FrameEvent.safeParse(data);
    if (event.success) for (const listener of listeners) listener(id, event.data);
  });
  port1.start();
  frame.postMessage({ kind: 'control' }, screenOrigin(id), [port2]);
}

export function detachFrame(id: ScreenId): void {
  ports.get(id)?.close();
  ports.delete(id);
}

export function tellFrame(id: ScreenId, command: FrameCommand, transfer: Transferable[] = []): void {
  ports.get(id)?.postMessage(command, transfer);
}
