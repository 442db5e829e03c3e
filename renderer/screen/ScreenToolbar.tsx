/** The bar above a picture. It lies outside of the picture, so nothing in a desktop can paint over it (R43). */
import { Clipboard, ClipboardX, Eye, Keyboard, Maximize, MoveDiagonal2, PanelRight, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '../base/Button';
import { toggleFullScreen, toggleInspector, useLayout } from '../base/layout';
import { openMenu } from '../base/menus';
import { MiddleText } from '../base/MiddleText';
import { sendCtrlAltDel, setScaling, toggleClipboard, toggleViewOnly } from './actions';
import { chordText } from './chords';
import { closeScreen } from './connect';
import styles from './ScreenToolbar.module.css';
import type { Scaling, Screen } from './store';
import { screenTexts as texts } from './texts';

const SCALINGS: readonly Scaling[] = ['remote', 'fit', 'actual'];

export function ScreenToolbar({ screen, badge }: { readonly screen: Screen; readonly badge: ReactNode }) {
  const inspector = useLayout((store) => store.inspector);
  const { id, session, hostName, scaling, viewOnly, shareClipboard } = screen;
  const live = screen.state.kind === 'live';
  const chooseScaling = (opener: HTMLElement): void =>
    openMenu(
      opener,
      texts.scaling,
      SCALINGS.map((each) => ({ label: texts.scalings[each].name, chosen: each === scaling, run: () => setScaling(id, each) })),
    );
  return (
    <div className={styles.bar} role="toolbar" aria-label={texts.tools}>
      <h1 className={styles.title}>
        <span>:{session.display}</span>
        <MiddleText text={session.name === '' ? hostName : session.name} className={styles.name} />
        <MiddleText text={hostName} className={styles.host} />
      </h1>
      <div className={styles.badge}>{badge}</div>
      <div className={styles.tools}>
        <Button
          small
          kind="quiet"
          icon={MoveDiagonal2}
          aria-haspopup="menu"
          aria-label={`${texts.scaling}: ${texts.scalings[scaling].name}`}
          title={texts.scalings[scaling].hint}
          onClick={(event) => chooseScaling(event.currentTarget)}
          data-toolbar-first
        >
          {texts.scalings[scaling].name}
        </Button>
        <IconButton
          icon={Eye}
          label={texts.viewOnly}
          hint={texts.viewOnlyHint}
          aria-pressed={viewOnly}
          onClick={() => toggleViewOnly(id)}
        />
        <IconButton
          icon={shareClipboard ? Clipboard : ClipboardX}
          label={texts.clipboard}
          hint={texts.clipboardHint}
          aria-pressed={shareClipboard}
          onClick={() => toggleClipboard(id)}
        />
        <IconButton
          icon={Keyboard}
          label={texts.ctrlAltDel}
          hint={chordText('ctrl-alt-del')}
          disabled={!live || viewOnly}
          onClick={() => sendCtrlAltDel(id)}
        />
        <span className={styles.gap} />
        <IconButton icon={Maximize} label={texts.fullScreen} hint={chordText('full-screen')} onClick={toggleFullScreen} />
        <IconButton icon={PanelRight} label={texts.panel} aria-expanded={inspector} onClick={toggleInspector} />
        <IconButton icon={X} label={texts.close} hint={texts.closeHint} onClick={() => closeScreen(id)} />
      </div>
    </div>
  );
}
