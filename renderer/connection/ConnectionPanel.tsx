/** What the centre shows while a host is not connected: connect, wait, or what went wrong. */
import { Plug } from 'lucide-react';
import { useId } from 'react';
import { assertNever, type FailureData } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { EmptyState } from '../base/EmptyState';
import { Progress } from '../base/Spinner';
import { StatusShape } from '../base/StatusShape';
import styles from './ConnectionPanel.module.css';
import { Countdown } from './Countdown';
import { HopList } from './HopList';
import { hopsOf } from './hops';
import { LogButton } from './LogButton';
import { LostNote } from './LostNote';
import { closeConnection, openConnection, useConnection } from './store';
import { connectionTexts as texts } from './texts';
import { isWaiting, nextAttempt, progressWords, type WaitingState } from './words';

type StateOf<K extends ConnectionState['kind']> = Extract<ConnectionState, { kind: K }>;

interface ConnectionPanelProps {
  readonly host: Host;
  /** What to connect for, in a sentence. */
  readonly idleText: string;
}

export function ConnectionPanel({ host, idleText }: ConnectionPanelProps) {
  const state = useConnection(host.id);
  switch (state.kind) {
    case 'ready':
      return null;
    case 'idle':
      return <Idle host={host} idleText={idleText} />;
    case 'connecting':
      return state.again === undefined ? (
        <Connecting host={host} state={state} />
      ) : (
        <Recovering host={host} state={state} failure={state.again.failure} />
      );
    case 'lost':
      if (state.failure.code === 'cancelled') return <Idle host={host} idleText={idleText} />;
      if (isWaiting(state)) return <Recovering host={host} state={state} failure={state.failure} />;
      return (
        <div className={styles.lost}>
          <LostNote host={host} failure={state.failure} />
        </div>
      );
    default:
      return assertNever(state);
  }
}

function Connecting({ host, state }: { readonly host: Host; readonly state: StateOf<'connecting'> }) {
  const id = useId();
  const hops = hopsOf(host, state);
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {texts.connectingTo(host.name)}
      </h2>
      <output className={styles.step}>{state.step}</output>
      {hops.length > 0 && <HopList hops={hops} />}
      <Progress label={texts.connecting} />
      <div className={styles.actions}>
        <LogButton host={host} />
        <Button small onClick={() => closeConnection(host.id)}>
          {texts.stop}
        </Button>
      </div>
    </section>
  );
}

interface RecoveringProps {
  readonly host: Host;
  readonly state: StateOf<'connecting'> | WaitingState;
  readonly failure: FailureData;
}

/** One card for waiting and trying: they take turns faster than a card that changes could be read. */
function Recovering({ host, state, failure }: RecoveringProps) {
  const id = useId();
  const hops = state.kind === 'connecting' ? hopsOf(host, state) : [];
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        <StatusShape shape="warn" />
        {failure.code === 'connection-lost' ? texts.lostOf(host.name) : texts.failedOf(host.name)}
      </h2>
      <output className={styles.why}>{failure.message}</output>
      {hops.length > 0 && <HopList hops={hops} />}
      <p className={styles.next}>
        {state.kind === 'connecting' ? progressWords(state) : <Countdown at={state.retryAt} attempt={nextAttempt(state)} />}
      </p>
      <div className={styles.actions}>
        <LogButton host={host} />
        <Button small onClick={() => closeConnection(host.id)}>
          {texts.stopTrying}
        </Button>
        <Button small kind="primary" onClick={() => openConnection(host.id)}>
          {texts.retryNow}
        </Button>
      </div>
    </section>
  );
}

function Idle({ host, idleText }: ConnectionPanelProps) {
  return (
    <EmptyState
      icon={Plug}
      title={texts.idle}
      actions={
        <Button kind="primary" onClick={() => openConnection(host.id)}>
          {texts.connect}
        </Button>
      }
    >
      {idleText}
    </EmptyState>
  );
}
