/** The heading of a group: folds it, counts it, and acts on all of it. */
import { ChevronRight, Ellipsis } from 'lucide-react';
import type { HTMLAttributes, KeyboardEvent, MouseEvent } from 'react';
import type { Host } from '../../electron/contract/host';
import { IconButton } from '../base/Button';
import { classes } from '../base/classes';
import { openMenu } from '../base/menus';
import { MiddleText } from '../base/MiddleText';
import { walk } from '../base/walk';
import { groupMenu, type HostBulk } from './bulkMenu';
import styles from './GroupHead.module.css';
import { moveGroup } from './store';
import { hostTexts as texts } from './texts';

interface GroupHeadProps {
  readonly name: string;
  readonly hosts: readonly Host[];
  readonly open: boolean;
  readonly bulk: HostBulk;
  readonly drop: HTMLAttributes<HTMLElement>;
  /** Something is held over it. */
  readonly isOver: boolean;
  readonly onFold: (folded: boolean) => void;
}

export function GroupHead({ name, hosts, open, bulk, drop, isOver, onFold }: GroupHeadProps) {
  const show = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    const pointer = event.type === 'contextmenu' ? { x: event.clientX, y: event.clientY } : undefined;
    openMenu(event.currentTarget, name, groupMenu(name, hosts, bulk), pointer);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      event.preventDefault();
      onFold(event.key === 'ArrowLeft');
    } else if (event.altKey && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      const heading = event.currentTarget;
      void moveGroup(name, event.key === 'ArrowUp' ? -1 : 1).then(() => heading.focus());
    } else walk(event, event.currentTarget.closest('[data-hosts]'), '[data-row], [data-group]');
  };
  return (
    <h3 {...drop} className={classes(styles.head, isOver && styles.over)}>
      <button
        type="button"
        data-group
        className={styles.fold}
        aria-expanded={open}
        aria-label={`${name}, ${texts.hostsIn(hosts.length)}`}
        onClick={() => onFold(open)}
        onContextMenu={show}
        onKeyDown={onKeyDown}
      >
        <ChevronRight size={12} strokeWidth={2} className={styles.chevron} aria-hidden />
        <MiddleText text={name} className={styles.name} />
        <span className={styles.count}>{hosts.length}</span>
      </button>
      <IconButton icon={Ellipsis} label={texts.groupActions(name)} small className={styles.more} aria-haspopup="menu" onClick={show} />
    </h3>
  );
}
