/** Adds or edits a host. Nothing typed is lost when it cannot be saved. */
import { useEffect, useRef, useState } from 'react';
import type { FailureData } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { failureOf } from '../base/failure';
import { FailureNote } from '../base/FailureNote';
import { baseTexts } from '../base/texts';
import { copyOf, NEW_HOST, readLabels, readValues, valuesOf, withAddress, type FieldErrors, type HostValues } from './draft';
import { FollowedLogin } from './FollowedLogin';
import styles from './HostForm.module.css';
import { LoginFields } from './LoginFields';
import { OrganiseFields } from './OrganiseFields';
import { labelHost, saveHost, showHostDialog } from './store';
import { hostTexts as texts } from './texts';

interface HostFormProps {
  /** Absent: a new one. */
  readonly host?: Host;
  /** A new one begins as a copy of it. */
  readonly from?: Host;
  readonly onClose: () => void;
  readonly onSaved: (host: Host) => void;
}

export function HostForm({ host, from, onClose, onSaved }: HostFormProps) {
  const [values, setValues] = useState<HostValues>(() =>
    host !== undefined ? valuesOf(host) : from === undefined ? NEW_HOST : copyOf(from),
  );
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<FailureData>();
  const [busy, setBusy] = useState(false);
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (Object.keys(errors).length > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [errors]);

  const set = (change: Partial<HostValues>): void => setValues((now) => ({ ...now, ...change }));
  const submit = (): void => {
    if (busy) return;
    const reading = host?.source === undefined ? readValues(withAddress(values), host?.id) : readLabels(values);
    setFailure(undefined);
    if (reading.kind === 'errors') return setErrors(reading.errors);
    setErrors({});
    setBusy(true);
    const saving = reading.kind === 'draft' ? saveHost(reading.draft) : labelHost(host?.id ?? '', reading.labels);
    saving.then(
      (saved) => {
        onClose();
        onSaved(saved);
      },
      (error: unknown) => {
        const { fields: wrong, ...rest } = failureOf(error);
        setBusy(false);
        if (wrong === undefined) setFailure(rest);
        else setErrors(wrong);
      },
    );
  };
  const isNew = host === undefined;
  return (
    <Dialog
      title={isNew ? texts.addTitle : texts.editTitle(host.name)}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          {isNew && from === undefined && (
            <Button kind="quiet" className={styles.other} onClick={() => showHostDialog({ kind: 'import' })}>
              {texts.fromConfig}
            </Button>
          )}
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          <Button kind="primary" submit busy={busy}>
            {isNew ? texts.add : texts.save}
          </Button>
        </>
      }
    >
      <div ref={fields} className={styles.fields}>
        {host?.source === undefined ? (
          <LoginFields values={values} errors={errors} set={set} {...(isNew ? {} : { host })} />
        ) : (
          <FollowedLogin host={host} source={host.source} name={values.name} error={errors['name']} set={set} />
        )}
        <OrganiseFields values={values} errors={errors} set={set} open={host?.source !== undefined} />
      </div>
      {failure !== undefined && <FailureNote failure={failure} />}
    </Dialog>
  );
}
