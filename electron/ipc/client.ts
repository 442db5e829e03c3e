/** Makes calls and hears events on a port. */
import { Failure } from '../base/failure';
import type { Calls, EventData, Events, Input, Output } from '../contract';
import { HeardMessage } from './message';
import type { Port } from './port';

export interface Client<C extends Calls, E extends Events> {
  /** Rejects with a Failure. `transfer` are ports that go along. */
  call<K extends keyof C & string>(name: K, input: Input<C, K>, transfer?: readonly unknown[]): Promise<Output<C, K>>;
  /** Returns what ends the subscription. */
  on<K extends keyof E & string>(name: K, listener: (data: EventData<E, K>) => void): () => void;
  /** Fails every call that waits, and later ones: the other side is gone. */
  end(why: Failure): void;
}

interface Waiting {
  readonly name: string;
  resolve(value: never): void;
  reject(failure: Failure): void;
}

export function createClient<C extends Calls, E extends Events>(port: Port, calls: C, events: E): Client<C, E> {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  let nextId = 0;
  let ended: Failure | undefined;

  function end(why: Failure): void {
    if (ended !== undefined) return;
    ended = why;
    for (const call of waiting.values()) call.reject(why);
    waiting.clear();
    port.close();
  }

  function hear(raw: unknown): void {
    const message = HeardMessage.parse(raw);
    if (message.kind === 'event') {
      const data = events[message.name]?.parse(message.data);
      for (const listener of listeners.get(message.name) ?? []) listener(data as never);
      return;
    }
    const call = waiting.get(message.id);
    if (call === undefined) return;
    waiting.delete(message.id);
    if (message.kind === 'failure') return call.reject(Failure.fromData(message.failure));
    const value = calls[call.name]?.output.safeParse(message.value);
    if (value?.success === true) call.resolve(value.data as never);
    else call.reject(new Failure('internal', `The answer to ${call.name} was not understood.`, { detail: String(value?.error) }));
  }

  port.listen(hear);
  port.onClose(() =>
    end(new Failure('connection-lost', 'The process that did the work has ended; it is being started again.', { retry: true })),
  );

  return {
    call: (name, input, transfer) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        const id = nextId++;
        waiting.set(id, { name, resolve, reject });
        port.post({ kind: 'call', id, name, input }, transfer);
      }),
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    end,
  };
}
