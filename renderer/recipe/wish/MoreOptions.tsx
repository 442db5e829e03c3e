/** What few set-ups need, folded: containers, GPU and driver, and where packages come from. */
import { useState, type ReactNode } from 'react';
import type { Host } from '../../../electron/contract/host';
import type { Facts } from '../../../electron/contract/probe';
import { Choice, SelectField, TextField } from '../../base/Field';
import { RadioGroup } from '../../base/RadioGroup';
import styles from './MoreOptions.module.css';
import { PackageFiles } from '../packages/PackageFiles';
import { hasNvidia, hasPart, isPlain, type DraftReading, type SetUpDraft } from '../setUp';
import { ENGINE_NAMES, setUpTexts as texts } from '../setUpTexts';

interface MoreOptionsProps {
  readonly host: Host;
  readonly facts: Facts;
  readonly draft: SetUpDraft;
  readonly reading: DraftReading;
  readonly set: (changes: Partial<SetUpDraft>) => void;
}

export function MoreOptions({ host, facts, draft, reading, set }: MoreOptionsProps) {
  const [open, setOpen] = useState(() => !isPlain(draft));
  const errors = reading.kind === 'errors' ? reading.errors : {};
  return (
    // What is wrong must be seen.
    <details className={styles.more} open={open || reading.kind === 'errors'} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{texts.more}</summary>
      <div className={styles.parts}>
        {hasPart(draft.mode, 'engine') && (
          <Part title={texts.containers}>
            <RadioGroup
              legend={texts.engine}
              options={(['docker', 'podman'] as const).map((value) => ({ value, label: ENGINE_NAMES[value] }))}
              value={draft.engine}
              onChoose={(engine) => set({ engine })}
            />
            {draft.engine === 'docker' && (
              <Effect text={texts.joinDockerText(host.user)}>
                <Choice label={texts.joinDocker(host.user)} checked={draft.joinDocker} onChange={(joinDocker) => set({ joinDocker })} />
              </Effect>
            )}
          </Part>
        )}
        <GpuPart facts={facts} draft={draft} set={set} />
        <Part title={texts.sources}>
          <div className={styles.mirrors}>
            <TextField
              label={texts.mirrorSystem}
              placeholder={texts.mirrorSystemPlaceholder}
              inputMode="url"
              value={draft.mirrorSystem}
              error={errors.mirrorSystem}
              onChange={(event) => set({ mirrorSystem: event.target.value })}
            />
            <TextField
              label={texts.mirrorSoftware}
              hint={texts.mirrorSoftwareHint}
              placeholder={texts.mirrorSoftwarePlaceholder}
              inputMode="url"
              value={draft.mirrorSoftware}
              error={errors.mirrorSoftware}
              onChange={(event) => set({ mirrorSoftware: event.target.value })}
            />
          </div>
          <div className={styles.choices}>
            <Choice label={texts.offline} checked={draft.offline} onChange={(offline) => set({ offline })} />
            <Choice
              label={texts.preferFiles}
              checked={draft.useFiles || draft.offline}
              disabled={draft.offline}
              onChange={(useFiles) => set({ useFiles })}
            />
          </div>
          <PackageFiles />
        </Part>
      </div>
    </details>
  );
}

function GpuPart({ facts, draft, set }: Pick<MoreOptionsProps, 'facts' | 'draft' | 'set'>) {
  const nvidia = hasNvidia(facts);
  const gpus = facts.gpu.pci?.filter(({ vendor }) => vendor !== 'virtual' && vendor !== 'server') ?? [];
  const choosesGpu = hasPart(draft.mode, 'xorg') && gpus.length > 1;
  if (gpus.length === 0 || !hasPart(draft.mode, 'driver')) return null;
  return (
    <Part title={texts.gpu}>
      {choosesGpu && (
        <SelectField
          label={texts.xorgGpu}
          className={styles.select}
          value={draft.gpu}
          onChoose={(gpu) => set({ gpu })}
          options={[{ value: '', label: texts.firstGpu }, ...gpus.map(({ pci, name }) => ({ value: pci, label: `${name}, ${pci}` }))]}
        />
      )}
      <Effect text={texts.restrictGpuText}>
        <Choice label={texts.restrictGpu} checked={draft.restrictGpu} onChange={(restrictGpu) => set({ restrictGpu })} />
      </Effect>
      {nvidia && (
        <RadioGroup
          legend={texts.driver}
          options={(['leave', 'install'] as const).map((value) => ({
            value,
            label: texts.drivers[value],
            ...(value === 'install' ? { hint: texts.driverText } : {}),
          }))}
          value={draft.driver}
          onChoose={(driver) => set({ driver })}
        />
      )}
    </Part>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{title}</h3>
      <div className={styles.content}>{children}</div>
    </section>
  );
}

/** A choice that changes more than one would think, with what it does. */
function Effect({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <div>
      {children}
      <p className={styles.effect}>{text}</p>
    </div>
  );
}
