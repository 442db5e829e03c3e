/** What of a host changed between two moments. */
import { TrackedName, type Snapshot } from '../../electron/contract/probe';

export interface Change {
  readonly name: TrackedName;
  /** Undefined: not known then. */
  readonly before: string | undefined;
  readonly now: string | undefined;
  /** Epoch ms of the look that found it so for the first time. */
  readonly at: number;
}

/** From `snapshots[since]` to the latest, the newest change first. Oldest snapshot first, as the worker keeps them. */
export function changesSince(snapshots: readonly Snapshot[], since: number): readonly Change[] {
  const [then, latest] = [snapshots[since], snapshots.at(-1)];
  if (then === undefined || latest === undefined) return [];
  return TrackedName.options
    .flatMap((name): Change[] => {
      const [before, now] = [then.values[name], latest.values[name]];
      if (before === now) return [];
      const last = snapshots.findLastIndex((snapshot) => snapshot.values[name] !== now);
      return [{ name, before, now, at: snapshots[last + 1]?.at ?? latest.at }];
    })
    .toSorted((a, b) => b.at - a.at);
}

export interface ItemChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Of values that are lists, `a, b, c`, only the items that differ; undefined where one is no list. */
export function itemChange(before: string, now: string): ItemChange | undefined {
  if (!before.includes(', ') && !now.includes(', ')) return undefined;
  const [old, fresh] = [before.split(', '), now.split(', ')];
  return { added: fresh.filter((item) => !old.includes(item)), removed: old.filter((item) => !fresh.includes(item)) };
}
