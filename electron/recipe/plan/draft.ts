/** What the states and proofs of several recipes have in common. */
import { createHash } from 'node:crypto';
import type { SetUpStep, Verification } from '../../contract/setUp';
import type { DraftStep } from './recipe';
import type { Survey } from './survey';
import { sentence } from './words';

type State = DraftStep['state'];

export const TO_DO: State = { kind: 'to-do' };
export const already = (found: string): State => ({ kind: 'already', found: sentence(found) });
export const cannot = (why: string): State => ({ kind: 'cannot', why: sentence(why) });

/** `got`: as it is now; undefined when it could not be seen. */
export const verification = (
  { recipe, command, expected }: Pick<Verification, 'recipe' | 'command' | 'expected'>,
  got: string | undefined,
  ok: boolean,
): Verification => ({
  recipe,
  command: sentence(command),
  expected: sentence(expected),
  ...(got === undefined ? {} : { got: sentence(got), ok }),
});

/** The host has this very text in that file. */
export const isWritten = ({ files }: Survey, { path, text }: SetUpStep['files'][number]): boolean =>
  files.get(path) === createHash('sha256').update(text).digest('hex');
