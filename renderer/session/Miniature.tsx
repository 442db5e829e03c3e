/** A desktop's outline in its true proportions, with its display number. */
import type { Geometry } from '../../electron/contract/session';
import { classes } from '../base/classes';
import styles from './Miniature.module.css';

const BOX = { width: 76, height: 48 };

/** Unknown geometry looks like 16:10. */
export function outline({ width, height }: { readonly width: number; readonly height: number }): { width: number; height: number } {
  const scale = Math.min(BOX.width / width, BOX.height / height);
  return { width: Math.max(18, Math.round(width * scale)), height: Math.max(14, Math.round(height * scale)) };
}

interface MiniatureProps {
  /** Undefined while it has none. */
  readonly display: number | undefined;
  readonly geometry: Geometry | undefined;
  /** Shown in a tab. */
  readonly on?: boolean;
  readonly faded?: boolean;
}

export function Miniature({ display, geometry, on = false, faded = false }: MiniatureProps) {
  const size = outline(geometry ?? { width: 16, height: 10 });
  return (
    <svg
      className={classes(styles.miniature, on && styles.on, faded && styles.faded)}
      {...BOX}
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      aria-hidden="true"
    >
      <rect
        x={(BOX.width - size.width) / 2 + 0.5}
        y={(BOX.height - size.height) / 2 + 0.5}
        width={size.width - 1}
        height={size.height - 1}
        rx="4"
      />
      <text x={BOX.width / 2} y={BOX.height / 2 + 5} textAnchor="middle">
        {display === undefined ? '…' : `:${display}`}
      </text>
    </svg>
  );
}
