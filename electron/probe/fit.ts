/** Facts and findings as one message may carry them: a host that says too much is cut, not refused. */
import { MESSAGE_LIMIT } from '../contract';
import type { Finding } from '../contract/doctor';
import type { Facts } from '../contract/probe';

/** Characters of JSON; the rest of the message needs little. */
const LIMIT = MESSAGE_LIMIT - 16 * 1024;

const SECTIONS = ['system', 'gpu', 'gl', 'desktop', 'container', 'login'] as const;

const sizeOf = (value: unknown): number => JSON.stringify(value)?.length ?? 0;

/** The longest of its lists is halved until it fits; every list keeps its beginning. */
export function fitFacts(facts: Facts): Facts {
  let fitting = facts;
  while (sizeOf(fitting) > LIMIT) {
    const [longest] = SECTIONS.flatMap((section) =>
      Object.entries(fitting[section]).flatMap(([field, value]: [string, unknown]) =>
        Array.isArray(value) && value.length > 0 ? [{ section, field, value, size: sizeOf(value) }] : [],
      ),
    ).toSorted((a, b) => b.size - a.size);
    if (longest === undefined) return fitting;
    const { section, field, value } = longest;
    fitting = { ...fitting, [section]: { ...fitting[section], [field]: value.slice(0, Math.floor(value.length / 2)) } };
  }
  return fitting;
}

/** The least important findings are left out until the rest fits. */
export function fitFindings(findings: readonly Finding[]): readonly Finding[] {
  let fitting = findings;
  while (fitting.length > 1 && sizeOf(fitting) > LIMIT) fitting = fitting.slice(0, Math.floor(fitting.length / 2));
  return fitting;
}
