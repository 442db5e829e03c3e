/** The output of a run while somebody looks at it: what there is of it already, then what comes, the latest 20,000 lines. */
import { useEffect, useRef, useState } from 'react';
import type { FailureData } from '../../../electron/contract';
import { failureOf } from '../../base/failure';
import { worker } from '../../base/ports';

/** Lines that the page holds, as the worker does. */
export const MOST_LINES = 20_000;

export interface Output {
  /** Number of the first line, from 0 since the run's begin. */
  readonly from: number;
  readonly lines: readonly string[];
}

export const NO_OUTPUT: Output = { from: 0, lines: [] };

/** Number of the line that would come next. */
export const nextLine = ({ from, lines }: Output): number => from + lines.length;

/** Each line once, in order. Undefined: something is missing between the two. */
export function joined(held: Output, piece: Output): Output | undefined {
  const next = nextLine(held);
  if (piece.from > next) return undefined;
  const added = piece.lines.slice(next - piece.from);
  if (added.length === 0) return held;
  const lines = [...held.lines, ...added];
  const dropped = Math.max(0, lines.length - MOST_LINES);
  return { from: held.from + dropped, lines: dropped === 0 ? lines : lines.slice(dropped) };
}

/** What the worker does not keep any more is gone here, too. */
const answered = (held: Output, piece: Output): Output => joined(held, piece) ?? { from: piece.from, lines: piece.lines };

export type OutputState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly output: Output }
  | { readonly kind: 'failed'; readonly failure: FailureData };

export function useOutput(runId: string): { readonly state: OutputState; readonly reload: () => void } {
  const [state, setState] = useState<OutputState>({ kind: 'loading' });
  const again = useRef<() => void>(undefined);
  useEffect(() => {
    let leave = follow(runId, setState);
    again.current = () => {
      leave();
      leave = follow(runId, setState);
    };
    // A new worker counts its lines anew.
    const unready = worker.onReady(() => again.current?.());
    return () => {
      unready();
      leave();
    };
  }, [runId]);
  return {
    state,
    reload: () => {
      setState({ kind: 'loading' });
      again.current?.();
    },
  };
}

/** Asks until nothing is missing, whenever something is. Returns what ends it. */
function follow(runId: string, set: (state: OutputState) => void): () => void {
  let current = true;
  let asking = false;
  /** The last line that was heard of while others were still missing. */
  let wanted = 0;
  let held = NO_OUTPUT;
  const take = (output: Output): void => {
    held = output;
    set({ kind: 'ready', output });
  };
  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      for (;;) {
        const piece = await worker.call('recipe.output', { runId, from: nextLine(held) });
        // oxlint-disable-next-line typescript/no-unnecessary-condition -- left while it was asked
        if (!current) return;
        take(answered(held, piece));
        if (piece.lines.length === 0 || (wanted > 0 && nextLine(held) >= wanted)) return;
      }
    } catch (error) {
      if (current) set({ kind: 'failed', failure: failureOf(error) });
    } finally {
      asking = false;
    }
  };
  const leave = worker.on('recipe.outputAdded', (added) => {
    if (added.runId !== runId) return;
    const output = joined(held, added);
    if (output !== undefined) {
      if (output !== held) take(output);
      return;
    }
    wanted = nextLine(added);
    void ask();
  });
  void ask();
  return () => {
    current = false;
    leave();
  };
}
