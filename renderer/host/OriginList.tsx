/** Where each value of a host was read in ~/.ssh/config, and what is not followed. */
import type { Origin } from '../../electron/contract/host';
import { CircleSlash } from 'lucide-react';
import { inHome } from './describe';
import styles from './OriginList.module.css';
import { hostTexts as texts } from './texts';

interface OriginListProps {
  readonly origins: readonly Origin[];
}

export function OriginList({ origins }: OriginListProps) {
  // A host that follows ~/.ssh/config has a line in it: its folder is what `~` stands for.
  const config = origins.find(({ file }) => /[/\\]\.ssh[/\\]config$/.test(file))?.file ?? '';
  return (
    <ul className={styles.list}>
      {origins.map(({ option, value, file: path, line, ignored }) => (
        <li key={`${path}:${line} ${option} ${value}`}>
          <code className={styles.value}>
            <span className={styles.option}>{option}</span> {value}
          </code>
          <span className={styles.place}>
            {inHome(path, config)}:{line}
          </span>
          {ignored !== undefined && (
            <span className={styles.ignored}>
              <CircleSlash size={12} strokeWidth={2} aria-hidden />
              {texts.ignored(ignored)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
