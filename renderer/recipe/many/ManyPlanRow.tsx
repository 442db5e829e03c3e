/** One of several hosts with its plan: what it comes to, what to know before, and on demand all its steps. */
import { Ban, ChevronRight, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { Host } from '../../../electron/contract/host';
import type { SetUpPlan } from '../../../electron/contract/setUp';
import { box } from '../../base/box';
import { Button } from '../../base/Button';
import { classes } from '../../base/classes';
import { TextField } from '../../base/Field';
import { MiddleText } from '../../base/MiddleText';
import { Spinner } from '../../base/Spinner';
import { baseTexts } from '../../base/texts';
import type { Fitness } from './batch';
import { rough, size, sumOf } from '../plan/figures';
import { planAgain, toggleHost, typeName, type Plans } from './many';
import styles from './Many.module.css';
import { PlanTable } from '../plan/PlanTable';
import { runTexts as texts } from '../run/runTexts';
import { toConfirm } from '../setUp';
import { setUpTexts } from '../setUpTexts';

interface ManyPlanRowProps {
  readonly host: Host;
  readonly now: Plans;
  readonly fit: Fitness;
}

export function ManyPlanRow({ host, now, fit }: ManyPlanRowProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const state = now.plans.get(host.id);
  const plan = state?.kind === 'planned' ? state.plan : undefined;
  const takesPart = fit.kind === 'can' && !now.out.has(host.id);
  const sum = plan === undefined ? undefined : sumOf(plan);
  const figure = (value: number | undefined, words: (value: number) => string): string =>
    value === undefined || value === 0 || fit.kind !== 'can' ? '' : words(value);
  return (
    <tbody className={classes(styles.host, !takesPart && fit.kind !== 'open' && styles.out)}>
      <tr>
        <td className={styles.box}>
          <input
            type="checkbox"
            aria-label={texts.setUpHost(host.name)}
            checked={takesPart}
            disabled={fit.kind !== 'can'}
            onChange={() => toggleHost(now, host.id)}
          />
        </td>
        <th scope="row" className={styles.name}>
          {plan === undefined ? (
            <MiddleText text={host.name} />
          ) : (
            <button type="button" className={styles.toggle} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
              <ChevronRight size={14} strokeWidth={2} aria-hidden />
              <MiddleText text={host.name} />
            </button>
          )}
        </th>
        <td className={styles.what}>
          <What fit={fit} plan={plan} />
          {state?.kind === 'failed' && (
            <Button small className={styles.again} onClick={() => planAgain(now, host.id)}>
              {baseTexts.tryAgain}
            </Button>
          )}
          {takesPart && fit.mustType && <Agree host={host} plan={fit.plan} now={now} />}
        </td>
        <td className={styles.figure}>{figure(sum?.seconds, rough)}</td>
        <td className={styles.figure}>{figure(sum?.download, size)}</td>
        <td className={styles.figure}>{figure(sum?.disk, size)}</td>
      </tr>
      <tr id={id} hidden={!open}>
        <td colSpan={6} className={styles.steps}>
          {open && plan !== undefined && <PlanTable steps={plan.steps} />}
        </td>
      </tr>
    </tbody>
  );
}

function What({ fit, plan }: { readonly fit: Fitness; readonly plan: SetUpPlan | undefined }) {
  if (fit.kind === 'open') {
    return (
      <span className={styles.planning}>
        <Spinner size={12} />
        {texts.planningOne}
      </span>
    );
  }
  const { toDo, already } = plan === undefined ? { toDo: 0, already: 0 } : sumOf(plan);
  return (
    <>
      {fit.kind === 'cannot' ? (
        <p className={styles.cannot}>
          <Ban size={13} strokeWidth={2} aria-hidden />
          <span>
            <strong>{texts.leftOut}</strong> {fit.why}
          </span>
        </p>
      ) : (
        <p>
          {toDo === 0
            ? setUpTexts.allDone
            : [setUpTexts.toDoCount(toDo), already > 0 && setUpTexts.alreadyCount(already)].filter((part) => part !== false).join(', ')}
        </p>
      )}
      {plan?.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          <TriangleAlert size={13} strokeWidth={2} aria-hidden />
          {warning}
        </p>
      ))}
    </>
  );
}

/** What disturbs others or cannot be taken back is agreed to host by host (R53). */
function Agree({ host, plan, now }: { readonly host: Host; readonly plan: SetUpPlan; readonly now: Plans }) {
  return (
    <div className={classes(box('warn'), styles.agree)}>
      <ul>
        {toConfirm(plan).map(({ id, title, confirm }) => (
          <li key={id}>
            <strong>{title}</strong>: {confirm}
          </li>
        ))}
      </ul>
      <TextField
        label={setUpTexts.confirmType(host.name)}
        placeholder={host.name}
        value={now.typed.get(host.id) ?? ''}
        onChange={(event) => typeName(now, host.id, event.target.value)}
      />
    </div>
  );
}
