/** The time as React state: one timer per interval, however many components look at it. */
import { useSyncExternalStore } from 'react';

interface Clock {
  /** The same function for life: React follows anew whenever it gets another. */
  readonly follow: (listener: () => void) => () => void;
  readonly read: () => number;
}

function makeClock(interval: number): Clock {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  const tick = (): void => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    read: () => now,
    follow(listener) {
      listeners.add(listener);
      if (timer === undefined) {
        now = Date.now();
        timer = setInterval(tick, interval);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const clocks = new Map<number, Clock>();

function clockOf(interval: number): Clock {
  const clock = clocks.get(interval) ?? makeClock(interval);
  clocks.set(interval, clock);
  return clock;
}

/** Epoch milliseconds, new every `interval` milliseconds. */
export function useNow(interval: number): number {
  const { follow, read } = clockOf(interval);
  return useSyncExternalStore(follow, read);
}
