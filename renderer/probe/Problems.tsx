/** What is wrong with a host, worst first; or calmly that nothing is. */
import { useId } from 'react';
import type { Finding } from '../../electron/contract/doctor';
import type { HostId } from '../../electron/contract/host';
import { StatusShape } from '../base/StatusShape';
import { FindingCard } from './FindingCard';
import { alike, notesIn, problemsIn } from './problems';
import styles from './Problems.module.css';
import { useDiagnosis, useHostProbe } from './store';
import { probeTexts as texts } from './texts';

interface ProblemsProps {
  readonly hostId: HostId;
  readonly onCure: (finding: Finding) => void;
}

export function Problems({ hostId, onCure }: ProblemsProps) {
  const id = useId();
  const diagnosis = useDiagnosis(hostId);
  // What could not be asked may hide a problem.
  const unread = useHostProbe(hostId).facts?.answers.filter(({ state }) => state === 'unreadable').length ?? 0;
  const [problems, notes] = [problemsIn(diagnosis), notesIn(diagnosis)];
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={problems.length > 0 ? styles.heading : 'hidden-text'}>
        {problems.length > 0 ? texts.problemCount(problems.length) : texts.problems}
      </h2>
      {problems.length === 0 && (
        <p className={styles.calm}>
          <StatusShape shape={diagnosis === undefined ? 'busy' : 'good'} />
          {diagnosis === undefined ? texts.waitsForDoctor : texts.noProblems}
          {diagnosis !== undefined && unread > 0 && <span className={styles.unread}>{texts.unread(unread)}</span>}
        </p>
      )}
      <Cards findings={problems} onCure={onCure} />
      {notes.length > 0 && (
        <details className={styles.notes} open={problems.length === 0}>
          <summary>{texts.noteCount(notes.length)}</summary>
          <Cards findings={notes} onCure={onCure} />
        </details>
      )}
    </section>
  );
}

function Cards({ findings, onCure }: { readonly findings: readonly Finding[]; readonly onCure: (finding: Finding) => void }) {
  return (
    <ul className={styles.list}>
      {alike(findings).map(([first, ...more]) => (
        <li key={first.key}>
          <FindingCard finding={first} onCure={onCure} />
          {more.length > 0 && (
            <details className={styles.notes}>
              <summary>{texts.moreAlike(more.length)}</summary>
              <ul className={styles.list}>
                {more.map((finding) => (
                  <li key={finding.key}>
                    <FindingCard finding={finding} onCure={onCure} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
