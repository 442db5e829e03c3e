/** Runs a script of resources/ on a host and reads its marked answer (design.md §5). */
import { randomBytes } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { Failure, FailureCode } from '../base/failure';
import { redact } from '../base/redact';
import type { Connection, LoadScript, Shell } from './connection';
import { scriptNote } from './scriptNote';

/** One `key<TAB>value...` line of the answer, values decoded. */
export interface ScriptRecord {
  readonly key: string;
  readonly values: readonly string[];
}

export interface ScriptOptions {
  /** Parameters, by the name of the shell variable that holds them. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Milliseconds until the channel is closed; of an endless script, until its answer begins. */
  readonly timeoutMs: number;
  /**
   * For a script that runs until it is stopped: its records go to `onRecord` alone, what it may print holds for each 10 s,
   * its channel gives way to those of others (Connection.shell), and what the log says of it is its caller's.
   */
  readonly endless?: boolean;
  /** Called with each record as it arrives. `coded`: its values as they came, in base64, for those that hold bytes rather than text. */
  readonly onRecord?: (record: ScriptRecord, coded: readonly string[]) => void;
  /**
   * What a record is to be answered with on stdin, as a line after the script's nonce; with `keepStdin`. A secret: it is copied, the copy
   * is filled with zeros once it was sent, and what the host repeats of it is taken out of the log and of failures.
   */
  readonly answer?: (record: ScriptRecord) => Buffer | undefined;
  /** Called once when the answer begins after something else: how many bytes start-up files printed, and their first 1,000 characters. */
  readonly onNoise?: (bytes: number, text: string) => void;
  /** Leaves stdin open: the script treats its end as the wish to stop. */
  readonly keepStdin?: boolean;
  readonly signal?: AbortSignal;
}

const NOISE_LIMIT = 1024 * 1024;
const NOISE_SHOWN = 1000;
const ANSWER_LIMIT = 1024 * 1024;
const WINDOW_MS = 10_000;
const STDERR_LIMIT = 64 * 1024;
const NAME = /^[A-Z][A-Z0-9_]{0,31}$/;

/** The header that gives a script its parameters: base64 has no character that a shell would read as its own. */
export function scriptText(nonce: string, parameters: Readonly<Record<string, string>>, parts: readonly string[]): string {
  const lines = [`GV_NONCE='${nonce}'`];
  for (const [name, value] of Object.entries(parameters)) {
    if (!NAME.test(name) || name.startsWith('GV_')) throw new Error(`not a parameter name: ${name}`);
    if (value.includes('\0')) throw new Failure('bad-input', 'A value contains a NUL character, which no shell can hold.');
    const coded = Buffer.from(value, 'utf8').toString('base64');
    // The x keeps trailing newlines, which a command substitution would drop.
    lines.push(`${name}=$(printf %s '${coded}' | base64 -d; printf x)`, `${name}=\${${name}%x}`);
  }
  return `${lines.join('\n')}\n${parts.join('\n')}\n`;
}

/** Reads the marked answer out of the bytes of a start-up-file-ridden stdout, line by line. */
export class AnswerReader {
  readonly #begin: string;
  readonly #end: string;
  readonly #onRecord: (record: ScriptRecord, coded: readonly string[]) => void;
  readonly #onNoise: (bytes: number, text: string) => void;
  #noiseText = '';
  #noiseBytes = 0;
  readonly #decoder = new StringDecoder('utf8');
  /** Of a line that has not ended: joined once, so that a host that sends it byte by byte costs no more than its bytes. */
  #pieces: string[] = [];
  #noise = 0;
  #answer = 0;
  #began = false;
  /** Exit status as the script itself reported it; undefined until the end marker was read. */
  status: number | undefined;

  constructor(
    nonce: string,
    onRecord: (record: ScriptRecord, coded: readonly string[]) => void,
    onNoise: (bytes: number, text: string) => void = () => undefined,
  ) {
    this.#begin = `GV-${nonce}-BEGIN`;
    this.#end = `GV-${nonce}-END `;
    this.#onRecord = onRecord;
    this.#onNoise = onNoise;
  }

  get began(): boolean {
    return this.#began;
  }

  /** Counts the answer anew, but for the line that has not ended. */
  renew(): void {
    this.#answer = this.#pieces.reduce((length, piece) => length + piece.length, 0);
  }

  /** Throws `script-noise` when more arrives than an answer may have. */
  push(chunk: Buffer): void {
    if (this.#began) this.#answer += chunk.length;
    else this.#noise += chunk.length;
    if (this.#noise > NOISE_LIMIT)
      throw new Failure(
        'script-noise',
        'A start-up file of the login shell prints without end; make it silent for non-interactive logins.',
      );
    if (this.#answer > ANSWER_LIMIT) throw new Failure('script-noise', 'The answer of a script is longer than 1 MiB.');
    const text = this.#decoder.write(chunk);
    let start = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', start)) {
      this.#pieces.push(text.slice(start, at));
      this.#line(this.#pieces.join(''));
      this.#pieces = [];
      start = at + 1;
    }
    if (start < text.length) this.#pieces.push(text.slice(start));
  }

  #hearNoise(text: string): void {
    this.#noiseBytes += Buffer.byteLength(text);
    if (this.#noiseText.length < NOISE_SHOWN) this.#noiseText = (this.#noiseText + text).slice(0, NOISE_SHOWN);
    if (this.#began && this.#noiseBytes > 0) this.#onNoise(this.#noiseBytes, this.#noiseText);
  }

  #line(line: string): void {
    if (!this.#began) {
      // Noise without a final newline ends up in front of the marker.
      this.#began = line.endsWith(this.#begin);
      this.#hearNoise(this.#began ? line.slice(0, -this.#begin.length) : `${line}\n`);
      return;
    }
    if (this.status !== undefined) return;
    const end = line.indexOf(this.#end);
    if (end >= 0) {
      this.status = Number.parseInt(line.slice(end + this.#end.length), 10);
      return;
    }
    const [key = '', ...coded] = line.split('\t');
    if (/^[a-z][a-z0-9-]*$/.test(key)) {
      this.#onRecord({ key, values: coded.map((value) => (value === '-' ? '' : Buffer.from(value, 'base64').toString('utf8'))) }, coded);
    }
  }
}

/**
 * Runs `resources/<name>` on the host; of several files, the functions come first and the one with `main` last.
 * Rejects with the script's own `fail`, or with what kept the answer from being whole. Either way the host's log gets a line.
 */
export async function runScript(
  connection: Connection,
  load: LoadScript,
  script: string | readonly string[],
  options: ScriptOptions,
): Promise<readonly ScriptRecord[]> {
  const files = typeof script === 'string' ? [script] : script;
  const name = files.at(-1) ?? '';
  const start = performance.now();
  const seen: Seen = { stderr: '', status: undefined, answers: [] };
  const note = (failure?: Failure): void => {
    if (options.endless === true) return;
    const ms = Math.round(performance.now() - start);
    const { answers: secrets, ...rest } = seen;
    connection.note(...scriptNote({ ...rest, name, parameters: options.parameters ?? {}, secrets, ms, failure }));
  };
  try {
    const records = await answerTo(connection, name, await Promise.all(['lib/prelude.sh', ...files].map(load)), options, seen);
    note();
    return records;
  } catch (error) {
    note(Failure.from(error));
    throw seen.answers.length === 0 ? error : without(seen.answers, Failure.from(error));
  }
}

/** What a run leaves behind besides its answer. */
interface Seen {
  stderr: string;
  /** The script's own, or the shell's when that is all there is. */
  status: number | undefined;
  /** Secrets that were sent on stdin. */
  readonly answers: string[];
}

async function answerTo(
  connection: Connection,
  name: string,
  parts: readonly string[],
  options: ScriptOptions,
  seen: Seen,
): Promise<readonly ScriptRecord[]> {
  const nonce = randomBytes(8).toString('hex');
  const text = scriptText(nonce, options.parameters ?? {}, parts);
  let failure: Failure | undefined;
  const giveWay = (reason: Failure): void => void (failure ??= reason);
  const shell = await connection.shell(options.endless === true ? { giveWay } : undefined);
  const records: ScriptRecord[] = [];

  const give = (reason: Failure): void => {
    failure ??= reason;
    shell.close();
  };
  const reader = new AnswerReader(
    nonce,
    (record, coded) => {
      if (record.key === 'fail') failure ??= scriptFailure(connection.hostName, record.values);
      else if (options.endless !== true) records.push(record);
      options.onRecord?.(record, coded);
      const answer = options.answer?.(record);
      if (answer !== undefined) reply(shell, nonce, answer, seen);
    },
    options.onNoise,
  );
  const timer = setTimeout(
    () =>
      give(
        new Failure('timeout', `${connection.hostName} did not finish ${name} within ${options.timeoutMs / 1000} s.`, {
          retry: true,
          detail: seen.stderr,
        }),
      ),
    options.timeoutMs,
  );
  let windowEnd = performance.now() + WINDOW_MS;
  shell.stdout.on('data', (chunk: Buffer) => {
    try {
      if (options.endless === true && performance.now() > windowEnd) {
        reader.renew();
        windowEnd = performance.now() + WINDOW_MS;
      }
      reader.push(chunk);
      if (options.endless === true && reader.began) clearTimeout(timer);
      if (reader.status !== undefined) shell.close();
    } catch (error) {
      give(onHost(connection.hostName, Failure.from(error)));
    }
  });
  shell.stderr.on('data', (chunk: Buffer) => {
    seen.stderr = (seen.stderr + chunk.toString('utf8')).slice(-STDERR_LIMIT);
  });
  const abort = (): void => give(new Failure('cancelled', `Stopped on ${connection.hostName}.`));
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted === true) abort();
  send(shell, text, options.keepStdin ?? false);

  const exit = await shell.ended;
  clearTimeout(timer);
  options.signal?.removeEventListener('abort', abort);
  seen.status = reader.status ?? exit;
  if (failure !== undefined) throw failure;
  if (reader.status === undefined) throw incomplete(connection.hostName, name, reader.began, exit, seen.stderr);
  if (reader.status !== 0)
    throw new Failure('script-failed', `${name} ended with status ${reader.status} on ${connection.hostName}.`, { detail: seen.stderr });
  return records;
}

function send(shell: Shell, text: string, keepStdin: boolean): void {
  // A shell that ends early closes its stdin; the missing end marker says so.
  shell.stdin.on('error', () => undefined);
  if (keepStdin) shell.stdin.write(text);
  else shell.stdin.end(text);
}

function reply(shell: Shell, nonce: string, answer: Buffer, seen: Seen): void {
  seen.answers.push(answer.toString('utf8'));
  const line = Buffer.concat([Buffer.from(`${nonce} `), answer, Buffer.from('\n')]);
  shell.stdin.write(line, () => line.fill(0));
}

/** The host may have repeated what it was told. */
function without(secrets: readonly string[], failure: Failure): Failure {
  const { message, detail = '', ...rest } = failure.toData();
  return new Failure(failure.code, redact(message, secrets), { ...rest, detail: redact(detail, secrets), cause: failure.cause });
}

function scriptFailure(hostName: string, values: readonly string[]): Failure {
  const [code, message, detail] = values;
  const known = FailureCode.safeParse(code);
  return onHost(
    hostName,
    new Failure(known.success ? known.data : 'script-failed', message ?? 'A script failed.', { detail: detail ?? '' }),
  );
}

const onHost = (hostName: string, failure: Failure): Failure =>
  new Failure(failure.code, `${hostName}: ${failure.message}`, { ...failure.toData(), cause: failure });

function incomplete(hostName: string, name: string, began: boolean, exit: number | undefined, stderr: string): Failure {
  if (exit === undefined)
    return new Failure('connection-lost', `The connection to ${hostName} ended while ${name} ran.`, { retry: true, detail: stderr });
  const sentence = began
    ? `${hostName} cut the answer of ${name} short (exit ${exit}).`
    : `${hostName} did not run ${name} (exit ${exit}); its login shell may forbid commands, or a start-up file ends it early.`;
  return new Failure('script-noise', sentence, { detail: stderr });
}
