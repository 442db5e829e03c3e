/** What lies over the picture while there is none: opening, reconnecting, or ended, each with what can be done. */
import { useId, type ReactNode } from 'react';
import { assertNever, type FailureData } from '../../electron/contract';
import { Button } from '../base/Button';
import { FailureNote } from '../base/FailureNote';
import { useNow } from '../base/now';
import { Spinner } from '../base/Spinner';
import { lasting } from '../base/time';
import { Countdown } from '../connection/Countdown';
import { LostNote } from '../connection/LostNote';
import { openConnection, useConnection } from '../connection/store';
import { connectionTexts } from '../connection/texts';
import { isWaiting, nextAttempt, progressWords } from '../connection/words';
import { useHost } from '../host/store';
import { newDesktop } from '../session/newDesktop';
import { closeScreen, connectScreen } from './connect';
import styles from './ScreenOverlay.module.css';
import { MOST_ATTEMPTS, type ScreenState } from './state';
import type { Screen } from './store';
import { screenTexts as texts } from './texts';

export function ScreenOverlay({ screen }: { readonly screen: Screen }) {
  const { state } = screen;
  switch (state.kind) {
    case 'live':
      return null;
    case 'opening':
      return (
        <Card title={texts.opening} busy>
          <output>{texts.openingSteps[state.step]}</output>
        </Card>
      );
    case 'reconnecting':
      return <Reconnecting screen={screen} state={state} />;
    case 'waiting':
      return <Waiting screen={screen} failure={state.failure} />;
    case 'ended':
      return <Ended screen={screen} state={state} />;
    default:
      return assertNever(state);
  }
}

function Card({
  title,
  busy = false,
  children,
  actions,
}: {
  readonly title: string;
  readonly busy?: boolean;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  const id = useId();
  return (
    <div className={styles.cover}>
      <section className={styles.card} aria-labelledby={id}>
        <h2 id={id} className={styles.title}>
          {busy && <Spinner />}
          {title}
        </h2>
        <div className={styles.text}>{children}</div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </section>
    </div>
  );
}

type StateOf<K extends ScreenState['kind']> = Extract<ScreenState, { kind: K }>;

function Reconnecting({ screen, state }: { readonly screen: Screen; readonly state: StateOf<'reconnecting'> }) {
  return (
    <Card
      title={texts.reconnecting}
      busy
      actions={
        <>
          <Button small onClick={() => closeScreen(screen.id)}>
            {texts.close}
          </Button>
          <Button small kind="primary" busy={state.at === undefined} onClick={() => connectScreen(screen.id)}>
            {texts.tryNow}
          </Button>
        </>
      }
    >
      <p>{state.failure.message}</p>
      <p className={styles.count}>
        {texts.attempt(state.attempt, MOST_ATTEMPTS)}
        {state.at !== undefined && <NextIn at={state.at} />}
      </p>
    </Card>
  );
}

function NextIn({ at }: { readonly at: number }) {
  const now = useNow(1000);
  return (
    <span role="timer">
      , {texts.nextTry} {lasting(at - now + 999)}
    </span>
  );
}

/** Its host is away: what the connection does about it. */
function Waiting({ screen, failure }: { readonly screen: Screen; readonly failure: FailureData }) {
  const { hostId } = screen.session;
  const connection = useConnection(hostId);
  const host = useHost(hostId);
  const close = (
    <Button small onClick={() => closeScreen(screen.id)}>
      {texts.close}
    </Button>
  );
  const why = isWaiting(connection) ? connection.failure : connection.kind === 'connecting' ? connection.again?.failure : undefined;
  if (why !== undefined) {
    return (
      <Card
        title={connectionTexts.lostOf(screen.hostName)}
        actions={
          <>
            {close}
            <Button small kind="primary" onClick={() => openConnection(hostId)}>
              {connectionTexts.retryNow}
            </Button>
          </>
        }
      >
        <p>{why.message}</p>
        <p className={styles.count}>
          {isWaiting(connection) ? <Countdown at={connection.retryAt} attempt={nextAttempt(connection)} /> : progressWords(connection)}
        </p>
      </Card>
    );
  }
  if (connection.kind === 'lost' && host !== undefined) {
    return (
      <Card title={connectionTexts.lostOf(screen.hostName)} actions={close}>
        <LostNote host={host} failure={connection.failure} bare />
      </Card>
    );
  }
  return (
    <Card title={connectionTexts.reconnectingTo(screen.hostName)} busy actions={close}>
      <p>{failure.message}</p>
      <output className={styles.count}>{progressWords(connection)}</output>
    </Card>
  );
}

function Ended({ screen, state }: { readonly screen: Screen; readonly state: StateOf<'ended'> }) {
  const { failure } = state;
  const again = (): void => {
    closeScreen(screen.id);
    newDesktop(screen.session.hostId);
  };
  const gone = failure?.code === 'session-gone' || failure?.code === 'not-found';
  // What the guard refused would only be refused again, unless it says otherwise.
  const mayReconnect = failure?.code !== 'not-found' && (failure?.code !== 'rfb-refused' || failure.retry === true);
  return (
    <Card
      title={gone ? texts.gone : texts.ended}
      actions={
        <>
          <Button small onClick={() => closeScreen(screen.id)}>
            {texts.close}
          </Button>
          {mayReconnect && (
            <Button small kind={gone ? 'plain' : 'primary'} onClick={() => connectScreen(screen.id)}>
              {texts.reconnect}
            </Button>
          )}
          {gone && (
            <Button small kind="primary" onClick={again}>
              {texts.startNew}
            </Button>
          )}
        </>
      }
    >
      {failure === undefined ? <p>{texts.endedText}</p> : gone ? <p>{failure.message}</p> : <FailureNote failure={failure} bare />}
    </Card>
  );
}
