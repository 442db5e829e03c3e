/** Host keys without a host: a throw-away home, made-up keys, and an operator who answers as told. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openHostKeys, type HostKeys } from '../../electron/connection/hostKey';
import { createQuestions, type Questions } from '../../electron/connection/questions';
import type { Answer, Question } from '../../electron/contract/connection';
import type { Peer, SshOptions } from '../../electron/contract/host';

const string = (text: string): Buffer => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]);

/** A well-formed public key of no use. */
export const keyOf = (letter: string, type = 'ssh-ed25519'): Buffer => Buffer.concat([string(type), string(letter.repeat(32))]);

export interface KeyBench {
  readonly home: string;
  /** ~/.ssh/known_hosts */
  readonly own: string;
  readonly keys: HostKeys;
  readonly questions: Questions;
  readonly asked: readonly Question[];
  /** The operator's answer from now on; undefined: none at all. */
  answer(answer: Answer | undefined): void;
  /** Writes a known_hosts file. */
  known(text: string, file?: string): void;
  end(): void;
}

export function openKeyBench(home = mkdtempSync(join(tmpdir(), 'gv-home-'))): KeyBench {
  const own = join(home, '.ssh', 'known_hosts');
  const questions = createQuestions();
  const asked: Question[] = [];
  let current: Answer | undefined = { kind: 'cancel' };
  questions.onAsked((question) => {
    asked.push(question);
    if (current !== undefined) questions.answer(question.id, current);
  });
  return {
    home,
    own,
    keys: openHostKeys({ home, questions, etc: join(home, 'etc') }),
    questions,
    asked,
    answer(answer) {
      current = answer;
    },
    known(text, file = own) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    end: () => rmSync(home, { recursive: true, force: true }),
  };
}

export const peerOf = (ssh: SshOptions = {}, change: Partial<Peer> = {}): Peer => ({
  id: '0123456789ab',
  name: 'GPU box 1',
  address: 'gpu1',
  port: 2222,
  user: 'alice',
  auth: { kind: 'agent' },
  ssh,
  ...change,
});
