/** The ranked modes of a host, as they go to the page. */
import type { Diagnosis } from '../contract/doctor';
import type { Facts } from '../contract/probe';
import type { ModeChoices } from '../contract/session';
import { rankAfterSetUp, rankModes } from './chooser';

export const modeChoicesOf = ({ hostId, findings }: Diagnosis, facts: Facts): ModeChoices => ({
  hostId,
  choices: [...rankModes(facts, findings)],
  afterSetUp: [...rankAfterSetUp(facts, findings)],
});
