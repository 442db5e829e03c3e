/** What of a diagnosis is a problem, and how bad it is as a whole. */
import type { Diagnosis, Finding } from '../../electron/contract/doctor';
import type { Shape } from '../base/StatusShape';
import { probeTexts as texts } from './texts';

export interface ProblemMark {
  readonly number: number;
  /** `2 problems`. */
  readonly words: string;
  readonly shape: Shape;
}

const isProblem = ({ severity }: Finding): boolean => severity !== 'note';

export const problemsIn = (diagnosis: Diagnosis | undefined): readonly Finding[] => diagnosis?.findings.filter(isProblem) ?? [];
export const notesIn = (diagnosis: Diagnosis | undefined): readonly Finding[] =>
  diagnosis?.findings.filter((finding) => !isProblem(finding)) ?? [];

/** Undefined where nothing is wrong, or nothing is known. */
export function problemMark(diagnosis: Diagnosis | undefined): ProblemMark | undefined {
  const { length } = problemsIn(diagnosis);
  if (length === 0) return undefined;
  const blocks = problemsIn(diagnosis).some(({ severity }) => severity === 'blocks');
  return { number: length, words: texts.problemCount(length), shape: blocks ? 'bad' : 'warn' };
}

export const SEVERITY_SHAPES: Readonly<Record<Finding['severity'], Shape>> = { blocks: 'bad', harms: 'warn', note: 'idle' };

/** Of each entry the first finding, with the others of that entry behind it: twenty stale locks are one line of work. */
export function alike(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const group = groups.get(finding.id);
    if (group === undefined) groups.set(finding.id, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}
