/** A client that outlives its port: calls wait for the first one, and each new port replaces the one before. */
import { Failure, type Calls, type EventData, type Events, type Input, type Output } from '../../electron/contract';
import { createClient, type Client } from '../../electron/ipc/client';
import type { Port } from '../../electron/ipc/port';

export interface Link<C extends Calls, E extends Events> {
  /** Rejects with a Failure. */
  call<K extends keyof C & string>(name: K, input: Input<C, K>, transfer?: readonly unknown[]): Promise<Output<C, K>>;
  /** Hears the event on this and every later port. Returns what ends the subscription. */
  on<K extends keyof E & string>(name: K, listener: (data: EventData<E, K>) => void): () => void;
  /** Runs with each new port: the time to ask everything again. */
  onReady(listener: () => void): () => void;
  take(port: Port): void;
}

export function createLink<C extends Calls, E extends Events>(calls: C, events: E): Link<C, E> {
  let client: Client<C, E> | undefined;
  let waiting: ((client: Client<C, E>) => void)[] = [];
  const attached = new Set<(client: Client<C, E>) => () => void>();
  const ready = new Set<() => void>();

  const current = (): Promise<Client<C, E>> =>
    client === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(client);

  return {
    call: async (name, input, transfer) => (await current()).call(name, input, transfer),
    on(name, listener) {
      let detach: (() => void) | undefined;
      const attach = (to: Client<C, E>): (() => void) => (detach = to.on(name, listener));
      attached.add(attach);
      if (client !== undefined) attach(client);
      return () => {
        attached.delete(attach);
        detach?.();
      };
    },
    onReady(listener) {
      ready.add(listener);
      return () => void ready.delete(listener);
    },
    take(port) {
      client?.end(new Failure('connection-lost', 'The process that did the work was started again.', { retry: true }));
      const next = createClient(port, calls, events);
      client = next;
      for (const attach of attached) attach(next);
      for (const resolve of waiting) resolve(next);
      waiting = [];
      for (const listener of ready) listener();
    },
  };
}
