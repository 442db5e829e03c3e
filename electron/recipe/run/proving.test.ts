/** Proofs whose link breaks in the middle. */
import { describe, expect, test } from 'vitest';
import { Failure } from '../../base/failure';
import type { Proof } from '../../contract/setUp';
import { proveMode } from './proving';

const LOST = new Failure('connection-lost', 'The connection to GPU box 1 ended.', { retry: true });
const failed = (failure: Failure): Proof => ({ kind: 'failed', failure: failure.toData() });
const END: Proof = { kind: 'left-out', why: 'It came to an end.' };

/** What is told when the tries end like this, one after the other; an error is thrown. */
async function told(...ends: readonly (Proof | Failure)[]): Promise<readonly Proof[]> {
  const seen: Proof[] = [];
  const left = [...ends];
  const prove = (): Promise<Proof> => {
    const end = left.shift() ?? END;
    return end instanceof Failure ? Promise.reject(end) : Promise.resolve(end);
  };
  const signal = new AbortController().signal;
  await proveMode({ prove, wait: () => Promise.resolve() }, 'host', 'software', { signal, onProof: (proof) => seen.push(proof) });
  return seen;
}

const begun: Proof = { kind: 'running', step: 'Starting a desktop' };

describe('a proof', () => {
  test.each([
    ['is begun anew when the link broke', [failed(LOST), LOST, END], [begun, begun, begun, END]],
    ['is given up when the link breaks again and again', [LOST, LOST, LOST, END], [begun, begun, begun, failed(LOST)]],
    [
      'is not begun anew for another reason',
      [failed(new Failure('script-failed', 'No.')), END],
      [begun, failed(new Failure('script-failed', 'No.'))],
    ],
  ])('%s', async (_, ends, expected) => {
    expect(await told(...ends)).toEqual(expected);
  });
});
