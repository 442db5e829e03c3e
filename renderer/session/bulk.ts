/** Connects and disconnects several hosts; the worker lets so many at a time through. */
import type { Host } from '../../electron/contract/host';
import { closeConnection, connectionOf, openConnection } from '../connection/store';
import type { HostBulk } from '../host/bulkMenu';

const isUp = ({ id }: Host): boolean => ['ready', 'connecting'].includes(connectionOf(id).kind);

export const bulk: HostBulk = {
  connect: (hosts) => {
    for (const host of hosts) if (!isUp(host)) openConnection(host.id);
  },
  // Also those that wait for their next try.
  disconnect: (hosts) => {
    for (const host of hosts) if (connectionOf(host.id).kind !== 'idle') closeConnection(host.id);
  },
};
