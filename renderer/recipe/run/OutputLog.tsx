/** What a run prints, live: only the lines in sight are laid out; it keeps to the end until the operator scrolls up. */
import { ArrowDown, ChevronDown, ChevronUp, Save } from 'lucide-react';
import { useDeferredValue, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Host } from '../../../electron/contract/host';
import { CLIPBOARD_BYTES } from '../../../electron/contract/screen';
import { Button, IconButton } from '../../base/Button';
import { FailureNote } from '../../base/FailureNote';
import { TextInput } from '../../base/Field';
import { Progress } from '../../base/Spinner';
import { CopyLater } from '../../connection/CopyLater';
import { saveText } from '../../connection/saveText';
import { useOutput, type Output } from './output';
import styles from './OutputLog.module.css';
import { linesWith, outputText, runFileName, stretches } from './outputText';
import { runTexts as texts } from './runTexts';
import { useRows } from './useRows';

/** Pixels of a line; the same in the style sheet. */
const ROW = 18;
/** Characters that the contract takes for a file. */
const FILE_LIMIT = 4 * 1024 * 1024;

interface OutputLogProps {
  readonly host: Host;
  readonly runId: string;
  /** Lines may still come. */
  readonly live: boolean;
  /** Its heading, where it has one of its own. */
  readonly heading?: ReactNode;
}

export function OutputLog({ host, runId, live, heading }: OutputLogProps) {
  const { state, reload } = useOutput(runId);
  if (state.kind === 'ready') return <Log host={host} output={state.output} live={live} heading={heading} />;
  return (
    <div className={styles.log}>
      <div className={styles.bar}>{heading}</div>
      {state.kind === 'loading' ? <Progress label={texts.outputLoading} /> : <FailureNote failure={state.failure} onRetry={reload} />}
    </div>
  );
}

function Log({ host, output: { from, lines }, live, heading }: Omit<OutputLogProps, 'runId'> & { readonly output: Output }) {
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed);
  const found = useMemo(() => linesWith(lines, wanted), [lines, wanted]);
  /** Number of the line that was gone to, from 0 since the run's begin. */
  const [at, setAt] = useState<number>();
  const longest = useMemo(() => lines.reduce((most, { length }) => Math.max(most, length), 0), [lines]);
  const { scroller, start, end, following, onScroll, show, toEnd } = useRows(lines.length, from, ROW);
  const place = at === undefined ? -1 : found.indexOf(at - from);
  const go = (by: 1 | -1): void => {
    if (found.length === 0) return;
    const next = place === -1 ? (by === 1 ? 0 : found.length - 1) : (place + by + found.length) % found.length;
    const index = found[next] ?? 0;
    setAt(index + from);
    show(index);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape' && typed !== '') {
      event.preventDefault();
      setTyped('');
    }
  };
  return (
    <div className={styles.log}>
      <div className={styles.bar}>
        {heading}
        <span className={styles.find}>
          <TextInput
            type="search"
            aria-label={texts.find}
            placeholder={texts.find}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onKeyDown}
          />
          {typed !== '' && (
            <>
              <output className={styles.count}>{texts.found(place + 1, found.length)}</output>
              <IconButton icon={ChevronUp} label={texts.findPrevious} small disabled={found.length === 0} onClick={() => go(-1)} />
              <IconButton icon={ChevronDown} label={texts.findNext} small disabled={found.length === 0} onClick={() => go(1)} />
            </>
          )}
        </span>
        <span className={styles.tools}>
          <CopyLater bare label={texts.copyAll} make={() => outputText(lines, CLIPBOARD_BYTES)} />
          <IconButton
            icon={Save}
            label={texts.save}
            onClick={() => void saveText({ name: runFileName(host, 'output.txt'), text: outputText(lines, FILE_LIMIT) })}
          />
        </span>
      </div>
      <div className={styles.frame}>
        <div
          ref={scroller}
          className={styles.scroller}
          role="log"
          aria-live="off"
          aria-label={texts.output}
          // What scrolls must be reachable by key.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          onScroll={onScroll}
        >
          {lines.length === 0 && <p className={styles.none}>{live ? texts.outputEmpty : texts.outputNone}</p>}
          <div className={styles.all} style={{ height: lines.length * ROW, minWidth: `calc(${longest}ch + 24px)` }}>
            <div className={styles.rows} style={{ transform: `translateY(${start * ROW}px)` }}>
              {Array.from({ length: end - start }, (_, offset) => start + offset).map((index) => (
                <Line key={from + index} line={lines[index] ?? ''} wanted={wanted} isAt={place !== -1 && from + index === at} />
              ))}
            </div>
          </div>
        </div>
        {!following && (
          <span className={styles.end}>
            <Button small icon={ArrowDown} onClick={toEnd}>
              {texts.toEnd}
            </Button>
          </span>
        )}
      </div>
      <p className={styles.foot}>
        {texts.outputOf(from + lines.length)}
        {from > 0 && ` · ${texts.outputDropped(from)}`}
      </p>
    </div>
  );
}

function Line({ line, wanted, isAt }: { readonly line: string; readonly wanted: string; readonly isAt: boolean }) {
  return (
    <p className={styles.line} data-at={isAt || undefined}>
      {wanted === ''
        ? line
        : stretches(line, wanted).map(({ text, found }, place) =>
            // Stretches of a line never move.
            // oxlint-disable-next-line react/no-array-index-key
            found ? <mark key={place}>{text}</mark> : text,
          )}
    </p>
  );
}
