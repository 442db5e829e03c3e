/** What the desktop proved that was started at the end: the verdict, one sentence, and how it was found. */
import type { ReactNode } from 'react';
import { assertNever } from '../../../electron/contract';
import type { Verdict } from '../../../electron/contract/check';
import type { SetUpRun } from '../../../electron/contract/setUp';
import { box } from '../../base/box';
import { Button } from '../../base/Button';
import { classes } from '../../base/classes';
import { FailureNote } from '../../base/FailureNote';
import { Progress } from '../../base/Spinner';
import { StatusShape } from '../../base/StatusShape';
import { lasting } from '../../base/time';
import { CommandBlock } from '../../probe/CommandBlock';
import styles from './ProofView.module.css';
import { unmet } from '../run/runs';
import { runTexts as texts } from '../run/runTexts';
import { prove } from '../setUpStore';

interface ProofViewProps {
  readonly run: SetUpRun;
  readonly renderVerdict: (verdict: Verdict) => ReactNode;
}

export function ProofView({ run, renderVerdict }: ProofViewProps) {
  const { proof, plan } = run;
  const again =
    proof?.kind === 'running' || plan.wish === undefined ? null : (
      <Button onClick={() => prove(run.id)}>{proof === undefined || proof.kind === 'left-out' ? texts.prove : texts.proveAgain}</Button>
    );
  if (proof !== undefined) return <Known proof={proof} renderVerdict={renderVerdict} again={again} />;
  const holds = unmet(run) === 0 ? texts.allHold(plan.verifications.length) : `${texts.unmet(unmet(run))}.`;
  return <Plain title={texts.proofNone} text={plan.verifications.length === 0 ? '' : holds} again={again} />;
}

interface KnownProps extends Pick<ProofViewProps, 'renderVerdict'> {
  readonly proof: NonNullable<SetUpRun['proof']>;
  readonly again: ReactNode;
}

function Known({ proof, renderVerdict, again }: KnownProps) {
  switch (proof.kind) {
    case 'running':
      return (
        <div className={classes(box(), styles.proof)}>
          <Progress label={texts.proving} />
          <output className={styles.now}>
            <strong>{texts.words.proving}.</strong> {proof.step}
          </output>
        </div>
      );
    case 'proven':
      return (
        <section className={classes(box(proof.asExpected ? 'good' : 'warn'), styles.proof)} aria-label={texts.proof}>
          <div className={styles.top}>
            <div className={styles.verdict}>{renderVerdict(proof.verdict)}</div>
            {again}
          </div>
          <p className={styles.sentence}>
            {proof.sentence}
            {!proof.asExpected && <strong> {texts.notAsExpected}</strong>}
          </p>
          {proof.command !== '' && (
            <details className={styles.how}>
              <summary>
                {texts.proofCommand} <span>({lasting(proof.ms)})</span>
              </summary>
              <CommandBlock commands={[proof.command]} />
            </details>
          )}
        </section>
      );
    case 'failed':
      return (
        <FailureNote failure={proof.failure}>
          <p className={styles.sentence}>{texts.proofFailedText}</p>
          <div className={styles.again}>{again}</div>
        </FailureNote>
      );
    case 'left-out':
      return <Plain title={texts.proofLeftOut} text={proof.why} again={again} />;
    default:
      return assertNever(proof);
  }
}

function Plain({ title, text, again }: { readonly title: string; readonly text: string; readonly again: ReactNode }) {
  return (
    <section className={classes(box(), styles.proof)} aria-label={texts.proof}>
      <div className={styles.top}>
        <p className={styles.plain}>
          <StatusShape shape="idle" />
          <strong>{title}</strong>
        </p>
        {again}
      </div>
      {text !== '' && <p className={styles.sentence}>{text}</p>}
    </section>
  );
}
