/** Why a check did not prove a GPU: the doctor's finding about this host, and the way to it. */
import { ChevronRight } from 'lucide-react';
import type { Verdict } from '../../electron/contract/check';
import type { EntryId } from '../../electron/contract/doctor';
import type { HostId } from '../../electron/contract/host';
import { StatusShape } from '../base/StatusShape';
import { SEVERITY_SHAPES } from '../probe/problems';
import { showFinding } from '../probe/showFinding';
import { useDiagnosis } from '../probe/store';
import { activateScreen } from '../screen/store';
import { showHost } from '../session/centre';
import styles from './DoctorLink.module.css';
import { inspectCheck } from './store';
import { checkTexts as texts } from './texts';

/** Entries that can be why the GPU does not draw: driver, GL, VirtualGL, device nodes, containers. */
const CAUSES: ReadonlySet<EntryId> = new Set(
  '01 02 03 05 06 07 08 09 10 11 12 36 37 38 48 54 60 61 63 67 75 78 79'.split(' ').map((number) => `D${number}`),
);

export function DoctorLink({ hostId, verdict }: { readonly hostId: HostId; readonly verdict: Verdict }) {
  const cause = useDiagnosis(hostId)?.findings.find(({ id }) => CAUSES.has(id));
  if (verdict.kind === 'gpu' || cause === undefined) return null;
  const show = (): void => {
    activateScreen(undefined);
    inspectCheck(undefined);
    showHost(hostId, 'health');
    // The card is there with the next picture of the page.
    requestAnimationFrame(() => showFinding(cause.id));
  };
  return (
    <button type="button" className={styles.link} onClick={show}>
      <StatusShape shape={SEVERITY_SHAPES[cause.severity]} />
      <span className={styles.words}>
        <span className={styles.what}>{texts.doctorSays}</span> {cause.title}
      </span>
      <ChevronRight size={14} aria-hidden />
    </button>
  );
}
