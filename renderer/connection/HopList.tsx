/** The way to a host behind others: each machine, and how far the try has come. */
import { StatusShape, type Shape } from '../base/StatusShape';
import { classes } from '../base/classes';
import { MiddleText } from '../base/MiddleText';
import styles from './HopList.module.css';
import type { HopProgress } from './hops';
import { connectionTexts as texts } from './texts';

const SHAPES: Readonly<Record<HopProgress['state'], Shape>> = { done: 'good', now: 'busy', next: 'idle' };
const WORDS: Readonly<Record<HopProgress['state'], string>> = { done: texts.hopDone, now: texts.hopNow, next: texts.hopNext };

export function HopList({ hops }: { readonly hops: readonly HopProgress[] }) {
  return (
    <ol className={styles.hops} aria-label={texts.way}>
      {hops.map(({ name, state }, at) => (
        // A chain may pass the same name twice; its order never changes.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at} className={classes(styles.hop, styles[state])} aria-current={state === 'now' ? 'step' : undefined}>
          <StatusShape shape={SHAPES[state]} />
          <MiddleText text={name} />
          <span className="hidden-text">, {WORDS[state]}</span>
        </li>
      ))}
    </ol>
  );
}
