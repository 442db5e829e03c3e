/** The hosts of the left rail: state, name, address, and how many desktops. */
import { Ellipsis, Plus } from 'lucide-react';
import { useState, type MouseEvent } from 'react';
import type { Host } from '../../electron/contract/host';
import { IconButton } from '../base/Button';
import { classes } from '../base/classes';
import { openMenu, type MenuItem } from '../base/menus';
import { MiddleText } from '../base/MiddleText';
import { StatusShape, type Shape } from '../base/StatusShape';
import { baseTexts } from '../base/texts';
import { walk } from '../base/walk';
import styles from './HostList.module.css';
import { hostsOf, showHostDialog, useHosts } from './store';
import { hostTexts } from './texts';

/** What the nouns to the right know about a host. */
export interface HostMark {
  readonly shape: Shape;
  /** The state in words. */
  readonly word: string;
  /** Desktops, as a number and in words; absent while not known. */
  readonly count?: { readonly number: number; readonly words: string };
}

interface HostListProps {
  readonly current: string | undefined;
  readonly markOf: (host: Host) => HostMark;
  readonly menuOf: (host: Host) => readonly MenuItem[];
  readonly onChoose: (host: Host) => void;
}

/** From so many on, a filter saves the scrolling. */
const FILTER_FROM = 9;

export function HostList(props: HostListProps) {
  const list = useHosts((store) => store.list);
  const hosts = useHosts(hostsOf);
  const [typed, setTyped] = useState('');
  const words = typed.toLowerCase().trim();
  const shown = hosts.filter((host) => `${host.name} ${host.address}`.toLowerCase().includes(words));
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{hostTexts.hosts}</h2>
        {/* The first one is added in the centre. */}
        {hosts.length > 0 && <IconButton icon={Plus} label={hostTexts.add} small onClick={() => showHostDialog({ kind: 'add' })} />}
      </div>
      {hosts.length >= FILTER_FROM && (
        <input
          type="search"
          className={styles.filter}
          aria-label={hostTexts.filter}
          placeholder={hostTexts.filter}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {list.kind === 'loading' && <Skeleton />}
      <ul className={styles.list}>
        {shown.map((host, index) => (
          <HostRow
            key={host.id}
            host={host}
            {...props}
            reachable={shown.some(({ id }) => id === props.current) ? host.id === props.current : index === 0}
          />
        ))}
      </ul>
      {hosts.length > 0 && shown.length === 0 && <p className={styles.none}>{hostTexts.noMatch}</p>}
    </>
  );
}

function HostRow({
  host,
  current,
  markOf,
  menuOf,
  onChoose,
  reachable,
}: HostListProps & { readonly host: Host; readonly reachable: boolean }) {
  const mark = markOf(host);
  const name = [host.name, mark.word, mark.count?.words].filter((part) => part !== undefined).join(', ');
  const menu = (event: MouseEvent<HTMLElement>): void => {
    event.preventDefault();
    const pointer = event.type === 'contextmenu' ? { x: event.clientX, y: event.clientY } : undefined;
    openMenu(event.currentTarget, host.name, menuOf(host), pointer);
  };
  return (
    <li className={styles.item}>
      <button
        type="button"
        data-row
        className={classes(styles.row, host.id === current && styles.current)}
        aria-current={host.id === current ? 'page' : undefined}
        aria-label={name}
        tabIndex={reachable ? 0 : -1}
        onClick={() => onChoose(host)}
        onContextMenu={menu}
        onKeyDown={(event) => walk(event, event.currentTarget.closest('ul'), 'button[data-row]')}
      >
        <span className={styles.shape}>
          <StatusShape shape={mark.shape} />
        </span>
        <span className={styles.names}>
          <MiddleText text={host.name} className={styles.name} />
          <MiddleText text={host.address} className={styles.address} />
        </span>
        {mark.count !== undefined && mark.count.number > 0 && <span className={styles.count}>{mark.count.number}</span>}
      </button>
      <IconButton
        icon={Ellipsis}
        label={`${baseTexts.moreActions}: ${host.name}`}
        small
        className={styles.more}
        aria-haspopup="menu"
        tabIndex={reachable ? 0 : -1}
        onClick={menu}
      />
    </li>
  );
}

function Skeleton() {
  return (
    <output className={styles.skeleton} aria-label={hostTexts.loading}>
      {[0, 1, 2].map((row) => (
        <div key={row} />
      ))}
    </output>
  );
}
