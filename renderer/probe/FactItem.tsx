/** One fact: its value, and behind a button the command, the time, and what the command printed. */
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import type { HostId } from '../../electron/contract/host';
import type { QuestionName } from '../../electron/contract/probe/answer';
import { IconButton } from '../base/Button';
import { FailureNote } from '../base/FailureNote';
import { worker } from '../base/ports';
import { RelativeTime } from '../base/RelativeTime';
import { Progress } from '../base/Spinner';
import { StatusShape } from '../base/StatusShape';
import { useAsked } from '../connection/useAsked';
import { CommandBlock, Output } from './CommandBlock';
import styles from './FactItem.module.css';
import type { FactRow, FactValue } from './rows/row';
import { probeTexts as texts } from './texts';

interface FactItemProps {
  readonly row: FactRow;
  readonly hostId: HostId;
  /** Epoch ms of the look. */
  readonly at: number;
}

export function FactItem({ row, hostId, at }: FactItemProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.fact}>
      <dt className={styles.name}>{row.name}</dt>
      <dd className={styles.value}>
        <Value value={row.value} />
      </dd>
      <dd className={styles.toggle}>
        <IconButton
          icon={open ? ChevronUp : ChevronDown}
          label={texts.how(row.name)}
          small
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        />
      </dd>
      {open && (
        <dd id={id} className={styles.how}>
          {row.command !== '' && <CommandBlock commands={[row.command]} />}
          {/* A later look has another output. */}
          <Raw key={at} hostId={hostId} name={row.from} />
        </dd>
      )}
    </div>
  );
}

/** More lines than these are folded. */
const SHOWN = 6;

function Value({ value }: { readonly value: FactValue }) {
  const [whole, setWhole] = useState(false);
  if (value.kind === 'absent') return <span className={styles.absent}>{value.why || texts.absent}</span>;
  if (value.kind === 'unreadable')
    return (
      <span className={styles.unreadable}>
        <StatusShape shape="warn" />
        <span>
          {texts.unreadable}
          {value.why !== '' && `: ${value.why}`}
        </span>
      </span>
    );
  const { lines } = value;
  if (lines.length === 1) return lines[0];
  const hidden = whole || lines.length <= SHOWN + 1 ? 0 : lines.length - SHOWN;
  return (
    <ul>
      {lines.slice(0, lines.length - hidden).map((line) => (
        <li key={line}>{line}</li>
      ))}
      {hidden > 0 && (
        <li>
          <button type="button" className={styles.all} onClick={() => setWhole(true)}>
            {texts.more(hidden)}
          </button>
        </li>
      )}
    </ul>
  );
}

function Raw({ hostId, name }: { readonly hostId: HostId; readonly name: QuestionName }) {
  const ask = useCallback(() => worker.call('probe.raw', { hostId, name }), [hostId, name]);
  const { asked, again } = useAsked(ask);
  if (asked.kind === 'loading') return <Progress label={texts.rawLoading} />;
  if (asked.kind === 'failed') return <FailureNote failure={asked.failure} onRetry={again} bare />;
  const { text, at } = asked.value;
  return (
    <>
      {text.trim() === '' ? <p className={styles.when}>{texts.rawEmpty}</p> : <Output text={text} />}
      <p className={styles.when}>
        {texts.asked} <RelativeTime at={at} />
      </p>
    </>
  );
}
