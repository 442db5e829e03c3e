/** The bottom line: what is running, and whether the worker is well. */
import { PanelLeft, PanelRight, X } from 'lucide-react';
import { Button, IconButton } from './Button';
import { classes } from './classes';
import { toggleInspector, toggleRail, useLayout } from './layout';
import { Spinner } from './Spinner';
import { StatusShape } from './StatusShape';
import styles from './Strip.module.css';
import { baseTexts } from './texts';
import { restartWorker, useWorkerState, workerWords } from './workerState';

export interface Running {
  readonly id: string;
  /** What: “Starting a desktop on gpu1”. */
  readonly what: string;
  readonly step?: string;
  /** Goes to where it can be seen. */
  readonly show: () => void;
  /** Absent where it cannot be stopped from here. */
  readonly stop?: { readonly label: string; readonly run: () => void };
}

export function Strip({ running, hasInspector }: { readonly running: readonly Running[]; readonly hasInspector: boolean }) {
  const rail = useLayout((store) => store.rail);
  const inspector = useLayout((store) => store.inspector);
  const worker = useWorkerState((store) => store.state);
  const words = workerWords(worker);
  return (
    <footer className={styles.strip} aria-label={baseTexts.running}>
      <IconButton icon={PanelLeft} label={baseTexts.railPanel} small aria-expanded={rail} onClick={toggleRail} />
      <output className={styles.jobs}>
        {running.length === 0 && <span className={styles.quiet}>{baseTexts.quiet}</span>}
        {running.map((job) => (
          <span key={job.id} className={styles.running}>
            <button type="button" className={styles.job} onClick={job.show} title={job.step ?? job.what}>
              <Spinner size={12} />
              <span className={styles.what}>{job.what}</span>
              {job.step !== undefined && <span className={styles.step}>{job.step}</span>}
            </button>
            {job.stop !== undefined && <IconButton icon={X} label={job.stop.label} small onClick={job.stop.run} />}
          </span>
        ))}
      </output>
      <output className={classes(styles.worker, words.restart && styles.loud)} title={words.why}>
        {worker.kind !== 'running' && (
          <>
            <StatusShape shape={words.shape} />
            {words.word}
          </>
        )}
        {words.restart && (
          <Button small kind="plain" className={styles.restart} onClick={restartWorker}>
            {baseTexts.restartWorker}
          </Button>
        )}
      </output>
      {hasInspector && (
        <IconButton icon={PanelRight} label={baseTexts.inspectorPanel} small aria-expanded={inspector} onClick={toggleInspector} />
      )}
    </footer>
  );
}
