/** Asks before steps that disturb others or cannot be taken back fully: the host's name has to be typed (R53). */
import { useState } from 'react';
import type { Host } from '../../../electron/contract/host';
import type { SetUpPlan } from '../../../electron/contract/setUp';
import { box } from '../../base/box';
import { Button } from '../../base/Button';
import { classes } from '../../base/classes';
import { Dialog } from '../../base/Dialog';
import { TextField } from '../../base/Field';
import { baseTexts } from '../../base/texts';
import styles from './ConfirmRun.module.css';
import { toConfirm } from '../setUp';
import { setUpTexts as texts } from '../setUpTexts';

interface ConfirmRunProps {
  readonly host: Host;
  readonly plan: SetUpPlan;
  /** The title, with its question mark; a set-up's when left out. */
  readonly title?: string;
  /** The verb on the button. */
  readonly confirm: string;
  readonly onAgree: (typed: string) => void;
  readonly onClose: () => void;
}

export function ConfirmRun({ host, plan, title = texts.confirmTitle(host.name), confirm, onAgree, onClose }: ConfirmRunProps) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const words = texts.confirmText(plan.user, host.name);
  const agree = (): void => {
    if (typed.trim() === host.name) onAgree(typed.trim());
    else setWrong(true);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={agree}
      footer={
        <>
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          <Button kind="danger" submit className={styles.agree} disabled={typed.trim() === ''}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p className={styles.who}>
          {words.before}
          <strong>{words.user}</strong>
          {words.between}
          <strong>{words.host}</strong>
          {host.address === host.name ? '' : ` (${host.address})`}. {texts.confirmSteps}
        </p>
        <ul className={classes(box('warn'), styles.steps)}>
          {toConfirm(plan).map(({ id, title: step, confirm: why }) => (
            <li key={id}>
              <p className={styles.step}>{step}</p>
              <p className={styles.why}>{why}</p>
            </li>
          ))}
        </ul>
        <TextField
          label={texts.confirmType(host.name)}
          value={typed}
          error={wrong ? texts.confirmWrong(host.name) : undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
        />
      </div>
    </Dialog>
  );
}
