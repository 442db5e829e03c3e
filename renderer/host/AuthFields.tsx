/** How to log in: the ways as radio buttons, and the key files where they are needed. */
import { Fragment } from 'react';
import { Button } from '../base/Button';
import { Field, TextInput } from '../base/Field';
import type { FieldErrors, HostValues } from './draft';
import styles from './HostForm.module.css';
import { chooseKeyFile } from './keyFile';
import { KeyFilesField } from './KeyFilesField';
import { hostTexts } from './texts';

interface AuthFieldsProps {
  readonly values: HostValues;
  readonly errors: FieldErrors;
  readonly set: (change: Partial<HostValues>) => void;
}

const KINDS = ['auto', 'agent', 'key', 'password'] as const;

export function AuthFields({ values, errors, set }: AuthFieldsProps) {
  return (
    <fieldset className={styles.auth}>
      <legend>{hostTexts.authentication}</legend>
      <div className={styles.kinds}>
        {KINDS.map((kind) => (
          <Fragment key={kind}>
            <label className={styles.kind}>
              <input
                type="radio"
                name="auth"
                aria-label={hostTexts.auth[kind].title}
                checked={values.auth === kind}
                onChange={() => set({ auth: kind })}
              />
              <span className={styles.kindText}>
                <span className={styles.kindTitle}>{hostTexts.auth[kind].title}</span>
                <span className={styles.kindHint}>{hostTexts.auth[kind].hint}</span>
              </span>
            </label>
            {kind === 'auto' && values.auth === 'auto' && <KeyFilesField values={values} errors={errors} set={set} />}
            {kind === 'key' && values.auth === 'key' && (
              <KeyField values={values} error={errors['auth.path'] ?? errors['auth']} set={set} />
            )}
          </Fragment>
        ))}
      </div>
    </fieldset>
  );
}

function KeyField({ values, error, set }: Omit<AuthFieldsProps, 'errors'> & { readonly error: string | undefined }) {
  return (
    <Field label={hostTexts.keyFile} error={error} className={styles.key}>
      {(control) => (
        <div className={styles.keyRow}>
          <TextInput
            {...control}
            placeholder={hostTexts.keyPlaceholder}
            value={values.keyPath}
            onChange={(event) => set({ keyPath: event.target.value })}
          />
          <Button onClick={() => chooseKeyFile((keyPath) => set({ keyPath }))}>{hostTexts.choose}</Button>
        </div>
      )}
    </Field>
  );
}
