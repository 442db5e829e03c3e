/** Opens the log of a host: what was tried, in order. */
import { ScrollText } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { showHostLog } from './dialogs';
import { connectionTexts } from './texts';

export function LogButton({ host, kind = 'quiet' }: { readonly host: Host; readonly kind?: 'quiet' | 'plain' }) {
  return (
    <Button small kind={kind} icon={ScrollText} onClick={() => showHostLog(host)}>
      {connectionTexts.log}
    </Button>
  );
}
