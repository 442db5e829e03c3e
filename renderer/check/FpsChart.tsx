/** One frame rate over the time of a check. Its figures are in the table beside it. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { FpsPoint } from '../../electron/contract/check';
import styles from './FpsChart.module.css';
import { fpsText } from './figures';

const HEIGHT = 76;

const dark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

function useDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = dark();
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => dark().matches,
  );
}

/** A colour of the tokens as the canvas needs it: worked out. */
const colourOf = (element: Element | null): string => (element === null ? 'gray' : getComputedStyle(element).color);

function options(root: HTMLElement, seconds: number): uPlot.Options {
  const line = colourOf(root);
  const axis = colourOf(root.querySelector('[data-axis]'));
  const grid = colourOf(root.querySelector('[data-grid]'));
  const font = `11px ${getComputedStyle(root).fontFamily}`;
  const shared = { stroke: axis, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
  return {
    width: root.clientWidth,
    height: HEIGHT,
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [0, seconds] }, y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.2)] } },
    axes: [
      {
        ...shared,
        size: 20,
        space: 40,
        incrs: [1, 2, 5, 10, 20, 30, 60],
        grid: { show: false },
        values: (_plot, marks) => marks.map((value) => `${value} s`),
      },
      { ...shared, size: 44, space: 26, gap: 4, values: (_plot, marks) => marks.map((value) => fpsText(value).replace(/\.0$/, '')) },
    ],
    series: [{}, { stroke: line, width: 1.75, points: { show: true, size: 4, fill: line }, spanGaps: true }],
  };
}

interface FpsChartProps {
  readonly points: readonly FpsPoint[];
  /** Length of the time axis. */
  readonly seconds: number;
  readonly tone: 'rendered' | 'delivered';
}

export function FpsChart({ points, seconds, tone }: FpsChartProps) {
  const isDark = useDark();
  const length = Math.max(seconds, Math.ceil(points.at(-1)?.seconds ?? 0));
  // Colours and axis are the plot's for life: others need a new one.
  return <Plot key={`${length} ${isDark}`} points={points} seconds={length} tone={tone} />;
}

function Plot({ points, seconds, tone }: FpsChartProps) {
  const root = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const made = new uPlot(options(element, seconds), [[], []], element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [seconds]);
  useEffect(() => {
    plot.current?.setData([points.map((point) => point.seconds), points.map((point) => point.fps)]);
  }, [points]);
  return (
    <div ref={root} className={styles[tone]} aria-hidden="true">
      <span data-axis className={styles.axis} />
      <span data-grid className={styles.grid} />
    </div>
  );
}
