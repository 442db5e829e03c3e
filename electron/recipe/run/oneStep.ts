/** One step of a run: its package files, then its job, and what became of it. */
import { Failure } from '../../base/failure';
import type { SetUpStepState } from '../../contract/setUp';
import { plainText } from '../../contract/text';
import type { Ending, RunContext } from './context';
import { busyFailure, causeOf, lostFailure, silentMirrors } from './failures';
import { filesOf } from './files';
import type { JobWish } from './launch';
import { unfetched } from './lists';
import { runJob, type JobEnd } from './stepJob';

/** Exit statuses of a job. */
const BUSY = 75;
const STOPPED = 130;
const TAIL_LINES = 40;
/** Of a run, where apt says what it thinks of each package source. */
const LISTS_LINES = 4000;

/** Undefined: the run goes on. Never rejects. */
export async function runStep(context: RunContext, home: string, wish: JobWish): Promise<Exclude<Ending, { kind: 'done' }> | undefined> {
  const { deps, hostId, hostName, setStep, output, note } = context;
  const { step } = wish;
  const startedAt = deps.now();
  const firstLine = output.count();
  setStep(step.id, { kind: 'running', startedAt, note: '' });
  output.add(`# ${plainText(step.title, 1000)}`);
  const spent = (): number => Math.max(0, Math.round(deps.now() - startedAt));

  function end(state: SetUpStepState, ending?: Exclude<Ending, { kind: 'done' }>): typeof ending {
    setStep(step.id, state);
    const failed = state.kind === 'failed' ? { status: state.status, why: state.why } : {};
    note(state.kind === 'failed' ? 'warn' : 'info', `set-up step ${state.kind}`, { step: step.id, ms: spent(), ...failed });
    return ending;
  }
  const cancel = () => end({ kind: 'cancelled', ms: spent() }, { kind: 'cancelled' });
  function fail(failure: Failure, why = failure.message, status = -1) {
    const tail = output
      .tail(TAIL_LINES, firstLine + 1)
      .join('\n')
      .slice(-4000);
    return end(
      { kind: 'failed', ms: spent(), status, why: why.slice(0, 1024), output: tail },
      { kind: 'failed', failure: new Failure(failure.code, failure.message, { ...failure.toData(), detail: failure.detail ?? tail }) },
    );
  }

  let ended: JobEnd;
  try {
    if (step.recipe === 'driver') await deps.quiet(hostId);
    if (step.uploads.length > 0) await sendFiles(context, home, wish, startedAt);
    ended = await runJob(context, wish);
  } catch (error) {
    const failure = Failure.from(error);
    return failure.code === 'cancelled' ? cancel() : fail(failure);
  }
  if (ended.kind === 'not-begun') return cancel();
  if (ended.kind === 'lost') return fail(lostFailure(hostName, step.title, ended.why));
  const { status, busy, left } = ended;
  const failed = (why: string, retry: boolean) =>
    fail(new Failure('script-failed', `${hostName}: ${step.title} failed. ${why}`, { retry }), why, status);
  const lists = status === 0 ? unfetched(output.tail(LISTS_LINES, firstLine + 1)) : undefined;
  if (lists?.all === true) return failed(silentMirrors(lists), true);
  if (status === 0) return end({ kind: 'done', ms: spent(), found: plainText(['It ended well.', ...left].join(' '), 1000) });
  if (status === STOPPED) return cancel();
  if (status === BUSY && busy !== undefined) return fail(busyFailure(hostName, busy), undefined, status);
  const { why, retry = false } = causeOf(status, output.tail(TAIL_LINES, firstLine + 1), unfetched(output.tail(LISTS_LINES)));
  return failed(why, retry);
}

async function sendFiles(context: RunContext, home: string, { step }: JobWish, startedAt: number): Promise<void> {
  const { deps, over, setStep, stop } = context;
  const wanted = await filesOf(context, step);
  const whole = wanted.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  for (const file of wanted) {
    const tell = (sent: number): void =>
      setStep(
        step.id,
        {
          kind: 'running',
          startedAt,
          note: plainText(`Sends ${file.fileName}`, 300),
          part: whole === 0 ? 0 : Math.min(1, Math.max(0, (before + sent) / whole)),
        },
        'paced',
      );
    tell(0);
    await over((connection) => deps.upload(connection, home, file, { signal: stop, onProgress: tell }));
    if (stop.aborted) throw new Failure('cancelled', 'It was stopped.');
    before += file.size;
  }
  setStep(step.id, { kind: 'running', startedAt, note: '' });
}
