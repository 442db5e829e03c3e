/** The two ways in which the guard ends a stream. `message` lacks the host's name: `onHost` puts it in front. */
import { Failure } from '../base/failure';

export const refused = (message: string): Failure => new Failure('rfb-refused', message);

/** Trying again can help. */
export const stalled = (message: string): Failure => new Failure('rfb-stalled', message, { retry: true });

export function onHost(hostName: string, error: unknown): Failure {
  const failure = Failure.from(error);
  if (hostName === '') return failure;
  return new Failure(failure.code, `${hostName}: ${failure.message}`, { ...failure.toData(), cause: failure });
}
