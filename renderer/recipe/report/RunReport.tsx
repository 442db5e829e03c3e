/** The end of a run: whether it is proven, whether everything holds, what was done, and how it is taken back. */
import { useId, type ReactNode } from 'react';
import type { SetUpRun, SetUpStep } from '../../../electron/contract/setUp';
import { lasting } from '../../base/time';
import { CommandBlock } from '../../probe/CommandBlock';
import { ProofView } from './ProofView';
import styles from './RunReport.module.css';
import { workOf } from '../run/runs';
import { StepMark } from '../run/RunSteps';
import { RUN_STEP_WORDS, runTexts as texts } from '../run/runTexts';
import type { RunViewProps } from '../run/RunView';
import { VerificationTable } from './VerificationTable';

export function RunReport({ run, slots }: Omit<RunViewProps, 'host'>) {
  const { plan } = run;
  return (
    <div className={styles.report}>
      {plan.kind === 'set-up' && <ProofView run={run} renderVerdict={slots.renderVerdict} />}
      {plan.verifications.length > 0 && (
        <Part title={texts.verifications}>
          <VerificationTable verifications={plan.verifications} />
        </Part>
      )}
      <Part title={plan.kind === 'undo' ? texts.undoResult : texts.changes}>
        <Done run={run} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        {title}
      </h3>
      {children}
    </section>
  );
}

function Done({ run: { plan } }: { readonly run: SetUpRun }) {
  const work = workOf(plan);
  const before = plan.steps.filter(({ state }) => state.kind === 'already').length;
  return (
    <>
      {work.length === 0 ? (
        <p className={styles.nothing}>{texts.nothingDone}</p>
      ) : (
        <ol className={styles.steps} aria-label={texts.steps}>
          {work.map((step) => (
            <li key={step.id}>
              <Step step={step} />
            </li>
          ))}
        </ol>
      )}
      {before > 0 && work.length > 0 && <p className={styles.before}>{texts.alreadyThere(before)}.</p>}
    </>
  );
}

function Step({ step }: { readonly step: SetUpStep }) {
  const { state } = step;
  return (
    <details className={styles.step}>
      <summary>
        <StepMark kind={state.kind} />
        <span className={styles.name}>
          {step.title}
          <span className="hidden-text">, {RUN_STEP_WORDS[state.kind]}</span>
          {state.kind === 'done' && state.found !== '' && <span className={styles.found}>{state.found}</span>}
        </span>
        {state.kind === 'done' && <span className={styles.time}>{lasting(state.ms)}</span>}
      </summary>
      <div className={styles.more}>
        <dl className={styles.facts}>
          <dt>{texts.changed}</dt>
          <dd>{step.changes}</dd>
          {step.undo !== '' && (
            <>
              <dt>{texts.takeBack}</dt>
              <dd>{step.undo}</dd>
            </>
          )}
        </dl>
        {step.commands.length > 0 && <CommandBlock commands={step.commands} />}
      </div>
    </details>
  );
}
