/** How the followed values of each host changed, on disk: what was there before an update is the question after it. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile, type JsonShape } from '../base/jsonFile';
import { createLimiter } from '../base/limiter';
import { HostId } from '../contract/host';
import { Snapshot, type Facts, type History } from '../contract/probe';
import { nextSnapshot, trackedOf } from './tracked';

export interface Histories {
  /** Keeps what differs from the latest snapshot; rejects with `storage` when the disk refuses. */
  note(facts: Facts): Promise<void>;
  list(hostId: HostId): Promise<History>;
  /** Of a host that was removed. */
  forget(hostId: HostId): Promise<void>;
}

interface Stored {
  readonly version: 1;
  readonly snapshots: Snapshot[];
}

const FILE: JsonShape<Stored> = {
  version: 1,
  schema: z.strictObject({ version: z.literal(1), snapshots: z.array(Snapshot).max(100) }),
};
const LIMIT = 100;

/** `folder` holds one file a host. */
export function openHistories(folder: string): Histories {
  const oneByOne = createLimiter();
  const fileOf = (hostId: HostId): string => join(folder, `${HostId.parse(hostId)}.json`);
  const read = async (hostId: HostId): Promise<readonly Snapshot[]> => (await readJsonFile(fileOf(hostId), FILE)).value?.snapshots ?? [];

  return {
    note: (facts) =>
      oneByOne(facts.hostId, async () => {
        const snapshots = await read(facts.hostId);
        const next = nextSnapshot(snapshots.at(-1), trackedOf(facts), facts.at);
        if (next !== undefined)
          await writeJsonFile(fileOf(facts.hostId), FILE, { version: 1, snapshots: [...snapshots, next].slice(-LIMIT) });
      }),
    list: (hostId) => oneByOne(hostId, async () => ({ hostId, snapshots: [...(await read(hostId))] })),
    forget: (hostId) =>
      oneByOne(hostId, async () => {
        const name = `${HostId.parse(hostId)}.json`;
        const files = await readdir(folder).catch(() => []);
        for (const file of files.filter((each) => each === name || each.startsWith(`${name}.`)))
          await rm(join(folder, file), { force: true });
      }),
  };
}
