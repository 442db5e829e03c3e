/** What the doctor says after a cure: the problem is gone, or it is still there, with the evidence of now. */
import type { Finding } from '../../../electron/contract/doctor';
import type { HostId } from '../../../electron/contract/host';
import { box } from '../../base/box';
import { classes } from '../../base/classes';
import { StatusShape } from '../../base/StatusShape';
import { EvidenceItems } from '../../probe/EvidenceItems';
import { useDiagnosis } from '../../probe/store';
import styles from './CureDialog.module.css';
import { recipeTexts as texts } from './texts';

export function Retest({ hostId, finding, gone }: { readonly hostId: HostId; readonly finding: Finding; readonly gone: boolean }) {
  const now = useDiagnosis(hostId)?.findings.find(({ key }) => key === finding.key);
  return (
    <div className={classes(box(gone ? 'good' : 'warn'), styles.retest)}>
      <output className={styles.result}>
        <StatusShape shape={gone ? 'good' : 'warn'} />
        <span>
          <strong>{gone ? texts.gone : texts.still}.</strong> {gone ? texts.goneText : texts.stillText}
        </span>
      </output>
      {!gone && <EvidenceItems evidence={(now ?? finding).evidence} />}
    </div>
  );
}
