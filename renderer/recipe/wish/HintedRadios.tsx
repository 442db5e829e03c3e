/** One of a few, each with what it means. */
import { useId } from 'react';
import styles from './HintedRadios.module.css';

interface HintedRadiosProps<V extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: V; readonly name: string; readonly hint?: string }[];
  readonly value: V;
  readonly onChoose: (value: V) => void;
}

export function HintedRadios<V extends string>({ legend, options, value, onChoose }: HintedRadiosProps<V>) {
  const group = useId();
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            name={group}
            aria-label={option.name}
            aria-describedby={option.hint === undefined ? undefined : `${group}-${option.value}`}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          <span className={styles.words}>
            {option.name}
            {option.hint !== undefined && (
              <span id={`${group}-${option.value}`} className={styles.hint}>
                {option.hint}
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
