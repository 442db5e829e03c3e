/** One finding of the doctor: how bad, what, why, the evidence, and the cure. */
import { Stethoscope } from 'lucide-react';
import { useId } from 'react';
import { assertNever } from '../../electron/contract';
import type { Finding } from '../../electron/contract/doctor';
import { Button } from '../base/Button';
import { classes } from '../base/classes';
import { StatusShape } from '../base/StatusShape';
import { CommandBlock } from './CommandBlock';
import { EvidenceItems } from './EvidenceItems';
import styles from './FindingCard.module.css';
import { SEVERITY_SHAPES } from './problems';
import { CONFIDENCE_WORDS, probeTexts as texts, SEVERITY_WORDS } from './texts';

interface FindingCardProps {
  readonly finding: Finding;
  /** Opens the cure's plan. */
  readonly onCure: (finding: Finding) => void;
}

export function FindingCard({ finding, onCure }: FindingCardProps) {
  const id = useId();
  const { word, meaning } = SEVERITY_WORDS[finding.severity];
  return (
    <article className={styles.finding} aria-labelledby={id} data-finding={finding.id} tabIndex={-1}>
      <span className={styles.shape}>
        <StatusShape shape={SEVERITY_SHAPES[finding.severity]} />
      </span>
      <div className={styles.content}>
        <header className={styles.header}>
          <div className={styles.titles}>
            <h3 id={id} className={styles.title}>
              {finding.title}
            </h3>
            <p className={styles.meta}>
              <span className={classes(styles.severity, styles[finding.severity])} title={meaning}>
                {word}
              </span>
              {finding.confidence !== 'certain' && <span>{CONFIDENCE_WORDS[finding.confidence]}</span>}
              <span>{finding.id}</span>
              {finding.explains.length > 0 && <span>{texts.explains(finding.explains.join(', '))}</span>}
              {finding.subject !== '' && <code className={styles.subject}>{finding.subject}</code>}
            </p>
          </div>
          {finding.cure.kind === 'plan' && (
            <Button small icon={Stethoscope} aria-label={`${texts.cure} ${finding.title}`} onClick={() => onCure(finding)}>
              {texts.cure}
            </Button>
          )}
        </header>
        <p className={styles.cause}>{finding.cause}</p>
        <Cure finding={finding} />
        <details className={styles.more}>
          <summary>{texts.evidence(finding.evidence.length)}</summary>
          <EvidenceItems evidence={finding.evidence} />
          {finding.source !== '' && (
            <p className={styles.source}>
              {texts.source}: {finding.source}
            </p>
          )}
        </details>
      </div>
    </article>
  );
}

function Cure({ finding: { cure } }: Pick<FindingCardProps, 'finding'>) {
  switch (cure.kind) {
    case 'plan':
    case 'words':
      return <CureText text={cure.text} />;
    case 'command':
      return (
        <div className={styles.commands}>
          <CureText text={cure.text} />
          <p className={styles.how}>{cure.root ? texts.asRoot : texts.asUser}</p>
          <CommandBlock commands={cure.commands} />
        </div>
      );
    default:
      return assertNever(cure);
  }
}

function CureText({ text }: { readonly text: string }) {
  return (
    <p className={styles.cure}>
      <strong>{texts.cureTitle}.</strong> {text}
    </p>
  );
}
