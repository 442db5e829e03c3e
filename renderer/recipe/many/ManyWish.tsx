/** What several hosts are to be set up with; one of them is the model for what is proposed. */
import { ListChecks, Plug, Wrench } from 'lucide-react';
import type { Host } from '../../../electron/contract/host';
import type { Facts } from '../../../electron/contract/probe';
import { Button } from '../../base/Button';
import { EmptyState } from '../../base/EmptyState';
import { SelectField } from '../../base/Field';
import { baseTexts } from '../../base/texts';
import { useState } from 'react';
import { openConnection, useConnections } from '../../connection/store';
import { WorkDialog } from '../../connection/WorkDialog';
import { useProbes } from '../../probe/store';
import { planMany } from './many';
import styles from './Many.module.css';
import { runTexts as texts } from '../run/runTexts';
import { readDraft, wishedNow, type ModeOption } from '../setUp';
import type { SetUpManyProps } from './SetUpMany';
import { useSetUp } from '../setUpStore';
import { WishForm } from '../wish/WishForm';

interface ManyWishProps extends Pick<SetUpManyProps, 'modesOf'> {
  readonly hosts: readonly Host[];
  readonly onClose: () => void;
}

interface Model {
  readonly host: Host;
  readonly facts: Facts;
  readonly modes: readonly ModeOption[];
}

export function ManyWish({ hosts, modesOf, onClose }: ManyWishProps) {
  const probes = useProbes((store) => store.hosts);
  const [chosen, setChosen] = useState<string>();
  const models = hosts.flatMap((host): readonly Model[] => {
    const facts = probes.get(host.id)?.facts;
    const modes = modesOf(host.id);
    return facts === undefined || modes === undefined || modes.length === 0 ? [] : [{ host, facts, modes }];
  });
  const model = models.find(({ host }) => host.id === chosen) ?? models[0];
  // Others that become known meanwhile do not take its place under the operator's hands.
  if (chosen === undefined && model !== undefined) setChosen(model.host.id);
  if (model === undefined) return <NothingKnown hosts={hosts} onClose={onClose} />;
  return <Known key={model.host.id} hosts={hosts} models={models} model={model} onChoose={setChosen} onClose={onClose} />;
}

interface KnownProps extends Pick<ManyWishProps, 'hosts' | 'onClose'> {
  readonly models: readonly Model[];
  readonly model: Model;
  readonly onChoose: (hostId: string) => void;
}

function Known({ hosts, models, model: { host, facts, modes }, onChoose, onClose }: KnownProps) {
  const { last, changes } = useSetUp(host.id);
  const draft = wishedNow({ facts, modes, last: last.kind === 'known' ? last.wish : undefined, changes });
  // A PCI address is of one host.
  const reading = readDraft({ ...draft, gpu: '' });
  return (
    <WorkDialog
      title={texts.manyTitle(hosts.length)}
      onClose={onClose}
      footer={
        <>
          <p className={styles.hint}>{texts.showPlansText}</p>
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          <Button
            kind="primary"
            icon={ListChecks}
            disabled={reading.kind === 'errors'}
            onClick={() => reading.kind === 'wish' && planMany(hosts, reading.wish)}
          >
            {texts.showPlans}
          </Button>
        </>
      }
    >
      <div className={styles.wish}>
        <SelectField
          label={texts.model}
          hint={texts.modelHint}
          className={styles.model}
          value={host.id}
          options={models.map((each) => ({ value: each.host.id, label: each.host.name }))}
          onChoose={onChoose}
        />
        <WishForm host={host} facts={facts} modes={modes} draft={draft} reading={reading} />
      </div>
    </WorkDialog>
  );
}

function NothingKnown({ hosts, onClose }: Pick<ManyWishProps, 'hosts' | 'onClose'>) {
  const states = useConnections((store) => store.states);
  const isIdle = ({ id }: Host): boolean => !['ready', 'connecting'].includes(states.get(id)?.kind ?? 'idle');
  const idle = hosts.filter(isIdle);
  return (
    <WorkDialog title={texts.manyTitle(hosts.length)} onClose={onClose} footer={<Button onClick={onClose}>{baseTexts.close}</Button>}>
      <EmptyState
        icon={Wrench}
        title={texts.nothingKnown}
        actions={
          <Button
            kind="primary"
            icon={Plug}
            busy={idle.length === 0}
            onClick={() => {
              for (const { id } of idle) openConnection(id);
            }}
          >
            {texts.connectThem}
          </Button>
        }
      >
        {texts.nothingKnownText}
      </EmptyState>
    </WorkDialog>
  );
}
