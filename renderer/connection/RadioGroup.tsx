/** One of a few, all in sight; one that cannot be chosen says why. */
import { useId } from 'react';
import styles from './RadioGroup.module.css';

export interface RadioOption<V extends string> {
  readonly value: V;
  readonly label: string;
  /** Present: it cannot be chosen. */
  readonly whyNot?: string | undefined;
}

interface RadioGroupProps<V extends string> {
  readonly legend: string;
  readonly options: readonly RadioOption<V>[];
  readonly value: V;
  readonly onChoose: (value: V) => void;
}

export function RadioGroup<V extends string>({ legend, options, value, onChoose }: RadioGroupProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{legend}</legend>
      {options.map((option) => (
        <div key={option.value}>
          <label className={styles.option}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              disabled={option.whyNot !== undefined}
              aria-describedby={option.whyNot === undefined ? undefined : `${name}-${option.value}`}
              onChange={() => onChoose(option.value)}
            />
            {option.label}
          </label>
          {option.whyNot !== undefined && (
            <p id={`${name}-${option.value}`} className={styles.whyNot}>
              {option.whyNot}
            </p>
          )}
        </div>
      ))}
    </fieldset>
  );
}
