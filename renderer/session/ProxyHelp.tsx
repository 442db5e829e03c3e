/** Which package brings what a host lacks, per family of distributions, ready to copy. */
import { CopyButton } from '../base/CopyButton';
import styles from './ProxyHelp.module.css';
import { sessionTexts as texts } from './texts';

export type Lack = 'x-proxy' | 'window-manager' | 'gl-tools';

const INSTALL: Readonly<Record<Lack, { readonly debian: string; readonly redHat: string }>> = {
  'x-proxy': { debian: 'sudo apt-get install tigervnc-standalone-server', redHat: 'sudo dnf install tigervnc-server' },
  'window-manager': { debian: 'sudo apt-get install openbox', redHat: 'sudo dnf install openbox' },
  'gl-tools': { debian: 'sudo apt-get install mesa-utils', redHat: 'sudo dnf install glx-utils' },
};

export function ProxyHelp({ what }: { readonly what: Lack }) {
  const { debian, redHat } = INSTALL[what];
  return (
    <dl className={styles.help}>
      <Row name={texts.onDebian} command={debian} />
      <Row name={texts.onRedHat} command={redHat} />
      {what === 'x-proxy' && (
        <div className={styles.row}>
          <dt>{texts.turbovnc}</dt>
          <dd>{texts.turbovncFrom}</dd>
        </div>
      )}
    </dl>
  );
}

function Row({ name, command }: { readonly name: string; readonly command: string }) {
  return (
    <div className={styles.row}>
      <dt>{name}</dt>
      <dd>
        <code>{command}</code>
        <CopyButton text={command} label={texts.copyCommand} />
      </dd>
    </div>
  );
}
