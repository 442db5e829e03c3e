/** One side of a message channel, whatever made it: a DOM MessagePort, Electron's MessagePortMain, or a process' parent port. */
export interface Port {
  post(message: unknown, transfer?: readonly unknown[]): void;
  /** One listener; `ports` are those passed along. Messages that came before are delivered then. */
  listen(listener: (message: unknown, ports: readonly unknown[]) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** What Electron's MessagePortMain and `process.parentPort` have in common (structural, so that no module here imports Electron). */
export interface EmitterPort {
  postMessage(message: unknown, transfer: never[]): void;
  on(event: 'message', listener: (event: { data: unknown; ports: readonly unknown[] }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start?(): void;
  close?(): void;
}

export function emitterPort(port: EmitterPort): Port {
  return {
    post(message, transfer = []) {
      // Electron refuses an undefined list. It types the list by process; here it only ever holds ports of the same kind.
      port.postMessage(message, [...transfer] as never[]);
    },
    listen(listener) {
      port.on('message', (event) => listener(event.data, event.ports));
      port.start?.();
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close?.(),
  };
}

/** What a DOM MessagePort has (structural: the same text compiles in the page and in Node, whose worker_threads ports fit too). */
export interface EventTargetPort {
  postMessage(message: unknown, transfer: never[]): void;
  addEventListener(type: 'message' | 'close', listener: (event: { data?: unknown; ports?: readonly unknown[] }) => void): void;
  start(): void;
  close(): void;
}

export function eventTargetPort(port: EventTargetPort): Port {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer] as never[]),
    listen(listener) {
      port.addEventListener('message', (event) => listener(event.data, event.ports ?? []));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  };
}
