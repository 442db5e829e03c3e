/** The ways to get a desktop, as they rank once everything is installed: the best first, each with its reason. */
import { BadgeCheck, ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { Mode } from '../../../electron/contract/session';
import type { ModeOption } from '../setUp';
import { setUpTexts as texts } from '../setUpTexts';
import styles from './ModePicker.module.css';

/** How many stand there before the rest is asked for. */
const SHOWN = 3;

interface ModePickerProps {
  readonly modes: readonly ModeOption[];
  readonly value: Mode;
  readonly onChoose: (mode: Mode) => void;
}

export function ModePicker({ modes, value, onChoose }: ModePickerProps) {
  const group = useId();
  const [whole, setWhole] = useState(false);
  const possible = modes.filter(({ rank, mode }) => rank !== 'impossible' || mode === value);
  const impossible = modes.filter((mode) => !possible.includes(mode));
  const short = possible.length > SHOWN + 1 && !whole;
  // What is chosen is always in sight.
  const shown = short ? possible.filter(({ mode }, at) => at < SHOWN || mode === value) : possible;
  const hidden = possible.length - shown.length;
  return (
    <fieldset className={styles.picker}>
      <legend>
        <h2>{texts.modes}</h2>
      </legend>
      <div className={styles.modes}>
        {shown.map((mode) => (
          <ModeRow key={mode.mode} mode={mode} group={group} chosen={mode.mode === value} onChoose={() => onChoose(mode.mode)} />
        ))}
        {hidden > 0 && (
          <button type="button" className={styles.rest} aria-expanded={false} onClick={() => setWhole(true)}>
            <ChevronDown size={14} strokeWidth={2} aria-hidden />
            {texts.moreModes(hidden)}
          </button>
        )}
      </div>
      {impossible.length > 0 && (
        <details className={styles.impossible}>
          <summary>{texts.impossible(impossible.length)}</summary>
          <ul>
            {impossible.map(({ mode, name, why, needs }) => (
              <li key={mode}>
                <span className={styles.name}>{name}</span>
                <span className={styles.why}>
                  {why}
                  {needs !== '' && ` ${needs}`}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </fieldset>
  );
}

interface ModeRowProps {
  readonly mode: ModeOption;
  readonly group: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

function ModeRow({ mode: { mode, name, rank, why, needs }, group, chosen, onChoose }: ModeRowProps) {
  const whyId = `${group}-${mode}`;
  return (
    <label className={styles.mode}>
      <input type="radio" name={group} aria-label={name} aria-describedby={whyId} checked={chosen} onChange={onChoose} />
      <span className={styles.words}>
        <span className={styles.top}>
          <span className={styles.name}>{name}</span>
          {rank === 'recommended' && (
            <span className={styles.rank}>
              <BadgeCheck size={14} strokeWidth={2} aria-hidden />
              {texts.recommended}
            </span>
          )}
        </span>
        <span id={whyId} className={styles.why}>
          {why}
          {needs !== '' && ` ${needs}`}
        </span>
      </span>
    </label>
  );
}
