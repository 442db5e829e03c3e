/** One of a few, all in sight, with what it means; one that cannot be chosen says why. */
import { useId } from 'react';
import styles from './RadioGroup.module.css';

interface RadioGroupProps<V extends string> {
  readonly legend: string;
  readonly options: readonly {
    readonly value: V;
    readonly label: string;
    readonly hint?: string;
    /** Present: it cannot be chosen. */
    readonly whyNot?: string | undefined;
  }[];
  readonly value: V;
  readonly onChoose: (value: V) => void;
}

export function RadioGroup<V extends string>({ legend, options, value: chosen, onChoose }: RadioGroupProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      {options.map(({ value, label, hint, whyNot }) => {
        const note = whyNot ?? hint;
        const noteId = `${name}-${value}`;
        return (
          <label key={value} className={styles.option}>
            <input
              type="radio"
              name={name}
              aria-label={label}
              aria-describedby={note === undefined ? undefined : noteId}
              checked={value === chosen}
              disabled={whyNot !== undefined}
              onChange={() => onChoose(value)}
            />
            <span className={styles.words}>
              {label}
              {note !== undefined && (
                <span id={noteId} className={styles.note}>
                  {note}
                </span>
              )}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
