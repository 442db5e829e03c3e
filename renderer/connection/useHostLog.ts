/** The log of one host, kept current while somebody looks at it. */
import { useEffect, useRef, useState } from 'react';
import type { FailureData } from '../../electron/contract';
import type { HostId } from '../../electron/contract/host';
import type { LogEntry } from '../../electron/contract/log';
import { failureOf } from '../base/failure';
import { worker } from '../base/ports';
import { joinEntries } from './logLines';

export type HostLog =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly entries: readonly LogEntry[] }
  | { readonly kind: 'failed'; readonly failure: FailureData };

export function useHostLog(hostId: HostId): { readonly log: HostLog; readonly reload: () => void } {
  const [log, setLog] = useState<HostLog>({ kind: 'loading' });
  const again = useRef<() => void>(undefined);
  useEffect(() => {
    let leave = follow(hostId, setLog);
    again.current = () => {
      leave();
      leave = follow(hostId, setLog);
    };
    // A new worker counts its entries anew.
    const unready = worker.onReady(() => again.current?.());
    return () => {
      unready();
      leave();
    };
  }, [hostId]);
  return {
    log,
    reload: () => {
      setLog({ kind: 'loading' });
      again.current?.();
    },
  };
}

/** Asks for what there is, then adds what comes. Returns what ends it. */
function follow(hostId: HostId, set: (change: HostLog | ((now: HostLog) => HostLog)) => void): () => void {
  let early: LogEntry[] | undefined = [];
  let current = true;
  worker.call('log.list', hostId).then(
    (found) => {
      if (!current) return;
      set({ kind: 'ready', entries: joinEntries(found, early ?? []) });
      early = undefined;
    },
    (error: unknown) => {
      if (current) set({ kind: 'failed', failure: failureOf(error) });
    },
  );
  const leave = worker.on('log.added', (entry) => {
    if (entry.hostId !== hostId) return;
    if (early !== undefined) early.push(entry);
    else set((now) => (now.kind === 'ready' ? { kind: 'ready', entries: joinEntries(now.entries, [entry]) } : now));
  });
  return () => {
    current = false;
    leave();
  };
}
