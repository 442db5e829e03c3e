/** All hosts side by side: what they are, where they differ, and what is wrong with them. */
import { Table2 } from 'lucide-react';
import { useState } from 'react';
import type { Host } from '../../electron/contract/host';
import { CopyButton } from '../base/CopyButton';
import { EmptyState } from '../base/EmptyState';
import { Choice } from '../base/Field';
import { useConnections } from '../connection/store';
import { connectionWords } from '../connection/words';
import { hostsOf, useHosts } from '../host/store';
import styles from './Fleet.module.css';
import { COMPARED, differs, fleetRow, majorities, sorted, type Order } from './fleet';
import { fleetCsv, fleetMarkdown } from './fleetText';
import { FleetTable } from './FleetTable';
import { useProbes } from './store';
import { probeTexts as texts } from './texts';

export interface FleetProps {
  /** The best mode of a host in words, from the noun to the right; undefined while not known. */
  readonly modeOf: (hostId: string) => string | undefined;
  readonly onHost: (host: Host) => void;
  readonly onHealth: (host: Host) => void;
}

export function Fleet({ modeOf, onHost, onHealth }: FleetProps) {
  const hosts = useHosts(hostsOf);
  const states = useConnections((store) => store.states);
  const probes = useProbes((store) => store.hosts);
  const diagnoses = useProbes((store) => store.diagnoses);
  const [order, setOrder] = useState<Order>();
  const [onlyDiffering, setOnlyDiffering] = useState(false);
  const all = hosts.map((host) => {
    const state = states.get(host.id) ?? { kind: 'idle' };
    return fleetRow({
      host,
      state: { word: connectionWords(state).word, shape: connectionWords(state).shape, isConnected: state.kind === 'ready' },
      facts: probes.get(host.id)?.facts,
      diagnosis: diagnoses.get(host.id),
      mode: modeOf(host.id),
    });
  });
  const rows = order === undefined ? all : sorted(all, order);
  const found = majorities(rows);
  const marked = rows.reduce((sum, row) => sum + COMPARED.filter((column) => differs(row, column, found) !== undefined).length, 0);
  return (
    <div className={styles.fleet}>
      <header className={styles.header}>
        <div className={styles.words}>
          <h1 className={styles.title}>{texts.fleetTitle}</h1>
          <p className={styles.line}>
            {texts.fleetText(hosts.length)} · {texts.fleetMarked(marked)}
          </p>
        </div>
        <Choice label={texts.onlyDiffering} checked={onlyDiffering} onChange={setOnlyDiffering} />
        <CopyButton text={fleetCsv(rows)} label={texts.copyCsv} words />
        <CopyButton text={fleetMarkdown(rows)} label={texts.copyMarkdown} words />
      </header>
      {rows.every(({ seen }) => seen === undefined) && (
        <EmptyState icon={Table2} title={texts.fleetEmptyTitle}>
          {texts.fleetEmptyText}
        </EmptyState>
      )}
      <FleetTable
        rows={rows}
        majorities={found}
        columns={onlyDiffering ? COMPARED.filter((column) => found.has(column)) : COMPARED}
        order={order}
        onOrder={setOrder}
        onHost={onHost}
        onHealth={onHealth}
      />
    </div>
  );
}
