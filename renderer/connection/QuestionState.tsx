/** What else waits behind a question, and when it closes by itself. */
import { useNow } from '../base/now';
import { lasting } from '../base/time';
import styles from './Questions.module.css';
import { connectionTexts as texts } from './texts';

/** From then on it is also spoken, once. */
const SOON_SECONDS = 20;

export function QuestionState({ more, expiresAt }: { readonly more: number; readonly expiresAt: number }) {
  const left = expiresAt - useNow(1000);
  const isSoon = left <= SOON_SECONDS * 1000;
  return (
    <div className={styles.state}>
      {more > 0 && <span>{texts.more(more)}</span>}
      <span role="timer">{texts.closesIn(lasting(left + 999))}</span>
      <output className="hidden-text">{isSoon && texts.closesSoon(SOON_SECONDS)}</output>
    </div>
  );
}
