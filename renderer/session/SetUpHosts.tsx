/** The set-up of several hosts, with the modes as the chooser ranks them on each. */
import type { Host } from '../../electron/contract/host';
import { SetUpMany } from '../recipe/many/SetUpMany';
import { showHost } from './centre';
import { modeName, useModes } from './modes';

/** `onLeave`: a host's own set-up is shown now, and the centre has to be in sight. */
export function SetUpHosts({ onLeave }: { readonly onLeave: () => void }) {
  const choices = useModes((store) => store.afterSetUp);
  const goTo = ({ id }: Host): void => {
    showHost(id, 'set-up');
    onLeave();
  };
  return <SetUpMany modesOf={(hostId) => choices.get(hostId)?.map((choice) => ({ ...choice, name: modeName(choice) }))} onHost={goTo} />;
}
