/** What the nouns to the right put into a set-up: verdicts are theirs to draw, and desktops theirs to start. */
import type { ReactNode } from 'react';
import type { Verdict } from '../../../electron/contract/check';
import type { Host, HostId } from '../../../electron/contract/host';

export interface SetUpSlots {
  readonly renderVerdict: (verdict: Verdict) => ReactNode;
  readonly onNewDesktop: (hostId: HostId) => void;
  /** Goes to the set-up of another host. */
  readonly onSetUp: (host: Host) => void;
}
