/** The password of one login: remembered, asked, asked anew when it was wrong, and kept only when it was right. */
import { askSecret, type AskContext } from './askSecret';
import { passwordKey, type Remember } from './secrets';

export interface Passwords {
  /** Rejects with `cancelled`. */
  get(): Promise<string>;
  /** Something else was asked after the password: what is refused from now on need not be the password. */
  notLast(): void;
  /** To be called once logged in. */
  keep(): Promise<void>;
}

/** `fingerprint`: of the host key that was accepted. */
export function createPasswords(context: AskContext, fingerprint: string): Passwords {
  const { host, secrets, log } = context;
  const name = passwordKey(host, fingerprint);
  /** What the host saw last. */
  let last: 'nothing' | 'remembered' | 'asked' | 'other' = 'nothing';
  let wanted: { readonly value: string; readonly remember: Remember } | undefined;

  return {
    async get() {
      const kept = last === 'nothing' ? await secrets.read(name) : undefined;
      if (last === 'remembered') await secrets.forget(name);
      if (kept !== undefined) {
        last = 'remembered';
        log?.secret(kept);
        return kept;
      }
      wanted = await askSecret(context, { purpose: 'password', subject: `${host.user}@${host.address}`, again: last !== 'nothing' });
      last = 'asked';
      return wanted.value;
    },
    notLast() {
      if (last !== 'nothing') last = 'other';
    },
    async keep() {
      if (wanted !== undefined) await secrets.keep(name, wanted.value, wanted.remember);
    },
  };
}

/** A prompt that means the login password: hidden, and neither a new one nor a code. */
export const isPasswordPrompt = ({ text, echo }: { readonly text: string; readonly echo: boolean }): boolean =>
  !echo &&
  /pass(word|wort)|kennwort|mot de passe|contraseña|密码|口令/i.test(text) &&
  !/\b(new|again|retype|change|current|old|one-time|otp|code|token|verification)\b/i.test(text);
