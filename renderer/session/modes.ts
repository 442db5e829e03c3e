/** How the chooser ranks the modes of each host. */
import { create } from 'zustand';
import type { HostId } from '../../electron/contract/host';
import type { ModeChoice, ModeChoices } from '../../electron/contract/session';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import { MODE_NAMES } from './texts';

export const useModes = create<{ readonly hosts: ReadonlyMap<HostId, readonly ModeChoice[]> }>(() => ({ hosts: new Map() }));

/** The recommended mode in words; undefined while not known, or where none is possible. */
export function bestMode(choices: readonly ModeChoice[] | undefined): string | undefined {
  const best = choices?.find(({ rank }) => rank === 'recommended');
  return best === undefined ? undefined : modeName(best);
}

/** At the beginning of a line. */
export function modeName({ mode }: Pick<ModeChoice, 'mode'>): string {
  const name = MODE_NAMES[mode];
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

const take = ({ hostId, choices }: ModeChoices): void => useModes.setState(({ hosts }) => ({ hosts: new Map(hosts).set(hostId, choices) }));

export function followModes(): void {
  worker.on('session.modesChanged', take);
  worker.onReady(() => {
    worker.call('session.modes', undefined).then(
      (all) => useModes.setState({ hosts: new Map(all.map(({ hostId, choices }) => [hostId, choices])) }),
      (error: unknown) => say(failureOf(error).message, 'bad'),
    );
  });
}
