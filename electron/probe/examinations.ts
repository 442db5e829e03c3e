/** Facts of hosts as the worker serves them: the probe, its history, the live watch and the doctor, joined. */
import { Failure } from '../base/failure';
import type { Section } from '../connection/bundle';
import type { Connection, LoadScript } from '../connection/connection';
import type { calls, EventData, events } from '../contract';
import type { Check } from '../contract/check';
import type { LogEntry } from '../contract/log';
import type { Diagnosis } from '../contract/doctor';
import type { Facts } from '../contract/probe';
import type { Handlers } from '../ipc/serve';
import { createDiagnoses } from './diagnoses';
import { ENTRIES } from './doctor/entries';
import { openHistories } from './history';
import { createLooks } from './looks';
import { createProbes } from './probes';
import { createWatches } from './watch';

export interface ExaminationsDeps {
  readonly connection: (hostId: string) => Promise<Connection>;
  /** The connection when it is ready. */
  readonly peek: (hostId: string) => Connection | undefined;
  readonly load: LoadScript;
  /** Epoch ms. */
  readonly now: () => number;
  /** Keeps one file of history a host. */
  readonly folder: string;
  readonly checks: (hostId: string) => readonly Check[];
  readonly log: (hostId: string) => readonly LogEntry[];
  /** Tells every page. */
  readonly emit: <K extends 'probe.changed' | 'probe.load' | 'probe.diagnosed'>(name: K, data: EventData<typeof events, K>) => void;
  /** Facts or findings of a host are others than before. */
  readonly onExamined: (diagnosis: Diagnosis, facts: Facts) => void;
  /** Its X servers came or went. */
  readonly onXServers: (hostId: string) => void;
}

type Served = 'probe.look' | 'probe.list' | 'probe.raw' | 'probe.history' | 'probe.diagnoses';

export interface Examinations {
  readonly handlers: Pick<Handlers<typeof calls>, Served>;
  /** Asks the host anew, and examines what it said. */
  look(hostId: string): Promise<Diagnosis | undefined>;
  /** Asks the host anew. */
  lookAnew(hostId: string): Promise<Facts>;
  list(): readonly (readonly [Diagnosis, Facts])[];
  connected(hostId: string): void;
  disconnected(hostId: string): void;
  /** A desktop was started or ended. */
  desktopsChanged(hostId: string): void;
  /** Its log or a check says something new. */
  reconsider(hostId: string): void;
  /** A page looks at these hosts, and hears at once how they are. */
  watch(page: object, hostIds: readonly string[], tell: (load: EventData<typeof events, 'probe.load'>) => void): void;
  leave(page: object): void;
  /** Ends the host's watch until `wake`, whoever looks. */
  rest(hostId: string): void;
  wake(hostId: string): void;
  /** What is known of the host, for its support bundle. */
  sections(hostId: string): readonly Section[];
  /** The host was removed. */
  forget(hostId: string): Promise<void>;
}

export function createExaminations(deps: ExaminationsDeps): Examinations {
  const { connection, peek, load, now, emit } = deps;
  const probes = createProbes({ connection, load, now });
  const histories = openHistories(deps.folder);
  const watches = createWatches({ peek, load, now });
  const looks = createLooks({ look: (hostId) => probes.look(hostId), isWatched: (hostId) => watches.isWatched(hostId) });
  const diagnoses = createDiagnoses({
    entries: ENTRIES,
    facts: (hostId) => probes.known(hostId),
    checks: deps.checks,
    log: deps.log,
    way: (hostId) => peek(hostId)?.wayTo({ kind: 'unix', path: '' }),
  });

  function tell(diagnosis: Diagnosis | undefined): void {
    const facts = diagnosis === undefined ? undefined : probes.known(diagnosis.hostId);
    if (diagnosis !== undefined && facts !== undefined) deps.onExamined(diagnosis, facts);
  }

  probes.onChange((state) => {
    emit('probe.changed', state);
    if (state.kind !== 'known') return;
    tell(diagnoses.renew(state.hostId));
    histories.note(state.facts).catch((error: unknown) => {
      const { code, message } = Failure.from(error);
      peek(state.hostId)?.note('warn', 'history of facts not kept', { code, message });
    });
  });
  diagnoses.onChange((diagnosis) => {
    emit('probe.diagnosed', diagnosis);
    tell(diagnosis);
  });
  watches.onLoad((change) => emit('probe.load', change));
  watches.onXServers(deps.onXServers);

  return {
    handlers: {
      'probe.look': (id) => probes.lookAnew(id),
      'probe.list': () => [...probes.list()],
      'probe.raw': ({ hostId, name }) => probes.raw(hostId, name),
      'probe.history': (id) => histories.list(id),
      'probe.diagnoses': () => [...diagnoses.list()],
    },
    async look(hostId) {
      await probes.lookAnew(hostId);
      return diagnoses.renew(hostId);
    },
    lookAnew: (hostId) => probes.lookAnew(hostId),
    list: () =>
      diagnoses.list().flatMap((diagnosis) => {
        const facts = probes.known(diagnosis.hostId);
        return facts === undefined ? [] : [[diagnosis, facts] as const];
      }),
    connected(hostId) {
      watches.connectionChanged(hostId);
      looks.connected(hostId);
    },
    disconnected(hostId) {
      watches.connectionChanged(hostId);
      looks.ended(hostId);
    },
    desktopsChanged: (hostId) => looks.changed(hostId),
    reconsider: (hostId) => diagnoses.renewSoon(hostId),
    watch(page, hostIds, told) {
      watches.look(page, hostIds);
      for (const latest of watches.list()) if (hostIds.includes(latest.hostId)) told(latest);
    },
    leave: (page) => watches.leave(page),
    rest: (hostId) => watches.rest(hostId),
    wake: (hostId) => watches.wake(hostId),
    sections: (hostId) => probes.sections(hostId, diagnoses.list().find((each) => each.hostId === hostId)?.findings ?? []),
    async forget(hostId) {
      probes.forget(hostId);
      diagnoses.forget(hostId);
      await histories.forget(hostId);
    },
  };
}
