/** Which host is to be set up as this one was. */
import { useState } from 'react';
import type { Host } from '../../../electron/contract/host';
import type { SetUpWish } from '../../../electron/contract/setUp';
import { Button } from '../../base/Button';
import { Dialog } from '../../base/Dialog';
import { SelectField } from '../../base/Field';
import { baseTexts } from '../../base/texts';
import { hostsOf, useHosts } from '../../host/store';
import { runTexts as texts } from '../run/runTexts';
import { changeWish } from '../setUpStore';
import { wishElsewhere } from '../wish/wishElsewhere';

interface AnotherHostProps {
  readonly host: Host;
  readonly wish: SetUpWish;
  readonly onGo: (host: Host) => void;
  readonly onClose: () => void;
}

export function AnotherHost({ host, wish, onGo, onClose }: AnotherHostProps) {
  const others = useHosts(hostsOf).filter(({ id }) => id !== host.id);
  const [chosen, setChosen] = useState(others[0]?.id ?? '');
  const go = (): void => {
    const other = others.find(({ id }) => id === chosen);
    if (other === undefined) return;
    changeWish(other.id, wishElsewhere(wish));
    onClose();
    onGo(other);
  };
  return (
    <Dialog
      title={texts.anotherTitle}
      onClose={onClose}
      onSubmit={go}
      footer={
        <>
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          <Button kind="primary" submit disabled={others.length === 0}>
            {texts.anotherGo}
          </Button>
        </>
      }
    >
      {others.length === 0 ? (
        <p>{texts.anotherNone}</p>
      ) : (
        <SelectField
          label={texts.anotherHost}
          hint={texts.anotherHint}
          value={chosen}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={setChosen}
        />
      )}
    </Dialog>
  );
}
