/** A new desktop with its options: size, depth, window manager, GL device, name, display. */
import { useEffect, useRef, useState } from 'react';
import type { HostId } from '../../electron/contract/host';
import type { HostOffer } from '../../electron/contract/session';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { SelectField, TextField } from '../base/Field';
import { baseTexts } from '../base/texts';
import styles from './OptionsDialog.module.css';
import { startSession } from './starts';
import { useHostSessions } from './store';
import { sessionTexts as texts } from './texts';
import { SIZES, quickWish, readWish, remember, remembered, valuesFor, type WishValues } from './wish';

export function OptionsDialog({ hostId, onClose }: { readonly hostId: HostId; readonly onClose: () => void }) {
  const sessions = useHostSessions(hostId);
  const offer = sessions.kind === 'ready' ? sessions.found.offer : undefined;
  const [values, setValues] = useState<WishValues>(() => valuesFor(quickWish(hostId, remembered(hostId), offer)));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (Object.keys(errors).length > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [errors]);

  const set = (change: Partial<WishValues>): void => setValues((now) => ({ ...now, ...change }));
  const submit = (): void => {
    const reading = readWish(hostId, values);
    if (reading.kind === 'errors') return setErrors(reading.errors);
    remember(reading.wish);
    onClose();
    void startSession(reading.wish);
  };
  const text = (field: 'width' | 'height' | 'name' | 'display', error: string) => ({
    value: values[field],
    error: errors[error],
    onChange: (event: { target: { value: string } }) => set({ [field]: event.target.value }),
  });
  return (
    <Dialog
      title={texts.newDesktop}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          <Button kind="primary" submit>
            {texts.newDesktop}
          </Button>
        </>
      }
    >
      <div ref={fields} className={styles.fields}>
        <SelectField
          label={texts.size}
          value={values.size}
          onChoose={(size) => set({ size })}
          options={SIZE_OPTIONS}
          hint={texts.followsWindow}
          className={styles.whole}
        />
        {values.size === 'custom' && (
          <>
            <TextField label={`${texts.width} (${texts.pixels})`} inputMode="numeric" {...text('width', 'geometry.width')} />
            <TextField label={`${texts.height} (${texts.pixels})`} inputMode="numeric" {...text('height', 'geometry.height')} />
          </>
        )}
        <SelectField
          label={texts.windowManager}
          value={values.windowManager}
          onChoose={(windowManager) => set({ windowManager })}
          options={managerOptions(offer)}
        />
        <SelectField
          label={texts.depth}
          value={values.depth}
          onChoose={(depth) => set({ depth: depth === '16' || depth === '30' ? depth : '24' })}
          options={DEPTHS}
        />
        <SelectField
          label={texts.glDevice}
          value={values.vglDevice}
          onChoose={(vglDevice) => set({ vglDevice })}
          options={deviceOptions(offer)}
          className={styles.whole}
        />
        <TextField label={texts.desktopName} placeholder={texts.namePlaceholder} {...text('name', 'name')} />
        <TextField label={texts.display} inputMode="numeric" hint={texts.displayHint} {...text('display', 'display')} />
      </div>
    </Dialog>
  );
}

const SIZE_OPTIONS = [...SIZES.map((size) => ({ value: size, label: size.replace('x', ' × ') })), { value: 'custom', label: texts.custom }];
const DEPTHS = (['24', '16', '30'] as const).map((depth) => ({ value: depth, label: texts.depths[depth] }));

function managerOptions(offer: HostOffer | undefined) {
  const best = offer?.windowManagers[0];
  const found = offer?.windowManagers.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return [{ value: '', label: best === undefined ? texts.automatic : `${texts.automatic} (${best.name})` }, ...found];
}

function deviceOptions(offer: HostOffer | undefined) {
  const best = offer?.vglDevices[0];
  const found = offer?.vglDevices.map(({ device, renderer }) => ({ value: device, label: `${device}: ${renderer}` })) ?? [];
  const automatic = best === undefined ? texts.automatic : `${texts.automatic} (${best.device}: ${best.renderer})`;
  return [{ value: '', label: automatic }, ...found, { value: 'none', label: texts.withoutVirtualgl }];
}
