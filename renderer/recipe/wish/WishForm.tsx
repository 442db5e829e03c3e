/** What is set up: the mode, and the few options that matter; the rest is folded. */
import type { Host } from '../../../electron/contract/host';
import type { Facts } from '../../../electron/contract/probe';
import { DesktopChoice } from '../../../electron/contract/setUp';
import { XProxyKind } from '../../../electron/contract/session';
import { Choice } from '../../base/Field';
import { RadioGroup } from '../../base/RadioGroup';
import { ModePicker } from './ModePicker';
import { MoreOptions } from './MoreOptions';
import { hasPart, type DraftReading, type ModeOption, type SetUpDraft } from '../setUp';
import { changeWish } from '../setUpStore';
import { DESKTOP_NAMES, setUpTexts as texts, X_PROXY_WORDS } from '../setUpTexts';
import styles from './WishForm.module.css';

export interface WishFormProps {
  readonly host: Host;
  readonly facts: Facts;
  readonly modes: readonly ModeOption[];
  readonly draft: SetUpDraft;
  readonly reading: DraftReading;
}

export function WishForm({ host, facts, modes, draft, reading }: WishFormProps) {
  const set = (changes: Partial<SetUpDraft>): void => changeWish(host.id, changes);
  return (
    <div className={styles.form}>
      <ModePicker modes={modes} value={draft.mode} onChoose={(mode) => set({ mode })} />
      {hasPart(draft.mode, 'desktop') && <DesktopOptions draft={draft} set={set} />}
      <MoreOptions host={host} facts={facts} draft={draft} reading={reading} set={set} />
    </div>
  );
}

interface DesktopOptionsProps {
  readonly draft: SetUpDraft;
  readonly set: (changes: Partial<SetUpDraft>) => void;
}

function DesktopOptions({ draft, set }: DesktopOptionsProps) {
  return (
    <section className={styles.options} aria-label={texts.options}>
      <div className={styles.columns}>
        {hasPart(draft.mode, 'x-proxy') && (
          <RadioGroup
            legend={texts.xProxy}
            options={XProxyKind.options.map((value) => ({ value, label: X_PROXY_WORDS[value], hint: texts.xProxyHints[value] }))}
            value={draft.xProxy}
            onChoose={(xProxy) => set({ xProxy })}
          />
        )}
        <RadioGroup
          legend={texts.desktop}
          options={DesktopChoice.options.map((value) => ({ value, label: DESKTOP_NAMES[value], hint: texts.desktopHints[value] }))}
          value={draft.desktop}
          onChoose={(desktop) => set({ desktop })}
        />
      </div>
      <Choice label={texts.benchmarks} checked={draft.benchmarks} onChange={(benchmarks) => set({ benchmarks })} />
    </section>
  );
}
