/** The only place that makes an ssh2 client: none without a verifier, none with weak algorithms, none that forwards anything back. */
import { getCiphers } from 'node:crypto';
import type { Duplex } from 'node:stream';
import ssh2, {
  type Algorithms,
  type BaseAgent,
  type CipherAlgorithm,
  type ParsedKey,
  type Prompt,
  type ServerHostKeyAlgorithm,
  type Client,
} from 'ssh2';
import { Failure } from '../base/failure';
import type { Peer } from '../contract/host';
import { closedEarly, handshakeFailure, stalled } from './failures';
import { sendWholeSignatures } from './wholeSignature';

export interface Prompts {
  readonly title: string;
  readonly instructions: string;
  readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
}

/** One try to log in. */
export type Attempt =
  | { readonly type: 'none' }
  | { readonly type: 'password'; readonly password: string }
  | { readonly type: 'publickey'; readonly key: ParsedKey }
  | { readonly type: 'agent'; readonly agent: BaseAgent }
  | { readonly type: 'keyboard-interactive'; answer(prompts: Prompts): Promise<readonly string[]> };

/** What the host said to the try before. */
export interface Reply {
  /** Methods that can go on, as the host names them. */
  readonly left: readonly string[];
  /** The try was right, and the host wants more. */
  readonly partial: boolean;
}

export interface ClientOptions {
  readonly host: Peer;
  /** To its SSH server: a TCP connection, or a channel of the machine before it on the way. */
  readonly stream: Duplex;
  /** Types of the host keys on record. */
  readonly knownTypes: readonly string[];
  /** Resolves when the key may be trusted, rejects with the failure otherwise; until then nothing is sent. */
  verify(key: Buffer): Promise<void>;
  /** The next try; rejects with the failure when there is none. Called first with nothing tried. */
  next(reply: Reply): Promise<Attempt>;
  readonly signal: AbortSignal;
  readonly handshakeMs: number;
  readonly loginMs: number;
  /** How often the host is asked for a sign of life. */
  readonly keepaliveMs: number;
  /** Called with the number of bytes of each piece that arrives, for as long as the client lives. */
  onBytes(count: number): void;
}

const KEY_TYPES: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

/** With the name that the crypto library gives it: Electron's has no chacha20, and ssh2 throws at a cipher that it cannot use. */
const CIPHERS: readonly (readonly [CipherAlgorithm, string])[] = [
  ['aes128-gcm@openssh.com', 'aes-128-gcm'],
  ['aes256-gcm@openssh.com', 'aes-256-gcm'],
  ['chacha20-poly1305@openssh.com', 'chacha20'],
  ['aes128-ctr', 'aes-128-ctr'],
  ['aes192-ctr', 'aes-192-ctr'],
  ['aes256-ctr', 'aes-256-ctr'],
];

/** What is safe today and ssh2 knows. No SHA-1, no CBC, no MAC over plain text, no compression. `knownTypes` come first. */
export function algorithms(knownTypes: readonly string[]): Algorithms {
  const known = (type: ServerHostKeyAlgorithm): boolean => knownTypes.includes(type.startsWith('rsa-') ? 'ssh-rsa' : type);
  return {
    kex: [
      'curve25519-sha256',
      'curve25519-sha256@libssh.org',
      'ecdh-sha2-nistp256',
      'ecdh-sha2-nistp384',
      'ecdh-sha2-nistp521',
      // Not group18: Electron's crypto library does not survive the attempt.
      'diffie-hellman-group16-sha512',
      'diffie-hellman-group14-sha256',
    ],
    serverHostKey: [...KEY_TYPES.filter(known), ...KEY_TYPES.filter((type) => !known(type))],
    cipher: CIPHERS.filter(([, name]) => getCiphers().includes(name)).map(([cipher]) => cipher),
    hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com'],
    compress: ['none'],
  };
}

/** Bytes of what the host says first that are kept to tell what it is. */
const FIRST_BYTES = 512;

/** Resolves with a client that is logged in. Rejects with a Failure, and then the stream is closed. */
export async function logIn(options: ClientOptions): Promise<Client> {
  const { host, stream } = options;
  const client = new ssh2.Client();
  return await new Promise((resolve, reject) => {
    let firstBytes = '';
    let over = false;
    let stage: 'handshake' | 'login' = 'handshake';
    let accepted: Buffer | undefined;
    let timer: NodeJS.Timeout | undefined;

    /** Time runs only while it is the host's turn, not while the operator is asked. */
    const hostsTurn = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(stalled(host, stage, firstBytes)), stage === 'handshake' ? options.handshakeMs : options.loginMs);
    };
    const finish = (): boolean => {
      if (over) return false;
      over = true;
      clearTimeout(timer);
      options.signal.removeEventListener('abort', abort);
      return true;
    };
    const fail = (failure: unknown): void => {
      if (!finish()) return;
      stream.destroy();
      reject(Failure.from(failure));
    };
    const abort = (): void => fail(options.signal.reason);
    /** Runs what waits for the operator or a file. */
    const ours = (job: () => Promise<void>): void => {
      clearTimeout(timer);
      job().then(() => over || hostsTurn(), fail);
    };

    // Stays for good: an error after the end must not become an uncaught one.
    client.on('error', (error: Error & { level?: string }) => {
      // A key that the agent would not sign with: the next one is tried.
      if (error.level !== 'agent') fail(handshakeFailure(host, error, firstBytes));
    });
    client.on('close', () => fail(closedEarly(host, firstBytes)));
    client.on('change password', () =>
      fail(new Failure('auth-rejected', `The password of ${host.user} on ${host.name} has expired; log in once with ssh to change it.`)),
    );
    client.on('ready', () => {
      if (finish()) resolve(client);
    });
    options.signal.addEventListener('abort', abort, { once: true });
    if (options.signal.aborted) return abort();

    const peek = (chunk: Buffer): void => {
      firstBytes += chunk.toString('latin1', 0, FIRST_BYTES - firstBytes.length);
      if (firstBytes.length >= FIRST_BYTES || /^SSH-/m.test(firstBytes)) stream.off('data', peek);
    };
    stream.on('data', peek);
    stream.on('data', (chunk: Buffer) => options.onBytes(chunk.length));
    hostsTurn();
    client.connect({
      sock: stream,
      username: host.user,
      ident: 'Gearview',
      algorithms: algorithms(options.knownTypes),
      agentForward: false,
      readyTimeout: 0,
      // ssh2 only asks for the signs of life; whoever holds the connection judges them by the bytes that arrive.
      keepaliveInterval: options.keepaliveMs,
      keepaliveCountMax: Number.MAX_SAFE_INTEGER,
      hostVerifier: (key: Buffer, verified: (valid: boolean) => void) => {
        // A new key exchange later on must show the same key.
        if (accepted !== undefined) return verified(accepted.equals(key));
        const shown = Buffer.from(key);
        ours(async () => {
          await options.verify(shown);
          accepted = shown;
          stage = 'login';
          verified(true);
        });
      },
      authHandler: (left: readonly string[] | null, partial: boolean | null, next) => {
        ours(async () => {
          const attempt = await options.next({ left: left ?? [], partial: partial === true });
          if (!over) next(toSsh2(attempt));
        });
      },
    });
    sendWholeSignatures(client);

    function toSsh2(attempt: Attempt) {
      const username = host.user;
      if (attempt.type !== 'keyboard-interactive') return { ...attempt, username };
      return {
        type: attempt.type,
        username,
        prompt: (title: string, instructions: string, _language: string, prompts: Prompt[], answered: (values: string[]) => void) =>
          ours(async () => {
            const shown = prompts.map(({ prompt, echo }) => ({ text: prompt, echo: echo === true }));
            const values = await attempt.answer({ title, instructions, prompts: shown });
            if (!over) answered([...values]);
          }),
      };
    }
  });
}
