/** The left rail: the wall, the fleet, and the hosts with their state, desktops, load and problems. */
import { LayoutGrid, Search, Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton, type Icon } from '../base/Button';
import { classes } from '../base/classes';
import { showOverlay } from '../base/layout';
import { baseTexts } from '../base/texts';
import { useConnections } from '../connection/store';
import { connectionWords } from '../connection/words';
import { HostList } from '../host/HostList';
import type { HostMark } from '../host/HostRow';
import { selectHost } from '../host/store';
import { hostTexts } from '../host/texts';
import { problemMark } from '../probe/problems';
import { RailLoad } from '../probe/RailLoad';
import { useProbes } from '../probe/store';
import { probeTexts } from '../probe/texts';
import { runTexts } from '../recipe/run/runTexts';
import { isActive } from '../recipe/setUp';
import { useSetUps } from '../recipe/setUpStore';
import { bulk } from './bulk';
import { showOverview, useCentre } from './centre';
import { hostMenu } from './hostMenu';
import styles from './HostRail.module.css';
import { liveCount, useSessions } from './store';
import { sessionTexts as texts } from './texts';

interface HostRailProps {
  /** The host that the centre is about; undefined without one. */
  readonly current: string | undefined;
  /** The centre shows the wall or the fleet. */
  readonly onOverview: boolean;
  readonly paletteKeys: string;
  /** Brings the centre back from an open screen. */
  readonly onChoose: () => void;
}

export function HostRail({ current, onOverview, paletteKeys, onChoose }: HostRailProps) {
  const states = useConnections((store) => store.states);
  const sessions = useSessions((store) => store.hosts);
  const diagnoses = useProbes((store) => store.diagnoses);
  const runs = useSetUps((store) => store.runs);
  const overview = useCentre((store) => store.overview);
  const total = liveCount(sessions);
  const markOf = ({ id }: { readonly id: string }): HostMark => {
    const found = sessions.get(id);
    const problems = problemMark(diagnoses.get(id));
    const words = {
      ...connectionWords(states.get(id) ?? { kind: 'idle' }),
      load: <RailLoad hostId={id} />,
      ...(problems === undefined ? {} : { problems }),
      ...(runs.some((run) => run.hostId === id && isActive(run)) ? { work: runTexts.railMark } : {}),
    };
    if (found?.kind !== 'ready') return words;
    const { length } = found.found.sessions;
    return { ...words, count: { number: length, words: texts.countOf(length) } };
  };
  const goTo = (next: 'wall' | 'fleet'): void => {
    showOverview(next);
    onChoose();
  };
  const choose = (hostId: string): void => {
    selectHost(hostId);
    onChoose();
  };
  return (
    <nav className={styles.rail} aria-label={hostTexts.hosts}>
      <div className={styles.head}>
        <span className={styles.word}>{baseTexts.appName}</span>
        <IconButton icon={Search} label={baseTexts.commands} hint={paletteKeys} small onClick={() => showOverlay('palette')} />
      </div>
      <Entry icon={LayoutGrid} name={texts.allDesktops} on={onOverview && overview === 'wall'} onChoose={() => goTo('wall')}>
        {total > 0 && <span className={styles.total}>{total}</span>}
      </Entry>
      <Entry icon={Table2} name={probeTexts.fleet} on={onOverview && overview === 'fleet'} onChoose={() => goTo('fleet')} />
      <HostList current={current} markOf={markOf} menuOf={hostMenu} bulk={bulk} onChoose={(host) => choose(host.id)} />
    </nav>
  );
}

interface EntryProps {
  readonly icon: Icon;
  readonly name: string;
  readonly on: boolean;
  readonly onChoose: () => void;
  readonly children?: ReactNode;
}

function Entry({ icon: Glyph, name, on, onChoose, children }: EntryProps) {
  return (
    <button type="button" className={classes(styles.entry, on && styles.current)} aria-current={on ? 'page' : undefined} onClick={onChoose}>
      <Glyph size={14} strokeWidth={1.75} aria-hidden />
      <span className={styles.entryName}>{name}</span>
      {children}
    </button>
  );
}
