/** Brings the finding of an entry into sight, and the focus to it. */
import type { EntryId } from '../../electron/contract/doctor';

export function showFinding(id: EntryId): void {
  const card = document.querySelector<HTMLElement>(`[data-finding="${CSS.escape(id)}"]`);
  const folded = card?.parentElement?.closest('details');
  if (folded !== null && folded !== undefined) folded.open = true;
  card?.scrollIntoView({ block: 'center' });
  card?.focus({ preventScroll: true });
}
