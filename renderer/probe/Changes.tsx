/** What changed on a host between an earlier look and now. */
import { useCallback, useId, useState } from 'react';
import type { HostId } from '../../electron/contract/host';
import type { Snapshot } from '../../electron/contract/probe';
import { FailureNote } from '../base/FailureNote';
import { SelectField } from '../base/Field';
import { useNow } from '../base/now';
import { worker } from '../base/ports';
import { RelativeTime } from '../base/RelativeTime';
import { Progress } from '../base/Spinner';
import { ago, exactTime } from '../base/time';
import { useAsked } from '../connection/useAsked';
import styles from './Changes.module.css';
import { changesSince, itemChange, type Change } from './changes';
import { probeTexts as texts, TRACKED_NAMES } from './texts';

/** `at`: the last look; a newer one may have found changes. */
export function Changes({ hostId, at }: { readonly hostId: HostId; readonly at: number }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {texts.history}
      </h2>
      <Asked key={at} hostId={hostId} />
    </section>
  );
}

function Asked({ hostId }: { readonly hostId: HostId }) {
  const ask = useCallback(() => worker.call('probe.history', hostId), [hostId]);
  const { asked, again } = useAsked(ask);
  if (asked.kind === 'loading') return <Progress label={texts.historyLoading} />;
  if (asked.kind === 'failed') return <FailureNote failure={asked.failure} onRetry={again} />;
  const { snapshots } = asked.value;
  if (snapshots.length < 2) return <p className={styles.none}>{texts.historyFirst}</p>;
  return <Compared snapshots={snapshots} />;
}

function Compared({ snapshots }: { readonly snapshots: readonly Snapshot[] }) {
  const now = useNow(15_000);
  const [chosen, setChosen] = useState(snapshots.length - 2);
  const changes = changesSince(snapshots, chosen);
  const options = snapshots
    .slice(0, -1)
    .map(({ at }, index) => ({ value: String(index), label: `${ago(at, now)}, ${exactTime(at)}` }))
    .toReversed();
  return (
    <>
      <SelectField
        label={texts.compareWith}
        className={styles.choice}
        value={String(chosen)}
        options={options}
        onChoose={(value) => setChosen(Number(value))}
      />
      {changes.length === 0 ? <p className={styles.none}>{texts.noChange}</p> : <List changes={changes} />}
    </>
  );
}

function List({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <ul className={styles.list}>
      {changes.map((change) => (
        <li key={change.name} className={styles.change}>
          <span className={styles.name}>{TRACKED_NAMES[change.name]}</span>
          <Values change={change} />
          <span className={styles.when}>
            <RelativeTime at={change.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Values({ change: { before = texts.unknownWords, now = texts.unknownWords } }: { readonly change: Change }) {
  const items = itemChange(before, now);
  if (items === undefined) {
    return (
      <p className={styles.values}>
        <span className={styles.before}>{before}</span> <span aria-hidden="true">→</span>
        <span className="hidden-text">{texts.became}</span> <strong>{now}</strong>
      </p>
    );
  }
  return (
    <ul className={styles.values}>
      {items.removed.map((item) => (
        <li key={`- ${item}`} className={styles.before}>
          <span aria-hidden="true">− </span>
          <span className="hidden-text">{texts.removed} </span>
          {item}
        </li>
      ))}
      {items.added.map((item) => (
        <li key={`+ ${item}`}>
          <span aria-hidden="true">+ </span>
          <span className="hidden-text">{texts.added} </span>
          <strong>{item}</strong>
        </li>
      ))}
    </ul>
  );
}
