/** Adds or edits a host. Nothing typed is lost when it cannot be saved. */
import { useEffect, useRef, useState } from 'react';
import type { FailureData } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { failureOf } from '../base/failure';
import { FailureNote } from '../base/FailureNote';
import { TextField } from '../base/Field';
import { baseTexts } from '../base/texts';
import { AuthFields } from './AuthFields';
import { NEW_HOST, nameFor, readValues, valuesOf, withAddress, type FieldErrors, type HostValues } from './draft';
import styles from './HostForm.module.css';
import { saveHost } from './store';
import { hostTexts } from './texts';

interface HostFormProps {
  /** Absent: a new one. */
  readonly host?: Host;
  readonly onClose: () => void;
  readonly onSaved: (host: Host) => void;
}

export function HostForm({ host, onClose, onSaved }: HostFormProps) {
  const [values, setValues] = useState<HostValues>(host === undefined ? NEW_HOST : valuesOf(host));
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
    const reading = readValues(withAddress(values), host?.id);
    setFailure(undefined);
    if (reading.kind === 'errors') return setErrors(reading.errors);
    setErrors({});
    setBusy(true);
    saveHost(reading.draft).then(
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
  const text = (field: 'name' | 'address' | 'port' | 'user') => ({
    value: values[field],
    error: errors[field],
    onChange: (event: { target: { value: string } }) => set({ [field]: event.target.value }),
  });
  return (
    <Dialog
      title={host === undefined ? hostTexts.addTitle : hostTexts.editTitle(host.name)}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          <Button kind="primary" submit busy={busy}>
            {host === undefined ? hostTexts.add : hostTexts.save}
          </Button>
        </>
      }
    >
      <div ref={fields} className={styles.fields}>
        <TextField
          label={hostTexts.address}
          placeholder={hostTexts.addressPlaceholder}
          className={styles.address}
          {...text('address')}
          onBlur={() => set(withAddress(values))}
        />
        <TextField label={hostTexts.port} inputMode="numeric" className={styles.port} {...text('port')} />
        <TextField label={hostTexts.user} placeholder={hostTexts.userPlaceholder} className={styles.half} {...text('user')} />
        <TextField label={hostTexts.name} placeholder={nameFor(values.address)} className={styles.half} {...text('name')} />
        <AuthFields values={values} errors={errors} set={set} />
      </div>
      {failure !== undefined && <FailureNote failure={failure} />}
    </Dialog>
  );
}
