/** The state of a connection in one line: shape, word, and over which hosts it goes. */
import type { ConnectionState } from '../../electron/contract/connection';
import { StatusShape } from '../base/StatusShape';
import styles from './ConnectionMark.module.css';
import { connectionTexts as texts } from './texts';
import { connectionWords } from './words';

export function ConnectionMark({ state }: { readonly state: ConnectionState }) {
  const { shape, word } = connectionWords(state);
  const via = state.kind === 'ready' ? (state.via ?? []).join(', ') : '';
  return (
    <output className={styles.mark}>
      <StatusShape shape={shape} />
      {word}
      {via !== '' && (
        <span className={styles.via} title={texts.via(via)}>
          {texts.via(via)}
        </span>
      )}
    </output>
  );
}
