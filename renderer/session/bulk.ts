/** Connects, disconnects and sets up several hosts; the worker lets so many at a time through. */
import type { Host } from '../../electron/contract/host';
import { closeConnection, connectionOf, openConnection } from '../connection/store';
import type { HostBulk } from '../host/bulkMenu';
import { showMany } from '../recipe/many/many';

const isUp = ({ id }: Host): boolean => ['ready', 'connecting'].includes(connectionOf(id).kind);

export const bulk: HostBulk = {
  connect: (hosts) => {
    for (const host of hosts) if (!isUp(host)) openConnection(host.id);
  },
  // Also those that wait for their next try.
  disconnect: (hosts) => {
    for (const host of hosts) if (connectionOf(host.id).kind !== 'idle') closeConnection(host.id);
  },
  setUp: (hosts) => {
    if (hosts.length > 0) showMany(hosts);
  },
};
