/** Looks up the names of hosts: one question per name at a time, and the last answer for as long as the network gives none. */
import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';

export type Family = 0 | 4 | 6;
type Resolve = (name: string, family: Family) => Promise<readonly LookupAddress[]>;
export type Names = Resolve;

/** getaddrinfo(3) without a network takes 10 s and a thread of Node's four: who comes back cannot wait for it. */
const PATIENCE_MS = 500;
/** Threads that it may hold. */
const AT_ONCE = 2;

const system: Resolve = (name, family) => systemLookup(name, { all: true, family });

/** The host key, not the address, tells whether it is the right host: an old address is safe to try. Rejects as dns.lookup does. */
export function createNames(resolve: Resolve = system, patienceMs = PATIENCE_MS): Names {
  const last = new Map<string, readonly LookupAddress[]>();
  const asked = new Map<string, Promise<readonly LookupAddress[]>>();
  let running = 0;
  const queue: (() => void)[] = [];

  async function ask(key: string, name: string, family: Family): Promise<readonly LookupAddress[]> {
    if (running >= AT_ONCE) await new Promise<void>((turn) => queue.push(turn));
    else running += 1;
    try {
      const found = await resolve(name, family);
      last.set(key, found);
      return found;
    } finally {
      asked.delete(key);
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return async (name, family) => {
    const key = `${family} ${name}`;
    const answer = asked.get(key) ?? ask(key, name, family);
    asked.set(key, answer);
    const old = last.get(key);
    if (old === undefined) return await answer;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly LookupAddress[]>((resolve) => {
      timer = setTimeout(() => resolve(old), patienceMs);
    });
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAI_AGAIN') return old;
      throw error;
    } finally {
      clearTimeout(timer);
      // Whoever did not wait for it need not hear of its end.
      answer.catch(() => undefined);
    }
  };
}
