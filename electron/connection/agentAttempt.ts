/** One try to log in with one public key, whose private half is elsewhere: in the agent, or locked in a file. */
import { callbackify } from 'node:util';
import ssh2, { type ParsedKey } from 'ssh2';
import type { Agent, AgentKey } from './agent';
import type { Attempt } from './client';
import { isWhole } from './wholeSignature';
import { readWire, sshString } from './wire';

/** What became of the try: the host did not want the key, wanted it and saw the signature, or got no signature. */
export type AttemptFate = { readonly kind: 'refused' } | { readonly kind: 'signed' } | { readonly kind: 'unsigned'; readonly why: string };

export interface KeyAttempt {
  readonly attempt: Attempt;
  /** To be asked after the try. */
  readonly fate: () => AttemptFate;
}

type Sign = (data: Buffer, hash: string | undefined) => Promise<Buffer>;

/** The agent signs when the host wants the key. */
export const agentAttempt = (agent: Agent, key: AgentKey): KeyAttempt =>
  attemptWith(key.type, key.blob, async (data, hash) => {
    const signature = await agent.sign(key, data, flagsOf(key.type, hash));
    // ssh2 puts the algorithm's name before it; where that is not enough, it gets all of it.
    if (isWhole(key.type)) return signature;
    const fields = readWire(signature);
    fields.string();
    return fields.string();
  });

/** Asks whether the host would take a key, without a signature. */
export const probe = (blob: Buffer): KeyAttempt =>
  attemptWith(readWire(blob).string().toString('latin1'), blob, () => Promise.reject(new Error('only asked')));

function attemptWith(type: string, blob: Buffer, sign: Sign): KeyAttempt {
  let fate: AttemptFate = { kind: 'refused' };
  const agent = new OneKey(carrier(type, blob), async (data, hash) => {
    try {
      const signature = await sign(data, hash);
      fate = { kind: 'signed' };
      return signature;
    } catch (error) {
      fate = { kind: 'unsigned', why: error instanceof Error ? error.message : String(error) };
      throw error;
    }
  });
  return { attempt: { type: 'agent', agent }, fate: () => fate };
}

class OneKey extends ssh2.BaseAgent<ParsedKey> {
  constructor(
    private readonly key: ParsedKey,
    private readonly signer: Sign,
  ) {
    super();
  }

  override getIdentities(done: (error?: Error | null, keys?: ParsedKey[]) => void): void {
    done(null, [this.key]);
  }

  override sign(_key: ParsedKey, data: Buffer, ...more: unknown[]): void {
    const [options, done] = typeof more[0] === 'function' ? [undefined, more[0]] : more;
    if (typeof done !== 'function') return;
    const hash = typeof options === 'object' && options !== null && 'hash' in options ? String(options.hash) : undefined;
    callbackify(this.signer)(data, hash, (error, signature) => done(error, signature));
  }
}

/** ssh2 asks a key only for its type and blob; one of any type is made from one that it can read. */
function carrier(type: string, blob: Buffer): ParsedKey {
  const known = ssh2.utils.parseKey(
    `ssh-ed25519 ${Buffer.concat([sshString('ssh-ed25519'), sshString(Buffer.alloc(32))]).toString('base64')}`,
  );
  if (known instanceof Error) throw known;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.create(known, { type: { value: algorithmOf(type) }, getPublicSSH: { value: () => blob } }) as ParsedKey;
}

/** RFC 8332 §2 and OpenSSH's PROTOCOL.certkeys: RSA keys sign with SHA-2 under another name. */
const algorithmOf = (type: string): string => (type === 'ssh-rsa-cert-v01@openssh.com' ? 'rsa-sha2-512-cert-v01@openssh.com' : type);

/** draft-miller-ssh-agent: SSH_AGENT_RSA_SHA2_256 and _512. */
function flagsOf(type: string, hash: string | undefined): number {
  if (type === 'ssh-rsa-cert-v01@openssh.com') return 4;
  return type === 'ssh-rsa' ? ({ sha256: 2, sha512: 4 }[hash ?? ''] ?? 0) : 0;
}
