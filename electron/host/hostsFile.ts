/** The file of the operator's hosts: its shapes, and how older ones are read. */
import { z } from 'zod';
import type { JsonShape } from '../base/jsonFile';
import { Hop, Host, HOST_LIMIT, HostId, HostLabels } from '../contract/host';

const login = Hop.omit({ name: true }).shape;

/** A host of the operator's own. */
const Own = z.strictObject({
  kind: z.literal('own'),
  id: HostId,
  ...HostLabels.shape,
  ...login,
  jump: Host.shape.jump,
});
export type Own = z.infer<typeof Own>;

/** The login that the files last gave, for when they give none. */
const Last = z.strictObject({ ...login, via: Host.shape.via });
export type Last = z.infer<typeof Last>;

/** A host that follows a Host entry of ~/.ssh/config. */
const Following = z.strictObject({
  kind: z.literal('following'),
  id: HostId,
  ...HostLabels.shape,
  alias: z.string().max(253),
  last: Last,
});
export type Following = z.infer<typeof Following>;

const StoredHost = z.discriminatedUnion('kind', [Own, Following]);
export type StoredHost = Own | Following;

export interface StoredHosts {
  readonly version: 2;
  readonly hosts: StoredHost[];
}

/** Before tags, jump hosts and ~/.ssh/config. */
const VersionOne = z
  .strictObject({
    version: z.literal(1),
    hosts: z.array(Host.pick({ id: true, name: true, address: true, port: true, user: true, auth: true })).max(HOST_LIMIT),
  })
  .transform(({ hosts }): StoredHosts => ({ version: 2, hosts: hosts.map((host) => ({ kind: 'own', ...host })) }));

export const HostsFile: JsonShape<StoredHosts> = {
  version: 2,
  schema: z.strictObject({ version: z.literal(2), hosts: z.array(StoredHost).max(HOST_LIMIT) }),
  older: VersionOne,
};
