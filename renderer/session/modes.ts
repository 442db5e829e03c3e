/** How the chooser ranks the modes of each host. */
import { create } from 'zustand';
import type { HostId } from '../../electron/contract/host';
import type { ModeChoice, ModeChoices } from '../../electron/contract/session';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import { MODE_NAMES } from './texts';

interface ModeStore {
  readonly hosts: ReadonlyMap<HostId, readonly ModeChoice[]>;
  /** As they would rank once all software is there that a set-up can install. */
  readonly afterSetUp: ReadonlyMap<HostId, readonly ModeChoice[]>;
}

export const useModes = create<ModeStore>(() => ({ hosts: new Map(), afterSetUp: new Map() }));

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

function take({ hostId, choices, afterSetUp }: ModeChoices): void {
  useModes.setState((before) => ({
    hosts: new Map(before.hosts).set(hostId, choices),
    afterSetUp: new Map(before.afterSetUp).set(hostId, afterSetUp),
  }));
}

export function followModes(): void {
  worker.on('session.modesChanged', take);
  worker.onReady(() => {
    worker.call('session.modes', undefined).then(
      (all) =>
        useModes.setState({
          hosts: new Map(all.map(({ hostId, choices }) => [hostId, choices])),
          afterSetUp: new Map(all.map(({ hostId, afterSetUp }) => [hostId, afterSetUp])),
        }),
      (error: unknown) => say(failureOf(error).message, 'bad'),
    );
  });
}
