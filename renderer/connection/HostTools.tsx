/** The connection's part of a host's inspector: what is remembered, and what happened. */
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { showSupportBundle } from './dialogs';
import { HostSecrets } from './HostSecrets';
import styles from './HostSecrets.module.css';
import { LogButton } from './LogButton';
import { connectionTexts } from './texts';

export function HostTools({ host }: { readonly host: Host }) {
  return (
    <>
      <HostSecrets host={host} />
      <div className={styles.tools}>
        <LogButton host={host} kind="plain" />
        <Button small onClick={() => showSupportBundle(host)}>
          {connectionTexts.bundle}
        </Button>
      </div>
    </>
  );
}
