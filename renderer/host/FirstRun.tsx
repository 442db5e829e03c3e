/** What stands in the centre before there is any host: what it is for, and the one button. */
import { KeyRound, Monitor, Plus, Zap } from 'lucide-react';
import { Button } from '../base/Button';
import styles from './FirstRun.module.css';
import { showHostDialog } from './store';
import { hostTexts } from './texts';

const ICONS = [KeyRound, Monitor, Zap];

export function FirstRun() {
  return (
    <div className={styles.first}>
      <h1 className={styles.title}>{hostTexts.firstTitle}</h1>
      <p className={styles.text}>{hostTexts.firstText}</p>
      <Button kind="primary" icon={Plus} onClick={() => showHostDialog({ kind: 'add' })}>
        {hostTexts.add}
      </Button>
      <h2 className={styles.needs}>{hostTexts.needs}</h2>
      <ul className={styles.list}>
        {hostTexts.needList.map(({ title, text }, index) => {
          const Glyph = ICONS[index] ?? Monitor;
          return (
            <li key={title} className={styles.need}>
              <Glyph size={16} strokeWidth={1.75} aria-hidden />
              <div>
                <h3>{title}</h3>
                <p>{text}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
