/** One step on its host, from launch to end, over links that come and go. */
import { randomBytes } from 'node:crypto';
import { Failure } from '../../base/failure';
import type { Connection } from '../../connection/connection';
import { runScript } from '../../connection/script';
import { plainText } from '../../contract/text';
import type { RunContext } from './context';
import { readLog, type Followed } from './followed';
import { launch, type JobWish } from './launch';
import { FOLLOW, STOP } from './scripts';
import { waitIn } from './waits';

export type JobEnd =
  | {
      readonly kind: 'ended';
      readonly status: number;
      /** Who sets this host up, of a job that gave way: values of its mark. */
      readonly busy?: readonly string[];
      /** What an undo left, in sentences. */
      readonly left: readonly string[];
    }
  | { readonly kind: 'lost'; readonly why: string }
  /** The operator stopped it before it began. */
  | { readonly kind: 'not-begun' };

/** The script ends by itself after 10 min. */
const FOLLOW_MS = 690_000;
const STOP_MS = 60_000;
const PAUSE_MS = 1000;
const LEFT = 32;

/** Rejects with why it could not begin, or why it cannot be followed any more. */
export async function runJob(context: RunContext, wish: JobWish): Promise<JobEnd> {
  const { step, job } = wish;
  const mark = job === undefined ? undefined : randomBytes(16).toString('hex');
  const launched = job === undefined || mark === undefined ? 'begun' : await launch(context, wish, job, mark);
  if (launched === 'not-begun') return { kind: 'not-begun' };
  const seen = watch(context, wish);
  const log = readLog(mark, seen);
  try {
    const end = await follow(context, step.id, log);
    log.end();
    return end.kind === 'ended' ? { ...end, ...seen.found() } : launched === 'unclear' ? { kind: 'not-begun' } : end;
  } catch (error) {
    const failure = Failure.from(error);
    // Of stop.sh: no job of that step is there.
    if (launched === 'unclear' && failure.code === 'not-found') return { kind: 'not-begun' };
    throw new Failure(failure.code, `${failure.message} What runs on ${context.hostName} goes on there.`, {
      ...failure.toData(),
      cause: error,
    });
  }
}

type Told = { readonly kind: 'ended'; readonly status: number } | { readonly kind: 'lost'; readonly why: string };

async function follow(context: RunContext, stepId: string, log: Followed): Promise<Told> {
  const { over, cancelled, deps, runId, stop, left } = context;
  const job = { RUN: runId, STEP: stepId };
  let offset = 0;
  let stopped = false;

  /** Undefined: there is more to follow. */
  async function once(connection: Connection): Promise<Told | undefined> {
    let told: Told | undefined;
    let more = false;
    const interrupt = stopped ? left : AbortSignal.any([stop, left]);
    try {
      await runScript(connection, deps.load, FOLLOW, {
        parameters: { ...job, OFFSET: `${offset}` },
        timeoutMs: FOLLOW_MS,
        signal: interrupt,
        onRecord: ({ key, values: [first = '', text = ''] }, [, coded = '']) => {
          if (key === 'log' && /^\d{1,15}$/.test(first)) {
            offset = Number(first);
            log.push(text === '' ? Buffer.alloc(0) : Buffer.from(coded, 'base64'));
          }
          if (key === 'end') told = { kind: 'ended', status: /^\d{1,3}$/.test(first) ? Number(first) : -1 };
          if (key === 'lost') told = { kind: 'lost', why: first };
          if (key === 'more') more = true;
        },
      });
    } catch (error) {
      // What was said counts, whatever became of the link then.
      if (told === undefined && !(Failure.from(error).code === 'cancelled' && !left.aborted)) throw error;
      return told;
    }
    if (told === undefined && !more) await deps.wait(PAUSE_MS, left);
    return told;
  }

  for (;;) {
    const told = await over(async (connection) => {
      if (cancelled() === 'now' && !stopped) {
        await runScript(connection, deps.load, STOP, { parameters: job, timeoutMs: STOP_MS });
        stopped = true;
      }
      return await once(connection);
    });
    if (told !== undefined) return told;
  }
}

/** Makes the step's state and the run's output out of what its log says. */
function watch({ setStep, output, current, password, deps }: RunContext, { step }: JobWish) {
  const before = current().plan.steps.find(({ id }) => id === step.id)?.state;
  const startedAt = before?.kind === 'running' ? before.startedAt : deps.now();
  let command: number | undefined;
  let note = '';
  let busy: readonly string[] | undefined;
  const left: string[] = [];
  const tell = (): void => setStep(step.id, { kind: 'running', startedAt, note, ...(command === undefined ? {} : { command }) }, 'paced');
  const notice = (text: string): void => {
    if (text === note) return;
    note = text;
    tell();
  };
  const say = (line: string): void => output.add(password.hide(line).slice(0, 2000));
  const leave = (sentence: string): void => {
    say(sentence);
    if (left.length < LEFT) left.push(sentence);
  };
  return {
    found: () => ({ left, ...(busy === undefined ? {} : { busy }) }),
    onLine(line: string) {
      say(line);
      notice(waitIn(line) ?? '');
    },
    onMark(key: string, [first = '', second = '', third = '']: readonly string[]) {
      if (key === 'command' && /^\d{1,3}$/.test(first)) {
        command = Number(first);
        note = '';
        const line = step.commands[command];
        if (line !== undefined) say(`$ ${plainText(line, 1900)}`);
        tell();
      }
      if (key === 'waiting') notice(password.hide(plainText(first, 400)));
      if (key === 'busy') busy = [first, second, third];
      if (key === 'note') say(plainText(first, 1900));
      if (key === 'left') leave(plainText(`${first} was left as it is: ${second}`, 900));
      if (key === 'kept') leave(plainText(`The package ${first} was kept: ${second}`, 900));
    },
  };
}
