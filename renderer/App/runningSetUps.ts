/** Set-ups under way, for the bottom strip: a line each, and one line for those that were begun together. */
import { useShallow } from 'zustand/react/shallow';
import type { SetUpRun } from '../../electron/contract/setUp';
import type { Running } from '../base/Strip';
import { batchProgress } from '../recipe/many/batch';
import { showBatch } from '../recipe/many/many';
import { stripStep } from '../recipe/run/runs';
import { runTexts as texts } from '../recipe/run/runTexts';
import { isActive } from '../recipe/setUp';
import { showRun, useSetUps } from '../recipe/setUpStore';
import { showHost } from '../session/centre';

/** `onGo`: brings the centre back from an open screen. */
export function useRunningSetUps(nameOf: (hostId: string) => string, onGo: () => void): readonly Running[] {
  const runs = useSetUps((store) => store.runs);
  const busy = useSetUps(useShallow((store) => store.runs.filter((run) => isActive(run) || run.proof?.kind === 'running')));
  const batches = new Map<string, readonly SetUpRun[]>();
  for (const { batch } of busy) if (batch !== undefined) batches.set(batch, []);
  for (const run of runs) {
    const members = run.batch === undefined ? undefined : batches.get(run.batch);
    if (run.batch !== undefined && members !== undefined) batches.set(run.batch, [...members, run]);
  }
  const together = [...batches].filter(([, members]) => members.length > 1);
  const inLine = ({ batch }: SetUpRun): boolean => together.some(([id]) => id === batch);
  return [
    ...together.map(([batch, members]) => {
      const progress = batchProgress(members);
      return {
        id: `batch ${batch}`,
        what: texts.stripBatch(progress.of),
        step: `${texts.percent(progress.share)} · ${texts.stripEnded(progress.ended)}`,
        show: () => showBatch(batch),
      };
    }),
    ...busy
      .filter((run) => !inLine(run))
      .map((run) => ({
        id: `set-up ${run.id}`,
        what: texts.strip[run.plan.kind](nameOf(run.hostId)),
        step: stripStep(run),
        show: () => {
          showRun(run.hostId, run.id);
          showHost(run.hostId, 'set-up');
          onGo();
        },
      })),
  ];
}
