/** The first question that waits, as a modal dialog. Escape answers with “cancel”. */
import { assertNever } from '../../electron/contract';
import type { Answer, Question } from '../../electron/contract/connection';
import { HostKeyQuestion } from './HostKeyQuestion';
import { PromptsQuestion } from './PromptsQuestion';
import { SecretQuestion } from './SecretQuestion';
import { answerQuestion, useConnections } from './store';

export interface QuestionProps<K extends Question['kind']> {
  readonly question: Extract<Question, { kind: K }>;
  /** How many wait behind it. */
  readonly more: number;
  readonly reply: (answer: Answer) => void;
  readonly cancel: () => void;
}

export function Questions() {
  const questions = useConnections((store) => store.questions);
  const [question] = questions;
  if (question === undefined) return null;
  const reply = (answer: Answer): void => void answerQuestion(question.id, answer);
  const rest = { more: questions.length - 1, reply, cancel: () => reply({ kind: 'cancel' }) };
  // By id: nothing typed for one question stays for the next.
  switch (question.kind) {
    case 'host-key':
      return <HostKeyQuestion key={question.id} question={question} {...rest} />;
    case 'secret':
      return <SecretQuestion key={question.id} question={question} {...rest} />;
    case 'prompts':
      return <PromptsQuestion key={question.id} question={question} {...rest} />;
    default:
      return assertNever(question);
  }
}
