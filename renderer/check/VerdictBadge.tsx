/** What is proven of a desktop, in one line: shape, word, device. Never colour alone. */
import { BadgeCheck, CircleDashed, Cpu, OctagonX, TriangleAlert, CircleHelp } from 'lucide-react';
import type { Verdict } from '../../electron/contract/check';
import type { Icon } from '../base/Button';
import { classes } from '../base/classes';
import { Spinner } from '../base/Spinner';
import { useCheck } from './store';
import { checkTexts as texts } from './texts';
import styles from './VerdictBadge.module.css';
import { badgeWords, verdictWords, type VerdictWords } from './verdictWords';

const SHAPES: Readonly<Record<Exclude<VerdictWords['shape'], 'running'>, Icon>> = {
  gpu: BadgeCheck,
  'wrong-gpu': TriangleAlert,
  software: Cpu,
  'no-gl': OctagonX,
  unproven: CircleHelp,
  failed: TriangleAlert,
  none: CircleDashed,
};

export function VerdictShape({ words, size = 15 }: { readonly words: VerdictWords; readonly size?: number }) {
  if (words.shape === 'running') return <Spinner size={size - 2} />;
  const Glyph = SHAPES[words.shape];
  return (
    <span className={classes(styles.shape, styles[words.tone])}>
      <Glyph size={size} strokeWidth={2} aria-hidden />
    </span>
  );
}

const textOf = ({ word, device }: VerdictWords): string => (device === '' ? word : `${word} ${device}`);

/** As a button that shows the evidence. */
export function VerdictBadge({ sessionId, onShow }: { readonly sessionId: string; readonly onShow: () => void }) {
  const words = badgeWords(useCheck(sessionId));
  return (
    <button
      type="button"
      className={styles.badge}
      aria-label={`${texts.verdict}: ${textOf(words)}`}
      title={`${textOf(words)}. ${texts.showEvidence}`}
      onClick={onShow}
    >
      <VerdictShape words={words} />
      <span className={classes(styles.word, words.shape === 'none' && styles.quiet)}>{words.word}</span>
      {words.device !== '' && <span className={styles.device}>{words.device}</span>}
    </button>
  );
}

/** A verdict that belongs to no open desktop. */
export function VerdictLabel({ verdict }: { readonly verdict: Verdict }) {
  const words = verdictWords(verdict);
  return (
    <span className={styles.label} title={textOf(words)}>
      <VerdictShape words={words} />
      <span className={styles.word}>{words.word}</span>
      {words.device !== '' && <span className={styles.device}>{words.device}</span>}
    </span>
  );
}

/** The shape alone, for tabs, with its words for screen readers. */
export function VerdictDot({ sessionId }: { readonly sessionId: string }) {
  const words = badgeWords(useCheck(sessionId));
  return (
    <span className={styles.dot} title={textOf(words)}>
      <VerdictShape words={words} size={14} />
      <span className="hidden-text">{textOf(words)}</span>
    </span>
  );
}
