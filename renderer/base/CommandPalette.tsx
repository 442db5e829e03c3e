/** Every action of the app by name. */
// No HTML element is a list filtered by typing: that pattern is a combobox with a listbox (WAI-ARIA APG).
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { Search } from 'lucide-react';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { classes } from './classes';
import { matching, type Command } from './commands';
import { useModal } from './Dialog';
import styles from './CommandPalette.module.css';
import { baseTexts } from './texts';
import { stepTo } from './walk';

/** More than these nobody reads: typing one more letter is quicker. */
const SHOWN = 60;

export function CommandPalette({ commands, onClose }: { readonly commands: readonly Command[]; readonly onClose: () => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const modal = useModal(onClose);
  const { ref } = modal;
  useEffect(() => {
    const element = ref.current;
    // On the element itself, and on nothing in it: beside the box.
    const click = (event: MouseEvent): void => {
      if (event.target === element) onClose();
    };
    element?.addEventListener('click', click);
    return () => element?.removeEventListener('click', click);
  }, [ref, onClose]);
  const found = matching(commands, typed).slice(0, SHOWN);
  const current = Math.min(at, found.length - 1);

  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const vertical = event.key === 'ArrowDown' || event.key === 'ArrowUp';
    const next = vertical ? stepTo(event.key, current, found.length) : undefined;
    if (next !== undefined) {
      event.preventDefault();
      setAt(next);
      document.getElementById(found[next]?.id ?? '')?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[current]);
    }
  };
  return (
    <dialog {...modal} className={styles.palette} aria-label={baseTexts.commands}>
      <div className={styles.box}>
        <div className={styles.search}>
          <Search size={16} aria-hidden />
          <input
            role="combobox"
            aria-label={baseTexts.commands}
            aria-expanded="true"
            aria-controls={id}
            aria-activedescendant={found[current]?.id}
            placeholder={baseTexts.commandsPlaceholder}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div role="listbox" id={id} aria-label={baseTexts.commands} className={styles.list}>
          {found.map((command, index) => (
            <button
              key={command.id}
              id={command.id}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              className={classes(styles.item, index === current && styles.current)}
              onPointerMove={() => setAt(index)}
              onClick={() => run(command)}
            >
              <span className={styles.title}>{command.title}</span>
              {command.on !== undefined && <span className={styles.on}>{command.on}</span>}
              {command.keys !== undefined && <kbd className={styles.keys}>{command.keys}</kbd>}
            </button>
          ))}
          {found.length === 0 && <p className={styles.none}>{baseTexts.noCommand(typed)}</p>}
        </div>
      </div>
    </dialog>
  );
}
