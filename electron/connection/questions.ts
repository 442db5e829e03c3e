/** The questions that wait for the operator: asked by a connection, answered by the page, one at a time for each host. */
import { randomBytes } from 'node:crypto';
import { assertNever, Failure } from '../base/failure';
import type { Answer, Question } from '../contract/connection';
import type { Peer } from '../contract/host';

type WithoutId<Q> = Q extends unknown ? Omit<Q, 'id' | 'expiresAt'> : never;
export type NewQuestion = WithoutId<Question>;

/** An answer; of a question that was not answered, whether that was for want of an operator. */
export type Outcome =
  | Exclude<Answer, { kind: 'cancel' }>
  | {
      readonly kind: 'cancel';
      /** How long nobody answered, in seconds; absent when the operator cancelled or the signal aborted. */
      readonly unansweredFor?: number;
    };

export interface Questions {
  /**
   * Resolves with an answer of the question's kind, or `cancel`: also when nobody answers in time or the signal aborts. It waits
   * until the host's questions before it are closed; the same question, also of another host, is asked once for all.
   */
  ask(question: NewQuestion, signal?: AbortSignal): Promise<Outcome>;
  /** Throws `not-found` when it is closed, `bad-input` when the answer does not fit. */
  answer(id: string, answer: Answer): void;
  open(): readonly Question[];
  onAsked(listener: (question: Question) => void): () => void;
  onClosed(listener: (id: string) => void): () => void;
}

/** sshd gives 120 s for the whole login (sshd_config(5), LoginGraceTime); beyond that an answer is of no use. */
const SECONDS: Record<Question['kind'], number> = { 'host-key': 110, secret: 60, prompts: 60 };
/** No login waits for it. */
const SUDO_SECONDS = 300;

const secondsOf = (question: NewQuestion): number =>
  question.kind === 'secret' && question.purpose === 'sudo' ? SUDO_SECONDS : SECONDS[question.kind];

interface Waiting {
  readonly asked: NewQuestion;
  readonly subject: string | undefined;
  /** Everyone who waits for the answer. */
  readonly askers: Set<(outcome: Outcome) => void>;
  shown?: { readonly question: Question; readonly timer: NodeJS.Timeout };
}

/** `secondsFor` is how long a question stays open. */
export function createQuestions(secondsFor: (question: NewQuestion) => number = secondsOf, now = Date.now): Questions {
  const waiting = new Set<Waiting>();
  const asked = new Set<(question: Question) => void>();
  const closed = new Set<(id: string) => void>();

  function showNext(hostId: string): void {
    const next = [...waiting].find((one) => one.asked.hostId === hostId);
    if (next === undefined || next.shown !== undefined) return;
    const seconds = secondsFor(next.asked);
    const question: Question = { ...next.asked, id: randomBytes(6).toString('hex'), expiresAt: now() + seconds * 1000 };
    const timer = setTimeout(() => close(next, { kind: 'cancel', unansweredFor: seconds }), seconds * 1000);
    next.shown = { question, timer };
    for (const listener of asked) listener(question);
  }

  function close(one: Waiting, outcome: Outcome): void {
    waiting.delete(one);
    if (one.shown !== undefined) {
      clearTimeout(one.shown.timer);
      for (const listener of closed) listener(one.shown.question.id);
    }
    for (const asker of one.askers) asker(outcome);
    showNext(one.asked.hostId);
  }

  return {
    ask(question, signal) {
      if (signal?.aborted === true) return Promise.resolve({ kind: 'cancel' });
      return new Promise((resolve) => {
        const subject = subjectOf(question);
        const same = subject === undefined ? undefined : [...waiting].find((each) => each.subject === subject);
        const one: Waiting = same ?? { asked: question, subject, askers: new Set() };
        const asker = (outcome: Outcome): void => {
          signal?.removeEventListener('abort', withdraw);
          resolve(outcome);
        };
        const withdraw = (): void => {
          one.askers.delete(asker);
          asker({ kind: 'cancel' });
          if (one.askers.size === 0) close(one, { kind: 'cancel' });
        };
        one.askers.add(asker);
        signal?.addEventListener('abort', withdraw, { once: true });
        waiting.add(one);
        showNext(question.hostId);
      });
    },
    answer(id, answer) {
      const one = [...waiting].find(({ shown }) => shown?.question.id === id);
      if (one?.shown === undefined) throw new Failure('not-found', 'This question is not open any more.');
      if (!fits(one.shown.question, answer)) throw new Failure('bad-input', 'That is not an answer to this question.');
      close(one, answer);
    },
    open: () => [...waiting].flatMap(({ shown }) => (shown === undefined ? [] : [shown.question])),
    onAsked: (listener) => subscribe(asked, listener),
    onClosed: (listener) => subscribe(closed, listener),
  };
}

function subscribe<T>(set: Set<T>, listener: T): () => void {
  set.add(listener);
  return () => void set.delete(listener);
}

function fits(question: Question, answer: Answer): boolean {
  if (answer.kind === 'cancel') return true;
  if (answer.kind !== question.kind) return false;
  return answer.kind !== 'prompts' || question.kind !== 'prompts' || answer.values.length === question.prompts.length;
}

/** The same for questions that have the same answer, whoever asks: a jump host's key, a key file's passphrase. */
function subjectOf(question: NewQuestion): string | undefined {
  switch (question.kind) {
    case 'host-key':
      return ['host-key', question.address, question.port, question.fingerprint, question.file].join('\n');
    case 'secret':
      return question.purpose === 'passphrase' ? `passphrase\n${question.subject}` : undefined;
    case 'prompts':
      return undefined;
    default:
      return assertNever(question);
  }
}

/** Why a login ended at a question. `what`: like `the password of alice`. */
export function unanswered(peer: Peer, what: string, outcome: Outcome): Failure {
  if (outcome.kind !== 'cancel' || outcome.unansweredFor === undefined)
    return new Failure('cancelled', `Connecting to ${peer.name} was cancelled.`);
  return new Failure(
    'cancelled',
    `Nobody answered the question for ${what} within ${Math.round(outcome.unansweredFor)} s, so ${peer.name} is not connected; connect again when you can answer.`,
  );
}
