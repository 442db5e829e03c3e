/** One slim line above the desktops: the worst that is wrong, how much more, and the way to all of it. */
import { ChevronRight } from 'lucide-react';
import type { HostId } from '../../electron/contract/host';
import { StatusShape } from '../base/StatusShape';
import { problemsIn, SEVERITY_SHAPES } from './problems';
import styles from './ProblemBar.module.css';
import { useDiagnosis } from './store';
import { probeTexts as texts, SEVERITY_WORDS } from './texts';

export function ProblemBar({ hostId, onShow }: { readonly hostId: HostId; readonly onShow: () => void }) {
  const [worst, ...rest] = problemsIn(useDiagnosis(hostId));
  if (worst === undefined) return null;
  return (
    <button type="button" className={styles.bar} onClick={onShow}>
      <StatusShape shape={SEVERITY_SHAPES[worst.severity]} />
      <span className="hidden-text">{SEVERITY_WORDS[worst.severity].word}: </span>
      <span className={styles.title} title={worst.title}>
        {worst.title}
      </span>
      {rest.length > 0 && <span className={styles.more}>{texts.more(rest.length)}</span>}
      <span className={styles.show}>
        {texts.showProblems}
        <ChevronRight size={14} aria-hidden />
      </span>
    </button>
  );
}
