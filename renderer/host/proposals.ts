/** What ~/.ssh/config proposes, what of it is chosen, and adding it. */
import { useEffect, useEffectEvent, useState } from 'react';
import type { FailureData } from '../../electron/contract';
import type { Host, HostProposal, HostProposals } from '../../electron/contract/host';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import { importHosts } from './store';
import { hostTexts } from './texts';

export type Reading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly found: HostProposals }
  | { readonly kind: 'failed'; readonly failure: FailureData };

export interface Import {
  readonly reading: Reading;
  readonly chosen: ReadonlySet<string>;
  readonly busy: boolean;
  /** Of the last try to add. */
  readonly failure: FailureData | undefined;
  readonly choose: (aliases: Iterable<string>) => void;
  readonly readAgain: () => void;
  /** Adds what is chosen; undefined when it failed. */
  readonly add: () => Promise<readonly Host[] | undefined>;
}

export const isNew = ({ state }: HostProposal): boolean => state.kind === 'new';

/** Reads the file when it is first shown; all that is new is chosen. */
export function useImport(): Import {
  const [reading, setReading] = useState<Reading>({ kind: 'loading' });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState<'idle' | 'busy' | FailureData>('idle');
  const read = (): void => {
    worker.call('host.proposals', undefined).then(
      (found) => {
        setReading({ kind: 'ready', found });
        setChosen(new Set(found.proposals.filter(isNew).map(({ alias }) => alias)));
      },
      (error: unknown) => setReading({ kind: 'failed', failure: failureOf(error) }),
    );
  };
  const readAtFirst = useEffectEvent(read);
  useEffect(() => readAtFirst(), []);

  return {
    reading,
    chosen,
    busy: adding === 'busy',
    failure: typeof adding === 'object' ? adding : undefined,
    choose: (aliases) => setChosen(new Set(aliases)),
    readAgain: () => {
      setReading({ kind: 'loading' });
      read();
    },
    add: async () => {
      setAdding('busy');
      try {
        const added = await importHosts([...chosen]);
        setAdding('idle');
        say(hostTexts.imported(added.length));
        return added;
      } catch (error) {
        setAdding(failureOf(error));
        return undefined;
      }
    },
  };
}
