/** Sizes and times of a plan in words, and what its steps come to. Pure. */
import type { SetUpPlan, SetUpStep } from '../../../electron/contract/setUp';
import { setUpTexts as texts } from '../setUpTexts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** From bytes, as package managers count them: `0 B`, `34 kB`, `102 MB`, `1.4 GB`. */
export function size(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // What would be rounded to 1000 belongs to the next unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit > 1 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
  return `${digits} ${UNITS[unit] ?? 'B'}`;
}

/** Rough seconds: `1 s`, `25 s`, `3 min`, `1 h 5 min`. Beyond half a minute nobody knows them to the second. */
export function rough(seconds: number): string {
  if (seconds <= 0) return texts.noTime;
  if (seconds < 30) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 57.5) return `${Math.round(seconds / 5) * 5} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export interface PlanSum {
  readonly toDo: number;
  readonly already: number;
  readonly cannot: number;
  /** Of what is to do. Sizes are absent where no step tells one. */
  readonly seconds: number;
  readonly download?: number;
  readonly disk?: number;
}

const sum = (steps: readonly SetUpStep[], of: (step: SetUpStep) => number | undefined): number | undefined => {
  const known = steps.map(of).filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((all, value) => all + value, 0);
};

export function sumOf({ steps }: Pick<SetUpPlan, 'steps'>): PlanSum {
  const count = (kind: SetUpStep['state']['kind']): number => steps.filter(({ state }) => state.kind === kind).length;
  const toDo = steps.filter(({ state }) => state.kind === 'to-do');
  const [download, disk] = [sum(toDo, (step) => step.download), sum(toDo, (step) => step.disk)];
  return {
    toDo: toDo.length,
    already: count('already'),
    cannot: count('cannot'),
    seconds: sum(toDo, (step) => step.seconds) ?? 0,
    ...(download === undefined ? {} : { download }),
    ...(disk === undefined ? {} : { disk }),
  };
}

/** `6 to do, 3 done already; about 40 s; 102 MB to fetch, 400 MB on disk`. */
export function sumWords({ toDo, already, cannot, seconds, download, disk }: PlanSum): string {
  const counts = [
    toDo > 0 && texts.toDoCount(toDo),
    already > 0 && texts.alreadyCount(already),
    cannot > 0 && texts.cannotCount(cannot),
  ].filter((part) => part !== false);
  const sizes = [
    download !== undefined && download > 0 && texts.toFetch(size(download)),
    disk !== undefined && disk > 0 && texts.onDisk(size(disk)),
  ].filter((part) => part !== false);
  return [counts.join(', '), toDo > 0 ? texts.about(rough(seconds)) : '', sizes.join(', ')].filter((part) => part !== '').join('; ');
}
