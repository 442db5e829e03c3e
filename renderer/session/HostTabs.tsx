/** The views of a host: its desktops, its health with how many problems there are, and its set-up. */
import type { ReactNode } from 'react';
import type { Host } from '../../electron/contract/host';
import { classes } from '../base/classes';
import { StatusShape } from '../base/StatusShape';
import { walk } from '../base/walk';
import { problemMark } from '../probe/problems';
import { useDiagnosis } from '../probe/store';
import { probeTexts } from '../probe/texts';
import { useActiveRun } from '../recipe/setUpStore';
import { setUpTexts } from '../recipe/setUpTexts';
import { showTab, useCentre, type HostTab } from './centre';
import styles from './HostTabs.module.css';
import { sessionTexts as texts } from './texts';

interface HostTabsProps {
  readonly host: Host;
  /** At the end of the row. */
  readonly children: ReactNode;
}

export const tabId = (tab: HostTab): string => `host-tab-${tab}`;
export const panelId = (tab: HostTab): string => `host-panel-${tab}`;

export function HostTabs({ host, children }: HostTabsProps) {
  const mark = problemMark(useDiagnosis(host.id));
  const run = useActiveRun(host.id);
  return (
    <div className={styles.row}>
      <div className={styles.tabs} role="tablist" aria-label={probeTexts.views(host.name)}>
        <Tab tab="desktops">{texts.desktops}</Tab>
        <Tab tab="health">
          {probeTexts.health}
          {mark !== undefined && (
            <span className={styles.mark}>
              <StatusShape shape={mark.shape} />
              <span aria-hidden="true">{mark.number}</span>
              <span className="hidden-text">, {mark.words}</span>
            </span>
          )}
        </Tab>
        <Tab tab="set-up">
          {setUpTexts.tab}
          {run !== undefined && (
            <span className={styles.mark}>
              <StatusShape shape="busy" />
              <span className="hidden-text">, {setUpTexts.underWay}</span>
            </span>
          )}
        </Tab>
      </div>
      {children}
    </div>
  );
}

function Tab({ tab, children }: { readonly tab: HostTab; readonly children: ReactNode }) {
  const on = useCentre((store) => store.tab) === tab;
  return (
    <button
      type="button"
      role="tab"
      id={tabId(tab)}
      aria-selected={on}
      aria-controls={on ? panelId(tab) : undefined}
      tabIndex={on ? 0 : -1}
      className={classes(styles.tab, on && styles.on)}
      onClick={() => showTab(tab)}
      onKeyDown={(event) => walk(event, event.currentTarget.parentElement, '[role=tab]')}
    >
      {children}
    </button>
  );
}
