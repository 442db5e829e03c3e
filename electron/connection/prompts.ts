/** Login by the host's questions: keyboard-interactive (RFC 4256) and the password (RFC 4252 §8). */
import { Failure } from '../base/failure';
import { plainText } from '../contract/text';
import type { AskContext } from './askSecret';
import type { Attempt, Prompts, Reply } from './client';
import { isPasswordPrompt, type Passwords } from './password';
import { unanswered } from './questions';

/** Wrong answers of the operator before we give up. */
const TRIES = 3;
const PROMPTS_LIMIT = 10;
/** Rounds of prompts in one stage of a login. */
const ROUNDS_LIMIT = 10;

/** Yields tries and returns the last reply. `tried` is told what the host refused. */
export async function* byOperator(
  context: AskContext,
  passwords: Passwords,
  tried: (what: string) => void,
  first: Reply,
): AsyncGenerator<Attempt, Reply, Reply> {
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
    if (reply.partial) return reply;
    // A host without anything to ask says no at once.
    if (!asked) break;
    wrong += 1;
    tried('keyboard-interactive');
  }
  while (wrong < TRIES && reply.left.includes('password')) {
    reply = yield { type: 'password', password: await passwords.get() };
    if (reply.partial) return reply;
    wrong += 1;
    tried('the password');
  }
  return reply;
}

async function askPrompts(
  { host, questions, log, signal }: AskContext,
  { title, instructions, prompts }: Prompts,
): Promise<readonly string[]> {
  const outcome = await questions.ask(
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
  if (outcome.kind !== 'prompts') throw unanswered(host, `what ${host.name} asks of ${host.user}`, outcome);
  for (const [index, value] of outcome.values.entries()) if (prompts[index]?.echo === false) log?.secret(value);
  return outcome.values;
}
