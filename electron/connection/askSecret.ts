/** Asks the operator for a password or passphrase, and keeps it out of the log. */
import type { Log } from '../base/log';
import type { Peer } from '../contract/host';
import { unanswered, type Questions } from './questions';
import type { Remember, Secrets } from './secrets';

export interface AskContext {
  readonly host: Peer;
  readonly questions: Questions;
  readonly secrets: Secrets;
  readonly log?: Log | undefined;
  readonly signal: AbortSignal;
}

export interface Wanted {
  readonly purpose: 'password' | 'passphrase';
  /** Whose: `alice@gpu1` or the key's path. */
  readonly subject: string;
  /** The one before was wrong. */
  readonly again: boolean;
}

/** Rejects with `cancelled`. */
export async function askSecret(
  { host, questions, secrets, log, signal }: AskContext,
  { purpose, subject, again }: Wanted,
): Promise<{ readonly value: string; readonly remember: Remember }> {
  const store = await secrets.store();
  const outcome = await questions.ask(
    {
      kind: 'secret',
      hostId: host.id,
      hostName: host.name,
      purpose,
      subject: subject.slice(0, 1024),
      again,
      ...(store.kind === 'absent' ? { whyNotRemembered: store.why } : {}),
    },
    signal,
  );
  if (outcome.kind !== 'secret') throw unanswered(host, `the ${purpose} of ${subject}`, outcome);
  log?.secret(outcome.value);
  return outcome;
}
