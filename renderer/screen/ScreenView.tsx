/** One screen: its bar, and its frame, which stays as long as the screen is open. */
import { useEffect, useRef, type ReactNode } from 'react';
import { classes } from '../base/classes';
import { useLayout } from '../base/layout';
import { screenUrl } from './address';
import { attachFrame, tellFrame } from './frames';
import { FullScreenBar } from './FullScreenBar';
import { ScreenOverlay } from './ScreenOverlay';
import { ScreenToolbar } from './ScreenToolbar';
import styles from './ScreenView.module.css';
import type { Screen } from './store';
import { screenTexts as texts } from './texts';

interface ScreenViewProps {
  readonly screen: Screen;
  readonly active: boolean;
  readonly badge: ReactNode;
}

export function ScreenView({ screen, active, badge }: ScreenViewProps) {
  const fullScreen = useLayout((store) => store.fullScreen);
  const frame = useRef<HTMLIFrameElement>(null);
  const live = screen.state.kind === 'live';
  useEffect(() => {
    // A dialog that is open keeps the keyboard.
    if (!active || !live || document.querySelector('dialog[open]') !== null) return;
    frame.current?.focus();
    tellFrame(screen.id, { kind: 'focus' });
  }, [active, live, screen.id]);
  useEffect(() => {
    // What nobody sees costs the host nothing (R70).
    if (live) tellFrame(screen.id, { kind: 'in-front', on: active });
  }, [active, live, screen.id]);
  const load = (): void => {
    const inner = frame.current?.contentWindow;
    if (inner !== null && inner !== undefined) attachFrame(screen.id, inner);
  };
  return (
    <section
      className={classes(styles.screen, !active && styles.behind)}
      role="tabpanel"
      id={`screen-${screen.id}`}
      aria-labelledby={`tab-${screen.id}`}
      inert={!active}
    >
      {fullScreen ? <FullScreenBar screen={screen} badge={badge} /> : <ScreenToolbar screen={screen} badge={badge} />}
      <div className={styles.stage}>
        <iframe
          ref={frame}
          className={classes(styles.frame, ['reconnecting', 'waiting', 'ended'].includes(screen.state.kind) && styles.stale)}
          src={screenUrl(screen.id)}
          // Both together are safe here: the frame's origin is never ours.
          // oxlint-disable-next-line react/iframe-missing-sandbox
          sandbox="allow-scripts allow-same-origin"
          title={texts.frameTitle(screen.hostName, screen.session.display)}
          onLoad={load}
        />
        <ScreenOverlay screen={screen} />
      </div>
    </section>
  );
}
