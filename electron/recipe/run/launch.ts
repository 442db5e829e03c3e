/** Begins a step on the host as a job that outlives the link; root rights come from sudo, asked once. */
import { Failure } from '../../base/failure';
import type { Connection } from '../../connection/connection';
import { runScript } from '../../connection/script';
import type { SetUpStep } from '../../contract/setUp';
import { plainText } from '../../contract/text';
import type { Job, RunContext } from './context';
import { sudoFailure } from './failures';
import { LAUNCH, SUPERVISOR, WORK } from './scripts';
import { taskText } from './taskText';

export interface JobWish {
  readonly step: SetUpStep;
  /** Absent: it runs already, begun by another app. */
  readonly job?: Job;
  /** Of the steps that are to do, from 1; and how many they are. */
  readonly position: number;
  readonly of: number;
}

const LAUNCH_MS = 120_000;
/** Of one command, seconds: ten times the rough time, for slow disks and mirrors. */
const commandSeconds = ({ seconds }: SetUpStep): number => Math.min(4 * 3600, Math.max(1800, Math.ceil(seconds * 10)));
/** For the locks of package managers, seconds. */
const WAIT_SECONDS = 600;

/**
 * `not-begun`: the operator stopped it before. `unclear`: the same, but the answer of the host was lost, so it may run.
 * Rejects when the host gives no root rights, or no answer.
 */
export async function launch(context: RunContext, wish: JobWish, job: Job, mark: string): Promise<'begun' | 'not-begun' | 'unclear'> {
  const { over, password, cancelled, hostName, current } = context;
  const parameters = await parametersOf(context, wish, job, mark);
  let unanswered = false;
  for (;;) {
    const said = await over(async (connection) => {
      if (cancelled() === 'now') return undefined;
      context.onHost();
      unanswered = true;
      return await ask(context, connection, parameters);
    });
    if (said === undefined) return unanswered ? 'unclear' : 'not-begun';
    unanswered = false;
    if (said.kind === 'begun') return 'begun';
    if (said.status === 'badpass') password.refuse();
    else if (said.status !== 'needpass') throw sudoFailure(hostName, current().plan.user, said.status, said.text);
    await password.ask(context.stop);
  }
}

async function parametersOf({ deps, runId, current }: RunContext, { step, position, of }: JobWish, job: Job, mark: string) {
  const { wish } = current().plan;
  const joined = async (files: readonly string[]): Promise<string> => (await Promise.all(files.map(deps.load))).join('\n');
  const { user, name } = deps.laptop;
  return {
    RUN: runId,
    STEP: step.id,
    AS: step.root ? 'root' : 'user',
    TASK: job.kind === 'task' ? taskText(job.task) : '',
    ENTRY: job.kind === 'undo' ? job.entry : '',
    TITLE: plainText(step.title, 250),
    POSITION: `${position} ${of}`,
    OWNER: `${plainText(user, 100)}@${plainText(name, 100)}`,
    WISH: wish === undefined ? '' : JSON.stringify(wish),
    MARK: mark,
    LAST: position === of ? 'yes' : '',
    COMMAND_SECONDS: `${commandSeconds(step)}`,
    WAIT_SECONDS: `${WAIT_SECONDS}`,
    WORK: await joined(WORK[job.kind]),
    SUPERVISOR: await joined(SUPERVISOR),
  };
}

type Said = { readonly kind: 'begun' } | { readonly kind: 'sudo'; readonly status: string; readonly text: string };

async function ask(context: RunContext, connection: Connection, parameters: Readonly<Record<string, string>>): Promise<Said> {
  const password = context.password.value();
  const records = await runScript(connection, context.deps.load, LAUNCH, {
    parameters: { ...parameters, PASSWORD_COMES: password === undefined ? '' : 'yes' },
    timeoutMs: LAUNCH_MS,
    keepStdin: true,
    answer: ({ key }) => (key === 'ready' ? password : undefined),
  });
  if (records.some(({ key }) => key === 'job')) return { kind: 'begun' };
  const said = records.findLast(({ key }) => key === 'sudo');
  if (said === undefined)
    throw new Failure('script-failed', `${connection.hostName} did not say whether the step began; look at the plan again.`);
  const [status = '', text = ''] = said.values;
  return { kind: 'sudo', status, text: context.password.hide(text) };
}
