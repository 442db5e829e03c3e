/** The left rail: the wall, and the hosts with their state and desktops. */
import { LayoutGrid, Search } from 'lucide-react';
import { IconButton } from '../base/Button';
import { classes } from '../base/classes';
import { showOverlay } from '../base/layout';
import { baseTexts } from '../base/texts';
import { useConnections } from '../connection/store';
import { connectionWords } from '../connection/words';
import { HostList } from '../host/HostList';
import type { HostMark } from '../host/HostRow';
import { selectHost } from '../host/store';
import { hostTexts } from '../host/texts';
import { bulk } from './bulk';
import { hostMenu } from './hostMenu';
import styles from './HostRail.module.css';
import { liveCount, useSessions } from './store';
import { sessionTexts as texts } from './texts';

interface HostRailProps {
  /** The host that the centre is about; undefined on the wall. */
  readonly current: string | undefined;
  readonly onWall: boolean;
  readonly paletteKeys: string;
  /** Brings the centre back from an open screen. */
  readonly onChoose: () => void;
}

export function HostRail({ current, onWall, paletteKeys, onChoose }: HostRailProps) {
  const states = useConnections((store) => store.states);
  const sessions = useSessions((store) => store.hosts);
  const total = liveCount(sessions);
  const markOf = ({ id }: { readonly id: string }): HostMark => {
    const found = sessions.get(id);
    const words = connectionWords(states.get(id) ?? { kind: 'idle' });
    if (found?.kind !== 'ready') return words;
    const { length } = found.found.sessions;
    return { ...words, count: { number: length, words: texts.countOf(length) } };
  };
  const go = (hostId: string | undefined): void => {
    selectHost(hostId);
    onChoose();
  };
  return (
    <nav className={styles.rail} aria-label={hostTexts.hosts}>
      <div className={styles.head}>
        <span className={styles.word}>{baseTexts.appName}</span>
        <IconButton icon={Search} label={baseTexts.commands} hint={paletteKeys} small onClick={() => showOverlay('palette')} />
      </div>
      <button
        type="button"
        className={classes(styles.wall, onWall && styles.current)}
        aria-current={onWall ? 'page' : undefined}
        onClick={() => go(undefined)}
      >
        <LayoutGrid size={14} strokeWidth={1.75} aria-hidden />
        <span className={styles.wallName}>{texts.allDesktops}</span>
        {total > 0 && <span className={styles.total}>{total}</span>}
      </button>
      <HostList current={current} markOf={markOf} menuOf={hostMenu} bulk={bulk} onChoose={(host) => go(host.id)} />
    </nav>
  );
}
