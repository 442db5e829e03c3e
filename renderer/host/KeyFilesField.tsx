/** The key files that automatic authentication tries, one a line, in their order. */
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton } from '../base/Button';
import { Choice, TextInput } from '../base/Field';
import type { FieldErrors, HostValues } from './draft';
import styles from './HostForm.module.css';
import { chooseKeyFile } from './keyFile';
import { hostTexts as texts } from './texts';

interface KeyFilesFieldProps {
  readonly values: HostValues;
  readonly errors: FieldErrors;
  readonly set: (change: Partial<HostValues>) => void;
}

export function KeyFilesField({ values: { files, onlyFiles }, errors, set }: KeyFilesFieldProps) {
  const id = useId();
  const errorOf = (at: number): string | undefined => errors[`auth.files.${at}`];
  const general = errors['auth.files'] ?? errors['auth'];
  return (
    <fieldset className={styles.files}>
      <legend>{files.length === 0 ? texts.keyFilesUsual : texts.keyFiles}</legend>
      {files.map((file, at) => (
        // Two of them may be the same text for a while: only the place tells them apart.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at}>
          <div className={styles.keyRow}>
            <TextInput
              aria-label={texts.keyFileNumber(at + 1)}
              aria-invalid={errorOf(at) === undefined ? undefined : true}
              aria-describedby={errorOf(at) === undefined ? undefined : `${id}-${at}`}
              placeholder={texts.keyPlaceholder}
              value={file}
              onChange={(event) => set({ files: files.with(at, event.target.value) })}
            />
            <IconButton icon={X} label={texts.keyFileRemove(at + 1)} onClick={() => set({ files: files.toSpliced(at, 1) })} />
          </div>
          {errorOf(at) !== undefined && (
            <p id={`${id}-${at}`} className={styles.fileError}>
              {errorOf(at)}
            </p>
          )}
        </div>
      ))}
      {general !== undefined && <p className={styles.fileError}>{general}</p>}
      <div className={styles.filesActions}>
        <Button small onClick={() => chooseKeyFile((path) => set({ files: [...files, path] }))}>
          {texts.keyFileChoose}
        </Button>
        <Button small kind="quiet" icon={Plus} onClick={() => set({ files: [...files, ''] })}>
          {texts.keyFileType}
        </Button>
      </div>
      {files.length > 0 && <Choice label={texts.onlyFiles} checked={onlyFiles} onChange={(checked) => set({ onlyFiles: checked })} />}
    </fieldset>
  );
}
