/** The questions that wait for the operator: asked by a connection, answered by the page. */
import { randomBytes } from 'node:crypto';
import { Failure } from '../base/failure';
import type { Answer, Question } from '../contract/connection';

type WithoutId<Q> = Q extends unknown ? Omit<Q, 'id'> : never;
export type NewQuestion = WithoutId<Question>;

export interface Questions {
  /** Resolves with the answer of the question's kind, or `cancel`: also when nobody answers in time or the signal aborts. */
  ask(question: NewQuestion, signal?: AbortSignal): Promise<Answer>;
  /** Throws `not-found` when it is closed, `bad-input` when the answer does not fit. */
  answer(id: string, answer: Answer): void;
  open(): readonly Question[];
  onAsked(listener: (question: Question) => void): () => void;
  onClosed(listener: (id: string) => void): () => void;
}

/** sshd gives 120 s for the whole login (sshd_config(5), LoginGraceTime); beyond that an answer is of no use. */
const SECONDS: Record<Question['kind'], number> = { 'host-key': 110, secret: 60, prompts: 60 };

interface Waiting {
  readonly question: Question;
  close(answer: Answer): void;
}

/** `secondsFor` is how long a question stays open. */
export function createQuestions(secondsFor: (kind: Question['kind']) => number = (kind) => SECONDS[kind]): Questions {
  const waiting = new Map<string, Waiting>();
  const asked = new Set<(question: Question) => void>();
  const closed = new Set<(id: string) => void>();

  return {
    ask(newQuestion, signal) {
      if (signal?.aborted === true) return Promise.resolve({ kind: 'cancel' });
      const question: Question = { ...newQuestion, id: randomBytes(6).toString('hex') };
      return new Promise((resolve) => {
        const cancel = (): void => close({ kind: 'cancel' });
        const timer = setTimeout(cancel, secondsFor(question.kind) * 1000);
        function close(answer: Answer): void {
          clearTimeout(timer);
          signal?.removeEventListener('abort', cancel);
          waiting.delete(question.id);
          for (const listener of closed) listener(question.id);
          resolve(answer);
        }
        signal?.addEventListener('abort', cancel, { once: true });
        waiting.set(question.id, { question, close });
        for (const listener of asked) listener(question);
      });
    },
    answer(id, answer) {
      const one = waiting.get(id);
      if (one === undefined) throw new Failure('not-found', 'This question is not open any more.');
      if (!fits(one.question, answer)) throw new Failure('bad-input', 'That is not an answer to this question.');
      one.close(answer);
    },
    open: () => [...waiting.values()].map((one) => one.question),
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
