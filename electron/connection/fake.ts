/** A connection to no host, for tests: answers scripts from a table and forwards to given streams. */
import { PassThrough, type Duplex } from 'node:stream';
import { Failure } from '../base/failure';
import type { LogFields, LogLevel } from '../base/log';
import type { Background, Connection, ForwardTarget, LoadScript, Shell } from './connection';

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
  /** Stays open after the records, until it is closed or its stdin ends. */
  readonly hold?: boolean;
  /** Called after the records, with what sends one more; with `hold`. */
  readonly live?: (say: (...record: readonly [string, ...string[]]) => void) => void;
}

export interface FakeConnection extends Connection {
  /** Scripts run so far. */
  readonly sent: readonly SentScript[];
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
}

/** Stands for the files of resources/: a name instead of a script. */
export const fakeLoad: LoadScript = (name) => Promise.resolve(`# script ${name}`);

export function fakeConnection({
  hostName = 'fake',
  answer = () => ({}),
  forwards = {},
  way = 'forward',
  noBackground,
}: FakeOptions = {}): FakeConnection {
  const sent: SentScript[] = [];
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
      const { records = [], status = 0, cut = false, noise = '', stderr: errors = '', hold = false, live } = await answer(script);
      if (!shells.has(self)) return;
      const nonce = /GV_NONCE='([0-9a-f]+)'/.exec(text)?.[1] ?? '';
      const lineOf = ([key, ...values]: readonly [string, ...string[]]): string => `${[key, ...values.map(coded)].join('\t')}\n`;
      const lines = records.map(lineOf);
      stderr.write(errors);
      stdout.write(`${noise}GV-${nonce}-BEGIN\n${lines.join('')}`);
      live?.((...record) => void (shells.has(self) && stdout.write(lineOf(record))));
      if (hold) return;
      if (!cut) stdout.write(`GV-${nonce}-END ${status}\n`);
      setImmediate(() => close(status));
    };
    // A script is written in one piece.
    stdin.once('data', (chunk: Buffer) => {
      void reply(chunk.toString('utf8'));
      stdin.resume();
    });
    stdin.on('end', () => setImmediate(() => close(undefined)));
    const self: Shell = { stdin, stdout, stderr, ended, close: () => close(undefined) };
    shells.add(self);
    if (background !== undefined) lookers.set(self, background);
    return self;
  }

  return {
    hostName,
    sent,
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
