/** Sets several hosts up with one wish: the wish, then the plan of each host, then all runs side by side. */
import { assertNever } from '../../../electron/contract';
import type { Host, HostId } from '../../../electron/contract/host';
import { closeMany, useMany } from './many';
import { ManyPlans } from './ManyPlans';
import { ManyRuns } from './ManyRuns';
import { ManyWish } from './ManyWish';
import type { ModeOption } from '../setUp';

export interface SetUpManyProps {
  /** As they rank on a host once everything is installed; undefined while not known. */
  readonly modesOf: (hostId: HostId) => readonly ModeOption[] | undefined;
  /** Goes to the run of one host. */
  readonly onHost: (host: Host) => void;
}

export function SetUpMany({ modesOf, onHost }: SetUpManyProps) {
  const many = useMany((store) => store.many);
  switch (many.kind) {
    case 'closed':
      return null;
    case 'wish':
      return <ManyWish hosts={many.hosts} modesOf={modesOf} onClose={closeMany} />;
    case 'plans':
      return <ManyPlans now={many} onClose={closeMany} />;
    case 'runs':
      return (
        <ManyRuns
          batch={many.batch}
          onHost={(host) => {
            closeMany();
            onHost(host);
          }}
          onClose={closeMany}
        />
      );
    default:
      return assertNever(many);
  }
}
