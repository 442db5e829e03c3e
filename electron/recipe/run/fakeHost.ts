/** A host that only answers the scripts of set-ups, with jobs that outlive its links: for tests. */
import { Failure } from '../../base/failure';
import { fakeConnection, type FakeAnswer, type FakeConnection, type SentScript } from '../../connection/fake';

type Record = readonly [string, ...string[]];

/** A step's job, as the host runs it. */
export interface FakeJob {
  readonly stepId: string;
  readonly print: (text: string) => void;
  readonly mark: (key: string, ...values: readonly string[]) => void;
  readonly end: (status: number) => void;
  /** Its log so far. */
  readonly log: () => string;
}

export interface FakeHost {
  readonly connection: () => Promise<FakeConnection>;
  /** Every script that any of its connections sent, with the file's name alone. */
  readonly scripts: () => readonly string[];
  readonly sent: () => readonly SentScript[];
  readonly notes: () => FakeConnection['notes'];
  /** Jobs that were begun, in their order; one that was begun twice is there twice. */
  readonly begun: readonly string[];
  readonly job: (stepId: string) => FakeJob | undefined;
  /** The link dies; with `stays`, it cannot be made again until `back`. */
  readonly drop: (stays?: 'stays') => void;
  readonly back: () => void;
  /** For RunDeps.wait: until `back` while it is away, else no time. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly waits: readonly number[];
}

export interface FakeHostOptions {
  /** `root`, `nopass`, `denied`, `nosudo`, `needtty`; or the password that it wants. */
  readonly sudo?: string | { readonly password: string };
  /** What a job does by itself; it ends well when left out. */
  readonly onJob?: (job: FakeJob) => void;
  /** What a job does when it is asked to stop; it ends with 130 when left out. */
  readonly onStop?: (job: FakeJob) => void;
  /** Answers of other scripts, by file name. */
  readonly answers?: Readonly<{ [name: string]: (script: SentScript) => FakeAnswer }>;
  /** Called with each script before it is answered. */
  readonly onScript?: (name: string, host: FakeHost) => void;
}

const lost = (): Failure => new Failure('connection-lost', 'The connection to box was lost.', { retry: true });
const nameOf = ({ name = '' }: SentScript): string => name.slice(name.lastIndexOf('/') + 1);

interface Kept extends FakeJob {
  status: number | undefined;
  readonly changed: Set<() => void>;
}

export function fakeHost({
  sudo = 'nopass',
  onJob = (job) => job.end(0),
  onStop = (job) => job.end(130),
  answers = {},
  onScript = () => undefined,
}: FakeHostOptions = {}): FakeHost {
  const connections: FakeConnection[] = [];
  const jobs = new Map<string, Kept>();
  const begun: string[] = [];
  const waits: number[] = [];
  const waiting = new Set<() => void>();
  let current: FakeConnection | undefined;
  let isAway = false;

  function begin(script: SentScript): Record {
    const { STEP: stepId = '', MARK: mark = '' } = script.parameters;
    const before = jobs.get(stepId);
    if (before === undefined || (before.status !== undefined && before.status !== 0)) {
      begun.push(stepId);
      const job = makeJob(stepId, mark);
      jobs.set(stepId, job);
      onJob(job);
    }
    return ['job', `/home/op/.gearview/set-up/${stepId}`, '4711', '99', 'boot'];
  }

  function launch(script: SentScript): FakeAnswer {
    if (script.parameters['AS'] !== 'root') return { records: [begin(script)] };
    if (sudo === 'root' || sudo === 'nopass') return { records: [['sudo', sudo, ''], begin(script)] };
    if (typeof sudo === 'string') return { records: [['sudo', sudo, `sudo says ${sudo}`]] };
    if (script.parameters['PASSWORD_COMES'] === '') return { records: [['sudo', 'needpass', 'sudo: a password is required']] };
    const nonce = /GV_NONCE='([0-9a-f]+)'/.exec(script.text)?.[1] ?? '';
    let answer: (line: string) => void = () => undefined;
    return {
      records: [['ready']],
      hold: true,
      live(say, end) {
        answer = (line) => {
          const isRight = line === `${nonce} ${sudo.password}`;
          say('sudo', isRight ? 'passok' : 'badpass', isRight ? '' : 'Sorry, try again.');
          if (isRight) say(...begin(script));
          end();
        };
      },
      heard: (line) => answer(line),
    };
  }

  function follow({ parameters }: SentScript): FakeAnswer {
    const job = jobs.get(parameters['STEP'] ?? '');
    if (job === undefined) return { records: [['lost', 'The step was cut off.']] };
    return {
      hold: 'alone',
      live(say, end) {
        let offset = Number(parameters['OFFSET']);
        const tell = (): void => {
          const bytes = Buffer.from(job.log());
          const rest = bytes.subarray(offset);
          if (rest.length > 0) say('log', `${bytes.length}`, rest.toString('utf8'));
          offset = bytes.length;
          if (job.status === undefined) return;
          job.changed.delete(tell);
          say('end', `${job.status}`);
          end();
        };
        job.changed.add(tell);
        tell();
      },
    };
  }

  function stop({ parameters }: SentScript): FakeAnswer {
    const job = jobs.get(parameters['STEP'] ?? '');
    if (job === undefined) return { records: [['fail', 'not-found', 'This step has not begun on the host.']], status: 1 };
    if (job.status === undefined) onStop(job);
    return {};
  }

  function connect(): FakeConnection {
    const connection = fakeConnection({
      hostName: 'box',
      answer(script) {
        const name = nameOf(script);
        onScript(name, host);
        const given = answers[name];
        if (given !== undefined) return given(script);
        if (name === 'launch.sh') return launch(script);
        if (name === 'follow.sh') return follow(script);
        return name === 'stop.sh' ? stop(script) : {};
      },
    });
    connections.push(connection);
    return connection;
  }

  const host: FakeHost = {
    async connection() {
      await Promise.resolve();
      if (isAway) throw lost();
      current ??= connect();
      return current;
    },
    scripts: () => host.sent().map(nameOf),
    sent: () => connections.flatMap(({ sent }) => sent),
    notes: () => connections.flatMap(({ notes }) => notes),
    begun,
    job: (stepId) => jobs.get(stepId),
    drop(stays) {
      const dropped = current;
      current = undefined;
      isAway = stays !== undefined;
      dropped?.drop(lost());
    },
    back() {
      isAway = false;
      for (const go of waiting) go();
    },
    wait(ms, signal) {
      waits.push(ms);
      if (!isAway || signal.aborted) return new Promise((resolve) => setImmediate(resolve));
      return new Promise((resolve) => {
        const go = (): void => {
          waiting.delete(go);
          resolve();
        };
        waiting.add(go);
        signal.addEventListener('abort', go, { once: true });
      });
    },
    waits,
  };
  return host;
}

function makeJob(stepId: string, mark: string): Kept {
  let log = '';
  const changed = new Set<() => void>();
  const tell = (): void => [...changed].forEach((listener) => listener());
  const job: Kept = {
    stepId,
    status: undefined,
    changed,
    log: () => log,
    print(text) {
      log += text;
      tell();
    },
    mark(key, ...values) {
      job.print(`\n${[mark, key, ...values.map((value) => (value === '' ? '-' : Buffer.from(value).toString('base64')))].join('\t')}\n`);
    },
    end(status) {
      if (job.status !== undefined) return;
      job.status = status;
      tell();
    },
  };
  return job;
}
