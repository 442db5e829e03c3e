/** What resources/recipe/set-up/standing.sh says of a host: who sets it up, what was left, and what can be taken back. */
import type { ScriptRecord } from '../../connection/script';
import { PlanId, SetUpWish, StepId, type SetUpStanding } from '../../contract/setUp';
import { plainText } from '../../contract/text';

type Unfinished = SetUpStanding['unfinished'][number];

const WORD = 250;
const LINE = 1000;

/** Any records give a standing. */
export function standingOf(hostId: string, records: readonly ScriptRecord[]): SetUpStanding {
  const rows = (key: string): readonly (readonly string[])[] => records.filter((record) => record.key === key).map(({ values }) => values);
  const [lock] = rows('lock').map(([owner = '', since = '', title = '']) => ({
    owner: plainText(owner, WORD),
    since: momentOf(since),
    title: plainText(title, LINE),
  }));
  return {
    hostId,
    ...(lock === undefined ? {} : { lock }),
    unfinished: rows('unfinished').flatMap(unfinishedOf).slice(-8),
    journal: rows('journal')
      .map(([id = '', title = '', at = '', user = '']) => ({
        id: plainText(id, WORD),
        title: plainText(title, LINE),
        at: momentOf(at),
        user: plainText(user, WORD),
      }))
      .slice(-200),
  };
}

const STATES: readonly Unfinished['step'][] = ['running', 'ended', 'lost'];

function unfinishedOf([
  id = '',
  owner = '',
  since = '',
  wish = '',
  step = '',
  title = '',
  position,
  of,
  state,
]: readonly string[]): Unfinished[] {
  if (!PlanId.safeParse(id).success) return [];
  const known = wishIn(wish);
  const stepId = StepId.safeParse(step).data;
  return [
    {
      id,
      owner: plainText(owner, WORD),
      since: momentOf(since),
      ...(known === undefined ? {} : { wish: known }),
      ...(stepId === undefined ? {} : { stepId }),
      title: plainText(title, LINE),
      position: countOf(position),
      of: countOf(of),
      step: STATES.find((each) => each === state) ?? 'lost',
    },
  ];
}

/** It comes from the host, so it may be anything. */
function wishIn(text: string): SetUpWish | undefined {
  try {
    return SetUpWish.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const countOf = (text = ''): number => (/^\d{1,6}$/.test(text) ? Number(text) : 0);

/** Hosts tell seconds; what is too large for them is milliseconds. */
function momentOf(text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return value < 1e11 ? value * 1000 : value;
}
