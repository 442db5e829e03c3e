/** One host of the list: its state, names, labels and problems; a click goes there, Ctrl, Shift or Space select it. */
import { Ellipsis, Wrench } from 'lucide-react';
import type { HTMLAttributes, KeyboardEvent, MouseEvent, ReactNode } from 'react';
import type { Host } from '../../electron/contract/host';
import { IconButton } from '../base/Button';
import { classes } from '../base/classes';
import { openMenu, type MenuItem } from '../base/menus';
import { MiddleText } from '../base/MiddleText';
import { StatusShape, type Shape } from '../base/StatusShape';
import { baseTexts } from '../base/texts';
import { walk } from '../base/walk';
import { ColourMark } from './ColourMark';
import { problemsOf } from './describe';
import styles from './HostRow.module.css';
import { markHosts } from './store';
import { COLOUR_NAMES, hostTexts as texts } from './texts';

/** What the nouns to the right know about a host. */
export interface HostMark {
  readonly shape: Shape;
  /** The state in words. */
  readonly word: string;
  /** Desktops, as a number and in words; absent while not known. */
  readonly count?: { readonly number: number; readonly words: string };
  /** What the doctor found that is no mere note; absent when nothing, or nothing is known. */
  readonly problems?: { readonly number: number; readonly words: string; readonly shape: Shape };
  /** What is being done to it now, in words. */
  readonly work?: string;
  /** A small bar; it hides itself while nothing is known. */
  readonly load?: ReactNode;
}

interface HostRowProps {
  readonly host: Host;
  readonly mark: HostMark;
  readonly isCurrent: boolean;
  readonly isMarked: boolean;
  /** Tab stops here, and nowhere else in the list. */
  readonly isStop: boolean;
  readonly drag: HTMLAttributes<HTMLLIElement>;
  readonly dropEdge: 'before' | 'after' | undefined;
  readonly onChoose: (host: Host, how: { readonly range: boolean; readonly toggle: boolean }) => void;
  readonly onStep: (host: Host, by: -1 | 1) => void;
  readonly menu: () => { readonly name: string; readonly items: readonly MenuItem[] };
}

export function HostRow({ host, mark, isCurrent, isMarked, isStop, drag, dropEdge, onChoose, onStep, menu }: HostRowProps) {
  const [problem] = problemsOf(host);
  const { tags = [], colour } = host;
  const name = [
    host.name,
    mark.word,
    mark.work,
    mark.count?.words,
    mark.problems?.words,
    problem?.title,
    colour === undefined ? undefined : COLOUR_NAMES[colour],
    ...tags,
    isMarked ? texts.selected : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
  const show = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    const pointer = event.type === 'contextmenu' ? { x: event.clientX, y: event.clientY } : undefined;
    const { name: title, items } = menu();
    openMenu(event.currentTarget, title, items, pointer);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const by = event.key === 'ArrowUp' ? -1 : 1;
    if (event.key === ' ') {
      event.preventDefault();
      onChoose(host, { range: event.shiftKey, toggle: true });
    } else if (event.altKey && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      onStep(host, by);
    } else if (event.key === 'Escape') markHosts([]);
    else walk(event, event.currentTarget.closest('[data-hosts]'), '[data-row], [data-group]');
  };
  return (
    <li
      {...drag}
      className={classes(
        styles.item,
        isMarked && styles.marked,
        dropEdge === 'before' && styles.dropBefore,
        dropEdge === 'after' && styles.dropAfter,
      )}
    >
      <button
        type="button"
        data-row={host.id}
        className={classes(styles.row, isCurrent && styles.current)}
        aria-current={isCurrent ? 'page' : undefined}
        aria-label={name}
        tabIndex={isStop ? 0 : -1}
        onClick={(event) => onChoose(host, { range: event.shiftKey, toggle: event.ctrlKey || event.metaKey })}
        onContextMenu={show}
        onKeyDown={onKeyDown}
      >
        {colour !== undefined && <ColourMark colour={colour} className={styles.stripe} />}
        <span className={styles.shape}>
          <StatusShape shape={mark.shape} />
        </span>
        <span className={styles.names}>
          <MiddleText text={host.name} className={styles.name} />
          <MiddleText text={host.address} className={styles.address} />
          {tags.length > 0 && (
            <span className={styles.tags} title={tags.join(', ')}>
              {tags.join(' · ')}
            </span>
          )}
          {problem !== undefined && (
            <span className={styles.problem} title={problem.text}>
              <StatusShape shape="warn" />
              <span>{problem.title}</span>
            </span>
          )}
        </span>
        <span className={styles.side}>
          <span className={styles.count}>{mark.count !== undefined && mark.count.number > 0 && mark.count.number}</span>
          <span className={styles.health}>
            {mark.work !== undefined && (
              <span className={styles.work} title={mark.work}>
                <Wrench size={12} strokeWidth={2} aria-hidden />
              </span>
            )}
            {mark.load}
            {mark.problems !== undefined && (
              <span className={styles.problems} title={mark.problems.words}>
                <StatusShape shape={mark.problems.shape} />
                {mark.problems.number}
              </span>
            )}
          </span>
        </span>
      </button>
      <IconButton
        icon={Ellipsis}
        label={`${baseTexts.moreActions}: ${host.name}`}
        small
        className={styles.more}
        aria-haspopup="menu"
        tabIndex={isStop ? 0 : -1}
        onClick={show}
      />
    </li>
  );
}
