/** What the centre shows while a host is not connected: connect, wait, or what went wrong. */
import { Plug } from 'lucide-react';
import { assertNever } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { EmptyState } from '../base/EmptyState';
import { FailureNote } from '../base/FailureNote';
import { useNow } from '../base/now';
import { Progress } from '../base/Spinner';
import { lasting } from '../base/time';
import { showHostDialog } from '../host/store';
import styles from './ConnectionPanel.module.css';
import { closeConnection, openConnection, useConnection } from './store';
import { connectionTexts as texts } from './texts';

export function ConnectionPanel({ host }: { readonly host: Host }) {
  const state = useConnection(host.id);
  switch (state.kind) {
    case 'ready':
      return null;
    case 'idle':
      return <Idle host={host} />;
    case 'connecting':
      return (
        <div className={styles.card}>
          <h2 className={styles.title}>{texts.connectingTo(host.name)}</h2>
          <output className={styles.step}>{state.step}</output>
          <Progress label={texts.connecting} />
          <Button small onClick={() => closeConnection(host.id)}>
            {texts.stop}
          </Button>
        </div>
      );
    case 'lost':
      if (state.failure.code === 'cancelled') return <Idle host={host} />;
      return (
        <div className={styles.lost}>
          <FailureNote
            failure={state.failure}
            onRetry={() => openConnection(host.id)}
            onEdit={() => showHostDialog({ kind: 'edit', host })}
          >
            {state.retryAt !== undefined && <NextTry at={state.retryAt} />}
          </FailureNote>
        </div>
      );
    default:
      return assertNever(state);
  }
}

function Idle({ host }: { readonly host: Host }) {
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
      {texts.idleText(host.name)}
    </EmptyState>
  );
}

function NextTry({ at }: { readonly at: number }) {
  const now = useNow(1000);
  return (
    <p className={styles.next}>
      {texts.nextTry} {lasting(at - now)}
    </p>
  );
}
