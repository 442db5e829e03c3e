/** Arrow keys, Home and End move the focus among the controls of a list, menu or tab row. */
import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** Where a key leads, from `at` among `count`; undefined for other keys. */
export function stepTo(key: string, at: number, count: number): number | undefined {
  return count === 0 ? undefined : STEPS[key]?.(at, count);
}

/** Handles the key of one of the controls in the container; true when it did. */
export function walk(event: KeyboardEvent, container: Element | null, selector: string): boolean {
  const controls = [...(container?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const at = controls.findIndex((control) => control === document.activeElement);
  const next = stepTo(event.key, at, controls.length);
  if (next === undefined) return false;
  event.preventDefault();
  controls[next]?.focus();
  return true;
}
