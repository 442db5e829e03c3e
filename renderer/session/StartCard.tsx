/** A desktop that is coming up: its step and how long it takes; or why it did not. */
import { FailureNote } from '../base/FailureNote';
import { Elapsed } from '../base/RelativeTime';
import { Progress } from '../base/Spinner';
import { useConnection } from '../connection/store';
import { Miniature } from './Miniature';
import { ProxyHelp } from './ProxyHelp';
import styles from './SessionCard.module.css';
import { dismissStart, retryStart, type Start } from './starts';
import { sessionTexts as texts } from './texts';

export function StartCard({ start }: { readonly start: Start }) {
  return start.failure === undefined ? <Running start={start} /> : <Failed start={start} />;
}

function Running({ start }: { readonly start: Start }) {
  const connection = useConnection(start.hostId);
  const step = connection.kind === 'connecting' ? connection.step : (start.step ?? texts.startWaits);
  return (
    <article className={styles.card} aria-label={texts.starting} aria-busy="true">
      <div className={styles.top}>
        <Miniature display={start.wish.display} geometry={start.wish.geometry} faded />
        <div className={styles.words}>
          <h3 className={styles.name}>{start.wish.name ?? texts.starting}</h3>
          <output className={styles.step}>{step}</output>
          <p className={styles.line}>
            <Elapsed since={start.since} />
          </p>
        </div>
      </div>
      <div className={styles.bottom}>
        <Progress label={step} />
      </div>
    </article>
  );
}

function Failed({ start }: { readonly start: Start }) {
  const { failure } = start;
  if (failure === undefined) return null;
  const missing = failure.code === 'no-x-proxy' || failure.code === 'no-window-manager';
  return (
    <article className={styles.card} aria-label={texts.startFailed}>
      <FailureNote failure={failure} onRetry={() => retryStart(start)} onDismiss={() => dismissStart(start.key)} bare>
        {missing && <ProxyHelp what={failure.code === 'no-x-proxy' ? 'x-proxy' : 'window-manager'} />}
      </FailureNote>
    </article>
  );
}
