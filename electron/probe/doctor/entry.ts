/** An entry of the doctor: a known fault as data, beside the pure function that detects it. */
import type { Check } from '../../contract/check';
import type { Cure, EntryId, Evidence, Finding } from '../../contract/doctor';
import type { LogEntry } from '../../contract/log';
import type { Facts } from '../../contract/probe';
import type { QuestionName } from '../../contract/probe/answer';

/** All that a detection may look at. */
export interface Seen {
  readonly facts: Facts;
  /** The latest check of each desktop of this host. */
  readonly checks: readonly Check[];
  /** The host's log since this connection began, oldest first. */
  readonly log: readonly LogEntry[];
  /** How RFB travels to this host; undefined before any did. */
  readonly way: 'forward' | 'relay' | undefined;
}

/** What a detection says of one subject. */
export interface Detection {
  /** `:3`, a container's name, a path; empty for the host itself. */
  readonly subject?: string;
  readonly confidence: Finding['confidence'];
  readonly evidence: readonly Evidence[];
  /** In place of the entry's own, where the subject makes a difference. */
  readonly title?: string;
  readonly cause?: string;
  readonly cure?: Cure;
  readonly severity?: Finding['severity'];
  readonly explains?: readonly EntryId[];
}

export interface Entry {
  readonly id: EntryId;
  readonly title: string;
  readonly cause: string;
  readonly severity: Finding['severity'];
  readonly cure: Cure;
  readonly source: string;
  /** Entries that are this one's symptoms: when this one is certain or likely, they are not shown by themselves. */
  readonly explains?: readonly EntryId[];
  /** Empty when the host does not have it. Pure: the same input gives the same answer. */
  detect(seen: Seen): readonly Detection[];
}

/** Evidence that a question's answer gave: its command, and the lines that show the fault. */
export function fromAnswer({ facts }: Pick<Seen, 'facts'>, from: QuestionName, text: string): Evidence {
  const command = facts.answers.find(({ name }) => name === from)?.command ?? '';
  return { from, command, text: text.slice(0, 2000) };
}
