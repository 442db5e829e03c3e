/** The wish of one host as a proposal for another: without what belongs to that very host, or was its own decision. Pure. */
import type { SetUpWish } from '../../../electron/contract/setUp';
import type { SetUpDraft } from '../setUp';

export function wishElsewhere({ mirror, gpu: _gpu, ...wish }: SetUpWish): SetUpDraft {
  // A PCI address names another GPU there; a driver is replaced only where somebody asked for that.
  return { ...wish, gpu: '', driver: 'leave', mirrorSystem: mirror.system ?? '', mirrorSoftware: mirror.software ?? '' };
}
