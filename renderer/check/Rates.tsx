/** What was rendered and what was delivered: figures, their course, and a table for those who cannot see it. */
import type { Check, FpsPoint } from '../../electron/contract/check';
import { TableHead } from '../base/TableHead';
import { FpsChart } from './FpsChart';
import { fpsRows, fpsText, lastFps, medianFps } from './figures';
import styles from './Rates.module.css';
import { checkTexts as texts } from './texts';

export function Rates({ check }: { readonly check: Check }) {
  const rows = fpsRows(check.rendered, check.delivered);
  return (
    <section className={styles.rates} aria-label={texts.rates}>
      <Rate name={texts.rendered} hint={texts.renderedHint} points={check.rendered} check={check} tone="rendered" />
      <Rate name={texts.delivered} hint={texts.deliveredHint} points={check.delivered} check={check} tone="delivered" />
      {rows.length > 0 && (
        <details className={styles.more}>
          <summary>{texts.ratesTable}</summary>
          <table className={styles.table}>
            <TableHead columns={[texts.second, `${texts.rendered} (${texts.fps})`, `${texts.delivered} (${texts.fps})`]} />
            <tbody>
              {rows.map((row) => (
                <tr key={row.second}>
                  <td>{row.second}</td>
                  <td>{row.rendered === undefined ? '' : fpsText(row.rendered)}</td>
                  <td>{row.delivered === undefined ? '' : fpsText(row.delivered)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}

interface RateProps {
  readonly name: string;
  readonly hint: string;
  readonly points: readonly FpsPoint[];
  readonly check: Check;
  readonly tone: 'rendered' | 'delivered';
}

function Rate({ name, hint, points, check, tone }: RateProps) {
  const running = check.phase.kind === 'running';
  const fps = running ? lastFps(points) : medianFps(points);
  return (
    <figure className={styles.rate}>
      <figcaption className={styles.caption} title={hint}>
        <span className={styles[tone]} aria-hidden="true" />
        <span className={styles.name}>{name}</span>
        <span className={styles.figure}>
          {fps === undefined ? '–' : fpsText(fps)} <span className={styles.unit}>{running ? texts.fps : texts.medianFps}</span>
        </span>
      </figcaption>
      {points.length === 0 ? (
        <p className={styles.none}>{running ? texts.noPoints : ''}</p>
      ) : (
        <FpsChart points={points} seconds={check.seconds} tone={tone} />
      )}
    </figure>
  );
}
