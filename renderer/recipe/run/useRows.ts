/** Which rows of a long list of equal rows are laid out: those in sight and a few around; it keeps to the end while that is followed. */
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';

/** Rows beyond each edge, so that a quick scroll shows no gap. */
const AROUND = 20;
/** Pixels from the end that still count as there. */
const NEAR = 36;
/** Before it was measured. */
const FIRST_HEIGHT = 400;

interface Rows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Index of the first row that is laid out, and behind the last. */
  readonly start: number;
  readonly end: number;
  readonly following: boolean;
  readonly onScroll: () => void;
  /** Brings a row to the middle, and leaves the end. */
  readonly show: (index: number) => void;
  readonly toEnd: () => void;
}

/** `first`: number of row 0, which grows as old rows go. `size`: pixels of a row. */
export function useRows(count: number, first: number, size: number): Rows {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  /** The top row that is in sight, and how many fit. */
  const [view, setView] = useState({ top: 0, fits: Math.ceil(FIRST_HEIGHT / size) });
  const before = useRef(first);

  const look = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    const top = Math.floor(element.scrollTop / size);
    const fits = Math.ceil((element.clientHeight || FIRST_HEIGHT) / size);
    setView((now) => (now.top === top && now.fits === fits ? now : { top, fits }));
  }, [size]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const gone = first - before.current;
    before.current = first;
    // What is read stays where it is while old rows go.
    // More than there can be: the end.
    if (following) element.scrollTop = count * size;
    else if (gone > 0) element.scrollTop -= gone * size;
    look();
  }, [count, first, following, size, look]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(() => {
      if (following) element.scrollTop = element.scrollHeight;
      look();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [following, look]);

  const last = Math.max(0, count - view.fits);
  const top = following ? last : Math.min(view.top, last);
  return {
    scroller,
    start: Math.max(0, top - AROUND),
    end: Math.min(count, top + view.fits + 1 + AROUND),
    following,
    onScroll: () => {
      const element = scroller.current;
      if (element === null) return;
      // At once: in the next frame the rows would come too late, and leave a gap.
      flushSync(() => {
        setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight <= NEAR);
        look();
      });
    },
    show: (index) => {
      const element = scroller.current;
      if (element === null) return;
      setFollowing(false);
      element.scrollTop = Math.max(0, (index - Math.floor(view.fits / 2)) * size);
      look();
    },
    toEnd: () => setFollowing(true),
  };
}
