/** The wish that was used last on each host, in a file of the profile. */
import { z } from 'zod';
import { readJsonFile, writeJsonFile, type JsonShape } from '../../base/jsonFile';
import { createLimiter } from '../../base/limiter';
import { HostId } from '../../contract/host';
import { SetUpWish } from '../../contract/setUp';

export interface LastWishes {
  /** Undefined when there was none, or its file cannot be read. */
  readonly of: (hostId: string) => Promise<SetUpWish | undefined>;
  /** Rejects with `storage`. */
  readonly keep: (hostId: string, wish: SetUpWish) => Promise<void>;
  readonly forget: (hostId: string) => Promise<void>;
}

const HOSTS = 1000;

const Content = z.object({ version: z.literal(1), wishes: z.record(HostId, SetUpWish) });
const SHAPE: JsonShape<z.infer<typeof Content>> = { version: 1, schema: Content };

export function openLastWishes(file: string): LastWishes {
  const oneByOne = createLimiter();
  const read = async (): Promise<Readonly<Record<string, SetUpWish>>> => (await readJsonFile(file, SHAPE)).value?.wishes ?? {};
  const change = (make: (before: Readonly<Record<string, SetUpWish>>) => Record<string, SetUpWish>): Promise<void> =>
    oneByOne(file, async () => writeJsonFile(file, SHAPE, { version: 1, wishes: make(await read()) }));
  const without = (wishes: Readonly<Record<string, SetUpWish>>, hostId: string): [string, SetUpWish][] =>
    Object.entries(wishes).filter(([id]) => id !== hostId);
  return {
    of: (hostId) => oneByOne(file, async () => (await read())[hostId]).catch(() => undefined),
    keep: (hostId, wish) => change((before) => Object.fromEntries([...without(before, hostId), [hostId, wish] as const].slice(-HOSTS))),
    forget: (hostId) => change((before) => Object.fromEntries(without(before, hostId))),
  };
}
