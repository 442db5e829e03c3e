/** Load and memory of a GPU over the last minutes, as two lines of one box; their figures stand beside it. */
import { linePath } from './chart';
import { RING_MS, stretches, type Sample } from './ring';
import styles from './LoadChart.module.css';
import { probeTexts as texts } from './texts';
import { shareOf } from './units';

interface LoadChartProps {
  readonly gpuId: string;
  readonly name: string;
  readonly samples: readonly Sample[];
  readonly now: number;
}

const MINUTES = RING_MS / 60_000;

export function LoadChart({ gpuId, name, samples, now }: LoadChartProps) {
  const load = linePath(
    stretches(samples, gpuId, (gpu) => gpu.load, now),
    now,
  );
  const memory = linePath(
    stretches(samples, gpuId, (gpu) => shareOf(gpu.memoryUsed, gpu.memoryTotal), now),
    now,
  );
  const empty = load === '' && memory === '';
  return (
    <figure className={styles.chart}>
      <div className={styles.plot}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={texts.chartOf(name)}>
          <path className={styles.grid} d="M0 0H100M0 50H100M0 100H100M20 0V100M40 0V100M60 0V100M80 0V100" />
          <path className={styles.memory} d={memory} />
          <path className={styles.load} d={load} />
        </svg>
        {empty && <p className={styles.empty}>{texts.chartWaits}</p>}
        <ul className={styles.levels} aria-hidden="true">
          <li>100 %</li>
          <li>50 %</li>
          <li>0 %</li>
        </ul>
      </div>
      <p className={styles.times} aria-hidden="true">
        <span>{texts.minutesAgo(MINUTES)}</span>
        <span>{texts.minutesAgo(MINUTES / 2)}</span>
        <span>{texts.now}</span>
      </p>
    </figure>
  );
}
