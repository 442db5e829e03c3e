/** What the host's log says of the connection and of screens, as long as nothing later in it says otherwise. */
import type { Evidence } from '../../contract/doctor';
import type { LogEntry } from '../../contract/log';

export const fieldOf = ({ fields }: LogEntry, name: string): string => fields.find(([key]) => key === name)?.[1] ?? '';

/** The last entry that `says` so, unless a later one shows that it is over. */
export function lastSaid(
  log: readonly LogEntry[],
  says: (entry: LogEntry) => boolean,
  isOver: (later: LogEntry) => boolean,
): LogEntry | undefined {
  const at = log.findLastIndex(says);
  return at < 0 || log.slice(at + 1).some(isOver) ? undefined : log[at];
}

/** The failure that an entry tells of. */
export const messageOf = (entry: LogEntry): string => fieldOf(entry, 'message');

export const saidEvidence = (entry: LogEntry): Evidence => ({ command: '', text: `${entry.event}: ${messageOf(entry)}`.slice(0, 2000) });
