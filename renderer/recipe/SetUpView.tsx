/** The set-up of a host: what was left there, what is wished, the plan, and in its place the run. */
import { ChevronDown, ChevronRight, Wrench } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Host } from '../../electron/contract/host';
import type { Facts } from '../../electron/contract/probe';
import { box } from '../base/box';
import { Button } from '../base/Button';
import { classes } from '../base/classes';
import { EmptyState } from '../base/EmptyState';
import { useConnection } from '../connection/store';
import { LookState } from '../probe/LookState';
import { lookAgain, useHostProbe } from '../probe/store';
import { PlanPanel } from './plan/PlanPanel';
import { RunView } from './run/RunView';
import { readDraft, wishedNow, wishWords, type ModeOption } from './setUp';
import { openSetUp, standingOf, useActiveRun, useRun, useSetUp } from './setUpStore';
import { setUpTexts as texts } from './setUpTexts';
import styles from './SetUpView.module.css';
import type { SetUpSlots } from './report/slots';
import { LeftNote, LockNote } from './StandingNote';
import { UndoEntry } from './undo/UndoEntry';
import { UndoView } from './undo/UndoView';
import { WishForm } from './wish/WishForm';

interface SetUpViewProps {
  readonly host: Host;
  /** As they rank once everything is installed; undefined while not known. */
  readonly modes: readonly ModeOption[] | undefined;
  readonly slots: SetUpSlots;
}

export function SetUpView({ host, modes, slots }: SetUpViewProps) {
  const isConnected = useConnection(host.id).kind === 'ready';
  const { facts } = useHostProbe(host.id);
  const setUp = useSetUp(host.id);
  const active = useActiveRun(host.id);
  const run = useRun(setUp.shownRun);
  useEffect(() => openSetUp(host.id, isConnected), [host.id, isConnected]);

  if (run !== undefined) return <RunView host={host} run={run} slots={slots} />;
  if (setUp.undo.kind !== 'none') return <UndoView host={host} />;
  // What this very app does is no news.
  const standing = active === undefined ? standingOf(setUp) : undefined;
  // The step that was left holds the lock itself.
  const isLeft = standing?.unfinished.some(({ step }) => step === 'running') === true;
  return (
    <div className={styles.view}>
      {isConnected && standing?.lock !== undefined && !isLeft && <LockNote host={host} lock={standing.lock} />}
      {isConnected &&
        standing?.unfinished.map((left) => (
          <LeftNote key={left.id} host={host} run={left} canGoOn={standing.lock === undefined || left.step === 'running'} />
        ))}
      <LookState host={host} canLook={isConnected} />
      {facts !== undefined && modes !== undefined && modes.length > 0 && setUp.last.kind === 'known' && (
        <Planning host={host} facts={facts} modes={modes} isConnected={isConnected} lockedBy={standing?.lock?.owner} />
      )}
      {facts !== undefined && (modes === undefined || modes.length === 0) && <NoModes host={host} isConnected={isConnected} />}
      {isConnected && <UndoEntry hostId={host.id} />}
    </div>
  );
}

interface PlanningProps {
  readonly host: Host;
  readonly facts: Facts;
  readonly modes: readonly ModeOption[];
  readonly isConnected: boolean;
  readonly lockedBy: string | undefined;
}

/** The wish gives its place to the plan, and is a line then. */
function Planning({ host, facts, modes, isConnected, lockedBy }: PlanningProps) {
  const { last, changes, plan } = useSetUp(host.id);
  const [unfolded, setUnfolded] = useState(false);
  const draft = wishedNow({ facts, modes, last: last.kind === 'known' ? last.wish : undefined, changes });
  const reading = readDraft(draft);
  const form = <WishForm host={host} facts={facts} modes={modes} draft={draft} reading={reading} />;
  const foldable = plan.kind === 'planned' || plan.kind === 'planning';
  const open = !foldable || unfolded || reading.kind === 'errors';
  return (
    <>
      {foldable && (
        <div className={classes(box(), styles.wish)}>
          <h2 className="hidden-text">{texts.wish}</h2>
          <p className={styles.wishLine}>{wishWords(draft, modes)}</p>
          <Button small kind="quiet" icon={open ? ChevronDown : ChevronRight} aria-expanded={open} onClick={() => setUnfolded(!open)}>
            {open ? texts.fold : texts.change}
          </Button>
        </div>
      )}
      {open && form}
      <PlanPanel host={host} reading={reading} isConnected={isConnected} lockedBy={lockedBy} />
    </>
  );
}

function NoModes({ host, isConnected }: { readonly host: Host; readonly isConnected: boolean }) {
  const { asking } = useHostProbe(host.id);
  return (
    <EmptyState
      icon={Wrench}
      title={texts.noModes}
      actions={
        isConnected && (
          <Button kind="primary" busy={asking !== undefined} onClick={() => lookAgain(host.id)}>
            {texts.look}
          </Button>
        )
      }
    >
      {texts.noModesText(host.name)}
    </EmptyState>
  );
}
