/** A connection to no host, for tests: answers scripts from a table and forwards to given streams. */
import { PassThrough, type Duplex } from 'node:stream';
import { Failure } from '../base/failure';
import type { LogFields, LogLevel } from '../base/log';
import type { Background, Connection, ForwardTarget, LoadScript, SendOptions, Shell } from './connection';

/** A script as it was sent. */
export interface SentScript {
  /** Of resources/, when it was loaded through `fakeLoad`. */
  readonly name: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** All that came on stdin. */
  readonly text: string;
}

export interface FakeAnswer {
  /** `[key, ...values]`. */
  readonly records?: readonly (readonly [string, ...string[]])[];
  /** 0 when left out. */
  readonly status?: number;
  /** Ends without the end marker. */
  readonly cut?: boolean;
  readonly noise?: string;
  readonly stderr?: string;
  /** Stays open after the records, until it is closed or its stdin ends; `alone`: whether its stdin ends or not. */
  readonly hold?: boolean | 'alone';
  /** Called after the records, with what sends one more, and what ends the script; with `hold`. */
  readonly live?: (say: (...record: readonly [string, ...string[]]) => void, end: (status?: number) => void) => void;
  /** Called with each line that comes on stdin after the script. */
  readonly heard?: (line: string) => void;
}

/** A file as it was sent. */
export interface SentFile {
  readonly path: string;
  readonly mode: number;
  readonly bytes: Buffer;
}

export interface FakeConnection extends Connection {
  /** Scripts run so far. */
  readonly sent: readonly SentScript[];
  /** Files sent so far. */
  readonly sentFiles: readonly SentFile[];
  /** Shells that are open now. */
  openShells(): number;
  /** Deadlines of the tests for a sign of life so far. */
  readonly tested: readonly number[];
  /** What was written to the log. */
  readonly notes: readonly { readonly level: LogLevel; readonly event: string; readonly fields: LogFields }[];
  /** Somebody needs the places of the shells that only look on. */
  needPlaces(): void;
  /** Ends the connection as a dead link does. */
  drop(failure: Failure): void;
}

export interface FakeOptions {
  readonly hostName?: string;
  readonly answer?: (script: SentScript) => FakeAnswer | Promise<FakeAnswer>;
  /** By socket path or port number. */
  readonly forwards?: Readonly<Record<string, () => Duplex>>;
  readonly way?: 'forward' | 'relay';
  /** Why a shell that only looks on is refused. */
  readonly noBackground?: Failure;
  /** Called with each file before it counts as sent; rejects in place of the host. */
  readonly onSend?: (file: SentFile, options: SendOptions) => void | Promise<void>;
}

/** Stands for the files of resources/: a name instead of a script. */
export const fakeLoad: LoadScript = (name) => Promise.resolve(`# script ${name}`);

export function fakeConnection({
  hostName = 'fake',
  answer = () => ({}),
  forwards = {},
  way = 'forward',
  noBackground,
  onSend,
}: FakeOptions = {}): FakeConnection {
  const sent: SentScript[] = [];
  const sentFiles: SentFile[] = [];
  const tested: number[] = [];
  const notes: { level: LogLevel; event: string; fields: LogFields }[] = [];
  const shells = new Set<Shell>();
  const lookers = new Map<Shell, Background>();
  const listeners = new Set<(failure?: Error) => void>();
  let over: { readonly failure: Failure | undefined } | undefined;

  function end(failure: Failure | undefined): void {
    if (over !== undefined) return;
    over = { failure };
    for (const shell of shells) shell.close();
    for (const listener of listeners) listener(failure);
  }
  const gone = (): Failure => over?.failure ?? new Failure('connection-lost', `The connection to ${hostName} is closed.`, { retry: true });

  function shell(background?: Background): Shell {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    let settle: (status: number | undefined) => void = () => undefined;
    const ended = new Promise<number | undefined>((resolve) => {
      settle = resolve;
    });
    let heard: (line: string) => void = () => undefined;
    let isAlone = false;
    const close = (status: number | undefined): void => {
      if (!shells.delete(self)) return;
      lookers.delete(self);
      stdout.end();
      stderr.end();
      settle(status);
    };
    const reply = async (text: string): Promise<void> => {
      const script = parse(text);
      sent.push(script);
      const given = await answer(script);
      const { records = [], status = 0, cut = false, noise = '', stderr: errors = '', hold = false, live } = given;
      if (!shells.has(self)) return;
      heard = given.heard ?? heard;
      isAlone = hold === 'alone';
      const nonce = /GV_NONCE='([0-9a-f]+)'/.exec(text)?.[1] ?? '';
      const lineOf = ([key, ...values]: readonly [string, ...string[]]): string => `${[key, ...values.map(coded)].join('\t')}\n`;
      const lines = records.map(lineOf);
      stderr.write(errors);
      stdout.write(`${noise}GV-${nonce}-BEGIN\n${lines.join('')}`);
      const finish = (status: number): void => {
        if (!shells.has(self)) return;
        if (!cut) stdout.write(`GV-${nonce}-END ${status}\n`);
        setImmediate(() => close(status));
      };
      live?.(
        (...record) => void (shells.has(self) && stdout.write(lineOf(record))),
        (status = 0) => finish(status),
      );
      if (hold === false) finish(status);
    };
    // A script is written in one piece.
    stdin.once('data', (chunk: Buffer) => {
      void reply(chunk.toString('utf8'));
      let rest = '';
      stdin.on('data', (more: Buffer) => {
        const lines = (rest + more.toString('utf8')).split('\n');
        rest = lines.pop() ?? '';
        // Not before the writer's own turn has ended, as over a network.
        setImmediate(() => lines.forEach((line) => heard(line)));
      });
    });
    stdin.on('end', () => setImmediate(() => void (isAlone || close(undefined))));
    const self: Shell = { stdin, stdout, stderr, ended, close: () => close(undefined) };
    shells.add(self);
    if (background !== undefined) lookers.set(self, background);
    return self;
  }

  return {
    hostName,
    sent,
    sentFiles,
    async send(source, path, options) {
      if (over !== undefined) throw gone();
      const chunks: Buffer[] = [];
      for await (const chunk of source.stream()) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
      const file = { path, mode: options.mode, bytes: Buffer.concat(chunks) };
      await onSend?.(file, options);
      options.onProgress?.(file.bytes.length);
      sentFiles.push(file);
    },
    openShells: () => shells.size,
    drop: end,
    shell(background) {
      if (over !== undefined) return Promise.reject(gone());
      return background !== undefined && noBackground !== undefined ? Promise.reject(noBackground) : Promise.resolve(shell(background));
    },
    needPlaces() {
      for (const [each, { giveWay }] of lookers) {
        giveWay(new Failure('refused', `${hostName} is busy.`, { retry: true }));
        each.close();
      }
    },
    forward(target: ForwardTarget) {
      const make = forwards[target.kind === 'unix' ? target.path : String(target.port)];
      if (over !== undefined) return Promise.reject(gone());
      return make === undefined
        ? Promise.reject(new Failure('forward-refused', `Nothing answers on ${hostName}.`))
        : Promise.resolve(make());
    },
    wayTo: () => way,
    test(deadlineMs) {
      tested.push(deadlineMs);
      return Promise.resolve(over === undefined);
    },
    note: (level, event, fields = {}) => void notes.push({ level, event, fields }),
    tested,
    notes,
    onClose: (listener) => void listeners.add(listener),
    close: () => end(undefined),
  };
}

const coded = (value: string): string => (value === '' ? '-' : Buffer.from(value).toString('base64'));

function parse(text: string): SentScript {
  const parameters: Record<string, string> = {};
  for (const [, name = '', coded = ''] of text.matchAll(/^([A-Z][A-Z0-9_]*)=\$\(printf %s '([^']*)' \| base64 -d; printf x\)$/gm)) {
    parameters[name] = Buffer.from(coded, 'base64').toString('utf8');
  }
  const names = [...text.matchAll(/^# script (\S+)$/gm)].map(([, name = '']) => name).filter((name) => !name.startsWith('lib/'));
  return { name: names.at(-1), parameters, text };
}
