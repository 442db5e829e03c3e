/** What others left or do on this host: a set-up that was not finished, or somebody who sets it up now. */
import { useState } from 'react';
import type { FailureData } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import type { SetUpLock, UnfinishedRun } from '../../electron/contract/setUp';
import { box } from '../base/box';
import { Button } from '../base/Button';
import { classes } from '../base/classes';
import { failureOf } from '../base/failure';
import { FailureNote } from '../base/FailureNote';
import { RelativeTime } from '../base/RelativeTime';
import { StatusShape } from '../base/StatusShape';
import { askStanding, dismiss, resume, useSetUp } from './setUpStore';
import { setUpTexts as texts } from './setUpTexts';
import styles from './StandingNote.module.css';

export function LockNote({ host, lock }: { readonly host: Host; readonly lock: SetUpLock }) {
  const isAsking = useSetUp(host.id).standing.kind === 'asking';
  return (
    <section className={classes(box('warn'), styles.note)} aria-label={texts.busyTitle}>
      <StatusShape shape="busy" />
      <div className={styles.words}>
        <h2>{texts.busyTitle}</h2>
        <p>
          {texts.busyBy(lock.owner)} {lock.title}, {texts.begun} <RelativeTime at={lock.since} />. {texts.busyText}
        </p>
      </div>
      <Button small busy={isAsking} onClick={() => askStanding(host.id)}>
        {texts.lookAgain}
      </Button>
    </section>
  );
}

export function LeftNote({ host, run, canGoOn }: { readonly host: Host; readonly run: UnfinishedRun; readonly canGoOn: boolean }) {
  const [busy, setBusy] = useState<'resume' | 'dismiss'>();
  const [failure, setFailure] = useState<FailureData>();
  const doing = (what: 'resume' | 'dismiss') => (): void => {
    setBusy(what);
    setFailure(undefined);
    (what === 'resume' ? resume(host.id, run) : dismiss(host.id, run.id))
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setBusy(undefined));
  };
  return (
    <section className={classes(box('warn'), styles.note)} aria-label={texts.leftTitle}>
      <StatusShape shape={run.step === 'running' ? 'busy' : 'warn'} />
      <div className={styles.words}>
        <h2>{texts.leftTitle}</h2>
        <p>
          {texts.leftAt(run.position, run.of, run.title)}, {texts.leftBy(run.owner)} <RelativeTime at={run.since} />.{' '}
          {texts.leftStep[run.step]}
        </p>
        {failure !== undefined && <FailureNote failure={failure} bare />}
      </div>
      <div className={styles.actions}>
        <Button small kind="quiet" disabled={busy === 'resume'} busy={busy === 'dismiss'} onClick={doing('dismiss')}>
          {texts.dismiss}
        </Button>
        <Button small kind="primary" disabled={!canGoOn || busy === 'dismiss'} busy={busy === 'resume'} onClick={doing('resume')}>
          {texts.continue}
        </Button>
      </div>
    </section>
  );
}
