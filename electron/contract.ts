/** Everything that crosses a process boundary: the calls and events of each direction. Shapes are in contract/<noun>.ts. */
import { z } from 'zod';
import { Answer, ConnectionChanged, KeyChange, Question, QuestionId, RememberedSecret } from './contract/connection';
import { Check, CheckId, CheckPixels, CheckWish } from './contract/check';
import { Diagnosis } from './contract/doctor';
import { Host, HostDraft, HostId, HostLabels, HostProposals } from './contract/host';
import { LogEntry, TextFile } from './contract/log';
import { About, ClipboardText, MenuCommand, SecretKey, SecretStore, SecretText, WorkerState } from './contract/main';
import { Facts, History, Load, ProbeState, RawWish } from './contract/probe';
import { RawAnswer } from './contract/probe/answer';
import { CureCall, Cured, CureWish, Plan } from './contract/recipe';
import { ScreenOpened, ScreenWish } from './contract/screen';
import {
  BatchCall,
  PackageFile,
  PackagePaths,
  PackagesAdded,
  PlanId,
  RunCall,
  RunOutput,
  SetUpPlan,
  SetUpRun,
  SetUpStanding,
  SetUpWish,
  Sha256,
} from './contract/setUp';
import { ModeChoices, Session, SessionId, SessionProgress, SessionsChanged, SessionWish } from './contract/session';

export { Failure, FailureCode, FailureData, assertNever } from './base/failure';

/** Largest call, in characters of its JSON form. */
export const MESSAGE_LIMIT = 256 * 1024;
/** The same for calls that carry the clipboard: 1 MiB of text, escaped. */
const CLIPBOARD_MESSAGE_LIMIT = 6 * 1024 * 1024 + 1024;
/** The same for lists of every host with the origin of each value, and for logs. */
const LIST_LIMIT = 16 * 1024 * 1024;
/** Largest event: a plan with all that it would write. */
export const EVENT_LIMIT = LIST_LIMIT;

export interface CallShape<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  /** Characters of JSON, input and output alike. */
  readonly limit: number;
}

const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O, limit = MESSAGE_LIMIT): CallShape<I, O> => ({
  input,
  output,
  limit,
});
const nothing = z.undefined();

/** Page → worker. */
export const calls = {
  'host.list': call(nothing, z.array(Host), LIST_LIMIT),
  /** Where a file of hosts that could not be understood was kept; absent when all is well. */
  'host.damaged': call(nothing, z.string().max(2048).optional()),
  'host.save': call(HostDraft, Host),
  'host.remove': call(HostId, nothing),
  /** Changes only what is noted about a host, also of one that follows ~/.ssh/config. */
  'host.label': call(z.strictObject({ id: HostId, labels: HostLabels }), Host),
  /** Puts the host in front of another one, or at the end. */
  'host.move': call(z.strictObject({ id: HostId, before: HostId.optional() }), nothing),
  /** A host that follows ~/.ssh/config becomes one of its own, with the values of now. */
  'host.detach': call(HostId, Host),
  /** What ~/.ssh/config offers. */
  'host.proposals': call(nothing, HostProposals, LIST_LIMIT),
  'host.import': call(z.array(z.string().max(253)).max(500), z.array(Host), LIST_LIMIT),
  'connection.list': call(nothing, z.array(ConnectionChanged)),
  'connection.open': call(HostId, nothing),
  'connection.close': call(HostId, nothing),
  /** The network is there again, or the machine woke up: what waits is tried now, what is open is tested. */
  'connection.wake': call(nothing, nothing),
  /** The host key change that blocked the last try; rejects with `not-found` when there was none. */
  'connection.keyChange': call(HostId, KeyChange),
  /** Replaces the lines on record by the key with this fingerprint, and nothing else. */
  'connection.replaceKey': call(z.strictObject({ hostId: HostId, fingerprint: z.string().max(100) }), nothing),
  'connection.secrets': call(HostId, z.array(RememberedSecret).max(100)),
  'connection.forgetSecret': call(z.strictObject({ hostId: HostId, id: QuestionId }), nothing),
  'question.list': call(nothing, z.array(Question)),
  'question.answer': call(z.strictObject({ id: QuestionId, answer: Answer }), nothing),
  'log.list': call(HostId, z.array(LogEntry), LIST_LIMIT),
  /** What helps to find a fault of this host, secrets removed, as a text to be read before it is sent. */
  'log.bundle': call(HostId, TextFile, LIST_LIMIT),
  /** Asks a host all questions anew; who asks while an answer is under way gets that one. */
  'probe.look': call(HostId, Facts, LIST_LIMIT),
  /** What is known of all hosts, without asking them. */
  'probe.list': call(nothing, z.array(ProbeState).max(1000), LIST_LIMIT),
  /** What a question's command printed last; rejects with `not-found` when it was not asked. */
  'probe.raw': call(RawWish, RawAnswer),
  'probe.history': call(HostId, History, LIST_LIMIT),
  /** The hosts that this page looks at: their load is followed, and that of no others. */
  'probe.watch': call(z.array(HostId).max(500), nothing),
  'probe.diagnoses': call(nothing, z.array(Diagnosis).max(1000), LIST_LIMIT),
  /** What the cure would do now; changes nothing. */
  'recipe.plan': call(z.strictObject({ hostId: HostId, cure: CureWish }), Plan),
  /** Runs the cure's plan, then looks at the host again. */
  'recipe.run': call(CureCall, Cured),
  /** No further command of that run is begun; the one under way ends by itself. The run rejects with `cancelled`. */
  'recipe.stop': call(z.strictObject({ hostId: HostId, cure: CureWish }), nothing),
  /** What a set-up would do now; looks at the host, and changes nothing. */
  'recipe.planSetUp': call(z.strictObject({ hostId: HostId, wish: SetUpWish }), SetUpPlan, LIST_LIMIT),
  /** What would be taken back, of the journal's entries named, or of all. */
  'recipe.planUndo': call(
    z.strictObject({ hostId: HostId, entries: z.array(z.string().max(256)).max(200).optional() }),
    SetUpPlan,
    LIST_LIMIT,
  ),
  /** Resolves as soon as it runs. Rejects with `not-found` when the plan is not known any more: nobody agreed to another one. */
  'recipe.begin': call(RunCall, SetUpRun, LIST_LIMIT),
  'recipe.beginAll': call(BatchCall, z.array(SetUpRun).max(100), LIST_LIMIT),
  /** `after-step` lets the step that runs come to its end. */
  'recipe.cancel': call(z.strictObject({ runId: PlanId, how: z.enum(['after-step', 'now']) }), nothing),
  /** Starts a desktop in that run's mode again, and checks it. */
  'recipe.prove': call(PlanId, nothing),
  /** Of this app, latest first. */
  'recipe.runs': call(nothing, z.array(SetUpRun).max(200), LIST_LIMIT),
  'recipe.output': call(z.strictObject({ runId: PlanId, from: z.number().int().min(0) }), RunOutput, LIST_LIMIT),
  /** Asks the host who sets it up, what was left, and what can be taken back. */
  'recipe.standing': call(HostId, SetUpStanding),
  /** Follows what an app began and left, until its step has ended; then plans its wish anew. */
  'recipe.resume': call(z.strictObject({ hostId: HostId, runId: PlanId }), SetUpRun, LIST_LIMIT),
  /** Leaves an unfinished run as it is, and mentions it no more. */
  'recipe.dismiss': call(z.strictObject({ hostId: HostId, runId: PlanId }), nothing),
  /** The wish that was used last on this host; absent when there was none. */
  'recipe.lastWish': call(HostId, SetUpWish.optional()),
  'recipe.packages': call(nothing, z.array(PackageFile).max(500), LIST_LIMIT),
  'recipe.addPackages': call(PackagePaths, PackagesAdded, LIST_LIMIT),
  'recipe.removePackage': call(Sha256, nothing),
  'session.modes': call(nothing, z.array(ModeChoices).max(1000), LIST_LIMIT),
  'session.list': call(HostId, SessionsChanged),
  'session.start': call(SessionWish, Session),
  'session.stop': call(SessionId, nothing),
  /** Brings the RFB port of the frame along. */
  'screen.open': call(ScreenWish, ScreenOpened),
  'check.list': call(nothing, z.array(Check)),
  'check.run': call(CheckWish, Check),
  'check.cancel': call(CheckId, nothing),
  'check.pixels': call(CheckPixels, nothing),
} as const;

/** Worker → page. */
export const events = {
  'host.changed': z.array(Host),
  'connection.changed': ConnectionChanged,
  'question.asked': Question,
  /** Answered, withdrawn or timed out. */
  'question.closed': QuestionId,
  'log.added': LogEntry,
  'probe.changed': ProbeState,
  'probe.load': Load,
  'probe.diagnosed': Diagnosis,
  /** A run so far: its steps up to the one that runs. */
  'recipe.progress': Plan,
  'recipe.runChanged': SetUpRun,
  'recipe.outputAdded': RunOutput,
  'recipe.packagesChanged': z.array(PackageFile).max(500),
  'session.modesChanged': ModeChoices,
  'session.changed': SessionsChanged,
  'session.progress': SessionProgress,
  'check.changed': Check,
} as const;

/** Page → main. */
export const mainCalls = {
  'app.about': call(nothing, About),
  'clipboard.read': call(nothing, ClipboardText, CLIPBOARD_MESSAGE_LIMIT),
  'clipboard.write': call(ClipboardText, nothing, CLIPBOARD_MESSAGE_LIMIT),
  /** Absent when the operator cancelled. */
  'dialog.keyFile': call(nothing, z.string().optional()),
  /** Package files and folders; empty when the operator cancelled. */
  'dialog.packages': call(nothing, PackagePaths, LIST_LIMIT),
  /** Where the text was saved; absent when the operator cancelled. */
  'dialog.saveText': call(TextFile, z.string().optional(), LIST_LIMIT),
  'window.fullScreen': call(z.boolean(), nothing),
  'worker.state': call(nothing, WorkerState),
  'worker.restart': call(nothing, nothing),
} as const;

/** Main → page. */
export const mainEvents = {
  'window.focused': z.boolean(),
  'window.fullScreen': z.boolean(),
  'menu.chosen': MenuCommand,
  'worker.changed': WorkerState,
} as const;

/** Worker → main. */
export const secretCalls = {
  'secret.store': call(nothing, SecretStore),
  'secret.read': call(SecretKey, SecretText.optional()),
  'secret.write': call(z.strictObject({ key: SecretKey, value: SecretText }), nothing),
  'secret.remove': call(SecretKey, nothing),
  /** Names only. */
  'secret.list': call(nothing, z.array(SecretKey)),
} as const;

/** Main → worker: besides these, main passes one port per page. */
export const workerCalls = {
  'worker.ping': call(nothing, nothing),
  /** The system woke up, or is about to sleep. */
  'worker.power': call(z.enum(['resume', 'suspend']), nothing),
} as const;

export type Calls = Record<string, CallShape>;
export type Input<C extends Calls, K extends keyof C> = z.input<C[K]['input']>;
export type Output<C extends Calls, K extends keyof C> = z.output<C[K]['output']>;
export type Events = Record<string, z.ZodType>;
export type EventData<E extends Events, K extends keyof E> = z.output<E[K]>;
