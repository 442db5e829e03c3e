/** A field for a secret, hidden until the operator wants to see what they type. */
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../base/Button';
import { Field, TextInput } from '../base/Field';
import styles from './SecretField.module.css';
import { connectionTexts as texts } from './texts';

interface SecretFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly autoComplete?: string;
}

export function SecretField({ label, value, onChange, error, autoComplete = 'off' }: SecretFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} error={error}>
      {(control) => (
        <span className={styles.secret}>
          <TextInput
            {...control}
            type={shown ? 'text' : 'password'}
            autoComplete={autoComplete}
            maxLength={4096}
            className={styles.input}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton
            icon={shown ? EyeOff : Eye}
            label={texts.showTyped}
            small
            className={styles.toggle}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          />
        </span>
      )}
    </Field>
  );
}
