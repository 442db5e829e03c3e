/** Which ways to log in are tried, in which order, and what is asked of the operator for them. */
import { assertNever, Failure } from '../base/failure';
import type { HostAuth, Peer } from '../contract/host';
import { plainText } from '../contract/text';
import type { AgentSettings } from './agent';
import { agentAttempt, probe } from './agentAttempt';
import type { AskContext } from './askSecret';
import type { Attempt, Reply } from './client';
import { findIdentities, type Identities, type Identity } from './identities';
import { findKeyFile, hasCertificate, unusableKeyFile, type KeyFile } from './keyFile';
import { openKeyFile } from './passphrase';
import { createPasswords, type Passwords } from './password';
import { byOperator } from './prompts';

export interface LoginContext extends AskContext, AgentSettings {
  readonly home: string;
  /** Of the host key that was accepted. */
  readonly fingerprint: string;
}

export interface Login {
  /** The next try; rejects with the failure that names what was tried when there is none. */
  next(reply: Reply): Promise<Attempt>;
  /** Remembers what the operator wished to be remembered, now that it is known to be right. */
  succeeded(): Promise<void>;
}

/** Methods that a host may demand one after the other (sshd_config(5), AuthenticationMethods). */
const STAGES = 6;

type Attempts = AsyncGenerator<Attempt, Reply, Reply>;

/** What a login has done so far. */
interface Course {
  readonly context: LoginContext;
  readonly passwords: Passwords;
  /** Ways that the host refused, in order. */
  readonly tried: string[];
  agentKeys: number;
  /** What could not be tried. */
  readonly missing: string[];
  /** Keys that the host has not seen yet; undefined until they are looked for. */
  left: Identity[] | undefined;
}

export function createLogin(context: LoginContext): Login {
  const passwords = createPasswords(context, context.fingerprint);
  const course: Course = { context, passwords, tried: [], agentKeys: 0, missing: [], left: undefined };
  const attempts = run(course);
  let begun = false;
  return {
    async next(reply) {
      // The first call starts the generator, whose first value nobody waits for.
      const step = await (begun ? attempts.next(reply) : attempts.next());
      begun = true;
      if (step.done === true) throw rejected(course, step.value);
      return step.value;
    },
    succeeded: () => passwords.keep(),
  };
}

/** To be called before anything is connected: rejects with `auth-unavailable` when the one key file that was chosen cannot be used. */
export async function checkKeyFile(auth: HostAuth, home: string): Promise<void> {
  if (auth.kind !== 'key') return;
  const found = await findKeyFile(auth.path, home);
  if (found.kind === 'missing' || found.kind === 'unusable') throw unusableKeyFile(found.path, found.why);
}

/** RFC 4252 §5.1: after each partial success the host tells what it still wants. */
async function* run(course: Course): Attempts {
  const { kind } = course.context.host.auth;
  // RFC 4252 §5.2: `none` makes the host list its methods.
  let reply = yield { type: 'none' };
  for (let stage = 0; stage < STAGES; stage++) {
    // What was chosen decides how to begin; what the host wants besides is up to the host.
    const keys = kind !== 'password' || stage > 0;
    // A wrong key must be told as such, not covered by a question for a password.
    const asks = kind !== 'key' || stage > 0;
    if (keys && reply.left.includes('publickey')) reply = yield* byKeys(course, reply);
    if (asks && !reply.partial) reply = yield* byOperator(course.context, course.passwords, (what) => course.tried.push(what), reply);
    if (!reply.partial) return reply;
    // So that the next stage's answer is not taken for this one's.
    reply = { left: reply.left, partial: false };
  }
  return reply;
}

async function* byKeys(course: Course, first: Reply): Attempts {
  const identities = course.left ?? (await found(course));
  course.left = identities;
  let reply = first;
  for (let identity = identities.shift(); identity !== undefined; identity = identities.shift()) {
    reply = yield* identity.kind === 'agent' ? byAgentKey(course, identity, reply) : byFile(course, identity.file, reply);
    if (reply.partial || !reply.left.includes('publickey')) return reply;
  }
  return reply;
}

async function found({ context, missing }: Course): Promise<Identity[]> {
  const { all, missing: unusable }: Identities = await findIdentities(context.host, context);
  missing.push(...unusable);
  return [...all];
}

async function* byAgentKey(course: Course, { agent, key }: Identity & { kind: 'agent' }, before: Reply): Attempts {
  const { attempt, fate } = agentAttempt(agent, key);
  yield attempt;
  const result = fate();
  if (result.kind === 'unsigned') course.missing.push(`${key.comment === '' ? key.type : plainText(key.comment, 64)} (${result.why})`);
  else course.agentKeys += 1;
  // ssh2 keeps the reply to an agent's key to itself, but only a signature changes what the host wants: ask once more. It counts as a
  // failed try at the host (sshd_config(5), MaxAuthTries), so not for each key.
  if (result.kind !== 'signed') return before;
  return yield { type: 'none' };
}

async function* byFile(course: Course, file: KeyFile, before: Reply): Attempts {
  // Nobody is asked for the passphrase of a key that the host would not take.
  if (file.kind === 'encrypted' && file.publicKey !== undefined) {
    const { attempt, fate } = probe(file.publicKey);
    yield attempt;
    if (fate().kind === 'refused') {
      await note(course, file);
      return before;
    }
  }
  const key = await openKeyFile(course.context, file);
  if (key === undefined) {
    if (course.context.host.auth.kind === 'key')
      throw new Failure('auth-unavailable', `The passphrase of ${file.path} was wrong 3 times.`, { retry: true });
    course.missing.push(`${file.path} (its passphrase was wrong 3 times)`);
    return before;
  }
  const reply = yield { type: 'publickey', key };
  if (!reply.partial) await note(course, file);
  return reply;
}

async function note({ tried, missing }: Course, { path }: KeyFile): Promise<void> {
  tried.push(`the key ${path}`);
  if (await hasCertificate(path)) missing.push(`the certificate of ${path} (it works through the agent: run ssh-add ${path})`);
}

function rejected({ context: { host }, tried, agentKeys, missing }: Course, { left }: Reply): Failure {
  const { kind } = host.auth;
  const agent = agentKeys === 0 ? [] : [agentKeys === 1 ? 'the key of the SSH agent' : `the ${agentKeys} keys of the SSH agent`];
  const ways = [...agent, ...new Set(tried)];
  const why = missing.join('; ');
  const asks = left.includes('keyboard-interactive') || left.includes('password');
  if (ways.length === 0 && missing.length > 0 && !asks) {
    const what = missing.length > 1 ? `none can be used: ${why}` : why;
    return new Failure('auth-unavailable', `${host.name} wants a key, but ${what}; or choose a key file for this host.`);
  }
  const accepts = left.length === 0 ? '' : ` It accepts: ${left.map((method) => plainText(method, 64)).join(', ')}.`;
  const besides = why === '' ? '' : ` Not tried: ${why}.`;
  const sentence =
    ways.length === 0
      ? `${host.name} takes none of the ways to log in that are chosen for it (${kind}).${accepts} Edit the host to choose another.`
      : `${host.name} refused ${listed(ways)} for ${host.user}; ${adviceFor(host)}.${accepts}${besides}`;
  return new Failure('auth-rejected', sentence, {
    retry: kind !== 'key',
    detail: `tried: ${ways.join(', ') || 'nothing'}${why === '' ? '' : `\nnot tried: ${why}`}`,
  });
}

function adviceFor({ auth, user }: Peer): string {
  switch (auth.kind) {
    case 'auto':
    case 'key':
      return `check the user name, and that the public key is in ~${user}/.ssh/authorized_keys there`;
    case 'agent':
      return 'check the user name, and that the agent holds the right key (ssh-add -l)';
    case 'password':
      return 'check the user name and the password';
    default:
      return assertNever(auth);
  }
}

const listed = (ways: readonly string[]): string =>
  ways.length < 3 ? ways.join(' and ') : `${ways.slice(0, -1).join(', ')} and ${ways[ways.length - 1] ?? ''}`;
