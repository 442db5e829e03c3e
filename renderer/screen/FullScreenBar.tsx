/** All the chrome that is left in full screen: which desktop this is, its verdict, and the way out. */
import { Minimize } from 'lucide-react';
import type { ReactNode } from 'react';
import { toggleFullScreen } from '../base/layout';
import { chordText } from './chords';
import styles from './FullScreenBar.module.css';
import type { Screen } from './store';
import { screenTexts as texts } from './texts';

export function FullScreenBar({ screen, badge }: { readonly screen: Screen; readonly badge: ReactNode }) {
  return (
    <div className={styles.bar}>
      <h1 className={styles.title}>{texts.title(screen.hostName, screen.session.display)}</h1>
      {badge}
      <button type="button" className={styles.leave} aria-label={texts.leaveFullScreen} onClick={toggleFullScreen} data-toolbar-first>
        {texts.leavesFullScreen(chordText('full-screen'))}
        <Minimize size={12} aria-hidden />
      </button>
    </div>
  );
}
