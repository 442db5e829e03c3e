/** Examines a host: every entry's detection, without the symptoms that another finding explains, most important first. */
import type { EntryId, Finding } from '../../contract/doctor';
import type { Detection, Entry, Seen } from './entry';

const SEVERITY: readonly Finding['severity'][] = ['blocks', 'harms', 'note'];
const CONFIDENCE: readonly Finding['confidence'][] = ['certain', 'likely', 'possible'];
/** More findings than that help nobody. */
const LIMIT = 64;

export function diagnose(seen: Seen, entries: readonly Entry[]): readonly Finding[] {
  const found = entries.flatMap((entry) => detected(entry, seen).map((detection) => findingOf(entry, detection)));
  const explained = new Set(found.filter(({ confidence }) => confidence !== 'possible').flatMap(({ explains }) => explains));
  const roots = found.filter(({ id }) => !explained.has(id));
  const present = new Set<EntryId>(found.map(({ id }) => id));
  return roots
    .map((finding) => ({ ...finding, explains: finding.explains.filter((id) => present.has(id)) }))
    .toSorted(
      (a, b) =>
        SEVERITY.indexOf(a.severity) - SEVERITY.indexOf(b.severity) || CONFIDENCE.indexOf(a.confidence) - CONFIDENCE.indexOf(b.confidence),
    )
    .slice(0, LIMIT);
}

/** A subject is named once. */
function detected(entry: Entry, seen: Seen): readonly Detection[] {
  return [...new Map(entry.detect(seen).map((detection) => [detection.subject ?? '', detection])).values()];
}

function findingOf(entry: Entry, { subject = '', confidence, evidence, ...own }: Detection): Finding {
  return {
    key: `${entry.id} ${subject}`.slice(0, 300).trim(),
    id: entry.id,
    subject: subject.slice(0, 256),
    title: own.title ?? entry.title,
    cause: own.cause ?? entry.cause,
    severity: own.severity ?? entry.severity,
    confidence,
    evidence: evidence.slice(0, 8),
    cure: own.cure ?? entry.cure,
    source: entry.source,
    explains: [...(own.explains ?? entry.explains ?? [])],
  };
}
