/** Where news appears. Both regions are always there, so that what comes into them is spoken. */
import { CircleAlert, Info, X } from 'lucide-react';
import { IconButton } from './Button';
import { dismiss, useNotices, type Notice } from './notices';
import styles from './Notices.module.css';
import { baseTexts } from './texts';

export function Notices() {
  const notices = useNotices((store) => store.notices);
  return (
    <div className={styles.corner}>
      <output className={styles.region} aria-live="polite">
        {notices.filter((notice) => notice.kind === 'info').map(toNote)}
      </output>
      <div role="alert" aria-live="assertive">
        {notices.filter((notice) => notice.kind === 'bad').map(toNote)}
      </div>
    </div>
  );
}

const toNote = (notice: Notice) => (
  <div key={notice.id} className={styles.notice}>
    {notice.kind === 'bad' ? (
      <CircleAlert size={15} className={styles.bad} aria-hidden />
    ) : (
      <Info size={15} className={styles.info} aria-hidden />
    )}
    <p className={styles.text}>{notice.text}</p>
    <IconButton icon={X} label={baseTexts.dismiss} small onClick={() => dismiss(notice.id)} />
  </div>
);
