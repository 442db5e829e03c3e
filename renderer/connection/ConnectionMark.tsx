/** The state of a connection in one line: shape, word, and the step while it comes up. */
import type { ConnectionState } from '../../electron/contract/connection';
import { StatusShape } from '../base/StatusShape';
import styles from './ConnectionMark.module.css';
import { connectionWords } from './words';

export function ConnectionMark({ state }: { readonly state: ConnectionState }) {
  const { shape, word } = connectionWords(state);
  return (
    <output className={styles.mark}>
      <StatusShape shape={shape} />
      {word}
    </output>
  );
}
