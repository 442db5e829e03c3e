/** Short news for the operator: shown in the corner, spoken by screen readers. */
import { create } from 'zustand';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'info' | 'bad';
}

export const useNotices = create<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

/** Most that stand there at once: the oldest makes room. */
const MOST = 3;
const INFO_MS = 5000;
const BAD_MS = 12_000;
let nextId = 0;

export function say(text: string, kind: Notice['kind'] = 'info'): void {
  const id = nextId++;
  useNotices.setState(({ notices }) => ({ notices: [...notices.filter((n) => n.text !== text), { id, text, kind }].slice(-MOST) }));
  setTimeout(() => dismiss(id), kind === 'bad' ? BAD_MS : INFO_MS);
}

export function dismiss(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
