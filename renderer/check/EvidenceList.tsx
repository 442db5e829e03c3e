/** The evidence, weakest first: what each says, the command that produced it, and its raw lines. */
import { Check as CheckMark, CircleDashed, Cpu, Minus, X } from 'lucide-react';
import type { Evidence } from '../../electron/contract/check';
import type { Icon } from '../base/Button';
import { classes } from '../base/classes';
import { CopyButton } from '../base/CopyButton';
import styles from './EvidenceList.module.css';
import { checkTexts as texts, EVIDENCE_NAMES, SAYS } from './texts';

const SHAPES: Readonly<Record<Evidence['says'], Icon>> = {
  gpu: CheckMark,
  software: Cpu,
  against: X,
  neutral: Minus,
  missing: CircleDashed,
};

export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return null;
  return (
    <section aria-label={texts.evidence}>
      <h3 className={styles.heading}>
        {texts.evidence} <span className={styles.order}>{texts.evidenceOrder}</span>
      </h3>
      <ol>
        {evidence.map((each) => (
          <Item key={each.kind} evidence={each} />
        ))}
      </ol>
    </section>
  );
}

function Item({ evidence }: { readonly evidence: Evidence }) {
  const Glyph = SHAPES[evidence.says];
  return (
    <li className={styles.item}>
      <span className={classes(styles.says, styles[evidence.says])} title={SAYS[evidence.says]}>
        <Glyph size={13} strokeWidth={2.5} aria-hidden />
        <span className="hidden-text">{SAYS[evidence.says]}</span>
      </span>
      <div className={styles.content}>
        <h4 className={styles.name}>{EVIDENCE_NAMES[evidence.kind]}</h4>
        <p className={styles.summary}>{evidence.summary}</p>
        {evidence.command !== '' && (
          <div className={styles.command}>
            <code title={evidence.command}>{evidence.command}</code>
            <CopyButton text={evidence.command} label={texts.copyCommand} />
          </div>
        )}
        {evidence.raw !== '' && (
          <details className={styles.raw}>
            <summary>{texts.raw}</summary>
            <pre>{evidence.raw}</pre>
          </details>
        )}
      </div>
    </li>
  );
}
