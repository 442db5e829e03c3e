/** What is known of each host: its facts, what the doctor finds, and its load over the last minutes. */
import { create } from 'zustand';
import { assertNever } from '../../electron/contract';
import type { Diagnosis } from '../../electron/contract/doctor';
import type { HostId } from '../../electron/contract/host';
import type { Facts, Load, ProbeState } from '../../electron/contract/probe';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import { connectionOf, onConnectionState, useConnections } from '../connection/store';
import { withGap, withSample, type Sample } from './ring';

/** The facts of the last good look stay while the next one is under way, and when it fails. */
export interface HostProbe {
  readonly facts?: Facts;
  /** Epoch ms since when the host is asked. */
  readonly asking?: number;
  readonly failed?: { readonly message: string; readonly at: number };
}

interface ProbeStore {
  readonly hosts: ReadonlyMap<HostId, HostProbe>;
  readonly diagnoses: ReadonlyMap<HostId, Diagnosis>;
  /** Only of hosts that are watched now. */
  readonly loads: ReadonlyMap<HostId, Load>;
  readonly samples: ReadonlyMap<HostId, readonly Sample[]>;
}

export const useProbes = create<ProbeStore>(() => ({ hosts: new Map(), diagnoses: new Map(), loads: new Map(), samples: new Map() }));

const NOTHING: HostProbe = {};
const NO_SAMPLES: readonly Sample[] = [];

export const useHostProbe = (hostId: HostId): HostProbe => useProbes((store) => store.hosts.get(hostId) ?? NOTHING);
export const useDiagnosis = (hostId: HostId): Diagnosis | undefined => useProbes((store) => store.diagnoses.get(hostId));
export const useSamples = (hostId: HostId): readonly Sample[] => useProbes((store) => store.samples.get(hostId) ?? NO_SAMPLES);

function after(before: HostProbe, state: ProbeState): HostProbe {
  const kept = before.facts === undefined ? {} : { facts: before.facts };
  switch (state.kind) {
    case 'asking':
      return { ...kept, asking: state.since };
    case 'known':
      return { facts: state.facts };
    case 'failed':
      return { ...kept, failed: { message: state.message, at: state.at } };
    default:
      return assertNever(state);
  }
}

function take(state: ProbeState): void {
  useProbes.setState(({ hosts }) => ({ hosts: new Map(hosts).set(state.hostId, after(hosts.get(state.hostId) ?? NOTHING, state)) }));
}

function takeDiagnosis(diagnosis: Diagnosis): void {
  useProbes.setState(({ diagnoses }) => ({ diagnoses: new Map(diagnoses).set(diagnosis.hostId, diagnosis) }));
}

function takeLoad(load: Load): void {
  // A last word that was under way when the page stopped looking.
  if (!watched.includes(load.hostId)) return;
  useProbes.setState(({ loads, samples }) => ({
    loads: new Map(loads).set(load.hostId, load),
    samples: new Map(samples).set(load.hostId, withSample(samples.get(load.hostId) ?? [], load)),
  }));
}

/** Its failure is told by the state that the worker sends, and here when it never got so far. */
export function lookAgain(hostId: HostId): void {
  const before = useProbes.getState().hosts.get(hostId) ?? NOTHING;
  if (before.asking !== undefined) return;
  take({ kind: 'asking', hostId, since: Date.now() });
  worker.call('probe.look', hostId).then(
    (facts) => take({ kind: 'known', hostId, facts }),
    (error: unknown) => take({ kind: 'failed', hostId, message: failureOf(error).message, at: Date.now() }),
  );
}

/** Each answer counts when it comes: an event after it is newer. What a new worker does not know of is not known. */
function load(): void {
  const failed = (error: unknown): void => say(failureOf(error).message, 'bad');
  worker.call('probe.list', undefined).then((states) => {
    useProbes.setState(({ hosts }) => ({
      hosts: new Map(states.map((state) => [state.hostId, after(hosts.get(state.hostId) ?? NOTHING, state)])),
    }));
  }, failed);
  worker.call('probe.diagnoses', undefined).then((diagnoses) => {
    useProbes.setState({ diagnoses: new Map(diagnoses.map((diagnosis) => [diagnosis.hostId, diagnosis])) });
  }, failed);
}

/** The hosts whose load the worker was asked to follow. */
let watched: readonly HostId[] = [];

/** All connected hosts while the window is seen, none while it is not. */
function watch(anew: boolean): void {
  const seen = document.visibilityState === 'visible';
  const next = seen ? [...useConnections.getState().states.keys()].filter((id) => connectionOf(id).kind === 'ready').toSorted() : [];
  if (!anew && next.join() === watched.join()) return;
  const ended = watched.filter((id) => !next.includes(id));
  watched = next;
  if (ended.length > 0) {
    const now = Date.now();
    useProbes.setState(({ loads, samples }) => ({
      loads: new Map([...loads].filter(([id]) => !ended.includes(id))),
      samples: new Map([...samples].map(([id, ring]) => [id, ended.includes(id) ? withGap(ring, now) : ring])),
    }));
  }
  worker.call('probe.watch', [...next]).catch(() => undefined);
}

export function followProbes(): void {
  worker.on('probe.changed', take);
  worker.on('probe.diagnosed', takeDiagnosis);
  worker.on('probe.load', takeLoad);
  worker.onReady(() => {
    load();
    watch(true);
  });
  onConnectionState(() => watch(false));
  document.addEventListener('visibilitychange', () => watch(false));
}
