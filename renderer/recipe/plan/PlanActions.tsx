/** The head of a plan: what it comes to, and the button that begins it. It stays in sight while the steps are read. */
import { Play, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Host } from '../../../electron/contract/host';
import { Button, IconButton } from '../../base/Button';
import { RelativeTime } from '../../base/RelativeTime';
import { CopyLater } from '../../connection/CopyLater';
import { ConfirmRun } from './ConfirmRun';
import { sumOf, sumWords } from './figures';
import { usePackages } from '../packages/packageStore';
import styles from './PlanActions.module.css';
import { scriptOf } from './script';
import { toConfirm } from '../setUp';
import { begin, type PlanState } from '../setUpStore';
import { setUpTexts as texts } from '../setUpTexts';

interface PlanActionsProps {
  readonly host: Host;
  readonly planned: Extract<PlanState, { readonly kind: 'planned' }>;
  /** Present: it cannot be begun now. */
  readonly whyNot: string | undefined;
  readonly isOutdated: boolean;
  /** Makes the plan anew. */
  readonly onShow: () => void;
}

export function PlanActions({ host, planned: { plan, begin: beginning }, whyNot, isOutdated, onShow }: PlanActionsProps) {
  const [asking, setAsking] = useState(false);
  const sum = sumOf(plan);
  const isDone = sum.toDo === 0 && sum.cannot === 0;
  const verb = isDone ? texts.prove : texts.setUp(host.name);
  const go = (): void => {
    if (toConfirm(plan).length > 0) setAsking(true);
    else begin(plan);
  };
  const packages = (): string => scriptOf(plan, host.name, usePackages.getState().files);
  return (
    <div className={styles.head}>
      <div className={styles.words}>
        <h2 className={styles.title}>{texts.plan}</h2>
        <p className={styles.sum}>{isDone ? texts.allDone : sumWords(sum)}</p>
        <p className={styles.when}>
          {isOutdated ? (
            <strong>{texts.outdated}</strong>
          ) : (
            (whyNot ?? (
              <>
                {texts.planned} <RelativeTime at={plan.at} />
              </>
            ))
          )}
        </p>
      </div>
      <div className={styles.actions}>
        {!isDone && <CopyLater label={texts.copyAll} make={packages} />}
        {isOutdated ? (
          <Button kind="primary" icon={RefreshCw} disabled={whyNot !== undefined} onClick={onShow}>
            {texts.showAgain}
          </Button>
        ) : (
          <>
            <IconButton icon={RefreshCw} label={texts.planAgain} disabled={whyNot !== undefined} onClick={onShow} />
            <Button
              kind="primary"
              icon={Play}
              busy={beginning.kind === 'asking'}
              disabled={whyNot !== undefined || sum.cannot > 0}
              onClick={go}
              title={verb}
            >
              {verb}
            </Button>
          </>
        )}
      </div>
      {asking && (
        <ConfirmRun
          host={host}
          plan={plan}
          confirm={verb}
          onAgree={(typed) => {
            setAsking(false);
            begin(plan, typed);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
