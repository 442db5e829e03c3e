/** The doctor's cures on hosts: planned, shown, and then run as they were shown. */
import { Failure } from '../../base/failure';
import { createLimiter } from '../../base/limiter';
import type { Connection, LoadScript } from '../../connection/connection';
import { runScript, type ScriptOptions, type ScriptRecord } from '../../connection/script';
import type { CureWish, Plan, Step } from '../../contract/recipe';
import { checkSubject, REMEDIES, scriptsOf } from './remedies';
import { identityOf, stepsOf, withRunning } from './steps';

export interface CuresDeps {
  readonly connection: (hostId: string) => Promise<Connection>;
  readonly load: LoadScript;
}

export interface Cures {
  /** What the cure would do now; changes nothing. Rejects with `bad-input` when the subject is none of that cure. */
  readonly plan: (hostId: string, cure: CureWish) => Promise<Plan>;
  /**
   * Does what the latest plan of the same cure said, where it is still to do. Rejects with `not-found` when there was no plan: nobody
   * can have agreed to it then. A command that is not in that plan is not run, and its step says so. A plan is about processes, not about
   * their numbers: it keeps pid and start time of each that it would end, and a run refuses when another process has the number by then.
   * Plans and runs on one host come one after the other.
   */
  readonly run: (hostId: string, cure: CureWish, onProgress?: (soFar: Plan) => void) => Promise<Plan>;
  /** Begins no further command of a run under way, which then rejects with `cancelled`; the command that runs ends by itself. */
  readonly stop: (hostId: string, cure: CureWish) => void;
}

/** Of a plan, what a run has to keep to. */
interface Agreed {
  /** Commands, one a line. */
  readonly commands: string;
  readonly identity: string;
}

const PLAN_MS = 20_000;
const RUN_MS = 120_000;

export function createCures({ connection, load }: CuresDeps): Cures {
  const plans = new Map<string, Agreed>();
  const running = new Map<string, AbortController>();
  const inTurn = createLimiter();

  async function ask(
    hostId: string,
    cure: CureWish,
    agreed?: Agreed,
    given: Pick<ScriptOptions, 'onRecord' | 'signal'> = {},
  ): Promise<readonly [readonly Step[], readonly ScriptRecord[]]> {
    const over = await connection(hostId);
    const { speaks, runMs = RUN_MS } = REMEDIES[cure.name];
    const [perl, python] = speaks === true ? await Promise.all([load('session/x11.pl'), load('session/x11.py')]) : ['', ''];
    const records = await runScript(over, load, scriptsOf(cure.name), {
      parameters: {
        CURE: cure.name,
        SUBJECT: cure.subject,
        MODE: agreed === undefined ? 'plan' : 'run',
        AGREED: agreed?.commands ?? '',
        IDENTITY: agreed?.identity ?? '',
        X11_PERL: perl,
        X11_PYTHON: python,
      },
      timeoutMs: agreed === undefined ? PLAN_MS : runMs,
      ...given,
    });
    const steps = stepsOf(records);
    if (steps === undefined) throw new Failure('script-failed', `${over.hostName}: This cure cannot be shown exactly as it would run.`);
    return [steps, records];
  }

  const planOf = (hostId: string, cure: CureWish, steps: readonly Step[]): Plan => ({
    hostId,
    cure,
    steps: [...steps],
    undo: REMEDIES[cure.name].undo,
  });
  const keyOf = (hostId: string, { name, subject }: CureWish): string => `${hostId} ${name} ${subject}`;

  return {
    async plan(hostId, cure) {
      checkSubject(cure);
      return inTurn(hostId, async () => {
        const [steps, records] = await ask(hostId, cure);
        plans.set(keyOf(hostId, cure), { commands: steps.map(({ command }) => command).join('\n'), identity: identityOf(records) });
        return planOf(hostId, cure, steps);
      });
    },
    async run(hostId, cure, onProgress = () => undefined) {
      checkSubject(cure);
      return inTurn(hostId, async () => {
        const agreed = plans.get(keyOf(hostId, cure));
        if (agreed === undefined) {
          const { hostName } = await connection(hostId);
          throw new Failure('not-found', `${hostName}: The plan of this cure is not known any more; look at it again before you run it.`);
        }
        const stopping = new AbortController();
        const soFar: ScriptRecord[] = [];
        const onRecord = (record: ScriptRecord): void => {
          soFar.push(record);
          const steps = stepsOf(soFar);
          if (steps !== undefined) onProgress(planOf(hostId, cure, withRunning(steps)));
        };
        running.set(keyOf(hostId, cure), stopping);
        try {
          const [steps] = await ask(hostId, cure, agreed, { onRecord, signal: stopping.signal });
          return planOf(hostId, cure, steps);
        } finally {
          running.delete(keyOf(hostId, cure));
        }
      });
    },
    stop: (hostId, cure) => running.get(keyOf(hostId, cure))?.abort(),
  };
}
