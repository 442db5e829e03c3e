/** What lies over the picture while there is none: opening, reconnecting, or ended, each with what can be done. */
import { useId, type ReactNode } from 'react';
import { assertNever } from '../../electron/contract';
import { Button } from '../base/Button';
import { FailureNote } from '../base/FailureNote';
import { useNow } from '../base/now';
import { Spinner } from '../base/Spinner';
import { lasting } from '../base/time';
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
        {state.at !== undefined && <Countdown at={state.at} />}
      </p>
    </Card>
  );
}

function Countdown({ at }: { readonly at: number }) {
  const now = useNow(1000);
  return (
    <>
      , {texts.nextTry} {lasting(at - now + 999)}
    </>
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
