/** The operator's side of a connection: a throw-away home, an operator who answers by rule, and secrets in memory. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection, LoadScript } from '../../electron/connection/connection';
import { openHostKeys } from '../../electron/connection/hostKey';
import { createQuestions } from '../../electron/connection/questions';
import { openSecrets, type Remember, type SecretVault } from '../../electron/connection/secrets';
import { connectSsh, type Environment } from '../../electron/connection/sshConnection';
import type { Answer, Question } from '../../electron/contract/connection';
import type { Host } from '../../electron/contract/host';
import type { Sshd } from './sshd';

export interface Laptop {
  readonly home: string;
  readonly environment: Environment;
  /** Questions so far. */
  readonly asked: readonly Question[];
  /** What the system's key store holds, by name. */
  readonly secrets: Map<string, string>;
  readonly vault: SecretVault;
  /** What was done, in order. */
  readonly steps: readonly string[];
  /** How the operator answers from now on; `cancel` before the first call. */
  answer(rule: (question: Question) => Answer | undefined): void;
  /** Adds a line to ~/.ssh/known_hosts. */
  know(...lines: readonly string[]): void;
  connect(host: Host, change?: Partial<Environment>, signal?: AbortSignal): Promise<Connection>;
  /** Closes the connections and removes the home. */
  end(): void;
}

export const loadScript: LoadScript = (name) => readFile(join(import.meta.dirname, '../../resources', name), 'utf8');

export const hostOf = (sshd: Pick<Sshd, 'port' | 'user' | 'clientKeyPath'>, change: Partial<Host> = {}): Host => ({
  id: '0123456789ab',
  name: 'GPU box 1',
  address: '127.0.0.1',
  port: sshd.port,
  user: sshd.user,
  auth: { kind: 'key', path: sshd.clientKeyPath },
  ...change,
});

export function openLaptop(): Laptop {
  const home = mkdtempSync(join(tmpdir(), 'gv-laptop-'));
  mkdirSync(join(home, '.ssh'), { mode: 0o700 });
  const questions = createQuestions();
  const asked: Question[] = [];
  const secrets = new Map<string, string>();
  const vault = vaultIn(secrets);
  const steps: string[] = [];
  const connections: Connection[] = [];
  let rule: (question: Question) => Answer | undefined = () => ({ kind: 'cancel' });
  questions.onAsked((question) => {
    asked.push(question);
    const answer = rule(question);
    if (answer !== undefined) queueMicrotask(() => questions.answer(question.id, answer));
  });
  const environment: Environment = {
    home,
    agentSocket: undefined,
    hostKeys: openHostKeys({ home, questions, etc: join(home, 'etc') }),
    questions,
    secrets: openSecrets({ vault, home }),
    load: loadScript,
  };
  return {
    home,
    environment,
    asked,
    secrets,
    vault,
    steps,
    answer(next) {
      rule = next;
    },
    know: (...lines) => appendFileSync(join(home, '.ssh', 'known_hosts'), lines.map((line) => `${line}\n`).join('')),
    async connect(host, change = {}, signal = new AbortController().signal) {
      const connection = await connectSsh(host, { ...environment, ...change }, { onStep: (step) => steps.push(step), signal });
      connections.push(connection);
      return connection;
    },
    end() {
      for (const connection of connections) connection.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** What a script prints, run in a shell of its own. */
export async function output(connection: Connection, script: string): Promise<string> {
  const shell = await connection.shell();
  const chunks: Buffer[] = [];
  shell.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  shell.stderr.resume();
  shell.stdin.end(script);
  await shell.ended;
  return Buffer.concat(chunks).toString();
}

/** A key store that keeps everything in this map. */
export const vaultIn = (secrets: Map<string, string>): SecretVault => ({
  store: () => Promise.resolve({ kind: 'available' }),
  read: (name) => Promise.resolve(secrets.get(name)),
  write: (name, value) => Promise.resolve(void secrets.set(name, value)),
  remove: (name) => Promise.resolve(void secrets.delete(name)),
  list: () => Promise.resolve([...secrets.keys()]),
});

export const secret = (value: string, remember: Remember = 'no'): Answer => ({ kind: 'secret', value, remember });

/** A rule that gives these answers one after the other, and then cancels. */
export function inTurn(...answers: readonly Answer[]): () => Answer {
  let next = 0;
  return () => answers[next++] ?? { kind: 'cancel' };
}
