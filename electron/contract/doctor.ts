/** What the doctor finds on a host: a known fault, its evidence, its cure. */
import { z } from 'zod';
import { HostId } from './host';
import { QuestionName } from './probe/answer';
import { line, word } from './probe/text';
import { CureWish } from './recipe';

/** D01.. as in the doctor's table (electron/probe/doctor). */
export const EntryId = z.string().regex(/^D\d{2,3}$/);
export type EntryId = z.infer<typeof EntryId>;

export const Evidence = z.strictObject({
  /** The question whose answer it is; absent for what was seen by other means (a check, the log of the connection). */
  from: QuestionName.optional(),
  /** The command that shows it, as an operator can repeat it; empty where there is none. */
  command: z.string().max(2000),
  /** The lines that show it. */
  text: z.string().max(2000),
});
export type Evidence = z.infer<typeof Evidence>;

export const Cure = z.discriminatedUnion('kind', [
  /** A recipe that Gearview can run: previewed, agreed to, run, and tested again. */
  z.strictObject({ kind: z.literal('plan'), cure: CureWish, text: line }),
  /** Commands for the operator to run; Gearview does not. */
  z.strictObject({ kind: z.literal('command'), commands: z.array(line).min(1).max(12), root: z.boolean(), text: line }),
  z.strictObject({ kind: z.literal('words'), text: z.string().max(2000) }),
]);
export type Cure = z.infer<typeof Cure>;

export const Finding = z.strictObject({
  /** Of the entry and its subject: the same fault has the same key at the re-test. */
  key: z.string().max(300),
  id: EntryId,
  /** What of the host has it: `:3`, a container's name, a path; empty for the host itself. */
  subject: word,
  /** The symptom, in one sentence. */
  title: line,
  /** The cause, in one sentence or two. */
  cause: z.string().max(2000),
  /** blocks: no GPU desktop before it is cured. harms: desktops work worse or are at risk. note: worth knowing. */
  severity: z.enum(['blocks', 'harms', 'note']),
  confidence: z.enum(['certain', 'likely', 'possible']),
  evidence: z.array(Evidence).min(1).max(8),
  cure: Cure,
  /** Where the rule comes from: an issue, a manual, a measurement. */
  source: line,
  /** Other entries whose symptoms this one explains here; they are not shown by themselves. */
  explains: z.array(EntryId).max(32),
});
export type Finding = z.infer<typeof Finding>;

/** Most important first. */
export const Diagnosis = z.strictObject({ hostId: HostId, findings: z.array(Finding).max(64) });
export type Diagnosis = z.infer<typeof Diagnosis>;
