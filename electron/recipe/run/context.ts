/** What the parts of a run share: where it runs, how far it is, and what the operator wants of it. */
import type { Failure } from '../../base/failure';
import type { LogFields, LogLevel } from '../../base/log';
import type { Connection, LoadScript } from '../../connection/connection';
import type { Questions } from '../../connection/questions';
import type { Mode, SessionId } from '../../contract/session';
import type { PackageFile, Proof, SetUpPlan, SetUpRun, SetUpStanding, SetUpStep, SetUpStepState, SetUpWish } from '../../contract/setUp';
import type { Task } from '../plan/recipe';
import type { Output } from './output';
import type { Over } from './reach';
import type { RootPassword } from './rootPassword';

/** What a step does on its host: a task, or the journal's entry that is taken back. */
export type Job = { readonly kind: 'task'; readonly task: Task } | { readonly kind: 'undo'; readonly entry: string };

/** A plan, and what its steps do; by their ids. */
export interface Prepared {
  readonly plan: SetUpPlan;
  readonly jobs: ReadonlyMap<string, Job>;
  /** The login's home folder; empty when it is not known. */
  readonly home: string;
}

export interface RunDeps {
  readonly connection: (hostId: string) => Promise<Connection>;
  readonly load: LoadScript;
  readonly files: () => Promise<readonly PackageFile[]>;
  /** Rejects when the app's own copy is not what was added. */
  readonly checkFile: (file: PackageFile, signal: AbortSignal) => Promise<void>;
  /** `sent`: bytes of it so far. */
  readonly upload: (
    connection: Connection,
    home: string,
    file: PackageFile,
    given: { readonly signal: AbortSignal; readonly onProgress: (sent: number) => void },
  ) => Promise<unknown>;
  /** Starts a desktop in that mode, and checks it. */
  readonly prove: (
    hostId: string,
    mode: Mode,
    given: { readonly signal: AbortSignal; readonly onStep: (step: string, sessionId?: SessionId) => void },
  ) => Promise<Proof>;
  /** Ends what holds the GPU open: a live watch. */
  readonly quiet: (hostId: string) => Promise<void>;
  /** Logs in anew: what groups allow counts from the begin of a login. */
  readonly renew: (hostId: string) => Promise<unknown>;
  /** The same wish planned anew, from a fresh look. */
  readonly planAgain: (hostId: string, wish: SetUpWish) => Promise<SetUpPlan>;
  readonly standing: (connection: Connection, hostId: string) => Promise<SetUpStanding>;
  readonly ask: Questions['ask'];
  /** Who sets up: shown to others who use the host. */
  readonly laptop: { readonly user: string; readonly name: string };
  /** Epoch ms. */
  readonly now: () => number;
  /** Resolves then, or when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** `verifying`: no step runs, and what became of those before is looked at. */
export type Phase = 'running' | 'verifying';

export type How = 'after-step' | 'now';

export interface RunContext {
  readonly deps: RunDeps;
  readonly runId: string;
  readonly hostId: string;
  readonly hostName: string;
  readonly current: () => SetUpRun;
  /** `paced`: others may follow soon, and then one of them is told. */
  readonly setStep: (id: string, state: SetUpStepState, paced?: 'paced') => void;
  readonly setPlan: (change: Pick<SetUpPlan, 'steps' | 'verifications'>) => void;
  readonly setProof: (proof: Proof) => void;
  readonly phase: (now: Phase) => void;
  readonly output: Output;
  readonly over: Over;
  readonly password: RootPassword;
  /** What the operator wants: undefined, go on. */
  readonly cancelled: () => How | undefined;
  /** Aborts with `now`. */
  readonly stop: AbortSignal;
  /** Aborts when even the end is not waited for. */
  readonly left: AbortSignal;
  /** From now on there is something of this run on the host. */
  readonly onHost: () => void;
  readonly note: (level: LogLevel, event: string, fields?: LogFields) => void;
}

export type Ending = { readonly kind: 'done' | 'cancelled' } | { readonly kind: 'failed'; readonly failure: Failure };

export const isToDo = ({ state }: Pick<SetUpStep, 'state'>): boolean => state.kind === 'to-do';
