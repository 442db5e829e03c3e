/** When hosts are looked at by themselves: as soon as one is connected, some time after its desktops changed, and while somebody watches. */

export interface LooksDeps {
  /** Asks the host; its failures are told elsewhere. */
  readonly look: (hostId: string) => Promise<unknown>;
  /** Somebody looks at the host now. */
  readonly isWatched: (hostId: string) => boolean;
}

export interface Looks {
  connected(hostId: string): void;
  /** Its desktops changed: it is looked at when the start, its picture and its check have had their time. */
  changed(hostId: string): void;
  /** No connection any more. */
  ended(hostId: string): void;
}

const AFTER_CHANGE_MS = 15_000;
/** A GPU that a container lost, or a driver that was updated, shows in no load. */
const EVERY_MS = 10 * 60_000;

export function createLooks({ look, isWatched }: LooksDeps): Looks {
  const timers = new Map<string, NodeJS.Timeout>();

  function plan(hostId: string, ms: number, wanted: () => boolean): void {
    clearTimeout(timers.get(hostId));
    timers.set(
      hostId,
      setTimeout(() => {
        if (wanted()) void now(hostId);
        else plan(hostId, EVERY_MS, () => isWatched(hostId));
      }, ms),
    );
  }

  async function now(hostId: string): Promise<void> {
    plan(hostId, EVERY_MS, () => isWatched(hostId));
    await look(hostId).catch(() => undefined);
  }

  return {
    connected: (hostId) => void now(hostId),
    changed: (hostId) => {
      if (timers.has(hostId)) plan(hostId, AFTER_CHANGE_MS, () => true);
    },
    ended(hostId) {
      clearTimeout(timers.get(hostId));
      timers.delete(hostId);
    },
  };
}
