/** The hosts of the left rail: in groups, searchable, in the operator's own order, and several selected at a time. */
import { Ellipsis, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Host } from '../../electron/contract/host';
import { IconButton } from '../base/Button';
import { openMenu, type MenuItem } from '../base/menus';
import { groupsOf, matchesHost, stepped, type HostGroup } from './arrange';
import { allMenu, selectionMenu, type HostBulk } from './bulkMenu';
import { foldedGroups, foldGroup } from './folded';
import { GroupHead } from './GroupHead';
import styles from './HostList.module.css';
import { HostRow, type HostMark } from './HostRow';
import { HostSearch } from './HostSearch';
import { SelectionBar } from './SelectionBar';
import { hostsOf, markHosts, markedHosts, placeHosts, showHostDialog, toggleMark, useHosts } from './store';
import { hostTexts as texts } from './texts';
import { useHostDrag } from './useHostDrag';

interface HostListProps {
  readonly current: string | undefined;
  readonly markOf: (host: Host) => HostMark;
  readonly menuOf: (host: Host) => readonly MenuItem[];
  /** What belongs to connections, which this noun does not know. */
  readonly bulk: HostBulk;
  readonly onChoose: (host: Host) => void;
}

export function HostList({ current, markOf, menuOf, bulk, onChoose }: HostListProps) {
  const list = useHosts((store) => store.list);
  const hosts = useHosts(hostsOf);
  const marked = useHosts((store) => store.marked);
  const [typed, setTyped] = useState('');
  const [folded, setFolded] = useState(foldedGroups);
  const [news, setNews] = useState('');
  const anchor = useRef<string>(undefined);
  const searching = typed.trim() !== '';
  const drag = useHostDrag();
  const groups = groupsOf(hosts.filter((host) => matchesHost(host, typed)));
  const isOpen = ({ name }: HostGroup): boolean => searching || name === undefined || !folded.has(name);
  const shown = groups.filter(isOpen).flatMap((group) => group.hosts);
  // One stop for Tab: the current host, else the first.
  const stop = shown.find(({ id }) => id === current)?.id ?? shown[0]?.id;

  const choose = (host: Host, { range, toggle }: { readonly range: boolean; readonly toggle: boolean }): void => {
    const from = anchor.current ?? current;
    if (range && from !== undefined) return markRange(shown, from, host.id);
    anchor.current = host.id;
    if (toggle) return toggleMark(host.id);
    markHosts([]);
    return onChoose(host);
  };
  const step = (host: Host, by: -1 | 1): void => {
    const place = searching ? undefined : stepped(hosts, host.id, by);
    if (place === undefined) return;
    void placeHosts([host], place).then((done) => {
      // In another group its row is a new element.
      document.querySelector<HTMLElement>(`[data-row="${host.id}"]`)?.focus();
      const order = groupsOf(hostsOf(useHosts.getState())).flatMap((group) => group.hosts);
      if (done) setNews(texts.moved(host.name, order.findIndex(({ id }) => id === host.id) + 1, order.length));
    });
  };
  const row = (host: Host) => (
    <HostRow
      key={host.id}
      host={host}
      isCurrent={host.id === current}
      isMarked={marked.has(host.id)}
      isStop={host.id === stop}
      mark={markOf(host)}
      drag={drag.rowOf(host, marked.has(host.id) ? markedHosts() : [host])}
      dropEdge={drag.over?.id === host.id ? drag.over.edge : undefined}
      onChoose={choose}
      onStep={step}
      menu={() =>
        marked.size > 1 && marked.has(host.id)
          ? { name: texts.selectedCount(marked.size), items: selectionMenu(markedHosts(), bulk) }
          : { name: host.name, items: menuOf(host) }
      }
    />
  );
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{texts.hosts}</h2>
        {/* The first one is added in the centre. */}
        {hosts.length > 0 && (
          <span>
            <IconButton
              icon={Ellipsis}
              label={texts.allActions}
              small
              aria-haspopup="menu"
              onClick={(event) => openMenu(event.currentTarget, texts.allActions, allMenu(hosts, bulk))}
            />
            <IconButton icon={Plus} label={texts.add} small onClick={() => showHostDialog({ kind: 'add' })} />
          </span>
        )}
      </div>
      <HostSearch count={hosts.length} typed={typed} onType={setTyped} onEnter={() => shown[0] !== undefined && onChoose(shown[0])} />
      {list.kind === 'loading' && <Skeleton />}
      <div className={styles.list} data-hosts>
        {groups.map((group) => (
          <div key={group.name ?? ''} className={styles.group}>
            {group.name !== undefined && (
              <GroupHead
                name={group.name}
                hosts={group.hosts}
                open={isOpen(group)}
                bulk={bulk}
                drop={drag.groupOf(group.name, hosts)}
                isOver={drag.over?.id === `group ${group.name}`}
                onFold={(fold) => setFolded(foldGroup(group.name ?? '', fold))}
              />
            )}
            {isOpen(group) && <ul aria-label={group.name ?? texts.ungrouped}>{group.hosts.map(row)}</ul>}
          </div>
        ))}
        {hosts.length > 0 && groups.length === 0 && <p className={styles.none}>{texts.noMatch}</p>}
      </div>
      <output className="hidden-text">{news}</output>
      {marked.size > 0 && <SelectionBar bulk={bulk} />}
    </>
  );
}

function markRange(shown: readonly Host[], from: string, to: string): void {
  const ends = [from, to].map((id) => shown.findIndex((host) => host.id === id));
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  markHosts(shown.slice(Math.max(0, first), last + 1).map(({ id }) => id));
}

function Skeleton() {
  return (
    <output className={styles.skeleton} aria-label={texts.loading}>
      {[0, 1, 2].map((row) => (
        <div key={row} />
      ))}
    </output>
  );
}
