/** What a dialog asks for as it opens, and again on demand. */
import { useEffect, useState } from 'react';
import type { FailureData } from '../../electron/contract';
import { failureOf } from '../base/failure';

export type Asked<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: FailureData };

export function useAsked<T>(ask: () => Promise<T>): { readonly asked: Asked<T>; readonly again: () => void } {
  const [answer, setAnswer] = useState(ask);
  const [asked, setAsked] = useState<Asked<T>>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    answer.then(
      (value) => {
        if (current) setAsked({ kind: 'ready', value });
      },
      (error: unknown) => {
        if (current) setAsked({ kind: 'failed', failure: failureOf(error) });
      },
    );
    return () => void (current = false);
  }, [answer]);
  return {
    asked,
    again: () => {
      setAsked({ kind: 'loading' });
      setAnswer(ask());
    },
  };
}
