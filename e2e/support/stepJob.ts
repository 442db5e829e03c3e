/** The job of a step on a host, launched and followed through the scripts that the app sends, without the app. */
import { randomBytes } from 'node:crypto';
import type { Connection } from '../../electron/connection/connection';
import { runScript, type ScriptRecord } from '../../electron/connection/script';
import { loadScript } from './laptop';

const own = (...names: readonly string[]): readonly string[] => names.map((name) => `recipe/set-up/${name}.sh`);
const RUNS = ['lib/process.sh', ...own('runs')];
const joined = async (names: readonly string[]): Promise<string> => (await Promise.all(names.map(loadScript))).join('\n');
const coded = (word: string): string => (word === '' ? '-' : Buffer.from(word).toString('base64'));

/** A line of a task. */
export const taskLine = (kind: 'file' | 'run' | 'undo', ...words: readonly string[]): string =>
  `${[kind, ...words.map(coded)].join(' ')}\n`;

export interface StepWish {
  readonly run: string;
  readonly step?: string;
  readonly as?: 'root' | 'user';
  readonly task?: string;
  /** In place of the script that does the task. */
  readonly work?: string;
  /** Comes when it is asked for. */
  readonly password?: string;
  readonly last?: boolean;
  readonly owner?: string;
  readonly title?: string;
  readonly position?: string;
  /** Seconds. */
  readonly commandSeconds?: number;
  readonly waitSeconds?: number;
}

export interface Launched {
  /** `STATUS`, and what sudo said. */
  readonly sudo?: readonly string[];
  /** FOLDER, PID, START, BOOT. */
  readonly job?: readonly string[];
  /** All records, as one text. */
  readonly answer: string;
  /** The script asked for the password. */
  readonly asked: boolean;
  readonly mark: string;
}

export const newRun = (): string => randomBytes(6).toString('hex');

const textOf = (records: readonly ScriptRecord[]): string => records.map(({ key, values }) => [key, ...values].join(' ')).join('\n');

export async function launchStep(connection: Connection, wish: StepWish): Promise<Launched> {
  const mark = randomBytes(16).toString('hex');
  const parameters = {
    RUN: wish.run,
    STEP: wish.step ?? 'step-a',
    AS: wish.as ?? 'root',
    TASK: wish.task ?? '',
    TITLE: wish.title ?? 'A step',
    POSITION: wish.position ?? '1 2',
    OWNER: wish.owner ?? 'anna@laptop',
    WISH: '{}',
    MARK: mark,
    LAST: wish.last === true ? 'yes' : '',
    PASSWORD_COMES: wish.password === undefined ? '' : 'yes',
    COMMAND_SECONDS: `${wish.commandSeconds ?? 60}`,
    WAIT_SECONDS: `${wish.waitSeconds ?? 20}`,
    ENTRY: '',
    WORK: wish.work ?? (await joined(['lib/process.sh', ...own('journal', 'lock', 'commands', 'act')])),
    SUPERVISOR: await joined(own('sudo', 'supervisor')),
  };
  const password = wish.password;
  const records = await runScript(connection, loadScript, [...RUNS, ...own('sudo', 'password', 'launch')], {
    parameters,
    timeoutMs: 60_000,
    keepStdin: true,
    answer: ({ key }) => (key === 'ready' && password !== undefined ? Buffer.from(password) : undefined),
  });
  const values = (key: string) => records.find((record) => record.key === key)?.values;
  const [sudo, job] = [values('sudo'), values('job')];
  return {
    ...(sudo === undefined ? {} : { sudo }),
    ...(job === undefined ? {} : { job }),
    answer: textOf(records),
    asked: values('ready') !== undefined,
    mark,
  };
}

export interface FollowedLog {
  readonly log: string;
  /** `end 0`, `lost …`, or `more`. */
  readonly end: string;
  /** Behind what came. */
  readonly offset: number;
}

/** Until it ends, or until `enough` says so of the log. */
export async function followStep(
  connection: Connection,
  { run, step = 'step-a', offset = 0 }: { readonly run: string; readonly step?: string; readonly offset?: number },
  enough: (log: string) => boolean = () => false,
): Promise<FollowedLog> {
  let [log, end, reached] = ['', '', offset];
  const left = new AbortController();
  await runScript(connection, loadScript, [...RUNS, ...own('follow')], {
    parameters: { RUN: run, STEP: step, OFFSET: `${offset}` },
    timeoutMs: 60_000,
    signal: left.signal,
    onRecord({ key, values: [first = '', text = ''] }) {
      if (key === 'log') [log, reached] = [log + text, Number(first)];
      if (['end', 'lost', 'more'].includes(key)) end = `${key} ${first}`.trim();
      if (enough(log)) left.abort();
    },
  }).catch((error: unknown) => {
    if (!left.signal.aborted) throw error;
  });
  return { log, end, offset: reached };
}

/** The marks of a log, each with its values. */
export const marksIn = (log: string, mark: string): readonly string[] =>
  log.split('\n').flatMap((line) => {
    if (!line.startsWith(`${mark}\t`)) return [];
    const [, key = '', ...values] = line.split('\t');
    return [[key, ...values.map((value) => (value === '-' ? '' : Buffer.from(value, 'base64').toString()))].join(' ')];
  });

/** What is output for people. */
export const outputIn = (log: string, mark: string): string =>
  log
    .split('\n')
    .filter((line) => !line.startsWith(`${mark}\t`))
    .join('\n');

export async function stopStep(connection: Connection, run: string, step = 'step-a'): Promise<void> {
  await runScript(connection, loadScript, [...RUNS, ...own('stop')], { parameters: { RUN: run, STEP: step }, timeoutMs: 20_000 });
}

export async function finishRun(connection: Connection, run: string, state: string): Promise<void> {
  await runScript(connection, loadScript, [...RUNS, ...own('finish')], { parameters: { RUN: run, STATE: state }, timeoutMs: 20_000 });
}

/** Its records, each as one line. */
export async function standingOf(connection: Connection): Promise<readonly string[]> {
  const records = await runScript(connection, loadScript, [...RUNS, ...own('lock', 'standing')], { timeoutMs: 20_000 });
  return records.map(({ key, values }) => [key, ...values].join(' '));
}
