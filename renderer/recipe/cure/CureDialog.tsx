/** A cure: its plan first, its run only by the operator's own click, then what the doctor finds. */
import { Play, Square } from 'lucide-react';
import { assertNever } from '../../../electron/contract';
import type { Plan } from '../../../electron/contract/recipe';
import { box } from '../../base/box';
import { Button } from '../../base/Button';
import { classes } from '../../base/classes';
import { Dialog } from '../../base/Dialog';
import { FailureNote } from '../../base/FailureNote';
import { Progress } from '../../base/Spinner';
import { baseTexts } from '../../base/texts';
import { CopyLater } from '../../connection/CopyLater';
import { lookAgain } from '../../probe/store';
import styles from './CureDialog.module.css';
import { commandsOf, runnable } from './plan';
import { Retest } from './Retest';
import { StepTable } from './StepTable';
import { closeCure, runCure, showCure, stopCure, useRecipes, type OpenCure } from './store';
import { recipeTexts as texts } from './texts';

export function CureDialog() {
  const open = useRecipes((store) => store.open);
  if (open === undefined) return null;
  const { host, finding } = open;
  return (
    <Dialog title={texts.title(host.name)} onClose={closeCure} wide footer={<Footer cure={open} />}>
      <div className={styles.body}>
        <p className={styles.problem}>{finding.title}</p>
        <Body cure={open} />
      </div>
    </Dialog>
  );
}

function Body({ cure }: { readonly cure: OpenCure }) {
  const { host, finding, state } = cure;
  switch (state.kind) {
    case 'planning':
      return <Progress label={texts.planning} />;
    case 'no-plan':
      return <FailureNote failure={state.failure} onRetry={() => showCure(host, finding)} />;
    case 'planned':
      return <Planned plan={state.plan} />;
    case 'running':
      return (
        <>
          <Progress label={texts.progress} />
          <output className={styles.hint}>
            {texts.progress}. {texts.stays}
          </output>
          <StepTable steps={state.plan.steps} />
        </>
      );
    case 'ran':
      return (
        <>
          <Retest hostId={host.id} finding={finding} gone={state.gone} />
          <StepTable steps={state.plan.steps} />
          <Undo plan={state.plan} />
        </>
      );
    case 'failed':
      return (
        <>
          <FailureNote failure={state.failure} onRetry={() => showCure(host, finding)} />
          <StepTable steps={state.plan.steps} />
        </>
      );
    default:
      return assertNever(state);
  }
}

function Planned({ plan }: { readonly plan: Plan }) {
  const can = runnable(plan);
  return (
    <>
      {can.kind === 'yes' && <p className={styles.hint}>{texts.intro}</p>}
      {can.kind === 'done' && <p className={styles.hint}>{texts.nothingToDo}</p>}
      {can.kind === 'no' && (
        <div className={classes(box('warn'), styles.cannot)} role="note">
          <strong>{texts.cannot}</strong> {can.why.join(' ')} {texts.cannotHelp}
        </div>
      )}
      <StepTable steps={plan.steps} />
      <Undo plan={plan} />
    </>
  );
}

function Undo({ plan }: { readonly plan: Plan }) {
  if (plan.undo === '') return null;
  return (
    <p className={styles.undo}>
      <strong>{texts.undo}:</strong> {plan.undo}
    </p>
  );
}

function Footer({ cure }: { readonly cure: OpenCure }) {
  const { host, state } = cure;
  const look = (): void => {
    lookAgain(host.id);
    closeCure();
  };
  const can = state.kind === 'planned' ? runnable(state.plan) : undefined;
  return (
    <>
      <Button onClick={closeCure}>{state.kind === 'planned' || state.kind === 'planning' ? baseTexts.cancel : baseTexts.close}</Button>
      {state.kind === 'planned' && can?.kind === 'no' && <CopyLater label={texts.copyCommands} make={() => commandsOf(state.plan)} />}
      {can?.kind === 'done' && (
        <Button kind="primary" onClick={look}>
          {texts.lookAgain}
        </Button>
      )}
      {(can?.kind === 'yes' || can?.kind === 'no') && (
        <Button kind="primary" icon={Play} disabled={can.kind === 'no'} onClick={() => runCure(cure)}>
          {texts.run}
        </Button>
      )}
      {state.kind === 'running' && (
        <>
          <Button icon={Square} onClick={() => stopCure(cure)}>
            {texts.stop}
          </Button>
          <Button kind="primary" busy>
            {texts.running}
          </Button>
        </>
      )}
    </>
  );
}
