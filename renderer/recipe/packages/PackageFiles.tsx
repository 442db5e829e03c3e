/** The package files that the app keeps for hosts without internet: added by dropping or choosing, each with what it says of itself. */
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { PackageFile } from '../../../electron/contract/setUp';
import { box } from '../../base/box';
import { Button, IconButton } from '../../base/Button';
import { classes } from '../../base/classes';
import { CopyButton } from '../../base/CopyButton';
import { MiddleText } from '../../base/MiddleText';
import { Table } from '../../base/Table';
import { size } from '../plan/figures';
import styles from './PackageFiles.module.css';
import { choosePackages, forgetRefused, removePackage, usePackages } from './packageStore';
import { setUpTexts as texts } from '../setUpTexts';

export function PackageFiles() {
  const files = usePackages((store) => store.files);
  const adding = usePackages((store) => store.adding);
  const [over, setOver] = useState(false);
  const leave = (): void => setOver(false);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the button does the same for a keyboard
    <section
      className={styles.files}
      aria-label={texts.packages}
      data-accepts-packages=""
      onDragOver={() => setOver(true)}
      onDragLeave={leave}
      onDrop={leave}
    >
      <h4 className={styles.title}>{texts.packages}</h4>
      {files.length > 0 && <FileTable files={files} />}
      <Refused />
      <div className={classes(styles.drop, over && styles.over)}>
        <div className={styles.dropWords}>
          <p>{texts.drop}</p>
          <p className={styles.hint}>{texts.dropText}</p>
        </div>
        <Button small icon={Plus} busy={adding} onClick={choosePackages}>
          {adding ? texts.adding : texts.addFiles}
        </Button>
      </div>
    </section>
  );
}

function FileTable({ files }: { readonly files: readonly PackageFile[] }) {
  return (
    <div className={styles.scroller}>
      <Table
        label={texts.packages}
        className={styles.table}
        columns={[
          texts.file,
          texts.version,
          texts.architecture,
          { name: texts.size, className: styles.number },
          texts.sha256,
          { name: texts.actions, head: <span className="hidden-text">{texts.actions}</span> },
        ]}
      >
        <tbody>
          {files.map((file) => (
            <tr key={file.sha256}>
              <th scope="row" title={file.fileName}>
                <MiddleText text={file.name} />
              </th>
              <td>
                <MiddleText text={file.version} />
              </td>
              <td className={styles.quiet}>{file.architecture}</td>
              <td className={styles.number}>{size(file.size)}</td>
              <td>
                <span className={styles.sum}>
                  <code title={file.sha256}>{file.sha256.slice(0, 8)}…</code>
                  <CopyButton text={file.sha256} label={texts.copySum} />
                </span>
              </td>
              <td>
                <IconButton icon={X} small label={texts.remove(file.fileName)} onClick={() => removePackage(file.sha256)} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Refused() {
  const refused = usePackages((store) => store.refused);
  if (refused.length === 0) return null;
  return (
    <div className={classes(box('warn'), styles.refused)} role="alert">
      <div className={styles.refusedHead}>
        <p>{texts.refused(refused.length)}</p>
        <IconButton icon={X} small label={texts.dismissRefused} onClick={forgetRefused} />
      </div>
      <ul>
        {refused.map(({ fileName, why }) => (
          <li key={fileName}>
            <span className={styles.name}>{fileName}</span>
            <span className={styles.hint}>{why}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
