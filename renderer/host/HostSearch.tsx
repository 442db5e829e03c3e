/** Finds hosts by name, address, user, group, tags and notes. Shown once there are many, or when asked for. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import styles from './HostList.module.css';
import { useHosts } from './store';
import { hostTexts as texts } from './texts';

/** From so many on, a search saves the scrolling. */
const SEARCH_FROM = 9;

interface HostSearchProps {
  /** Hosts in the list. */
  readonly count: number;
  readonly typed: string;
  readonly onType: (text: string) => void;
  readonly onEnter: () => void;
}

export function HostSearch({ count, typed, onType, onEnter }: HostSearchProps) {
  const searches = useHosts((store) => store.searches);
  const [answered, setAnswered] = useState(searches);
  const [wanted, setWanted] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  if (searches !== answered) {
    setAnswered(searches);
    setWanted(true);
  }
  useEffect(() => {
    if (wanted && answered === searches) input.current?.focus();
  }, [wanted, answered, searches]);
  if (count < SEARCH_FROM && !wanted && typed === '') return null;

  const firstRow = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-row]');
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      // At once: what was found may have been nothing, and the rows come back with this.
      flushSync(() => {
        onType('');
        setWanted(false);
      });
      firstRow()?.focus();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      firstRow()?.focus();
    } else if (event.key === 'Enter') onEnter();
  };
  return (
    <input
      ref={input}
      type="search"
      className={styles.filter}
      aria-label={texts.filter}
      placeholder={texts.filter}
      autoComplete="off"
      spellCheck={false}
      value={typed}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
