/** The rows of a log in their scroller: a stretch of them, with the ones before and after on demand; it stays at the end while it is followed. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { LogEntry } from '../../electron/contract/log';
import { Button } from '../base/Button';
import styles from './Log.module.css';
import { LogRows } from './LogRows';
import { connectionTexts as texts } from './texts';

/** Rows at a time: so many are laid out without being felt, however long the log is. */
const ROWS = 300;
/** Rows that a step moves; the rest stays in sight. */
const STEP = 250;
/** Pixels from the end that still count as there. */
const NEAR = 8;

interface LogListProps {
  readonly entries: readonly LogEntry[];
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
}

/** A row that stays where it is while others come and go, and its distance from the scroller's top in pixels. */
interface Anchor {
  readonly row: Element;
  readonly top: number;
}

export function LogList({ entries, following, onFollow }: LogListProps) {
  /** Behind the last row shown; undefined: the newest. */
  const [until, setUntil] = useState<number>();
  const scroller = useRef<HTMLElement>(null);
  const anchor = useRef<Anchor>(undefined);
  const end = following ? entries.length : Math.min(until ?? entries.length, entries.length);
  const start = Math.max(0, end - ROWS);
  const later = entries.length - end;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (anchor.current !== undefined) element.scrollTop += anchor.current.row.getBoundingClientRect().top - anchor.current.top;
    else if (following) element.scrollTop = element.scrollHeight;
    anchor.current = undefined;
  });

  const scrolled = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const atEnd = later === 0 && element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR;
    if (atEnd !== following) onFollow(atEnd);
  };
  const move = (to: number, at: 'first' | 'last'): void => {
    const rows = scroller.current?.querySelectorAll('ol > li');
    const row = rows?.[at === 'first' ? 0 : rows.length - 1];
    if (row !== undefined) anchor.current = { row, top: row.getBoundingClientRect().top };
    onFollow(false);
    setUntil(to);
  };
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      aria-label={texts.log}
      // What scrolls must be reachable by key.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={scrolled}
    >
      {start > 0 && (
        <div className={styles.step}>
          <Button small kind="quiet" onClick={() => move(Math.max(ROWS, end - STEP), 'first')}>
            {texts.logEarlier(start)}
          </Button>
        </div>
      )}
      {entries.length === 0 ? <p className={styles.none}>{texts.logNoMatch}</p> : <LogRows entries={entries.slice(start, end)} />}
      {later > 0 && (
        <div className={styles.step}>
          <Button small kind="quiet" onClick={() => move(Math.min(entries.length, end + STEP), 'last')}>
            {texts.logLater(later)}
          </Button>
        </div>
      )}
    </section>
  );
}
