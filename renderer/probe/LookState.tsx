/** What stands where facts will be, or why there are none: not looked at yet, under way, failed. */
import { Stethoscope } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { EmptyState } from '../base/EmptyState';
import { FailureNote } from '../base/FailureNote';
import { Spinner } from '../base/Spinner';
import styles from './LookState.module.css';
import { lookAgain, useHostProbe } from './store';
import { probeTexts as texts } from './texts';

export function LookState({ host, canLook }: { readonly host: Host; readonly canLook: boolean }) {
  const { facts, asking, failed } = useHostProbe(host.id);
  const look = (): void => lookAgain(host.id);
  if (failed !== undefined && asking === undefined) {
    return (
      <FailureNote failure={{ code: 'script-failed', message: failed.message }} {...(canLook ? { onRetry: look } : {})}>
        {facts !== undefined && <p className={styles.old}>{texts.failedOld}</p>}
      </FailureNote>
    );
  }
  if (facts !== undefined) return null;
  if (asking !== undefined) return <Skeleton />;
  if (!canLook) return null;
  return (
    <EmptyState
      icon={Stethoscope}
      title={texts.unknownTitle}
      actions={
        <Button kind="primary" onClick={look}>
          {texts.look}
        </Button>
      }
    >
      {texts.unknownText(host.name)}
    </EmptyState>
  );
}

function Skeleton() {
  return (
    <div>
      <output className={styles.looking}>
        <Spinner />
        {texts.loading}
      </output>
      <div className={styles.skeleton} aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
    </div>
  );
}
