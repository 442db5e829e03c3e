/** The support bundle of a host, to be read before it is copied or saved. */
import { Save } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import { CLIPBOARD_BYTES } from '../../electron/contract/screen';
import { Button } from '../base/Button';
import { FailureNote } from '../base/FailureNote';
import { worker } from '../base/ports';
import { Progress } from '../base/Spinner';
import { baseTexts } from '../base/texts';
import { CopyLater } from './CopyLater';
import styles from './Log.module.css';
import { saveText } from './saveText';
import { connectionTexts as texts } from './texts';
import { useAsked } from './useAsked';
import { WorkDialog } from './WorkDialog';

export function BundleDialog({ host, onClose }: { readonly host: Host; readonly onClose: () => void }) {
  const { asked, again } = useAsked(() => worker.call('log.bundle', host.id));
  const file = asked.kind === 'ready' ? asked.value : undefined;
  return (
    <WorkDialog
      title={texts.bundleTitle(host.name)}
      onClose={onClose}
      bar={<p className={styles.intro}>{texts.bundleText}</p>}
      footer={
        <>
          {file !== undefined && file.text.length > CLIPBOARD_BYTES && <span className={styles.toolong}>{texts.tooLongToCopy}</span>}
          <Button onClick={onClose}>{baseTexts.close}</Button>
          {file !== undefined && file.text.length <= CLIPBOARD_BYTES && <CopyLater label={texts.copyAll} make={() => file.text} />}
          {file !== undefined && (
            <Button kind="primary" icon={Save} onClick={() => void saveText(file)}>
              {texts.save}
            </Button>
          )}
        </>
      }
    >
      {asked.kind === 'loading' && (
        <div className={styles.wait}>
          <Progress label={texts.bundleLoading} />
        </div>
      )}
      {asked.kind === 'failed' && (
        <div className={styles.wait}>
          <FailureNote failure={asked.failure} onRetry={again} />
        </div>
      )}
      {file !== undefined && (
        // What scrolls must be reachable by key.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className={styles.bundle} aria-label={texts.bundleContent} tabIndex={0}>
          <pre>{file.text}</pre>
        </section>
      )}
    </WorkDialog>
  );
}
