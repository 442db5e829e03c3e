/** One GPU: gauges of now, their course, and who uses it. */
import type { GpuProcess } from '../../electron/contract/probe/gpu';
import { classes } from '../base/classes';
import { MiddleText } from '../base/MiddleText';
import { useNow } from '../base/now';
import { TableHead } from '../base/TableHead';
import styles from './GpuCard.module.css';
import type { GpuView } from './gpuViews';
import { LoadChart } from './LoadChart';
import { byMinute, stretches, type Sample } from './ring';
import { probeTexts as texts } from './texts';
import { celsius, mib, ofTotal, percent, shareOf, watts } from './units';

export function GpuCard({ gpu, samples }: { readonly gpu: GpuView; readonly samples: readonly Sample[] }) {
  const now = useNow(5000);
  const { memoryUsed: used, memoryTotal: total, power, powerLimit } = gpu;
  return (
    <article className={styles.card} aria-label={`${gpu.label} ${gpu.name}`}>
      <header className={styles.header}>
        <h3 className={styles.name}>
          <MiddleText text={gpu.name} />
        </h3>
        <span className={styles.at}>{gpu.pci === undefined ? gpu.label : `${gpu.label} · ${gpu.pci}`}</span>
      </header>
      <div className={styles.body}>
        <div className={styles.gauges}>
          <Gauge name={texts.load} line="load" share={gpu.load} words={gpu.load === undefined ? undefined : percent(gpu.load)} />
          <Gauge
            name={texts.memory}
            line="memory"
            share={shareOf(used, total)}
            words={used === undefined ? undefined : total === undefined ? mib(used) : ofTotal(used, total)}
          />
          <dl className={styles.figures}>
            <Figure name={texts.temperature} words={gpu.temperature === undefined ? undefined : celsius(gpu.temperature)} />
            <Figure
              name={texts.power}
              words={
                power === undefined
                  ? undefined
                  : powerLimit === undefined
                    ? watts(power)
                    : texts.of(String(Math.round(power)), watts(powerLimit))
              }
            />
          </dl>
          {gpu.throttled.length > 0 && <p className={styles.throttled}>{texts.throttled(gpu.throttled.join(', '))}</p>}
        </div>
        <LoadChart gpuId={gpu.id} name={gpu.label} samples={samples} now={now} />
      </div>
      <div className={styles.more}>
        {gpu.processes !== undefined && <Processes processes={gpu.processes} />}
        {samples.length > 0 && <Minutes gpuId={gpu.id} samples={samples} now={now} />}
      </div>
    </article>
  );
}

interface GaugeProps {
  readonly name: string;
  /** The line of the chart that it belongs to. */
  readonly line: 'load' | 'memory';
  readonly share: number | undefined;
  readonly words: string | undefined;
}

function Gauge({ name, line, share, words = texts.notTold }: GaugeProps) {
  return (
    <div className={classes(styles.gauge, styles[line])}>
      <span className={styles.swatch} aria-hidden="true" />
      <span className={styles.gaugeName}>{name}</span>
      <span className={styles.value}>{words}</span>
      <meter className={styles.meter} min={0} max={100} value={share ?? 0} aria-label={name} aria-valuetext={words} />
    </div>
  );
}

function Figure({ name, words }: { readonly name: string; readonly words: string | undefined }) {
  if (words === undefined) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{words}</dd>
    </div>
  );
}

function Processes({ processes }: { readonly processes: readonly GpuProcess[] }) {
  if (processes.length === 0) return <p className={styles.none}>{texts.processes(0)}</p>;
  return (
    <details>
      <summary>{texts.processes(processes.length)}</summary>
      <table className={styles.table}>
        <TableHead columns={[texts.processName, texts.processType, texts.pid, texts.memory]} />
        <tbody>
          {processes.map(({ pid, type, name, memory }) => (
            <tr key={`${pid} ${type}`}>
              <td title={name}>{name}</td>
              <td>{texts.processTypes[type]}</td>
              <td>{pid}</td>
              <td>{memory === undefined ? texts.unknown : mib(memory)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Minutes({ gpuId, samples, now }: { readonly gpuId: string; readonly samples: readonly Sample[]; readonly now: number }) {
  const load = byMinute(
    stretches(samples, gpuId, (gpu) => gpu.load, now),
    now,
  );
  const memory = byMinute(
    stretches(samples, gpuId, (gpu) => gpu.memoryUsed, now),
    now,
  );
  if (load.length === 0 && memory.length === 0) return null;
  const minutes = [...new Set([...load, ...memory].map(({ minutesAgo }) => minutesAgo))].toSorted((a, b) => a - b);
  return (
    <details>
      <summary>{texts.byMinute}</summary>
      <table className={styles.table}>
        <TableHead columns={[texts.minute, texts.meanLoad, texts.mostLoad, texts.meanMemory]} />
        <tbody>
          {minutes.map((minutesAgo) => {
            const [loaded, held] = [load, memory].map((rows) => rows.find((row) => row.minutesAgo === minutesAgo));
            return (
              <tr key={minutesAgo}>
                <td>{minutesAgo === 0 ? texts.now : texts.minutesAgo(minutesAgo)}</td>
                <td>{loaded === undefined ? texts.unknown : percent(loaded.mean)}</td>
                <td>{loaded === undefined ? texts.unknown : percent(loaded.most)}</td>
                <td>{held === undefined ? texts.unknown : mib(held.mean)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
