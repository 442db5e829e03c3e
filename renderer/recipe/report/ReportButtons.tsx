/** A run's report as a text: copied, or saved. */
import { Save } from 'lucide-react';
import type { Host } from '../../../electron/contract/host';
import type { SetUpRun } from '../../../electron/contract/setUp';
import { Button } from '../../base/Button';
import { CopyLater } from '../../connection/CopyLater';
import { saveText } from '../../connection/saveText';
import { runFileName } from '../run/outputText';
import { runReportText } from './reportText';
import { runTexts as texts } from '../run/runTexts';

export function ReportButtons({ host, run }: { readonly host: Host; readonly run: SetUpRun }) {
  const make = (): string => runReportText({ hostName: host.name, run, now: Date.now() });
  return (
    <>
      <CopyLater label={texts.copyReport} make={make} />
      <Button icon={Save} onClick={() => void saveText({ name: runFileName(host, 'report.md'), text: make() })}>
        {texts.saveReport}
      </Button>
    </>
  );
}
