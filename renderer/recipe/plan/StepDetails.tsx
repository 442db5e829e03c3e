/** Everything about one step: its exact commands, each to copy, its files whole, what it changes and how it is taken back. */
import type { ReactNode } from 'react';
import type { SetUpStep } from '../../../electron/contract/setUp';
import { CopyButton } from '../../base/CopyButton';
import { rough, size } from './figures';
import { usePackages } from '../packages/packageStore';
import { setUpTexts as texts } from '../setUpTexts';
import styles from './StepDetails.module.css';

export function StepDetails({ step }: { readonly step: SetUpStep }) {
  const { commands, files, changes, undo, confirm, uploads, state } = step;
  return (
    <dl className={styles.details}>
      {uploads.length > 0 && (
        <Row name={texts.uploads}>
          <Uploads uploads={uploads} />
        </Row>
      )}
      {files.length > 0 && (
        <Row name={texts.files}>
          {files.map((file) => (
            <figure key={file.path} className={styles.file}>
              <figcaption>
                <code>{file.path}</code>
                <span className={styles.mode}>{texts.fileMode(file.mode)}</span>
                <CopyButton text={file.text} label={texts.copyFile(file.path)} />
              </figcaption>
              {/* A keyboard scrolls only what has the focus. */}
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
              <pre tabIndex={0} aria-label={file.path}>
                {file.text}
              </pre>
            </figure>
          ))}
        </Row>
      )}
      <Row name={texts.commands}>
        {commands.length === 0 ? (
          <p className={styles.quiet}>{texts.noCommands}</p>
        ) : (
          <ol className={styles.commands}>
            {commands.map((command, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- the same command may run twice, and the order is fixed
              <li key={at}>
                <code>{command}</code>
                <CopyButton text={command} label={texts.copyCommand} />
              </li>
            ))}
          </ol>
        )}
      </Row>
      {state.kind !== 'to-do' && <Row name={texts.changes}>{changes}</Row>}
      <Row name={texts.undo}>{undo}</Row>
      <Estimate step={step} />
      {confirm !== undefined && <Row name={texts.asks}>{confirm}</Row>}
    </dl>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** In words, for where the table has no room for its columns. */
function Estimate({ step: { seconds, download, disk, root, state } }: { readonly step: SetUpStep }) {
  const parts = [
    seconds > 0 && rough(seconds),
    download !== undefined && download > 0 && texts.toFetch(size(download)),
    disk !== undefined && disk > 0 && texts.onDisk(size(disk)),
    root ? texts.asRootWords : texts.asLoginWords,
  ].filter((part) => part !== false);
  return state.kind === 'already' ? null : <Row name={texts.estimate}>{parts.join(', ')}</Row>;
}

function Uploads({ uploads }: { readonly uploads: SetUpStep['uploads'] }) {
  const files = usePackages((store) => store.files);
  return (
    <ul className={styles.uploads}>
      {uploads.map((sha256) => {
        const file = files.find((each) => each.sha256 === sha256);
        return (
          <li key={sha256}>
            <code title={sha256}>{file?.fileName ?? sha256}</code>
            {file !== undefined && <span className={styles.quiet}>{size(file.size)}</span>}
          </li>
        );
      })}
    </ul>
  );
}
