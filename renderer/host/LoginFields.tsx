/** Who to log in as, where, through which machines, and how. */
import { useId, type ClipboardEvent } from 'react';
import type { Host } from '../../electron/contract/host';
import { Field, TextField, TextInput } from '../base/Field';
import { AuthFields } from './AuthFields';
import { nameFor, splitAddress, withAddress, type FieldErrors, type HostValues } from './draft';
import styles from './HostForm.module.css';
import { hostsOf, useHosts } from './store';
import { hostTexts as texts } from './texts';

interface LoginFieldsProps {
  readonly values: HostValues;
  readonly errors: FieldErrors;
  readonly set: (change: Partial<HostValues>) => void;
  /** The one that is edited: no jump host of its own. */
  readonly host?: Host;
}

export function LoginFields({ values, errors, set, host }: LoginFieldsProps) {
  const text = (field: 'name' | 'address' | 'port' | 'user') => ({
    value: values[field],
    error: errors[field],
    onChange: (event: { target: { value: string } }) => set({ [field]: event.target.value }),
  });
  const paste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const pasted = event.clipboardData.getData('text');
    if (Object.keys(splitAddress(pasted)).length === 0) return;
    event.preventDefault();
    set(withAddress({ ...values, address: pasted }));
  };
  return (
    <>
      <TextField
        label={texts.address}
        placeholder={texts.addressPlaceholder}
        className={styles.address}
        {...text('address')}
        onPaste={paste}
        onBlur={() => set(withAddress(values))}
      />
      <TextField label={texts.port} inputMode="numeric" className={styles.port} {...text('port')} />
      <TextField label={texts.user} placeholder={texts.userPlaceholder} className={styles.half} {...text('user')} />
      <TextField label={texts.name} placeholder={nameFor(values.address)} className={styles.half} {...text('name')} />
      <JumpField values={values} error={errors['jump']} set={set} {...(host === undefined ? {} : { host })} />
      <AuthFields values={values} errors={errors} set={set} />
    </>
  );
}

function JumpField({ values, error, set, host }: Omit<LoginFieldsProps, 'errors'> & { readonly error: string | undefined }) {
  const listId = useId();
  const names = useHosts(hostsOf)
    .filter(({ id }) => id !== host?.id)
    .map(({ name }) => name);
  // A list suggests whole values: what stands before the last comma is a part of each.
  const before = /^(.*,)?/.exec(values.jump)?.[0] ?? '';
  return (
    <Field label={texts.jump} hint={texts.jumpHint} error={error} className={styles.whole}>
      {(control) => (
        <>
          <TextInput
            {...control}
            list={listId}
            placeholder={texts.jumpPlaceholder}
            value={values.jump}
            onChange={(event) => set({ jump: event.target.value })}
          />
          <datalist id={listId}>
            {names.map((name) => (
              <option key={name} value={`${before}${name}`}>
                {name}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
