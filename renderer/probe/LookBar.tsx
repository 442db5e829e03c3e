/** When a host was looked at last, and the buttons to look again and to copy what was found. */
import { RefreshCw } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { CopyButton } from '../base/CopyButton';
import { RelativeTime } from '../base/RelativeTime';
import styles from './LookBar.module.css';
import { factsText } from './rows/groups';
import { lookAgain, useHostProbe } from './store';
import { probeTexts as texts } from './texts';

export function LookBar({ host, canLook }: { readonly host: Host; readonly canLook: boolean }) {
  const { facts, asking } = useHostProbe(host.id);
  if (facts === undefined) return null;
  return (
    <div className={styles.bar}>
      <p className={styles.when} title={texts.lookTook(facts.answers.length, facts.ms)}>
        {texts.lookedAt} <RelativeTime at={facts.at} />
      </p>
      <CopyButton text={factsText(host.name, facts)} label={texts.copyAll} words />
      {canLook && (
        <Button small icon={RefreshCw} busy={asking !== undefined} onClick={() => lookAgain(host.id)}>
          {asking === undefined ? texts.lookAgain : texts.looking}
        </Button>
      )}
    </div>
  );
}
