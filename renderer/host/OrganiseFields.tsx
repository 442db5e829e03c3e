/** What the operator notes about a host, folded away until it is wanted: group, tags, colour, notes. */
import { useId, useState } from 'react';
import { Field, TextArea, TextField, TextInput } from '../base/Field';
import { groupNames } from './arrange';
import { ColourMark } from './ColourMark';
import type { FieldErrors, HostValues } from './draft';
import styles from './HostForm.module.css';
import { hostsOf, useHosts } from './store';
import { COLOUR_NAMES, hostTexts as texts } from './texts';

interface OrganiseFieldsProps {
  readonly values: HostValues;
  readonly errors: FieldErrors;
  readonly set: (change: Partial<HostValues>) => void;
  readonly open: boolean;
}

const COLOURS = ['none', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'grey'] as const;

export function OrganiseFields({ values, errors, set, open: atFirst }: OrganiseFieldsProps) {
  const wrong = ['group', 'tags', 'colour', 'notes'].some((field) => errors[field] !== undefined);
  const { group, tags, colour, notes } = values;
  const [open, setOpen] = useState(atFirst || group + tags + notes !== '' || colour !== 'none');
  const groups = groupNames(useHosts(hostsOf));
  const listId = useId();
  // What is wrong must be seen.
  return (
    <details className={styles.organise} open={open || wrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{texts.organise}</summary>
      <div className={styles.fields}>
        <Field label={texts.group} error={errors['group']} className={styles.half}>
          {(control) => (
            <>
              <TextInput
                {...control}
                list={listId}
                placeholder={texts.groupPlaceholder}
                value={group}
                onChange={(event) => set({ group: event.target.value })}
              />
              <datalist id={listId}>
                {groups.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </datalist>
            </>
          )}
        </Field>
        <TextField
          label={texts.tags}
          hint={texts.tagsHint}
          placeholder={texts.tagsPlaceholder}
          error={errors['tags']}
          className={styles.half}
          value={tags}
          onChange={(event) => set({ tags: event.target.value })}
        />
        <ColourField colour={colour} choose={(chosen) => set({ colour: chosen })} />
        <Field label={texts.notes} error={errors['notes']} className={styles.whole}>
          {(control) => (
            <TextArea
              {...control}
              placeholder={texts.notesPlaceholder}
              value={notes}
              onChange={(event) => set({ notes: event.target.value })}
            />
          )}
        </Field>
      </div>
    </details>
  );
}

const colourName = (colour: HostValues['colour']): string => (colour === 'none' ? texts.noColour : COLOUR_NAMES[colour]);

function ColourField({
  colour,
  choose,
}: {
  readonly colour: HostValues['colour'];
  readonly choose: (colour: HostValues['colour']) => void;
}) {
  return (
    <fieldset className={styles.colours}>
      <legend>{texts.colour}</legend>
      <div className={styles.swatches}>
        {COLOURS.map((each) => (
          <label key={each} className={styles.swatch} title={colourName(each)}>
            <input type="radio" name="colour" aria-label={colourName(each)} checked={each === colour} onChange={() => choose(each)} />
            {each === 'none' ? <span className={styles.noColour} aria-hidden="true" /> : <ColourMark colour={each} />}
          </label>
        ))}
        <span className={styles.colourName} aria-hidden="true">
          {colourName(colour)}
        </span>
      </div>
    </fieldset>
  );
}
