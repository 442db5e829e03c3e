/** The set-up of a host, with the modes as the chooser ranks them once everything is installed. */
import type { Host } from '../../electron/contract/host';
import { SetUpView } from '../recipe/SetUpView';
import type { SetUpSlots } from '../recipe/report/slots';
import { showHost, showTab } from './centre';
import { modeName, useModes } from './modes';
import { newDesktop } from './newDesktop';

/** The rest of its slots is of this noun. */
export type SetUpTabSlots = Pick<SetUpSlots, 'renderVerdict'>;

export function SetUpTab({ host, slots }: { readonly host: Host; readonly slots: SetUpTabSlots }) {
  const choices = useModes((store) => store.afterSetUp.get(host.id));
  return (
    <SetUpView
      host={host}
      modes={choices?.map((choice) => ({ ...choice, name: modeName(choice) }))}
      slots={{
        ...slots,
        onNewDesktop: (hostId) => {
          showTab('desktops');
          newDesktop(hostId);
        },
        onSetUp: ({ id }) => showHost(id, 'set-up'),
      }}
    />
  );
}
