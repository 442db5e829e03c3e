/** Commands as they run, one a line, with a button that copies them. */
import { CopyButton } from '../base/CopyButton';
import styles from './CommandBlock.module.css';
import { probeTexts as texts } from './texts';

export function CommandBlock({ commands }: { readonly commands: readonly string[] }) {
  const whole = commands.join('\n');
  return (
    <div className={styles.block}>
      <code className={styles.text}>{whole}</code>
      <CopyButton text={whole} label={commands.length === 1 ? texts.copyCommand : texts.copyCommands} />
    </div>
  );
}

/** What a command printed. */
export function Output({ text }: { readonly text: string }) {
  return (
    <div className={styles.output}>
      {/* A keyboard scrolls only what has the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label={texts.output}>
        {text}
      </pre>
      <CopyButton text={text} label={texts.copyOutput} />
    </div>
  );
}
