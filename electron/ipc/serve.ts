/** Answers the calls of one port: checks each input against the contract, runs its handler, replies with a value or a failure. */
import { Failure } from '../base/failure';
import type { Calls, EventData, Events, Output } from '../contract';
import { EVENT_LIMIT } from '../contract';
import type { z } from 'zod';
import { CallMessage } from './message';
import type { Port } from './port';

/** One handler per call; forgetting one does not compile. `ports` are those that came along. */
export type Handlers<C extends Calls> = {
  readonly [K in keyof C]: (input: z.output<C[K]['input']>, ports: readonly unknown[]) => Promise<Output<C, K>> | Output<C, K>;
};

/** Sends events; an event that breaks the contract is a defect and throws. */
export type Emit<E extends Events> = <K extends keyof E & string>(name: K, data: EventData<E, K>) => void;

export function serve<C extends Calls>(port: Port, calls: C, handlers: Handlers<C>): void {
  port.listen((raw, ports) => {
    const message = CallMessage.safeParse(raw);
    // Without an id there is nobody to answer.
    if (!message.success) return;
    const { id, name, input } = message.data;
    answer(calls, handlers, name, input, ports).then(
      (value) => port.post({ kind: 'reply', id, value }),
      (error: unknown) => port.post({ kind: 'failure', id, failure: Failure.from(error).toData() }),
    );
  });
}

async function answer<C extends Calls>(
  calls: C,
  handlers: Handlers<C>,
  name: string,
  input: unknown,
  ports: readonly unknown[],
): Promise<unknown> {
  const shape = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (shape === undefined) throw new Failure('bad-input', 'There is no such call.');
  if ((JSON.stringify(input)?.length ?? 0) > shape.limit) throw new Failure('bad-input', 'That is more than fits into one message.');
  const parsed = shape.input.safeParse(input);
  if (!parsed.success) throw badInput(parsed.error);
  return await handlers[name as keyof C](parsed.data as never, ports);
}

/** The first sentence as message, and one per field for forms. */
function badInput(error: z.ZodError): Failure {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.').slice(0, 64)] ??= issue.message.slice(0, 400);
  return new Failure('bad-input', error.issues[0]?.message ?? 'That cannot be used.', { fields });
}

export function emitOn<E extends Events>(port: Port, events: E): Emit<E> {
  return (name, data) => {
    const message = { kind: 'event', name, data: events[name]?.parse(data) };
    if (JSON.stringify(message).length > EVENT_LIMIT) throw new Error(`event ${name} is larger than a message may be`);
    port.post(message);
  };
}
