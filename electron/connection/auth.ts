/** Which ways to log in are tried, in which order, and what is asked of the operator for them. */
import ssh2, { type BaseAgent } from 'ssh2';
import { assertNever, Failure } from '../base/failure';
import type { Host } from '../contract/host';
import { plainText } from '../contract/text';
import type { Attempt, Prompts, Reply } from './client';
import { cancelled } from './failures';
import { unlock, type KeyFile } from './keyFile';
import { createPasswords, isPasswordPrompt, type AskContext, type Passwords } from './password';
import { forget, keep, passphraseKey, remembered, storeOf } from './secrets';

export interface LoginContext extends AskContext {
  readonly agentSocket: string | undefined;
  /** Of a host that logs in with a key file. */
  readonly keyFile: KeyFile | undefined;
}

export interface Login {
  /** The next try; rejects with the failure that names what was tried when there is none. */
  next(reply: Reply): Promise<Attempt>;
  /** Remembers what the operator wished to be remembered, now that it is known to be right. */
  succeeded(): Promise<void>;
}

/** Wrong answers of the operator before we give up. */
const TRIES = 3;
const PROMPTS_LIMIT = 10;
/** Rounds of prompts in one login. */
const ROUNDS_LIMIT = 10;

type Attempts = AsyncGenerator<Attempt, Reply, Reply>;

export function createLogin(context: LoginContext): Login {
  const passwords = createPasswords(context);
  const tried: string[] = [];
  const attempts = run(context, passwords, tried);
  let begun = false;
  return {
    async next(reply) {
      // The first call starts the generator, whose first value nobody waits for.
      const step = await (begun ? attempts.next(reply) : attempts.next());
      begun = true;
      if (step.done === true) throw rejected(context.host, tried, step.value);
      return step.value;
    },
    succeeded: () => passwords.keep(),
  };
}

async function* run(context: LoginContext, passwords: Passwords, tried: string[]): Attempts {
  // RFC 4252 §5.2: `none` makes the host list its methods.
  const reply = yield { type: 'none' };
  switch (context.host.auth.kind) {
    case 'key':
      return yield* byKey(context, passwords, tried, reply);
    case 'agent':
      return yield* byAgent(context, passwords, tried, reply);
    case 'password':
      return yield* byOperator(context, passwords, tried, reply);
    default:
      return assertNever(context.host.auth);
  }
}

async function* byKey(context: LoginContext, passwords: Passwords, tried: string[], first: Reply): Attempts {
  const { keyFile } = context;
  if (keyFile === undefined || !first.left.includes('publickey')) return first;
  const key = keyFile.kind === 'ready' ? keyFile.key : await unlocked(context, keyFile);
  const reply = yield { type: 'publickey', key };
  if (!reply.partial) tried.push(`the key ${keyFile.path}`);
  // A wrong key must be told as such, not covered by a question for a password.
  return reply.partial ? yield* byOperator(context, passwords, tried, reply) : reply;
}

async function* byAgent(context: LoginContext, passwords: Passwords, tried: string[], first: Reply): Attempts {
  let reply = first;
  const agent = first.left.includes('publickey') ? await openAgent(context.agentSocket) : undefined;
  if (agent?.kind === 'ready' && agent.keys > 0) {
    yield { type: 'agent', agent: agent.agent };
    tried.push(agent.keys === 1 ? 'the key of the SSH agent' : `the ${agent.keys} keys of the SSH agent`);
    // ssh2 keeps the reply to an agent's keys to itself: ask what is left once more.
    reply = yield { type: 'none' };
  }
  const why = agent?.kind === 'absent' ? agent.why : agent?.keys === 0 ? 'the SSH agent holds no key (add one with ssh-add)' : undefined;
  const asks = reply.left.includes('keyboard-interactive') || reply.left.includes('password');
  if (why !== undefined && !asks) {
    throw new Failure('auth-unavailable', `${context.host.name} wants a key, but ${why}; or choose a key file for this host.`);
  }
  return yield* byOperator(context, passwords, tried, reply);
}

async function* byOperator(context: LoginContext, passwords: Passwords, tried: string[], first: Reply): Attempts {
  let reply = first;
  let wrong = 0;
  let rounds = 0;
  while (wrong < TRIES && reply.left.includes('keyboard-interactive')) {
    let asked = false;
    reply = yield {
      type: 'keyboard-interactive',
      async answer(prompts) {
        asked = true;
        rounds += 1;
        if (rounds > ROUNDS_LIMIT || prompts.prompts.length > PROMPTS_LIMIT)
          throw new Failure('auth-rejected', `${context.host.name} asks more questions than a login needs; it was stopped.`);
        const [only] = prompts.prompts;
        if (prompts.prompts.length === 1 && only !== undefined && isPasswordPrompt(only)) return [await passwords.get()];
        passwords.notLast();
        return await askPrompts(context, prompts);
      },
    };
    // A host without anything to ask says no at once.
    if (!asked) break;
    if (reply.partial) continue;
    wrong += 1;
    tried.push('keyboard-interactive');
  }
  while (wrong < TRIES && reply.left.includes('password')) {
    reply = yield { type: 'password', password: await passwords.get() };
    if (reply.partial) return yield* byOperator(context, passwords, tried, reply);
    wrong += 1;
    tried.push('the password');
  }
  return reply;
}

async function askPrompts(
  { host, questions, log, signal }: LoginContext,
  { title, instructions, prompts }: Prompts,
): Promise<readonly string[]> {
  const answer = await questions.ask(
    {
      kind: 'prompts',
      hostId: host.id,
      hostName: host.name,
      title: plainText(title),
      instructions: instructions
        .split('\n')
        .slice(0, 20)
        .map((line) => plainText(line, 200))
        .join('\n')
        .slice(0, 4096),
      prompts: prompts.map(({ text, echo }) => ({ text: plainText(text, 200), echo })),
    },
    signal,
  );
  if (answer.kind !== 'prompts') throw cancelled(host);
  for (const [index, value] of answer.values.entries()) if (prompts[index]?.echo === false) log?.secret(value);
  return answer.values;
}

async function unlocked(context: LoginContext, file: KeyFile & { kind: 'encrypted' }) {
  const { host, questions, secrets, log, signal } = context;
  const name = passphraseKey(file.path);
  const kept = await remembered(secrets, name);
  if (kept !== undefined) {
    log?.secret(kept);
    const key = unlock(file, kept);
    if (key !== undefined) return key;
    await forget(secrets, name, log);
  }
  const store = await storeOf(secrets);
  for (let asked = 0; asked < TRIES; asked++) {
    const answer = await questions.ask(
      {
        kind: 'secret',
        hostId: host.id,
        hostName: host.name,
        purpose: 'passphrase',
        subject: file.path,
        again: asked > 0 || kept !== undefined,
        ...(store.kind === 'absent' ? { whyNotRemembered: store.why } : {}),
      },
      signal,
    );
    if (answer.kind !== 'secret') throw cancelled(host);
    log?.secret(answer.value);
    const key = unlock(file, answer.value);
    if (key === undefined) continue;
    if (answer.remember && store.kind === 'available') await keep(secrets, name, answer.value, log);
    return key;
  }
  throw new Failure('auth-unavailable', `The passphrase of ${file.path} was wrong ${TRIES} times.`, { retry: true });
}

type Agent =
  | { readonly kind: 'ready'; readonly agent: BaseAgent; readonly keys: number }
  | { readonly kind: 'absent'; readonly why: string };

async function openAgent(socket: string | undefined): Promise<Agent> {
  if (socket === undefined || socket === '') return { kind: 'absent', why: 'no SSH agent is running (SSH_AUTH_SOCK is not set)' };
  const agent = ssh2.createAgent(socket);
  return await new Promise((resolve) => {
    agent.getIdentities((error, keys) => {
      if (error) resolve({ kind: 'absent', why: `the SSH agent at ${socket} does not answer` });
      else resolve({ kind: 'ready', agent, keys: keys?.length ?? 0 });
    });
  });
}

function rejected(host: Host, tried: readonly string[], { left }: Reply): Failure {
  const accepts = left.length === 0 ? '' : ` It accepts: ${left.map((method) => plainText(method, 64)).join(', ')}.`;
  const ways = [...new Set(tried)];
  const advice = {
    key: `check the user name, and that the public key is in ~${host.user}/.ssh/authorized_keys there`,
    agent: 'check the user name, and that the agent holds the right key (ssh-add -l)',
    password: 'check the user name and the password',
  }[host.auth.kind];
  const sentence =
    ways.length === 0
      ? `${host.name} takes none of the ways to log in that are chosen for it (${host.auth.kind}).${accepts} Edit the host to choose another.`
      : `${host.name} refused ${ways.join(' and ')} for ${host.user}; ${advice}.${accepts}`;
  return new Failure('auth-rejected', sentence, { retry: host.auth.kind !== 'key', detail: `tried: ${tried.join(', ') || 'nothing'}` });
}
