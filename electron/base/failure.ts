/** The one error of Gearview: a closed code, one sentence for a person, and plain data over every process boundary. */
import { z } from 'zod';

/** What went wrong, as a closed set: the page switches on it and ends in `assertNever`. */
export const FailureCode = z.enum([
  'bad-input', // a value of the operator's cannot be used; `fields` says which
  'not-found', // the host, session or check named does not exist (any more)
  'name-unknown', // the host's name has no address
  'refused', // nothing listens on that port
  'no-route', // the network cannot reach the address
  'timeout', // no answer in time
  'not-ssh', // something else than an SSH server answered
  'host-key-unknown', // the operator did not accept an unknown host key
  'host-key-changed', // the key differs from the one on record
  'host-key-unverifiable', // known_hosts cannot be read or says @revoked
  'auth-rejected', // the host refused every method we could offer
  'auth-unavailable', // key file missing, unreadable or wrong passphrase; no agent
  'connection-lost', // the link died
  'cancelled', // the operator said stop
  'script-failed', // a remote script ended badly
  'script-noise', // the answer was cut short or drowned in start-up output
  'no-x-proxy', // neither TurboVNC nor TigerVNC on the host
  'no-window-manager', // nothing to draw a desktop with
  'display-busy', // that X display number is taken
  'session-failed', // the desktop did not come up
  'session-unsafe', // the desktop came up open to others and was ended again
  'session-gone', // the desktop is not there any more
  'forward-refused', // sshd forbids forwarding, or the socket does not answer
  'rfb-refused', // the RFB guard closed the stream
  'rfb-stalled', // the desktop stopped answering
  'check-failed', // the check could not run
  'storage', // a file of the app cannot be read or written
  'secrets-unavailable', // the system offers no safe place for secrets
  'internal', // a defect of ours
]);
export type FailureCode = z.infer<typeof FailureCode>;

/** A failure as plain data. `message`: one sentence with the host's name and what to do. `detail`: at most 4,000 characters of log. */
export const FailureData = z.strictObject({
  code: FailureCode,
  message: z.string().max(2000),
  detail: z.string().max(4000).optional(),
  /** Per field of a form, what is wrong with it. */
  fields: z.record(z.string().max(64), z.string().max(400)).optional(),
  /** Trying the same again can help. */
  retry: z.boolean().optional(),
});
export type FailureData = z.infer<typeof FailureData>;

const DETAIL_LIMIT = 4000;

export class Failure extends Error {
  readonly code: FailureCode;
  readonly detail: string | undefined;
  readonly fields: Record<string, string> | undefined;
  readonly retry: boolean;

  constructor(code: FailureCode, message: string, extra: Partial<Omit<FailureData, 'code' | 'message'>> & { cause?: unknown } = {}) {
    super(message.slice(0, 2000), { cause: extra.cause });
    this.name = 'Failure';
    this.code = code;
    this.detail = extra.detail?.slice(-DETAIL_LIMIT);
    this.fields = extra.fields;
    this.retry = extra.retry ?? false;
  }

  toData(): FailureData {
    return {
      code: this.code,
      message: this.message,
      ...(this.detail === undefined || this.detail === '' ? {} : { detail: this.detail }),
      ...(this.fields === undefined ? {} : { fields: this.fields }),
      ...(this.retry ? { retry: true } : {}),
    };
  }

  static fromData(data: FailureData): Failure {
    return new Failure(data.code, data.message, data);
  }

  /** Whatever was thrown, as a Failure: unknown errors become `internal` with their own text as detail. */
  static from(error: unknown): Failure {
    if (error instanceof Failure) return error;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return new Failure('internal', 'Gearview met a defect of its own; the details below help to report it.', {
      detail: text,
      cause: error,
    });
  }
}

/** Ends a switch over a closed union: compiles only when every case was handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
