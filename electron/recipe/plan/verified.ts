/** What has to be true afterwards, beside what the facts show. */
import type { Facts } from '../../contract/probe';
import type { QuestionName } from '../../contract/probe/answer';
import type { Verification } from '../../contract/setUp';
import type { z } from 'zod';
import { verification } from './draft';

interface Shown {
  readonly got: string;
  readonly ok: boolean;
}

/** `shown` undefined: it was not looked at. */
export const verified = (expected: Pick<Verification, 'recipe' | 'command' | 'expected'>, shown: Shown | undefined): Verification =>
  verification(expected, shown?.got, shown?.ok === true);

/** The probe got an answer, be it that there is nothing. */
export const wasAnswered = ({ answers }: Facts, name: z.infer<typeof QuestionName>): boolean =>
  answers.some((answer) => answer.name === name && answer.state !== 'unreadable');
