/** The doctor's findings of every host that was looked at: made anew when its facts, its checks or its log say something else. */
import type { Check } from '../contract/check';
import type { Diagnosis } from '../contract/doctor';
import type { LogEntry } from '../contract/log';
import type { Facts } from '../contract/probe';
import { diagnose } from './doctor/diagnose';
import type { Entry, Seen } from './doctor/entry';
import { fitFindings } from './fit';

export interface DiagnosesDeps {
  readonly entries: readonly Entry[];
  readonly facts: (hostId: string) => Facts | undefined;
  readonly checks: (hostId: string) => readonly Check[];
  /** The host's whole log, oldest first. */
  readonly log: (hostId: string) => readonly LogEntry[];
  readonly way: (hostId: string) => Seen['way'];
}

export interface Diagnoses {
  /** What is found now; undefined before the host was looked at. */
  renew(hostId: string): Diagnosis | undefined;
  /** As renew, a moment later: what changes at once is examined once. */
  renewSoon(hostId: string): void;
  list(): readonly Diagnosis[];
  forget(hostId: string): void;
  onChange(listener: (diagnosis: Diagnosis) => void): void;
}

const SOON_MS = 300;

export function createDiagnoses({ entries, facts, checks, log, way }: DiagnosesDeps): Diagnoses {
  const latest = new Map<string, Diagnosis>();
  const timers = new Map<string, NodeJS.Timeout>();
  const changed = new Set<(diagnosis: Diagnosis) => void>();

  function renew(hostId: string): Diagnosis | undefined {
    const known = facts(hostId);
    if (known === undefined) return undefined;
    const findings = diagnose({ facts: known, checks: checks(hostId), log: sinceConnected(log(hostId)), way: way(hostId) }, entries);
    const diagnosis = { hostId, findings: [...fitFindings(findings)] };
    const before = latest.get(hostId);
    latest.set(hostId, diagnosis);
    if (JSON.stringify(before) !== JSON.stringify(diagnosis)) for (const listener of changed) listener(diagnosis);
    return diagnosis;
  }

  return {
    renew,
    renewSoon(hostId) {
      if (timers.has(hostId) || facts(hostId) === undefined) return;
      timers.set(
        hostId,
        setTimeout(() => {
          timers.delete(hostId);
          renew(hostId);
        }, SOON_MS),
      );
    },
    list: () => [...latest.values()],
    forget(hostId) {
      clearTimeout(timers.get(hostId));
      timers.delete(hostId);
      latest.delete(hostId);
    },
    onChange: (listener) => void changed.add(listener),
  };
}

/** What earlier runs of the app and earlier connections met is over. */
function sinceConnected(log: readonly LogEntry[]): readonly LogEntry[] {
  const own = log.filter(({ id }) => id >= 0);
  const at = own.findLastIndex(({ event }) => event === 'connected');
  return own.slice(Math.max(0, at));
}
