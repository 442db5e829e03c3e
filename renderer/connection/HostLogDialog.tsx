/** The log of one host, live: filtered, followed or paused, copied and saved. */
import { Pause, Play, Save, ScrollText } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Host } from '../../electron/contract/host';
import { CLIPBOARD_BYTES } from '../../electron/contract/screen';
import { Button } from '../base/Button';
import { EmptyState } from '../base/EmptyState';
import { FailureNote } from '../base/FailureNote';
import { SelectField, TextInput } from '../base/Field';
import { Progress } from '../base/Spinner';
import { CopyLater } from './CopyLater';
import { showSupportBundle } from './dialogs';
import styles from './Log.module.css';
import { logFileName, logText, matchingEntries, type LevelFilter } from './logLines';
import { LogList } from './LogList';
import { saveText } from './saveText';
import { connectionTexts as texts } from './texts';
import { useHostLog } from './useHostLog';
import { WorkDialog } from './WorkDialog';

/** Characters that the contract takes for a file. */
const FILE_LIMIT = 4 * 1024 * 1024;
const LEVELS = (['all', 'warn', 'error'] as const).map((value) => ({ value, label: texts.logLevels[value] }));

export function HostLogDialog({ host, onClose }: { readonly host: Host; readonly onClose: () => void }) {
  const { log, reload } = useHostLog(host.id);
  const [typed, setTyped] = useState('');
  const [level, setLevel] = useState<LevelFilter>('all');
  /** The last entry shown while paused; undefined while it is followed. */
  const [pausedAt, setPausedAt] = useState<number>();
  const wanted = useDeferredValue(typed);
  const entries = log.kind === 'ready' ? log.entries : undefined;
  const matching = useMemo(() => matchingEntries(entries ?? [], wanted, level), [entries, wanted, level]);
  const shown = useMemo(() => (pausedAt === undefined ? matching : matching.filter(({ id }) => id <= pausedAt)), [matching, pausedAt]);
  const follow = (on: boolean): void => setPausedAt(on ? undefined : (entries?.at(-1)?.id ?? 0));
  const some = entries !== undefined && entries.length > 0;
  return (
    <WorkDialog
      title={texts.logTitle(host.name)}
      onClose={onClose}
      bar={
        <>
          <TextInput
            type="search"
            className={styles.filter}
            aria-label={texts.logFilter}
            placeholder={texts.logFilter}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <LevelChoice level={level} onChoose={setLevel} />
          <Button icon={pausedAt === undefined ? Pause : Play} onClick={() => follow(pausedAt !== undefined)}>
            {pausedAt === undefined ? texts.logPause : texts.logFollow}
          </Button>
          <span className={styles.count}>
            {pausedAt === undefined
              ? texts.logCount(matching.length, entries?.length ?? 0)
              : texts.logPaused(matching.length - shown.length)}
          </span>
        </>
      }
      footer={
        <>
          <span className={styles.left}>
            <Button onClick={() => showSupportBundle(host)}>{texts.bundle}</Button>
          </span>
          {some && (
            <>
              <CopyLater label={texts.copyAll} make={() => logText(matching, CLIPBOARD_BYTES)} />
              <Button icon={Save} onClick={() => void saveText({ name: logFileName(host), text: logText(matching, FILE_LIMIT) })}>
                {texts.save}
              </Button>
            </>
          )}
        </>
      }
    >
      {log.kind === 'loading' && (
        <div className={styles.wait}>
          <Progress label={texts.logLoading} />
        </div>
      )}
      {log.kind === 'failed' && (
        <div className={styles.wait}>
          <FailureNote failure={log.failure} onRetry={reload} />
        </div>
      )}
      {entries !== undefined && !some && (
        <EmptyState icon={ScrollText} title={texts.logEmpty}>
          {texts.logEmptyText(host.name)}
        </EmptyState>
      )}
      {some && <LogList entries={shown} following={pausedAt === undefined} onFollow={follow} />}
    </WorkDialog>
  );
}

function LevelChoice({ level, onChoose }: { readonly level: LevelFilter; readonly onChoose: (level: LevelFilter) => void }) {
  return (
    <SelectField
      label={texts.logLevel}
      className={styles.levels}
      value={level}
      options={LEVELS}
      onChoose={(value) => onChoose(LEVELS.find((each) => each.value === value)?.value ?? 'all')}
    />
  );
}
