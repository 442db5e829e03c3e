/** Runs that were begun together, side by side: how each stands, and the way to it. */
import { Square } from 'lucide-react';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Host } from '../../../electron/contract/host';
import type { SetUpRun } from '../../../electron/contract/setUp';
import { Button } from '../../base/Button';
import { ConfirmDialog } from '../../base/ConfirmDialog';
import { MiddleText } from '../../base/MiddleText';
import { useNow } from '../../base/now';
import { Progress } from '../../base/Spinner';
import { StatusShape } from '../../base/StatusShape';
import { Table } from '../../base/Table';
import { baseTexts } from '../../base/texts';
import { worker } from '../../base/ports';
import { WorkDialog } from '../../connection/WorkDialog';
import { hostsOf, useHosts } from '../../host/store';
import { batchProgress, progressLine } from './batch';
import styles from './Many.module.css';
import { RunBar } from '../run/RunBar';
import { runWords, timeWords } from '../run/runs';
import { runTexts as texts } from '../run/runTexts';
import { isActive } from '../setUp';
import { cancel, useSetUps } from '../setUpStore';

interface ManyRunsProps {
  readonly batch: string;
  readonly onHost: (host: Host) => void;
  readonly onClose: () => void;
}

export function ManyRuns({ batch, onHost, onClose }: ManyRunsProps) {
  const runs = useSetUps(useShallow((store) => store.runs.filter((run) => run.batch === batch)));
  const hosts = useHosts(hostsOf);
  const [asking, setAsking] = useState(false);
  const progress = batchProgress(runs);
  const active = runs.filter(isActive);
  const stopAll = (how: 'after-step' | 'now'): Promise<unknown> =>
    Promise.all(active.map(({ id }) => worker.call('recipe.cancel', { runId: id, how })));
  return (
    <WorkDialog
      title={active.length > 0 ? texts.settingUpMany(runs.length) : texts.manyEnded(runs.length)}
      onClose={onClose}
      bar={
        <div className={styles.progress}>
          <output className={styles.sum}>{progressLine(progress)}</output>
          <Progress label={texts.progress} share={progress.share} />
        </div>
      }
      footer={
        <>
          {active.length > 0 && (
            <>
              <span className={styles.left}>
                <Button icon={Square} onClick={() => active.forEach(({ id }) => cancel(id, 'after-step'))}>
                  {texts.stopAll}
                </Button>
                <Button onClick={() => setAsking(true)}>{texts.stopAllNow}</Button>
              </span>
              <p className={styles.hint}>{texts.goesOn}</p>
            </>
          )}
          <Button kind={active.length > 0 ? 'plain' : 'primary'} onClick={onClose}>
            {baseTexts.close}
          </Button>
        </>
      }
    >
      <div className={styles.scroller}>
        <Table label={texts.runsTable} className={styles.table} columns={[texts.host, texts.state, texts.step, texts.took]}>
          <tbody>
            {runs.toReversed().map((run) => (
              <Row key={run.id} run={run} host={hosts.find(({ id }) => id === run.hostId)} onHost={onHost} />
            ))}
          </tbody>
        </Table>
      </div>
      {asking && (
        <ConfirmDialog
          title={texts.stopAllTitle}
          confirm={texts.stopNowConfirm}
          run={async () => void (await stopAll('now'))}
          onClose={() => setAsking(false)}
        >
          <p>{texts.stopAllText(active.length)}</p>
          <p>{texts.stopNowText}</p>
        </ConfirmDialog>
      )}
    </WorkDialog>
  );
}

function proofLine({ proof }: SetUpRun): string {
  if (proof?.kind === 'proven') return proof.sentence;
  return proof?.kind === 'left-out' ? proof.why : '';
}

function Row({ run, host, onHost }: { readonly run: SetUpRun; readonly host: Host | undefined } & Pick<ManyRunsProps, 'onHost'>) {
  const now = useNow(1000);
  const { shape, word, step } = runWords(run);
  const line = step === '' ? proofLine(run) : step;
  const name = host?.name ?? run.hostId;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {host === undefined ? (
          <MiddleText text={name} />
        ) : (
          <button type="button" className={styles.link} aria-label={texts.showRunOf(name)} onClick={() => onHost(host)}>
            <MiddleText text={name} />
          </button>
        )}
      </th>
      <td className={styles.state}>
        <span>
          <StatusShape shape={shape} />
          {word}
        </span>
      </td>
      <td className={styles.course}>
        {run.state.kind !== 'waiting' && run.state.kind !== 'done' && <RunBar plan={run.plan} label={texts.progressOf(name)} />}
        {line !== '' && (
          <p className={styles.now} title={line}>
            {line}
          </p>
        )}
      </td>
      <td className={styles.elapsed}>{run.state.kind === 'waiting' ? '' : timeWords(run, now)}</td>
    </tr>
  );
}
