/** The password of one login: remembered, asked, asked anew when it was wrong, and kept only when it was right. */
import type { Log } from '../base/log';
import type { Host } from '../contract/host';
import { cancelled } from './failures';
import type { Questions } from './questions';
import { forget, keep, passwordKey, remembered, storeOf, type Secrets } from './secrets';

export interface AskContext {
  readonly host: Host;
  /** Of the host key that was accepted. */
  readonly fingerprint: string;
  readonly questions: Questions;
  readonly secrets: Secrets;
  readonly log?: Log | undefined;
  readonly signal: AbortSignal;
}

export interface Passwords {
  /** Rejects with `cancelled`. */
  get(): Promise<string>;
  /** Something else was asked after the password: what is refused from now on need not be the password. */
  notLast(): void;
  /** To be called once logged in. */
  keep(): Promise<void>;
}

export function createPasswords({ host, fingerprint, questions, secrets, log, signal }: AskContext): Passwords {
  const name = passwordKey(host, fingerprint);
  /** What the host saw last. */
  let last: 'nothing' | 'remembered' | 'asked' | 'other' = 'nothing';
  let wanted: string | undefined;

  async function ask(again: boolean): Promise<string> {
    const store = await storeOf(secrets);
    const answer = await questions.ask(
      {
        kind: 'secret',
        hostId: host.id,
        hostName: host.name,
        purpose: 'password',
        subject: `${host.user}@${host.address}`,
        again,
        ...(store.kind === 'absent' ? { whyNotRemembered: store.why } : {}),
      },
      signal,
    );
    if (answer.kind !== 'secret') throw cancelled(host);
    wanted = answer.remember && store.kind === 'available' ? answer.value : undefined;
    return answer.value;
  }

  return {
    async get() {
      const kept = last === 'nothing' ? await remembered(secrets, name) : undefined;
      if (last === 'remembered') await forget(secrets, name, log);
      const value = kept ?? (await ask(last !== 'nothing'));
      last = kept === undefined ? 'asked' : 'remembered';
      log?.secret(value);
      return value;
    },
    notLast() {
      if (last !== 'nothing') last = 'other';
    },
    async keep() {
      if (wanted !== undefined) await keep(secrets, name, wanted, log);
    },
  };
}

/** A prompt that means the login password: hidden, and neither a new one nor a code. */
export const isPasswordPrompt = ({ text, echo }: { readonly text: string; readonly echo: boolean }): boolean =>
  !echo &&
  /pass(word|wort)|kennwort|mot de passe|contraseña|密码|口令/i.test(text) &&
  !/\b(new|again|retype|change|current|old|one-time|otp|code|token|verification)\b/i.test(text);
