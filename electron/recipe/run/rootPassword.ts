/** The password for sudo: asked when a host wants one, kept for one run, and filled with zeros at its end (R14). */
import { Failure } from '../../base/failure';
import { REDACTED } from '../../base/redact';
import type { Questions } from '../../connection/questions';

export interface RootPassword {
  /** What was typed, unless it was refused. */
  readonly value: () => Buffer | undefined;
  /** Rejects with `cancelled` when the operator does not want to, with `timeout` when nobody answered, with `auth-rejected` after three wrong ones. */
  readonly ask: (signal: AbortSignal) => Promise<void>;
  /** sudo did not accept it. */
  readonly refuse: () => void;
  /** Text of the host without it, should a program print what it read. */
  readonly hide: (text: string) => string;
  /** Forgets it. */
  readonly end: () => void;
}

export interface RootPasswordDeps {
  readonly ask: Questions['ask'];
  readonly hostId: string;
  readonly hostName: string;
  /** The login. */
  readonly user: string;
}

const TRIES = 3;
/** Shorter ones would tear holes into everything that a host prints. */
const HIDDEN = 4;

export function createRootPassword({ ask, hostId, hostName, user }: RootPasswordDeps): RootPassword {
  let password: Buffer | undefined;
  let wrong = 0;

  function end(): void {
    password?.fill(0);
    password = undefined;
  }
  function refuse(): void {
    end();
    wrong += 1;
  }

  return {
    value: () => password,
    async ask(signal) {
      for (;;) {
        if (wrong >= TRIES) throw refused(user, hostName);
        const subject = `${user}@${hostName}`.slice(0, 1024);
        const outcome = await ask({ kind: 'secret', hostId, hostName, purpose: 'sudo', subject, again: wrong > 0 }, signal);
        if (outcome.kind !== 'secret') throw unanswered(hostName, outcome.kind === 'cancel' ? outcome.unansweredFor : undefined);
        password = Buffer.from(outcome.value, 'utf8');
        // sudo reads one line, and takes none for a try.
        if (/^[^\n\r\0]+$/.test(outcome.value)) return;
        refuse();
      }
    },
    refuse,
    hide: (text) => (password === undefined || password.length < HIDDEN ? text : text.replaceAll(password.toString('utf8'), REDACTED)),
    end,
  };
}

const refused = (user: string, hostName: string): Failure =>
  new Failure(
    'auth-rejected',
    `${hostName}: sudo refused the password of ${user} three times, so this step did not begin; set it up again with the right one.`,
  );

const unanswered = (hostName: string, seconds: number | undefined): Failure =>
  seconds === undefined
    ? new Failure('cancelled', `${hostName}: The password for sudo was not given, so this step did not begin.`)
    : new Failure(
        'timeout',
        `${hostName}: Nobody typed the password for sudo within ${Math.round(seconds)} s, so this step did not begin; set it up again when you can.`,
      );
