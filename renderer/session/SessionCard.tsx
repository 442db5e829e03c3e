/** One desktop: display, name, how it is drawn, its verdict, and the two actions that matter. */
import type { ReactNode } from 'react';
import type { Session } from '../../electron/contract/session';
import { Button } from '../base/Button';
import { failureOf } from '../base/failure';
import { MiddleText } from '../base/MiddleText';
import { say } from '../base/notices';
import { RelativeTime } from '../base/RelativeTime';
import { StatusShape } from '../base/StatusShape';
import { useHost } from '../host/store';
import { drawnBy, openness, sizeOf, type Openness } from './describe';
import { Miniature } from './Miniature';
import styles from './SessionCard.module.css';
import { showSessionDialog, stopSession } from './store';
import { sessionTexts as texts } from './texts';

/** What the nouns to the right add to a card. */
export interface CardSlots {
  readonly onOpen: (session: Session) => void;
  readonly isOpen: (session: Session) => boolean;
  readonly renderBadge: (session: Session) => ReactNode;
}

export function SessionCard({ session, onOpen, isOpen, renderBadge }: CardSlots & { readonly session: Session }) {
  const host = useHost(session.hostId)?.name ?? '';
  const state = openness(session);
  const shown = isOpen(session);
  return (
    <article className={styles.card} aria-label={texts.cardName(session.display, session.name, host)}>
      <div className={styles.top}>
        <Miniature display={session.display} geometry={session.geometry} on={shown} faded={state.kind !== 'open'} />
        <div className={styles.words}>
          <h3 className={styles.name}>
            <MiddleText text={session.name === '' ? `:${session.display}` : session.name} />
            {!session.ours && (
              <span className={styles.tag} title={texts.byHandWhy}>
                {texts.byHand}
              </span>
            )}
          </h3>
          <p className={styles.line} title={drawnBy(session)}>
            {drawnBy(session)}
          </p>
          <p className={styles.line}>
            {session.geometry !== undefined && `${sizeOf(session.geometry)} · `}
            {texts.startedAt} <RelativeTime at={session.startedAt} />
          </p>
        </div>
      </div>
      {state.kind !== 'open' && <Trouble state={state} />}
      <div className={styles.bottom}>
        <div className={styles.badge}>{state.kind === 'open' && renderBadge(session)}</div>
        <Actions session={session} state={state} onOpen={onOpen} />
      </div>
    </article>
  );
}

function Trouble({ state }: { readonly state: Exclude<Openness, { kind: 'open' }> }) {
  return (
    <div className={styles.trouble}>
      <StatusShape shape="warn" />
      <p>
        <strong>{state.word}.</strong> {state.why}
      </p>
    </div>
  );
}

function Actions({ session, state, onOpen }: Pick<CardSlots, 'onOpen'> & { readonly session: Session; readonly state: Openness }) {
  const cleanUp = (): void => {
    stopSession(session).catch((error: unknown) => say(failureOf(error).message, 'bad'));
  };
  if (state.kind === 'dead') {
    return (
      <Button small onClick={cleanUp}>
        {texts.cleanUp}
      </Button>
    );
  }
  return (
    <div className={styles.actions}>
      <Button small kind="quiet" onClick={() => showSessionDialog({ kind: 'kill', session })}>
        {texts.kill}
      </Button>
      {state.kind === 'open' && (
        <Button small onClick={() => onOpen(session)}>
          {texts.open}
        </Button>
      )}
    </div>
  );
}
