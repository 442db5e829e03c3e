/** Open desktops as tabs above the centre. Closing a tab disconnects and never ends the desktop. */
import { LayoutGrid, X } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { classes } from '../base/classes';
import { MiddleText } from '../base/MiddleText';
import { Spinner } from '../base/Spinner';
import { walk } from '../base/walk';
import { closeScreen } from './connect';
import styles from './ScreenTabs.module.css';
import { activateScreen, useScreens, type Screen } from './store';
import { screenTexts as texts } from './texts';

const step = (event: KeyboardEvent): boolean => walk(event, event.currentTarget.closest('[role=tablist]'), '[role=tab]');

interface ScreenTabsProps {
  /** The verdict's shape, from the noun to the right. */
  readonly renderBadge: (screen: Screen) => ReactNode;
}

export function ScreenTabs({ renderBadge }: ScreenTabsProps) {
  const screens = useScreens((store) => store.screens);
  const active = useScreens((store) => store.active);
  if (screens.length === 0) return null;
  return (
    <div className={styles.tabs} role="tablist" aria-label={texts.screens}>
      <button
        type="button"
        role="tab"
        id="tab-overview"
        aria-selected={active === undefined}
        aria-controls="centre-overview"
        tabIndex={active === undefined ? 0 : -1}
        className={classes(styles.tab, styles.overview, active === undefined && styles.on)}
        onClick={() => activateScreen(undefined)}
        onKeyDown={step}
      >
        <LayoutGrid size={14} strokeWidth={1.75} aria-hidden />
        {texts.overview}
      </button>
      {screens.map((screen) => (
        <Tab key={screen.id} screen={screen} on={screen.id === active} renderBadge={renderBadge} />
      ))}
    </div>
  );
}

function Tab({ screen, on, renderBadge }: ScreenTabsProps & { readonly screen: Screen; readonly on: boolean }) {
  const title = texts.title(screen.hostName, screen.session.display);
  const waits = ['opening', 'reconnecting', 'waiting'].includes(screen.state.kind);
  const close = (): void => closeScreen(screen.id);
  // A tab holds no second control: the cross is for the pointer alone, the keyboard has Delete.
  const click = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('[data-close]') !== null) close();
    else activateScreen(screen.id);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Delete') close();
    else step(event);
  };
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${screen.id}`}
      aria-selected={on}
      aria-controls={`screen-${screen.id}`}
      aria-keyshortcuts="Delete"
      tabIndex={on ? 0 : -1}
      className={classes(styles.tab, on && styles.on)}
      title={`${title} ${screen.session.name}`}
      onClick={click}
      onAuxClick={(event) => event.button === 1 && close()}
      onKeyDown={press}
    >
      {waits ? <Spinner size={12} /> : renderBadge(screen)}
      <span className={styles.display}>:{screen.session.display}</span>
      <MiddleText text={screen.hostName} className={styles.host} />
      <span data-close className={styles.close} title={texts.closeTab(title)} aria-hidden="true">
        <X size={14} strokeWidth={1.75} />
      </span>
    </button>
  );
}
